"""Dates as they are reported: a year, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from openh1b.cited.reading import Document, Place, Raw

_FORM: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
EXPECTED: Final = "a year, month or day that exists: 2024, 2024-12, 2024-12-29"


def days(text: str) -> tuple[date, date]:
    """The first and the last day of a date as reported. Raises ValueError where there is no such day."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date as reported")
    year, month, day = (None if one is None else int(one) for one in found.groups())
    if year is None or month is None:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    last = day if day is not None else monthrange(year, month)[1]
    return date(year, month, day or 1), date(year, month, last)


def check_reported(document: Document, place: Place, raw: Raw) -> str:
    """A date of a file as text; empty where it is none, which is noted."""
    text = raw.isoformat() if isinstance(raw, date) else str(raw)
    try:
        days(text)
    except ValueError:
        document.fault(place, f"{raw!r} is no date as reported", expected=EXPECTED)
        return ""
    return text


def check_span(document: Document, place: Place, said: str, until: str) -> None:
    """Note an end that is before the beginning."""
    if said and until and days(until)[1] < days(said)[0]:
        document.fault(place, f"{until} is before {said}", expected="the last day, month or year of it")
