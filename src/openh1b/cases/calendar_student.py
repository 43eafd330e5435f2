"""Work after study (OPT), its STEM extension, cap-gap, and the registrations that fall into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from openh1b.cases.calendar_days import ONE_DAY, month_day, months_after
from openh1b.cases.calendar_lines import Rules
from openh1b.cases.calendar_windows import Window, next_window, season_window
from openh1b.law import Law, load_law

Bridge = Literal["none needed", "cap-gap", "status only"]


@dataclass(frozen=True)
class Try:
    """A season that a student can still be registered for.

    filing: first day for its petition. work_starts: first day of work in H-1B status. bridge: what lies between the end
    of OPT and that day: none needed; cap-gap, where status and work go on until `bridged_until`; or status only, where
    the petition can be filed only in the departure period, so that work stops.
    """

    season: int
    window: Window
    filing: date
    work_starts: date
    bridge: Bridge
    bridged_until: date | None = None


def last_opt_day(opt_end: date, *, stem: bool, rules: Rules) -> date:
    """Last day of work after study. opt_end: of the first OPT; a STEM degree adds the extension."""
    return months_after(opt_end, rules("student.stem_months").value) if stem else opt_end


def tries_left(opt_end: date, *, stem: bool, on: date, law: Law | None = None) -> tuple[Try, ...]:
    """Seasons from a day on whose registration and start fall within OPT, or are bridged by cap-gap.

    opt_end: last day of OPT before any STEM extension; for someone in that extension its own last day, with stem False.
    A registration before OPT begins counts; the degree must then be earned by the day of the petition. Windows not
    announced yet are assumed, and the law of the day holds throughout.
    """
    return tuple(_tries(opt_end, stem=stem, rules=Rules(law or load_law(), on)))


def _tries(opt_end: date, *, stem: bool, rules: Rules) -> Iterator[Try]:
    last = last_opt_day(opt_end, stem=stem, rules=rules)
    window = next_window(rules.on, law=rules.law)
    while window.opens <= last:
        starts = month_day(window.season - 1, rules("stay.work_starts").value)
        filing = months_after(starts, -rules("stay.filing_months_ahead").value)
        gap = cap_gap_end(filing, rules)
        departs = last + timedelta(days=rules("student.departure_days").value)
        if last >= starts - ONE_DAY:
            yield Try(window.season, window, filing, starts, "none needed")
        elif last >= filing and gap is not None:
            yield Try(window.season, window, filing, starts, "cap-gap", gap)
        elif departs >= filing:
            yield Try(window.season, window, filing, starts, "status only")
        window = season_window(window.season + 1, law=rules.law)


def cap_gap_end(filing: date, rules: Rules) -> date | None:
    """The day to which cap-gap reaches at the latest for a petition of a season; None where there is none."""
    text = rules("student.cap_gap_until").value
    if text is None:
        return None
    days = [month_day(filing.year + ahead, text) for ahead in (0, 1)]
    return next(day for day in days if day > filing)
