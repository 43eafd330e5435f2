"""Pay and odds as people type them: a year's pay in dollars, an hour's pay named as such, a share or a percentage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from openh1b.errors import Fault, InputError
from openh1b.season.pay_text import explain_pay

HOURS_A_YEAR: Final = 2_080
LEAST: Final = 10_000
MOST: Final = 10_000_000

_NUMBER = re.compile(r"(?:usd|us\$|\$)?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*(?:usd)?", re.IGNORECASE)
_TIMED = re.compile(r"(.+?)\s*(?:/|\bper\b|\ban?\b)\s*(h|hr|hour|y|yr|year)\.?", re.IGNORECASE)
_EXPECTED: Final = "US dollars a year, such as 165000, or an hour's pay as 79.33/hour"


@dataclass(frozen=True)
class Salary:
    """usd: pay a year. reading: how it was read, where it was not a plain yearly number; else empty."""

    usd: float
    reading: str = ""


def read_salary(text: str, where: str = "--salary") -> Salary:
    """Pay as typed. Hourly pay named as such counts 2,080 hours a year, and says so.

    Raises InputError for what is no number, and for a number that is not a year's pay, with what it may be.
    """
    timed = _TIMED.fullmatch(text.strip())
    amount = _amount(timed[1] if timed else text)
    if amount is None:
        said, hint = explain_pay(text)
        raise InputError(Fault(where, f"{text!r} is no amount{said}", expected=_EXPECTED, hint=_asked(hint)))
    hourly = timed is not None and timed[2].lower().startswith("h")
    usd = amount * HOURS_A_YEAR if hourly else amount
    if not LEAST <= usd <= MOST:
        raise InputError(Fault(where, f"{text} is no pay of a year", expected=_limits(), hint=_may_be(amount)))
    return Salary(
        usd, f"{amount:,.2f} USD an hour read as {usd:,.0f} USD a year ({HOURS_A_YEAR:,} hours)" if hourly else ""
    )


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
        hint = f"Write {bare}% for a percentage" if _amount(bare) is not None and 1 < float(bare) <= 100 else None
        raise InputError(Fault(where, f"{text!r} is no share", expected="0 to 1, or 0% to 100%", hint=_asked(hint)))
    return value


def _amount(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    return float(found[1].replace(",", "") + (found[2] or "")) if found else None


def _limits() -> str:
    return f"{LEAST:,} to {MOST:,} US dollars a year, or an hour's pay as 79.33/hour"


def _may_be(amount: float) -> str | None:
    readings = []
    if LEAST <= amount * 1_000 <= MOST:
        readings.append(f"{amount * 1_000:,.0f} a year, if thousands are meant")
    if LEAST <= amount * HOURS_A_YEAR <= MOST:
        readings.append(f"{amount * HOURS_A_YEAR:,.0f} a year, if pay an hour: then write {amount:g}/hour")
    if LEAST <= amount / 1_000 <= MOST and amount > MOST:
        readings.append(f"{amount / 1_000:,.0f}, if three zeros are too many")
    return _asked("It may be " + "; or ".join(readings)) if readings else None


def _asked(hint: str | None) -> str | None:
    return None if hint is None else hint if hint.endswith((".", "?")) else f"{hint}."
