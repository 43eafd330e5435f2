"""Flags of `openh1b employer` as values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from openh1b.cases.calendar_windows import next_window
from openh1b.errors import DataError, Fault, InputError
from openh1b.season.wages_table import StoredWages, WageTable, shipped

_AMOUNT = re.compile(r"\$?\s*([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,2})?")


def amount(text: str, flag: str) -> float:
    """US dollars as 250000, 250,000 or $250,000. Raises InputError for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise InputError(Fault(flag, f"{text!r} is no amount", expected="US dollars, 0 or more, such as 250000"))
    return float(found[1].replace(",", "") + (found[2] or ""))


def next_season(day: date) -> int:
    """The season whose registration is open on a day, or is the next to be."""
    return next_window(day).season


def wages_of(store: Path | None, season: int) -> WageTable:
    """The table shipped, or of a store: that of the season's registration if it is held, else the latest."""
    from openh1b.season.levels import wage_year_of

    if store is None:
        return shipped()
    from openh1b.data.store import Store

    frame = Store(store).table("oflc_wages")
    try:
        return StoredWages(frame, wage_year_of(season))
    except DataError:
        return StoredWages(frame)
