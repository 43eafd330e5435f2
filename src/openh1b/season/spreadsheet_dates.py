"""Codes that a spreadsheet has read as a month and a year: 11-9021 becomes November 9021, shown as Nov-21."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:0?1[-\s]+)?([a-z]{3})[a-z]*\.?[-\s']*([0-9]{4}|[0-9]{2})|([0-9]{4}|[0-9]{2})[-\s]+([a-z]{3})[a-z]*"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-01([ t]00:00(:00)?(\.0+)?)?")
_SLASHES = re.compile(r"0?1/([0-9]{1,2})/([0-9]{4}|[0-9]{2})|([0-9]{1,2})/(?:0?1/)?([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"[0-9]{4,7}(\.0+)?")
_SERIALS = (1, 2_958_465)  # 1 January 1900 and 31 December 9999, counted as Excel does
_EPOCH = date(1899, 12, 30)
_FIRST_YEAR = 1900  # a spreadsheet knows no date before it, and leaves such a code alone


def codes_of_date(text: str) -> tuple[str, ...] | None:
    """The codes MM-YYYY that a spreadsheet may show as `text`: each century where it shows two digits of the year.

    None where the text is no first of a month: it was not made in this way.
    """
    found = _month_and_year(text.strip().lower())
    if found is None:
        return None
    month, year = found
    years = (year,) if len(year) == 4 else tuple(f"{century}{year}" for century in range(19, 100))
    return tuple(f"{month:02}-{one}" for one in years if int(one) >= _FIRST_YEAR)


def _month_and_year(text: str) -> tuple[int, str] | None:
    if named := _NAMED.fullmatch(text):
        word, year = (named[1], named[2]) if named[1] else (named[4], named[3])
        return (_MONTHS.index(word) + 1, year) if word in _MONTHS else None
    if day := _DAY.fullmatch(text):
        return int(day[2]), day[1]
    if slashes := _SLASHES.fullmatch(text):
        month, year = (slashes[1], slashes[2]) if slashes[1] else (slashes[3], slashes[4])
        return (int(month), year) if 1 <= int(month) <= 12 else None
    return _of_serial(text) if _SERIAL.fullmatch(text) else None


def _of_serial(text: str) -> tuple[int, str] | None:
    """Of a day's number, as a column shows it that is no longer formatted as a date."""
    days = int(text.partition(".")[0])
    if not _SERIALS[0] <= days <= _SERIALS[1]:
        return None
    day = _EPOCH + timedelta(days=days)
    return (day.month, f"{day.year}") if day.day == 1 else None
