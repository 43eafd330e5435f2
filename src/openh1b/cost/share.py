"""A share as people type it: 0.35 or 35%."""

from __future__ import annotations

from openh1b.errors import Fault, InputError


def read_share(text: str, where: str) -> float:
    """A share as 0.35 or 35%. Raises InputError for anything else, 35 included: it does not say which it is."""
    bare = text.strip().removesuffix("%")
    try:
        value = float(bare)
    except ValueError:
        value = float("nan")
    if bare != text.strip():
        value /= 100
    if not 0 <= value <= 1:
        hint = f"Write {bare}% for a percentage." if 1 < value <= 100 else None
        raise InputError(Fault(where, f"{text!r} is no share", expected="0 to 1, or 0% to 100%", hint=hint))
    return value
