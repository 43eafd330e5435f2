"""Two clocks and the way between them: a filing day and the season (cap fiscal year) in which it would be counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from openh1b.errors import Fault, SeasonError

FIRST_REGISTRATION_SEASON: Final = 2021
FIRST_SEASON: Final = 1992
LAST_SEASON: Final = 2200


@dataclass(frozen=True)
class Opening:
    """The first day on which a season's new cap filings count. `assumed`: no window was known, so 1 March stands."""

    day: date
    assumed: bool = False


@dataclass(frozen=True)
class Clock:
    """windows: season -> day on which its registration window opened."""

    windows: Mapping[int, date]

    def opens(self, season: int) -> Opening:
        """Opening of a season: its registration window; before registration 1 April, six months ahead of 1 October.

        The 20,000 of FY2005 alone opened later, on 12 May 2005 (70 FR 23775). Raises SeasonError outside 1900-2200.
        """
        if not 1900 <= season <= LAST_SEASON:
            raise SeasonError(Fault("season", f"{season} does not exist", expected=f"{FIRST_SEASON} to {LAST_SEASON}"))
        if season < FIRST_REGISTRATION_SEASON:
            return Opening(date(season - 1, 4, 1))
        if season in self.windows:
            return Opening(self.windows[season])
        return Opening(date(season - 1, 3, 1), assumed=True)

    def season_of(self, day: date) -> int:
        """Season for which a new cap filing on a day would be counted."""
        if day >= self.opens(FIRST_REGISTRATION_SEASON).day:
            return day.year + 1 if day >= self.opens(day.year + 1).day else day.year
        return day.year + 1 if day >= date(day.year, 4, 1) else day.year


def season_name(season: int) -> str:
    """A season as it is always printed: FY2028 (registration March 2027, work from 1 October 2027)."""
    begun = "petitions from April" if season < FIRST_REGISTRATION_SEASON else "registration March"
    return f"FY{season} ({begun} {season - 1}, work from 1 October {season - 1})"
