"""Lines on work after study and the registrations that are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from openh1b.cases.calendar_days import counted, months_after
from openh1b.cases.calendar_lines import Line, Rules
from openh1b.cases.calendar_student import Try, last_opt_day, tries_left
from openh1b.law import season_name

_BRIDGES = {
    "none needed": "OPT lasts until then",
    "cap-gap": "cap-gap bridges to it",
    "status only": "filed only in the departure period, so work stops until then",
}


@dataclass(frozen=True)
class Student:
    """Work after study. opt_end: its last day before a STEM extension; stem: a degree that allows the extension."""

    opt_end: date
    stem: bool = False


def student_lines(student: Student, rules: Rules) -> Iterator[Line]:
    """The end of OPT and STEM OPT, the seasons that can still be tried, cap-gap, and the day to leave by."""
    last = last_opt_day(student.opt_end, stem=student.stem, rules=rules)
    months = rules("student.opt_months")
    text = f"at most {counted(months.value, 'month')} in all; as given"
    yield Line("opt_end", "Work after study (OPT) ends", text, student.opt_end, dated=(months,))
    if student.stem:
        more = rules("student.stem_months")
        text = f"{counted(more.value, 'month')} after {student.opt_end}, if granted for a STEM degree"
        yield Line("stem_end", "STEM extension ends", text, months_after(student.opt_end, more.value), dated=(more,))
    tries = tries_left(student.opt_end, stem=student.stem, on=rules.on, law=rules.law)
    yield _count_line(tries, rules)
    for one in tries:
        yield from _try_lines(one, rules)
    leave = rules("student.departure_days")
    text = f"{counted(leave.value, 'day')} after {last}, without work"
    dated = rules.all("student.departure_days", "student.admission_years")
    yield Line("student_departure", "Stay after OPT ends", text, last + timedelta(days=leave.value), dated=dated)


def _count_line(tries: tuple[Try, ...], rules: Rules) -> Line:
    text = f"{counted(len(tries), 'season')} left from {rules.on} on"
    if tries:
        text += f": {', '.join(f'FY{one.season} ({_BRIDGES[one.bridge]})' for one in tries)}"
    dated = rules.all("stay.work_starts", "stay.filing_months_ahead")
    return Line("tries", "Registrations within OPT", text, dated=dated)


def _try_lines(one: Try, rules: Rules) -> Iterator[Line]:
    window = one.window
    text = f"{season_name(one.season)}; {window.opens} to {window.closes}, "
    text += "assumed, not announced" if window.assumed else "as announced"
    label = f"Registration for FY{one.season}"
    yield Line(f"registration_{one.season}", label, text, window.closes, window.opens, whole=True)
    if one.bridged_until is not None:
        text = f"for a petition for FY{one.season} filed from {one.filing} while OPT lasts, or to the start it is given"
        label = f"Cap-gap for FY{one.season} reaches to, at the latest"
        dated = rules.all("student.cap_gap_until")
        yield Line(f"cap_gap_{one.season}", label, text, one.bridged_until, event=False, dated=dated)
