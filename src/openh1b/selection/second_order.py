"""The second-order term of the closed form: what the randomness of the closing times does to the probabilities.

Seen from one unit, the closing times T are those of a race among the *others* for the same seats. Against the closing
times t of the expectation they differ in three ways of order 1/N: the unit's own seats fall to others (T is later by
J^-1 p_c), T varies (covariance J^-1 Cov(I) J^-T), and its mean is shifted so that every stage still fills exactly its
seats. Expanding exp(-w.T) to second order gives the probabilities with an error of order 1/N^2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openh1b.arrays import Floats
from openh1b.selection.linear import Passage

_LARGEST_SPREAD = 0.3  # w^2 Var(T) beyond which an expansion of exp(-w T) is no longer one


def second_order(n: Floats, stages: Sequence[Passage], p: Floats) -> tuple[Floats, float]:
    """Term to add to the probability `p` of each class and stage, and the error left after adding it.

    Shape (classes, stages). Where the closing times spread too far for an expansion the term is 0 and the error is
    the size of the term that was not used.
    """
    term = np.zeros_like(p)
    if not any(stage.binding for stage in stages):
        return term, 0.0
    racing = np.flatnonzero(sum(stage.rate for stage in stages))  # the fate of others is certain
    term[racing], error = _of_those_racing(n[racing], tuple(stage.on(racing) for stage in stages), p[racing])
    return term, error


def _of_those_racing(n: Floats, stages: Sequence[Passage], p: Floats) -> tuple[Floats, float]:
    binding = [k for k, stage in enumerate(stages) if stage.binding]
    rate = np.array([stages[k].rate for k in binding]).T
    alive = 1 - p.cumsum(axis=1)
    taken = p[:, binding]
    inverse = np.linalg.inv(_slopes(n, rate, alive, binding))
    scatter = np.diag(n @ taken) - (taken * n[:, None]).T @ taken
    spread = inverse @ scatter @ inverse.T
    so_far = _rates_so_far(rate, binding, len(stages))
    later = taken @ inverse.T  # than in the expectation, since a unit's own seats fall to others
    change = alive.T * (_along(so_far, so_far @ spread) / 2 - _along(so_far, later))
    missing = _gained(change @ n)[binding]
    change += alive.T * (so_far @ (inverse @ missing))  # closing times that much earlier fill exactly the seats
    survive = np.array([stages[k].survive for k in binding]).T
    return _judged(_gained(change).T, rate, survive, np.diag(spread))


def _slopes(n: Floats, rate: Floats, alive: Floats, binding: Sequence[int]) -> Floats:
    """J[k, j]: how many more stage k selects for a later close of stage j. Lower triangular."""
    slopes = np.zeros((len(binding), len(binding)))
    for a, k in enumerate(binding):
        for b, j in enumerate(binding[: a + 1]):
            before = alive[:, k - 1] if k > j else 0.0
            slopes[a, b] = n @ (rate[:, b] * (alive[:, k] - before))
    return slopes


def _rates_so_far(rate: Floats, binding: Sequence[int], stages: int) -> Floats:
    """Rates in the stages up to each, 0 in those after it. Shape (stages, classes, binding stages)."""
    held = np.array(binding) <= np.arange(stages)[:, None]
    return np.asarray(rate * held[:, None, :])


def _along(one: Floats, other: Floats) -> Floats:
    """Sums of products over the binding stages, for each stage and class."""
    return np.asarray((one * other).sum(axis=2))


def _gained(change: Floats) -> Floats:
    """Change of what is selected in each stage, from that of what is left after it. First axis: stages."""
    gained = -change
    gained[1:] += change[:-1]
    return gained


def _judged(term: Floats, rate: Floats, survive: Floats, variance: Floats) -> tuple[Floats, float]:
    """The term and the error left, or no term and the error without it. Arrays by class and binding stage."""
    square = rate**2 * variance
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        x = -np.log(survive)
        late = _left_by_a_gamma(survive, square, x)
        skewness = _skewness(square, late, x)
    largest = float(np.where(late > 1e-12, square, 0.0).max())
    size = max(float(np.abs(term).max()), float((late * square).max()) / 2)  # the parts of the term may cancel
    if largest > _LARGEST_SPREAD:
        missed = float(np.abs(late - survive).max())
        return np.zeros_like(term), min(1.0, max(size * max(1.0, 4 * largest), 2 * missed))
    return term, 6 * size * largest + skewness + 1e-14


def _left_by_a_gamma(survive: Floats, square: Floats, x: Floats) -> Floats:
    """E[exp(-w T)] for T of the gamma law with mean t, x = w t and this w^2 Var(T).

    A stage may close much earlier than expected, and then leave heavy units behind that exp(-w t) says are all taken.
    """
    left = np.exp(-(x**2) / square * np.log1p(square / x))
    return np.where((x > 0) & np.isfinite(x) & (square > 0), left, survive)


def _skewness(square: Floats, late: Floats, x: Floats) -> float:
    """Three times the third-order term of a gamma law, which is what is left where few seats make T skew."""
    third = late * square**2 / x
    return float(np.where(np.isfinite(third), third, 0.0).max())
