"""What was typed of a stay, as dates: the same reading for flags, for a query and for the fields of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openh1b.cases.calendar_checks import faults_of
from openh1b.cases.calendar_days import Period
from openh1b.cases.calendar_green_card import GreenCard
from openh1b.cases.calendar_lines import Rules
from openh1b.cases.calendar_stay import Stay, Trip
from openh1b.cases.calendar_student_lines import Student
from openh1b.cited.reading import read_date
from openh1b.errors import Fault, InputError
from openh1b.law import load_law

MOST_LETTERS = 80


@dataclass(frozen=True)
class TypedStay:
    """Days as YYYY-MM-DD, spans as FROM:TO; what is empty or None was not given.

    on: whose law holds. stem: the degree allows the STEM extension of OPT. name: for the titles of a calendar file.
    """

    start: str | None = None
    abroad: Sequence[str] = ()
    prior_l1: Sequence[str] = ()
    prior_h1b: Sequence[str] = ()
    validity_end: str | None = None
    i94_end: str | None = None
    labor_certification: str | None = None
    i140: str | None = None
    i140_filed: str | None = None
    priority_date: str | None = None
    country: str | None = None
    category: str | None = None
    opt_end: str | None = None
    stem: bool = False
    on: str | None = None
    name: str = ""


@dataclass(frozen=True)
class ReadStay:
    """The same as dates: what `calendar_of` takes."""

    stay: Stay
    card: GreenCard
    student: Student | None
    on: date


def flag(name: str) -> str:
    """The flag of a field: `--i140-filed` of `i140_filed`."""
    return f"--{name.replace('_', '-')}"


def read_stay(
    typed: TypedStay, *, today: date, start: date | None = None, where: Callable[[str], str] = flag
) -> ReadStay:
    """What was typed, read. start: where none was typed. where: what a field is called in a fault.

    Raises InputError with every fault: of what cannot be read, and of the rest, laid beside each other.
    """
    days = _Days(typed, where)
    first = days.day("start") or (start if not typed.start else None)
    stay, card, opt = _stay(days, first or date.min), _card(days, typed), days.day("opt_end")
    on = days.day("on") or today
    if typed.stem and not typed.opt_end:
        days.fault("stem", f"without {where('opt_end')}", "the last day of OPT as well")
    if not typed.name.isprintable() or len(typed.name) > MOST_LETTERS:
        expected = f"text on one line, without control characters, at most {MOST_LETTERS} letters"
        days.fault("name", f"{typed.name[:MOST_LETTERS]!r}", expected)
    if days.faults:
        told = {fault.where for fault in days.faults}
        if told & {where("labor_certification"), where("i140_filed")}:
            told.add(where("priority_date"))  # may stand on the one that could not be read
        rest = faults_of(stay if first else None, card, opt, Rules(load_law(), on))
        raise InputError([*days.faults, *(one for one in rest if where(_name(one.where)) not in told)])
    return ReadStay(stay, card, Student(opt, stem=typed.stem) if opt else None, on)


class _Days:
    """Reads fields, and keeps every fault until all have been read."""

    def __init__(self, typed: TypedStay, where: Callable[[str], str]) -> None:
        self.typed = typed
        self.where = where
        self.faults: list[Fault] = []

    def fault(self, name: str, problem: str, expected: str) -> None:
        self.faults.append(Fault(self.where(name), problem, expected=expected))

    def day(self, name: str) -> date | None:
        """A day; None where none was given or it is no day."""
        return self._day(name, getattr(self.typed, name))

    def _day(self, name: str, text: str | None) -> date | None:
        try:
            return read_date(text.strip()) if text else None
        except ValueError as error:
            self.fault(name, str(error)[: 2 * MOST_LETTERS], "a day as YYYY-MM-DD, such as 2026-10-01")
            return None

    def spans(self, name: str) -> Iterator[tuple[date, date]]:
        """Pairs of days."""
        for text in getattr(self.typed, name):
            parts = text.split(":")
            if len(parts) != 2:
                self.fault(name, f"{text[:MOST_LETTERS]!r}", "two days as FROM:TO, 2025-12-20:2026-01-04")
                continue
            first, last = (self._day(name, part.strip() or "blank") for part in parts)
            if first is not None and last is not None:
                yield first, last


def _stay(days: _Days, start: date) -> Stay:
    return Stay(
        start=start,
        abroad=tuple(Trip(*span) for span in days.spans("abroad")),
        prior_l1=tuple(Period(*span) for span in days.spans("prior_l1")),
        prior_h1b=tuple(Period(*span) for span in days.spans("prior_h1b")),
        validity_end=days.day("validity_end"),
        i94_end=days.day("i94_end"),
    )


def _card(days: _Days, typed: TypedStay) -> GreenCard:
    return GreenCard(
        labor_certification=days.day("labor_certification"),
        i140_filed=days.day("i140_filed"),
        i140_approved=days.day("i140"),
        priority_date=days.day("priority_date"),
        country=(typed.country or "").strip().upper() or None,
        category=re.sub(r"[\s-]", "", typed.category or "").upper() or None,
    )


def _name(where: str) -> str:
    return where.removeprefix("--").replace("-", "_")
