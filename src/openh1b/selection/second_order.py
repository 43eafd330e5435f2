"""The second-order term of the closed form: what the randomness of the closing times does to the probabilities.

Seen from one unit, the closing times T are those of a race among the *others* for the same seats. Against the closing
times t of the expectation they differ in three ways of order 1/N: the unit's own seats fall to others (T is later by
J^-1 p_c), T varies (covariance J^-1 Cov(I) J^-T), and its mean is shifted so that every stage still fills exactly its
seats. Expanding exp(-w.T) to second order gives the probabilities with an error of order 1/N^2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openh1b.selection.linear import Passage, selected_by_stage
from openh1b.selection.race import Floats

_LARGEST_SPREAD = 0.3  # w^2 Var(T) beyond which an expansion of exp(-w T) is no longer one


def second_order(n: Floats, stages: Sequence[Passage]) -> tuple[Floats, float]:
    """Term to add to the probability of each class and stage, and the error left after adding it.

    Shape (classes, stages). Where the closing times spread too far for an expansion the term is 0 and the error is
    the size of the term that was not used.
    """
    term = np.zeros((len(n), len(stages)))
    if not any(stage.binding for stage in stages):
        return term, 0.0
    racing = np.flatnonzero(np.any([stage.rate > 0 for stage in stages], axis=0))  # the fate of others is certain
    term[racing], error = _of_those_racing(n[racing], tuple(stage.on(racing) for stage in stages))
    return term, error


def _of_those_racing(n: Floats, stages: Sequence[Passage]) -> tuple[Floats, float]:
    p = selected_by_stage(stages)
    binding = [k for k, stage in enumerate(stages) if stage.binding]
    rate = np.stack([stages[k].rate for k in binding], axis=1)
    alive = 1 - np.cumsum(p, axis=1)
    inverse = np.linalg.inv(_slopes(n, rate, alive, binding))
    taken = p[:, binding]
    scatter = np.diag(n @ taken) - (taken * n[:, None]).T @ taken
    spread = inverse @ scatter @ inverse.T
    change = _changes(rate, alive, binding, later=taken @ inverse.T, spread=spread)
    missing = (n @ _gained(change))[binding]
    shift = np.broadcast_to(-inverse @ missing, rate.shape)
    change = change + _changes(rate, alive, binding, later=shift, spread=np.zeros_like(spread))
    term = _gained(change)
    survive = np.stack([stages[k].survive for k in binding], axis=1)
    return _judged(term, rate, survive, np.diag(spread))


def _slopes(n: Floats, rate: Floats, alive: Floats, binding: Sequence[int]) -> Floats:
    """J[k, j]: how many more stage k selects for a later close of stage j. Lower triangular."""
    slopes = np.zeros((len(binding), len(binding)))
    for a, k in enumerate(binding):
        for b, j in enumerate(binding[: a + 1]):
            before = alive[:, k - 1] if k > j else 0.0
            slopes[a, b] = n @ (rate[:, b] * (alive[:, k] - before))
    return slopes


def _changes(rate: Floats, alive: Floats, binding: Sequence[int], *, later: Floats, spread: Floats) -> Floats:
    """Change of the probability of being left after each stage, for closing times later by `later` that vary."""
    change = np.zeros_like(alive)
    for k in range(alive.shape[1]):
        seen = [b for b, j in enumerate(binding) if j <= k]
        r = rate[:, seen]
        square = np.einsum("cj,jl,cl->c", r, spread[np.ix_(seen, seen)], r)
        change[:, k] = alive[:, k] * (square / 2 - (r * later[:, seen]).sum(axis=1))
    return change


def _gained(change: Floats) -> Floats:
    """Change of the probability of being selected in each stage, from that of being left after it."""
    return np.asarray(-np.diff(change, axis=1, prepend=0.0))


def _judged(term: Floats, rate: Floats, survive: Floats, variance: Floats) -> tuple[Floats, float]:
    """The term and the error left, or no term and the error without it. Arrays by class and binding stage."""
    square = rate**2 * variance
    late = _left_by_a_gamma(survive, square)
    largest = float(np.where(late > 1e-12, square, 0.0).max())
    size = max(float(np.abs(term).max()), float((late * square).max()) / 2)  # the parts of the term may cancel
    if largest > _LARGEST_SPREAD:
        missed = float(np.abs(late - survive).max())
        return np.zeros_like(term), min(1.0, max(size * max(1.0, 4 * largest), 2 * missed))
    return term, 6 * size * largest + _skewness(survive, square, late) + 1e-14


def _left_by_a_gamma(survive: Floats, square: Floats) -> Floats:
    """E[exp(-w T)] for T of the gamma law with mean t and this w^2 Var(T).

    A stage may close much earlier than expected, and then leave heavy units behind that exp(-w t) says are all taken.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        x = -np.log(survive)
        left = np.exp(-(x**2) / square * np.log1p(square / x))
    return np.where((x > 0) & np.isfinite(x) & (square > 0), left, survive)


def _skewness(survive: Floats, square: Floats, late: Floats) -> float:
    """Three times the third-order term of a gamma law, which is what is left where few seats make T skew."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        third = late * square**2 / -np.log(survive)
    return float(np.where(np.isfinite(third), third, 0.0).max())
