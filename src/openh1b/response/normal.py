"""The normal law for arrays, which NumPy does not have.

cdf: rational approximations of erf and erfc by W. J. Cody (Mathematics of Computation 23, 1969), as in his CALERF.
quantile: algorithm AS 241, PPND16, by M. J. Wichura (Applied Statistics 37, 1988). Coefficients from memory; tests hold
both to an independent implementation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from openh1b.arrays import Floats

_NEAR = (
    (1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2)
    + (8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3),
    (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3)
    + (3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)
_FAR = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1)
    + (1.60837851487422766e-2, 6.58749161529837803e-4),
    (1.0, 2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2)
    + (2.33520497626869185e-3,),
)
_ONE_OVER_SQRT_PI = 5.6418958354775628695e-1
_SQRT_2 = 1.4142135623730950488
_FEW = 256  # up to which the standard library's erfc, one number at a time, is quicker

_CENTER = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4)
    + (1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4)
    + (5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)
_SIDE = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258)
    + (3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1)
    + (6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1.0),
)
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2)
    + (2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4)
    + (1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)

_Ratio = tuple[Sequence[float], Sequence[float]]


def cdf(x: Floats) -> Floats:
    """Probability that a standard normal number is below each x; infinities are allowed."""
    scaled = -np.asarray(x, dtype=float) / _SQRT_2
    if scaled.size <= _FEW:
        return 0.5 * np.array([math.erfc(one) for one in scaled.ravel().tolist()]).reshape(scaled.shape)
    return 0.5 * _erfc(scaled)


def quantile(p: Floats) -> Floats:
    """The number below which a standard normal one lies with each probability p, 0 < p < 1."""
    p = np.asarray(p, dtype=float)
    q = p - 0.5
    x = np.empty_like(q)
    center = np.abs(q) <= 0.425
    x[center] = q[center] * _ratio(_CENTER, 0.180625 - q[center] ** 2)
    outer = ~center
    r = np.sqrt(-np.log(np.minimum(p[outer], 1 - p[outer])))
    x[outer] = np.sign(q[outer]) * np.where(r <= 5, _ratio(_SIDE, r - 1.6), _ratio(_TAIL, r - 5.0))
    return x


def _ratio(of: _Ratio, x: Floats) -> Floats:
    above, below = (_polynomial(coefficients, x) for coefficients in of)
    return above / below


def _polynomial(coefficients: Sequence[float], x: Floats) -> Floats:
    total = np.full_like(x, coefficients[0])
    for one in coefficients[1:]:
        total *= x
        total += one
    return total


def _erfc(x: Floats) -> Floats:
    y = np.abs(x)
    upper = np.empty_like(y)  # erfc of |x|
    near, far = y <= 0.46875, y > 4.0
    middle = ~(near | far)
    upper[near] = 1.0 - y[near] * _ratio(_NEAR, y[near] ** 2)
    upper[middle] = _exp_minus_square(y[middle]) * _ratio(_MIDDLE, y[middle])
    upper[far] = _far(np.minimum(y[far], 40.0))
    return np.where(x < 0, 2.0 - upper, upper)


def _far(y: Floats) -> Floats:
    z = 1.0 / (y * y)
    return _exp_minus_square(y) * (_ONE_OVER_SQRT_PI - z * _ratio(_FAR, z)) / y


def _exp_minus_square(y: Floats) -> Floats:
    """exp(-y^2) without the loss that the rounding of y^2 would bring."""
    whole = np.trunc(y * 16.0) / 16.0
    return np.asarray(np.exp(-whole * whole) * np.exp(-(y - whole) * (y + whole)))
