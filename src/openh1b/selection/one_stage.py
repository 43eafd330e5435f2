"""Exact probabilities of one weighted race, at any size.

A unit of class c is selected if fewer than `seats` of the others arrive before it:

    p_c = integral of w_c exp(-w_c t) P(others of c arrived by t < seats) dt.

The number arrived is a sum of binomials. Its law at one point comes from its characteristic function on a lattice just
long enough for the numbers that can occur, of which only the frequencies with a visible modulus are kept: what a fast
Fourier transform would compute everywhere is computed where it is needed. Outside the window in which the probability
moves from 1 to 0 (to exp(-40)) the integral is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openh1b.arrays import Floats

_TAIL = 40.0  # probabilities below exp(-40) = 4e-18 are dropped
_POINTS = 16  # of Gauss and Legendre's rule, in each panel
_WHOLE_LATTICE = 2048
MOST_WORK = 60_000_000  # array elements; beyond it the closed form is the affordable answer


@dataclass(frozen=True)
class _Lattice:
    """Frequencies and the transform of the indicator of `seats - length .. seats - 1`."""

    theta: Floats
    indicator: NDArray[np.complex128]
    period: int


def one_stage(n: Floats, w: Floats, seats: int) -> Floats | None:
    """Probability of selection of one unit of each class; None where the work would be too large.

    n: whole numbers of units a class; w: weights > 0; seats below the number of units. Error about 1e-13.
    """
    if seats <= 0:
        return np.zeros(len(n))
    start, stop = _window(n, w, seats)
    panels = max(8, math.ceil(2 * math.log(stop / start)))
    edges = np.linspace(math.log(start), math.log(stop), panels + 1)
    half = (edges[1:] - edges[:-1])[:, None] / 2
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS)
    x = (edges[:-1, None] + half * (1 + nodes)).ravel()
    measure = (half * weights).ravel() * np.exp(x)
    times = np.exp(x)
    lattice = _lattice(n, w, seats, times)
    if lattice.theta.size * times.size * len(n) > MOST_WORK:
        return None
    fewer = _fewer_than_seats(n, w, seats, times, lattice)
    inside = (fewer * w[:, None] * np.exp(-np.outer(w, times))) @ measure
    return np.asarray(-np.expm1(-w * start) + inside)


def _window(n: Floats, w: Floats, seats: int) -> tuple[float, float]:
    """Times before which seats are left, and after which they are gone, but for exp(-40) (Chernoff's bound)."""
    total = float(n.sum())

    def arrived(t: float) -> float:
        return float(n @ -np.expm1(-w * t))

    def surely_open(t: float) -> bool:
        mean = arrived(t)
        return mean < seats and _exponent(mean, seats) > _TAIL

    def surely_closed(t: float) -> bool:
        mean, left = arrived(t), float(n @ np.exp(-w * t))
        few = mean > seats - 1 and _exponent(mean, seats - 1) > _TAIL
        return few or (left < total - seats and _exponent(left, total - seats) > _TAIL)

    top = 2 * (_TAIL + math.log(total)) / float(w.min())
    return _edge(surely_open, top * 1e-30, top, inside=True), _edge(surely_closed, top * 1e-30, top, inside=False)


def _exponent(mean: float, count: float) -> float:
    """Chernoff's exponent for a sum of indicators of this mean to reach `count`."""
    if mean <= 0:
        return math.inf
    return mean - count + (count * math.log(count / mean) if count > 0 else 0.0)


def _edge(holds: Callable[[float], bool], low: float, high: float, *, inside: bool) -> float:
    """Where a condition that holds on one side of a point ceases (inside) or begins to hold, by halving log t."""
    for _ in range(80):
        middle = math.sqrt(low * high)
        if holds(middle) == inside:
            low = middle
        else:
            high = middle
    return low if inside else high


def _lattice(n: Floats, w: Floats, seats: int, times: Floats) -> _Lattice:
    total = int(n.sum())
    p = -np.expm1(-np.outer(w, times))
    variance = n @ (p * (1 - p))
    if total < _WHOLE_LATTICE:
        period, length = total + 1, seats
        k = np.arange(period)
    else:
        away = float(np.abs(n @ p - seats).max())
        length = int(away + 10 * math.sqrt(float(variance.max()))) + 64
        period = 2 * length
        widest = min(math.sqrt(21 / max(float(variance.min()), 21.0)), 1.0)
        reach = math.ceil(2 * math.asin(widest) * period / (2 * math.pi))
        k = np.arange(-reach, reach + 1)
    theta = 2 * math.pi * k / period
    turn = np.exp(1j * theta)
    with np.errstate(divide="ignore", invalid="ignore"):
        indicator = np.where(k == 0, length, (1 - np.exp(1j * theta * length)) / (1 - turn))
    return _Lattice(theta, indicator, period)


def _fewer_than_seats(n: Floats, w: Floats, seats: int, times: Floats, lattice: _Lattice) -> Floats:
    """P(fewer than `seats` of the others have arrived by each time), for each class. Shape (classes, times)."""
    theta = lattice.theta[None, :]
    joint: NDArray[np.complex128] = np.zeros((len(times), theta.size), dtype=complex)
    logs = []
    for count, weight in zip(n, w, strict=True):
        p = -np.expm1(-weight * times)[:, None]
        log = _centred_log(p, theta)
        logs.append(log)
        joint += count * log
    drift = (n @ -np.expm1(-np.outer(w, times)))[:, None] - (seats - 1)
    joint += 1j * theta * drift
    fewer = np.empty((len(n), len(times)))
    for c, weight in enumerate(w):
        p = -np.expm1(-weight * times)[:, None]
        others = joint - logs[c] - 1j * theta * p
        fewer[c] = (np.exp(others) @ lattice.indicator).real / lattice.period
    return fewer


def _centred_log(p: Floats, theta: Floats) -> NDArray[np.complex128]:
    """Logarithm of the characteristic function of one indicator about its mean; a zero becomes exp(-1e4)."""
    squared = 1 - 4 * p * (1 - p) * np.sin(theta / 2) ** 2
    with np.errstate(divide="ignore"):
        modulus = np.maximum(np.log(squared) / 2, -1e4)
    angle = np.arctan2(p * np.sin(theta), (1 - p) + p * np.cos(theta)) - p * theta
    return np.asarray(modulus + 1j * angle)
