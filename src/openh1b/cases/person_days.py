"""The days of one season for one person: registration, selection, petition, work; and the registrations left in OPT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openh1b.cases.calendar_days import month_day, months_after
from openh1b.cases.calendar_lines import Line, Rules
from openh1b.cases.calendar_student import Try, last_opt_day, tries_left
from openh1b.cases.calendar_student_lines import Student
from openh1b.cases.calendar_windows import WINDOWS, Window, season_window
from openh1b.law import Dated
from openh1b.season.published import LAST

_DONE = "registration.selection_done"


@dataclass(frozen=True)
class Tries:
    """Registrations within OPT from a season on. last: last day of OPT with any STEM extension, as far as known.

    left: from the season asked about on; earlier: open ones before it, which are not counted.
    """

    student: Student
    last: date
    left: tuple[Try, ...]
    earlier: tuple[Try, ...]

    @property
    def first(self) -> Try | None:
        """The season asked about; None where OPT does not reach it."""
        return self.left[0] if self.left else None


def tries_from(season: int, student: Student, rules: Rules) -> Tries:
    """The registrations that fall within OPT, or are bridged by cap-gap, on the day of the rules."""
    found = tries_left(student.opt_end, stem=student.stem, on=rules.on, law=rules.law)
    left = tuple(one for one in found if one.season >= season)
    reached = left if left and left[0].season == season else ()
    earlier = tuple(one for one in found if one.season < season)
    return Tries(student, last_opt_day(student.opt_end, stem=student.stem, rules=rules), reached, earlier)


def season_days(season: int, rules: Rules, tries: Tries | None) -> tuple[Line, ...]:
    """The days of a season. rules: the law of the day asked about."""
    lines = [_window_line(season_window(season, law=rules.law), rules), _selection_line(season, rules)]
    lines += _petition_lines(season, rules)
    lines += _bridge_lines(tries) if tries is not None else ()
    return tuple(lines)


def _window_line(window: Window, rules: Rules) -> Line:
    if not window.assumed:
        dated = rules.law.at(WINDOWS, season=window.season)
        return Line("registration", "Registration", f"{window.opens} to {window.closes}", window.opens, dated=(dated,))
    last = _latest(WINDOWS, window.season, rules)
    text = f"not announced; for FY{last.start} it was {last.value['start']} to {last.value['end']}"
    return Line("registration", "Registration", text, window.opens, dated=(last,))


def _selection_line(season: int, rules: Rules) -> Line:
    last = _latest(_DONE, season, rules)
    if last.start == season:
        return Line("selection", "Selection", f"by {last.value}", last.value, dated=(last,))
    if season <= LAST:
        return Line("selection", "Selection", "the day is not held here")
    day = last.value.replace(year=season - 1)
    return Line("selection", "Selection", f"by {day}, if as for FY{last.start}", day, dated=(last,))


def _latest(path: str, season: int, rules: Rules) -> Dated:
    """A season's own value, else that of the last season before it which has one."""
    held = [span.start for span in rules.law.spans(path) if isinstance(span.start, int) and span.start <= season]
    return rules.law.at(path, season=max(held))


def _petition_lines(season: int, rules: Rules) -> Iterator[Line]:
    starts, ahead = rules.all("stay.work_starts", "stay.filing_months_ahead")
    first = month_day(season - 1, starts.value)
    filing = months_after(first, -ahead.value)
    text = f"from {filing}, by an employer whose registration was selected"
    yield Line("petition", "Petition", text, filing, dated=(starts, ahead))
    yield Line("work", "Work", f"from {first}, once the petition is approved", first, dated=(starts,))


def _bridge_lines(tries: Tries) -> Iterator[Line]:
    one, last = tries.first, tries.last
    if one is None:
        return
    if one.bridge == "cap-gap":
        text = (
            f"OPT ends on {last}; a petition filed by then and asking for a change of status lets status and work go "
            f"on, to {one.bridged_until} at the latest"
        )
        yield Line("cap_gap", "Cap-gap", text, one.bridged_until)
    elif one.bridge == "status only":
        text = (
            f"OPT ends on {last}, before {one.filing}: filed in the departure period, so that work stops until "
            f"{one.work_starts}"
        )
        yield Line("cap_gap", "Cap-gap", text, one.filing)
    else:
        yield Line("cap_gap", "Cap-gap", f"not needed: OPT lasts until {last}", last)
