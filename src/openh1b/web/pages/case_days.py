"""The calendar of a case: a stay that begins with the season asked about, or on the day that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from openh1b.cases.calendar import Calendar, calendar_of
from openh1b.cases.calendar_days import Period, month_day
from openh1b.cases.calendar_green_card import GreenCard
from openh1b.cases.calendar_lines import proposals
from openh1b.cases.calendar_stay import Stay, Trip
from openh1b.cases.calendar_student_lines import Student
from openh1b.cases.employer_words import Words
from openh1b.cases.person import read_day
from openh1b.errors import Fault, InputError
from openh1b.law import load_law
from openh1b.law.wording import cited, how_read, standing, value_in_words

_NAMES = 80
_FLAG = re.compile(r"--([a-z0-9-]+)")
_LABELS = {"validity-end": "'Last day of the approval' above", "i94-end": "'Last day of the I-94' above"}


@dataclass(frozen=True)
class Days:
    """The calendar in words. law: the values behind it. assumed: the first day was not given."""

    lines: Words
    law: Words
    notes: tuple[str, ...]
    start: date
    assumed: bool


class _Reading:
    """Reads days of an address, and keeps every fault until all have been read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.faults: list[Fault] = []

    def day(self, name: str, text: str | None = None) -> date | None:
        """A day; None where none was given or it is no day."""
        text = text or self.values.get(name)
        try:
            return None if text is None else read_day(text, name)
        except InputError as error:
            self.faults += error.faults
            return None

    def spans(self, name: str) -> Iterator[tuple[date, date]]:
        """Pairs of days, FROM:TO, with commas between."""
        for text in filter(None, (part.strip() for part in self.values.get(name, "").split(","))):
            parts = text.split(":")
            if len(parts) != 2:
                problem, expected = repr(text[:60]), "two days as FROM:TO, 2028-12-20:2029-01-04"
                self.faults.append(Fault(name, problem, expected=expected))
                continue
            first, last = (self.day(name, part.strip() or "blank") for part in parts)
            if first is not None and last is not None:
                yield first, last


def first_day(season: int) -> date:
    """The first day of work of a season, where it is not given: that of the law."""
    text = load_law().at("stay.work_starts", on=date(season - 1, 10, 1)).value
    return month_day(season - 1, text)


def case_calendar(values: Mapping[str, str], season: int, on: date) -> Calendar:
    """The calendar of an address. on: the day whose law holds. Raises InputError with every fault."""
    read = _Reading(values)
    start = read.day("start") or first_day(season)
    stay = Stay(
        start=start,
        abroad=tuple(Trip(*span) for span in read.spans("abroad")),
        prior_l1=tuple(Period(*span) for span in read.spans("prior_l1")),
        prior_h1b=tuple(Period(*span) for span in read.spans("prior_h1b")),
        validity_end=read.day("validity_end"),
        i94_end=read.day("i94_end"),
    )
    card = GreenCard(
        labor_certification=read.day("labor_certification"),
        i140_filed=read.day("i140_filed"),
        i140_approved=read.day("i140"),
        priority_date=read.day("priority_date"),
        country=values["country"].upper() if "country" in values else None,
        category=values["category"].upper().replace("-", "") if "category" in values else None,
    )
    opt = read.day("opt_end")
    name_of(values, read.faults)
    if read.faults:
        raise InputError(read.faults)
    student = Student(opt, stem="stem" in values) if opt else None
    return calendar_of(stay, card, student=student, on=on)


def name_of(values: Mapping[str, str], faults: list[Fault] | None = None) -> str:
    """The name for the calendar's titles; one that cannot be printed is a fault, and then empty."""
    name = values.get("name", "")
    if name.isprintable() and len(name) <= _NAMES:
        return name
    if faults is not None:
        faults.append(Fault("name", repr(name[:40]), expected=f"text on one line, at most {_NAMES} letters"))
    return ""


def days_of(found: Calendar, *, assumed: bool) -> Days:
    """A calendar in words. assumed: whether its first day was not given."""
    rows = tuple(("" if line.day is None else str(line.day), line.label, line.text) for line in found.lines)
    return Days(
        lines=Words(("Day", "What", "How it comes about"), rows, 0),
        law=Words(("Rule", "Value", "Standing", "Source"), tuple(_law(found)), 0),
        notes=tuple(_in_fields(note) for note in found.notes),
        start=found.stay.start,
        assumed=assumed,
    )


def _in_fields(note: str) -> str:
    """A note in which the page's fields stand for the flags of the command."""
    return _FLAG.sub(lambda found: _LABELS.get(found[1], found[0]), note)


def _law(found: Calendar) -> Iterator[tuple[str, ...]]:
    for one in found.dated:
        value = "see above" if one.path == "green_card.final_action_dates" else value_in_words(one)
        yield one.label, value, f"{standing(one)}; {how_read(one)}", cited(one.citations)
        for other in proposals(load_law(), one):
            words = f"{standing(other)}; {how_read(other)}"
            yield f"Proposed instead: {one.label}", value_in_words(other), words, cited(other.citations)
