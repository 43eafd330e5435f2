"""Roots of a function of one number: Brent's method in a bracket, and a coarse look for further sign changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from openh1b.errors import NotComputable

Function = Callable[[float], float]
_STEPS = 200


def brent(f: Function, low: tuple[float, float], high: tuple[float, float], enough: float) -> float:
    """A root between two points (x, f(x)) of opposite signs, to |f| <= enough or to the last bits of x.

    Inverse quadratic interpolation or secant where they help, halving where not. Raises NotComputable without one.
    """
    (a, fa), (b, fb) = low, high
    if fa == 0 or fb == 0:
        return a if fa == 0 else b
    if (fa > 0) == (fb > 0):
        raise NotComputable("no change of sign between the ends of the bracket")
    c, fc, step, last = a, fa, b - a, b - a
    for _ in range(_STEPS):
        if (fb > 0) == (fc > 0):
            c, fc, step, last = a, fa, b - a, b - a
        if abs(fc) < abs(fb):
            a, b, c, fa, fb, fc = b, c, b, fb, fc, fb
        half, tolerance = (c - b) / 2, 2.3e-16 * max(abs(b), 1e-300)
        if abs(fb) <= enough or abs(half) <= tolerance:
            return b
        tried = _interpolated((a, fa), (b, fb), (c, fc))
        if tried is not None and abs(last) > tolerance and abs(tried) < min(1.5 * abs(half), abs(last) / 2):
            step, last = tried, step
        else:
            step = last = half
        a, fa = b, fb
        b += step if abs(step) > tolerance else (tolerance if half > 0 else -tolerance)
        fb = f(b)
    return b


def _interpolated(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float | None:
    """Step from b towards the root of a parabola or line through the points; None where it leads away."""
    if abs(a[1]) <= abs(b[1]):
        return None
    s, m = b[1] / a[1], (c[0] - b[0]) / 2
    if a[0] == c[0]:
        p, q = 2 * m * s, 1 - s
    else:
        q, r = a[1] / c[1], b[1] / c[1]
        p = s * (2 * m * q * (q - r) - (b[0] - a[0]) * (r - 1))
        q = (q - 1) * (r - 1) * (s - 1)
    return -p / q if q != 0 and (-p / q > 0) == (m > 0) else None


def brackets(points: list[tuple[float, float]]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Neighbouring points between which the sign changes; points in order."""
    for low, high in pairwise(points):
        if (low[1] < 0) != (high[1] < 0):
            yield low, high
