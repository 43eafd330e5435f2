"""Registration windows: to which one a day belongs, and which is the next that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from openh1b.errors import Fault, SeasonError
from openh1b.law import Law, load_law, season_name
from openh1b.law.clock import FIRST_REGISTRATION_SEASON, LAST_SEASON

WINDOWS: Final = "registration.window"


@dataclass(frozen=True)
class Window:
    """The days of a season's registration.

    assumed: not announced; then the opening day is that of the law's clock, the closing day the latest so far.
    """

    season: int
    opens: date
    closes: date
    assumed: bool

    def __str__(self) -> str:
        return f"{self.opens} to {self.closes}{' (assumed)' if self.assumed else ''}"


def season_window(season: int, *, law: Law | None = None) -> Window:
    """The registration window of a season. Raises SeasonError for seasons without registration."""
    law = law or load_law()
    if not FIRST_REGISTRATION_SEASON <= season <= LAST_SEASON:
        expected = f"{FIRST_REGISTRATION_SEASON} to {LAST_SEASON}"
        raise SeasonError(Fault("season", f"FY{season} has no registration", expected=expected))
    found = law.find(WINDOWS, season=season)
    if found is not None:
        return Window(season, found.value["start"], found.value["end"], assumed=False)
    opens = law.clock().opens(season).day
    ends = [law.at(WINDOWS, season=held).value["end"] for held in _announced(law)]
    latest = max(ends, key=lambda day: (day.month, day.day), default=date(season - 1, 3, 31))
    return Window(season, opens, latest.replace(year=opens.year), assumed=True)


def _announced(law: Law) -> list[int]:
    return [span.start for span in law.spans(WINDOWS) if isinstance(span.start, int)]


def next_window(day: date, *, law: Law | None = None) -> Window:
    """The window that is open on a day, or else the next one."""
    season = max(day.year + 1, FIRST_REGISTRATION_SEASON)
    found = season_window(season, law=law)
    return found if day <= found.closes else season_window(season + 1, law=law)


def check_open(season: int, on: date, *, past: bool = False) -> None:
    """Refuse a season whose registration is over, for a case of one's own, unless the past is asked for.

    Raises SeasonError, which names the next season that can still be registered for.
    """
    if past:
        return
    upcoming = next_window(on)
    if season < upcoming.season:
        over = f"closed on {season_window(season).closes}" if season >= FIRST_REGISTRATION_SEASON else "is over"
        expected = f"{upcoming.season}, {season_name(upcoming.season)}, or --past"
        raise SeasonError(Fault("--season", f"{season_name(season)}: its registration {over}", expected=expected))
