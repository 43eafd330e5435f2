"""What a case takes from a store: wages, and cut-off dates of visa bulletins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openh1b.errors import DataError

if TYPE_CHECKING:
    from openh1b.cases.calendar_green_card import Cutoff
    from openh1b.season.wages_table import WageTable


def wages_of(store: Path | None, season: int) -> WageTable:
    """The table shipped, or of a store: that of the season's registration if it is held, else the latest.

    Raises DataError where the store holds none.
    """
    from openh1b.season.levels import wage_year_of
    from openh1b.season.wages_table import StoredWages, shipped

    if store is None:
        return shipped()
    from openh1b.data.store import Store

    frame = Store(store).table("oflc_wages")
    try:
        return StoredWages(frame, wage_year_of(season))
    except DataError:
        return StoredWages(frame)


def cutoffs_of(store: Path | None) -> tuple[Cutoff, ...]:
    """Final Action Dates of the store; none where it holds no bulletin."""
    from openh1b.cases.calendar_green_card import stored_cutoffs
    from openh1b.data.store import Store

    place = Store(store)
    if not place.vintages("visa_bulletin"):
        return ()
    return stored_cutoffs(place.table("visa_bulletin").iter_rows(named=True))
