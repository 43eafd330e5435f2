"""One number a unit: text to hash, hash to uniform, uniform to key. docs/draw.md has the bytes and a worked example.

The hashed message is plain text and the hash SHA-256, so that anyone can recompute one person's key with `sha256sum`.
A unit's uniform is u = m / 2^54 with m odd, below 2^54: the middle of one of 2^53 equal cells, never 0 or 1.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Context, Decimal, Inexact
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import DrawError, Fault, PoolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from openh1b.arrays import Floats, Ints

FORMAT = "openh1b-draw-1"

_BATCH = 1024  # the digests of a batch stay in the processor's cache

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # U+0080 to U+009F in UTF-8
_EXACT = Context(prec=60, traps=[Inexact])  # m / 2^54 has at most 54 digits: nothing is rounded
_FIFTY = Context(prec=50)

# ln 2 in two parts and the polynomial of log(1+f), as published in fdlibm, e_log.c (Sun Microsystems, 1993).
_SQRT_HALF = 0.7071067811865476
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LG1 = 6.666666666666735130e-01
_LG2 = 3.999999999940941908e-01
_LG3 = 2.857142874366239149e-01
_LG4 = 2.222219843214978396e-01
_LG5 = 1.818357216161805012e-01
_LG6 = 1.531383769920937332e-01
_LG7 = 1.479819860511658591e-01


def uniforms(ids: Sequence[str] | pl.Series, *, seed: str, season: int, purpose: str) -> Floats:
    """The uniform of each unit for one purpose, in (0, 1): the double nearest to u, below 1.

    ids: one text a unit, none twice. purpose: `select/<stage name>` for a stage; other uses have their own.
    Raises PoolError for ids that cannot be hashed, DrawError for a seed or purpose with control characters.
    """
    m = numerators(message_prefix(seed=seed, season=season, purpose=purpose), encode_ids(ids))
    return np.minimum(np.ldexp(m.astype(np.float64), -54), 1 - 2.0**-53)


def message_prefix(*, seed: str, season: int, purpose: str) -> bytes:
    """Everything that is hashed before the unit's id, as UTF-8. Raises DrawError if it could be read in two ways."""
    faults = [
        Fault(where, f"{text!r} {problem}", expected="text of one line without control characters")
        for where, text in (("seed", seed), ("purpose", purpose))
        if (problem := _problem(text))
    ]
    if faults:
        raise DrawError(faults)
    return f"{FORMAT}\n{int(season)}\n{purpose}\n{seed}\n".encode()


def encode_ids(ids: Sequence[str] | pl.Series) -> list[bytes]:
    """The ids as UTF-8, exactly as given.

    Raises PoolError that names every id which is not text, empty, doubled, or has control characters.
    """
    texts = ids.to_list() if hasattr(ids, "to_list") else list(ids)  # iterating over a Polars series is slow
    if not texts:
        return []
    try:
        joined = "\n".join(texts).encode()
    except (TypeError, UnicodeEncodeError):
        raise PoolError(_id_faults(texts)) from None
    encoded = joined.split(b"\n")
    # One pass over all bytes is 20 times cheaper than a look at each id, and nearly always all that is needed.
    data = np.frombuffer(joined, dtype=np.uint8)
    controls = np.count_nonzero((data < 0x20) | (data == 0x7F))
    doubtful = controls != len(texts) - 1 or b"" in encoded or _CONTROL_C1.search(joined)
    if doubtful or len(set(encoded)) != len(texts):
        raise PoolError(_id_faults(texts))
    return encoded


def _problem(text: object) -> str | None:
    if not isinstance(text, str):
        return "is not text"
    if not text:
        return "is empty"
    if _CONTROL.search(text):
        return "has a control character"
    return "has half of a surrogate pair" if any("\ud800" <= c <= "\udfff" for c in text) else None


def _id_faults(texts: Sequence[object]) -> list[Fault]:
    faults, first = [], dict[object, int]()
    for row, text in enumerate(texts, start=1):
        problem = _problem(text) or (f"was given before, in row {first[text]}" if text in first else None)
        first.setdefault(text, row)
        if problem:
            expected = "text without control characters, each id once"
            faults.append(Fault("unit ids", f"the id {text!r} {problem}", row=row, expected=expected))
    return faults


def numerators(prefix: bytes, encoded: Sequence[bytes]) -> Ints:
    """The m of each unit, odd, from 1 to 2^54 - 1; its uniform is exactly m / 2^54."""
    starts = range(0, len(encoded), _BATCH)
    digests = b"".join([_digests(prefix, encoded[start : start + _BATCH]) for start in starts])
    top = np.frombuffer(digests, dtype=">u8")[::4] >> np.uint64(11)
    return 2 * top.astype(np.int64) + 1


def _digests(prefix: bytes, encoded: Sequence[bytes]) -> bytes:
    copy = hashlib.sha256(prefix).copy  # with OpenSSL 3 a copy costs a quarter less than a new hash
    digests = []
    for unit in encoded:
        one = copy()
        one.update(unit)
        digests.append(one.digest())
    return b"".join(digests)


def minus_log(m: Ints) -> Floats:
    """-ln(m / 2^54), within 1 unit in the last place, the same bits on every machine.

    Only basic operations of IEEE 754, each rounded on its own (NumPy does not fuse them), so neither the processor's
    nor the C library's logarithm plays a part. Write m = 2^p (1 + f) with 1 + f near 1; f comes from whole numbers
    without rounding, so that a u next to 1 loses nothing.
    """
    mantissa, exponent = np.frexp(m.astype(np.float64))
    power = exponent.astype(np.int64) - (mantissa < _SQRT_HALF)
    f = np.ldexp((m - (np.int64(1) << power)).astype(np.float64), -power.astype(np.int32))
    k = (power - 54).astype(np.float64)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (_LG2 + w * (_LG4 + w * _LG6))
    odd = z * (_LG1 + w * (_LG3 + w * (_LG5 + w * _LG7)))
    half_square = 0.5 * f * f
    return ((half_square - (s * (half_square + (even + odd)) + k * _LN2_LOW)) - f) - k * _LN2_HIGH


def exact_key(m: int, weight: float) -> Decimal:
    """The key -ln(m / 2^54) / weight to 50 digits: logarithm and quotient each rounded once, half to even."""
    u = _EXACT.divide(Decimal(m), Decimal(2**54))
    return _FIFTY.divide(_FIFTY.ln(u).copy_negate(), Decimal(weight))
