"""A stay in H-1B status as dates: how each comes about, the law behind it, and what is proposed to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openh1b.cases.calendar_beyond import beyond_lines
from openh1b.cases.calendar_checks import check
from openh1b.cases.calendar_days import ONE_DAY, counted, last_day, months_after
from openh1b.cases.calendar_green_card import Cutoff, GreenCard, law_cutoffs
from openh1b.cases.calendar_lines import Line, Rules
from openh1b.cases.calendar_stay import SixYears, Stay, six_years
from openh1b.cases.calendar_student_lines import Student, student_lines
from openh1b.errors import Fault, InputError
from openh1b.law import Dated, load_law

RULE_OF_DAYS = (
    "The days of leaving and of coming back are days inside the United States; only the days between them are whole "
    "days abroad. Records of travel are needed for each."
)


@dataclass(frozen=True)
class Calendar:
    """The answer: lines in order of time, those without a day last. on: the day for which the law was read."""

    on: date
    stay: Stay
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def __getitem__(self, key: str) -> Line:
        """A line by its key. Raises KeyError where the case has none."""
        return {line.key: line for line in self.lines}[key]

    @property
    def dated(self) -> tuple[Dated, ...]:
        """Every value of the law that some line rests on, each once, in the order of the lines."""
        return tuple({one.path: one for line in self.lines for one in line.dated}.values())


def calendar_of(
    stay: Stay,
    card: GreenCard | None = None,
    *,
    student: Student | None = None,
    on: date,
    cutoffs: Sequence[Cutoff] = (),
) -> Calendar:
    """The dates of a stay under the law of the day `on`, which also stands for the day of a job's end or of a filing.

    cutoffs: Final Action Dates from stored bulletins, taken before those that the law files hold.
    Raises InputError with every date that cannot be, and where nothing of the six years is left on the first day.
    """
    card, rules = card or GreenCard(), Rules(load_law(), on)
    check(stay, card, student.opt_end if student else None, rules)
    six = six_years(stay, rules("stay.maximum_years").value, rules("stay.reset_years").value)
    _check_left(stay, six)
    held = (*cutoffs, *law_cutoffs(rules.law))
    validity = _validity(stay, six, rules)
    lines = [
        *_stay_lines(stay, six, rules),
        *_validity_lines(stay, validity, rules),
        *beyond_lines(card, max(six.last, stay.validity_end or six.last), rules, held),
        *(student_lines(student, rules) if student else ()),
    ]
    ordered = sorted(lines, key=lambda line: (line.day is None, line.day or date.max))
    return Calendar(on, stay, tuple(ordered), _notes(stay, six, validity))


def _check_left(stay: Stay, six: SixYears) -> None:
    if six.last < stay.start:
        raise InputError(
            Fault(
                "--start",
                f"{stay.start}: {counted(six.prior, 'day')} of earlier stays use up the six years on {six.last}",
                expected="an earlier stay that ends before, or a year abroad between",
                hint="Where the stay was extended under AC21, give its first H-1B day as --start",
            )
        )


def _notes(stay: Stay, six: SixYears, validity: Validity) -> tuple[str, ...]:
    notes = [*six.notes]
    if stay.abroad:
        notes.append(RULE_OF_DAYS)
    if validity.assumed:
        notes.append(
            f"The end of validity is taken as {validity.last}, the latest that the law allows for the period; "
            "--validity-end gives that of the approval."
        )
    if stay.i94_end is None:
        notes.append("The end of the authorized stay (I-94) is taken as the end of validity; --i94-end gives another.")
    return tuple(notes)


@dataclass(frozen=True)
class Validity:
    """Last day of the validity that holds on the day asked about. assumed: not given, so the longest allowed."""

    last: date
    assumed: bool


def _validity(stay: Stay, six: SixYears, rules: Rules) -> Validity:
    if stay.validity_end is not None:
        return Validity(stay.validity_end, assumed=False)
    last = _initial_end(stay, six, rules)
    while last < min(rules.on, six.last):
        last = min(last_day(last + ONE_DAY, rules("stay.extension_years").value), six.last)
    return Validity(last, assumed=True)


def _initial_end(stay: Stay, six: SixYears, rules: Rules) -> date:
    return min(last_day(stay.start, rules("stay.initial_years").value), six.last)


def _stay_lines(stay: Stay, six: SixYears, rules: Rules) -> Iterator[Line]:
    years = rules("stay.initial_years").value
    yield Line(
        "validity_end",
        "Initial period ends, at the latest",
        f"{counted(years, 'year')} from {stay.start}, or the six-year date where that is earlier",
        _initial_end(stay, six, rules),
        dated=rules.all("stay.initial_years"),
    )
    yield _six_year_line(six, rules)
    yield Line(
        "recaptured",
        "Days recaptured",
        f"{counted(six.recaptured, 'whole day')} abroad in {counted(six.trips, 'absence')}",
        dated=rules.all("stay.absence_hours"),
    )
    if six.prior:
        yield Line(
            "prior_time",
            "Earlier time that counts",
            f"{counted(six.prior, 'day')} in {' or '.join(rules('stay.counted_statuses').value)} status before "
            f"{stay.start}; time in {' or '.join(rules('stay.uncounted_statuses').value)} status does not count",
            dated=rules.all("stay.counted_statuses", "stay.uncounted_statuses"),
        )
    yield _extension_line(stay, six, rules)
    yield _year_abroad_line(six, rules)


def _six_year_line(six: SixYears, rules: Rules) -> Line:
    years = counted(rules("stay.maximum_years").value, "calendar year")
    if six.used_up:
        text = f"{years} from {six.new_from}, new after a year abroad and subject to the cap: nothing was left before"
    else:
        text = f"{years} from {six.first}, and a day more for each day in no counted stay and each recaptured"
    return Line(
        "six_year_date",
        "Six-year date: last day of H-1B time",
        text,
        six.last,
        dated=rules.all("stay.maximum_years", "stay.absence_hours"),
    )


def _extension_line(stay: Stay, six: SixYears, rules: Rules) -> Line:
    each = rules("stay.extension_years").value
    number, last = 0, _initial_end(stay, six, rules)
    while last < six.last:
        number, last = number + 1, last_day(last + ONE_DAY, each)
    needed = f"in {counted(number, 'extension')} of at most {counted(each, 'year')}" if number else "none is left"
    return Line(
        "latest_extension",
        "Extensions within the six years reach to, at the latest",
        f"the six-year date, {needed} after the longest initial period",
        six.last,
        event=False,
        dated=rules.all("stay.extension_years"),
    )


def _year_abroad_line(six: SixYears, rules: Rules) -> Line:
    years = counted(rules("stay.reset_years").value, "year")
    dated = rules.all("stay.reset_years")
    if six.new_last is None:
        text = f"{years} abroad without a break would allow six new years, subject to the cap again; what is left of "
        text += "the old ones is not subject to it"
        return Line("year_abroad", "A year abroad", text, dated=dated)
    text = f"six new years from {six.new_from}, if they are asked for instead of what is left; subject to the cap again"
    return Line(
        "year_abroad", "Six-year date after the year abroad", text, six.new_last, event=six.used_up, dated=dated
    )


def _validity_lines(stay: Stay, validity: Validity, rules: Rules) -> Iterator[Line]:
    end = validity.last
    ahead, work, leave = rules.all("stay.filing_months_ahead", "stay.pending_work_days", "stay.departure_days")
    yield Line(
        "earliest_filing",
        "First day to file for the next extension",
        f"{counted(ahead.value, 'month')} before {end + ONE_DAY}; to be filed by {end}",
        months_after(end + ONE_DAY, -ahead.value),
        dated=(ahead,),
    )
    yield Line(
        "pending_work_end",
        "Work while an extension filed in time is pending, at the latest",
        f"{counted(work.value, 'day')} after {end}, or the decision where that is earlier",
        end + timedelta(days=work.value),
        end + ONE_DAY,
        dated=(work,),
    )
    yield Line(
        "departure_end",
        "Stay without work after the end of validity",
        f"{counted(leave.value, 'day')} after {end}, where the admission was given them",
        end + timedelta(days=leave.value),
        end + ONE_DAY,
        dated=(leave,),
    )
    yield _grace_line(stay.i94_end or end, rules)
    yield _portability_line(rules)


def _grace_line(i94_end: date, rules: Rules) -> Line:
    grace = rules("stay.grace_days")
    label, event = f"Grace period, if work ended on {rules.on}", False
    if grace.value == 0 or i94_end <= rules.on:
        why = "the law of the day has none" if grace.value == 0 else f"the authorized stay ends on {i94_end}"
        return Line("grace_end", label, f"none: {why}", event=event, dated=(grace,))
    full = rules.on + timedelta(days=grace.value)
    text = f"{counted(grace.value, 'day')} would end on {full}, the authorized stay ends on {i94_end}: the earlier"
    return Line("grace_end", label, text, min(full, i94_end), rules.on + ONE_DAY, event, (grace,))


def _portability_line(rules: Rules) -> Line:
    rule = rules("stay.portability")
    filed = rule.value == "petition_filed"
    when = "when the new petition is filed in time" if filed else "only when the new petition is approved"
    return Line("portability", "Change of employer", f"work for the new employer may begin {when}", dated=(rule,))
