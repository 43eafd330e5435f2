"""The calendar of a case: a stay that begins with the season asked about, or on the day that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from openh1b.cases.calendar import Calendar, calendar_of
from openh1b.cases.calendar_days import month_day
from openh1b.cases.calendar_lines import proposals
from openh1b.cases.calendar_typed import MOST_LETTERS, TypedStay, read_stay
from openh1b.cases.employer_words import Words
from openh1b.cited.sources import citation_line
from openh1b.law import load_law
from openh1b.law.wording import how_read, standing, value_in_words

_SPANS = ("abroad", "prior_l1", "prior_h1b")
_OWN = {*_SPANS, "stem", "on"}  # `on` of the page is the day of asking, which its own part reads
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


def first_day(season: int) -> date:
    """The first day of work of a season, where it is not given: that of the law."""
    text = load_law().at("stay.work_starts", on=date(season - 1, 10, 1)).value
    return month_day(season - 1, text)


def case_calendar(values: Mapping[str, str], season: int, on: date) -> Calendar:
    """The calendar of an address. on: the day whose law holds. Raises InputError with every fault."""
    read = read_stay(_typed(values), today=on, start=first_day(season), where=str)
    return calendar_of(read.stay, read.card, student=read.student, on=read.on)


def _typed(values: Mapping[str, str]) -> TypedStay:
    """The fields of the page: spans with commas between, a mark for the STEM extension."""
    texts = {one.name: values[one.name] for one in fields(TypedStay) if one.name in values and one.name not in _OWN}
    spans = {name: tuple(filter(None, map(str.strip, values.get(name, "").split(",")))) for name in _SPANS}
    return TypedStay(**texts, **spans, stem="stem" in values and "opt_end" in values)  # type: ignore[arg-type]


def name_of(values: Mapping[str, str]) -> str:
    """The name for the calendar's titles; empty where it cannot be printed, which `case_calendar` refuses."""
    name = values.get("name", "")
    return name if name.isprintable() and len(name) <= MOST_LETTERS else ""


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
    law = load_law()
    for one in found.dated:
        value = "see above" if one.path == "green_card.final_action_dates" else value_in_words(one)
        yield one.label, value, f"{standing(one)}; {how_read(one)}", citation_line(one.citations, law.sources)
        for other in proposals(law, one):
            words, sources = f"{standing(other)}; {how_read(other)}", citation_line(other.citations, law.sources)
            yield f"Proposed instead: {one.label}", value_in_words(other), words, sources
