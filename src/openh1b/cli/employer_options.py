"""Flags of `openh1b employer` as values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openh1b.cases.calendar_windows import next_window
from openh1b.cli.cost_options import amount
from openh1b.errors import DataError
from openh1b.season.wages_table import StoredWages, WageTable, shipped

__all__ = ["amount", "next_season", "wages_of"]


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
