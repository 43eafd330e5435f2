"""Pay as a person writes it, read as dollars a year; what may mean two things is refused with both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openh1b.errors import Fault, InputError
from openh1b.season.levels import HOURS_A_YEAR

LEAST, MOST = 1_000, 10_000_000
"""Dollars a year outside which a number without a unit is a slip of the pen."""

EXPECTED = "base pay in US dollars, as 165,000 a year or 79.50/hour"
_AMOUNT = re.compile(r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<thousand>k?)")
_HOUR = re.compile(r"(?:/|per|an?)?(?:hour|hr|h)|hourly")
_YEAR = re.compile(r"(?:/|per|an?)?(?:year|yr|y|annum)|annually|yearly|")


@dataclass(frozen=True)
class Salary:
    """Base pay, US dollars a year.

    hourly: dollars an hour, where it was given so. note: how what was typed was read.
    """

    usd: float
    hourly: float | None = None
    note: str = ""


def read_salary(text: str, where: str = "--salary") -> Salary:
    """Pay of `165000`, `$165,000`, `165k`, `79.50/hour` or a range, which counts at its lowest.

    Hourly pay is times 2,080 and says so. Raises InputError for a number without a unit below 1,000 or above
    10 million, for other currencies and units, and for anything else, with what was probably meant.
    """
    plain = re.sub(r"\s+", "", text.casefold()).replace("usd", "").replace("$", "")
    low, between, high = _range(plain)
    if not between:
        return _one(plain, text, where)
    ends = [_one(part, text, where) for part in (low, high)]
    if (ends[0].hourly is None) != (ends[1].hourly is None) or ends[0].usd > ends[1].usd:
        raise InputError(Fault(where, f"{text!r} is no range of pay", expected="the lower end first, both by year"))
    said = f"a range counts at its lowest, here ${ends[0].usd:,.2f} a year"
    return Salary(ends[0].usd, ends[0].hourly, "; ".join(filter(None, (said, ends[0].note))))


def _range(plain: str) -> tuple[str, str, str]:
    """Both ends of a range; what stands behind the second is that of the first as well."""
    parts = re.fullmatch(r"([0-9][0-9.,k]*)(-|\u2013|\u2014|to)([0-9][0-9.,k]*)(\D*)", plain)
    if not parts:
        return plain, "", ""
    thousand = "k" if parts[3].endswith("k") and not parts[1].endswith("k") else ""
    return parts[1] + thousand + parts[4], parts[2], parts[3] + parts[4]


def _one(plain: str, text: str, where: str) -> Salary:
    amount = _AMOUNT.match(plain)
    if amount is None or not (_HOUR.fullmatch(plain, amount.end()) or _YEAR.fullmatch(plain, amount.end())):
        raise InputError(Fault(where, f"{text!r} is no pay that can be read", expected=EXPECTED, hint=_hint(plain)))
    number = float(amount["number"].replace(",", "")) * (1_000 if amount["thousand"] else 1)
    if plain[amount.end() :] and _HOUR.fullmatch(plain, amount.end()):
        return _hourly(number, where)
    hint = _meant(number)
    if hint:
        raise InputError(Fault(where, f"{text!r} a year", expected=EXPECTED, hint=hint))
    note = f"{text.strip()} was read as ${number:,.0f} a year" if amount["thousand"] else ""
    return Salary(round(number, 2), note=note)


def _hourly(number: float, where: str) -> Salary:
    if not LEAST / HOURS_A_YEAR <= number < LEAST:
        hint = f"Did you mean {number:,.0f} a year?" if LEAST <= number <= MOST else None
        raise InputError(Fault(where, f"{number:,.12g} an hour", expected="dollars an hour, below 1,000", hint=hint))
    usd = round(number * HOURS_A_YEAR, 2)
    return Salary(usd, number, f"${number:,.2f} an hour was read as {HOURS_A_YEAR:,} hours a year, ${usd:,.2f}")


def _meant(number: float) -> str | None:
    """What a number of dollars a year that cannot be was probably meant as; None for one that can be."""
    if number > MOST:
        for times, what in ((1_000, "with three zeros less"), (100, "in cents")):
            if 30_000 <= number / times <= 1_000_000:
                return f"Did you mean {number / times:.0f} ({what})?"
        return f"More than {MOST:,} is taken for a slip of the pen"
    if number >= LEAST:
        return None
    if number < LEAST / HOURS_A_YEAR:
        return f"Less than {LEAST:,} is taken for a slip of the pen"
    short = f"{number:g}"
    if number < 20:
        return f"Did you mean {short}/hour (${number * HOURS_A_YEAR:,.0f} a year)?"
    return f"Did you mean {number * 1_000:.0f} a year, or {short}/hour (${number * HOURS_A_YEAR:,.0f} a year)?"


def _hint(plain: str) -> str | None:
    if plain.startswith(("-", "\u2212")):
        return "Pay is above 0"
    if re.search("[\u20ac\u00a3\u20b9\u00a5]|eur|gbp|inr|cny|rs", plain):
        return "The levels are in US dollars; no rate of exchange is assumed"
    if re.search("month|week|day|mo$|wk$", plain):
        return "Pay by the month or week: give that of a year"
    return "Commas stand between thousands" if "," in plain else None
