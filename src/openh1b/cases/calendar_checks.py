"""What is wrong with the dates given, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from openh1b.cases.calendar_green_card import GreenCard
from openh1b.cases.calendar_lines import Rules
from openh1b.cases.calendar_stay import Stay
from openh1b.errors import Fault, InputError, nearest

FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2149, 12, 31)
"""Days outside are slips of the pen; the law says from when there is H-1B status."""


def check(stay: Stay, card: GreenCard, opt_end: date | None, rules: Rules) -> None:
    """Raises InputError with every fault. opt_end: last day of work after study, where there is any."""
    faults = list(faults_of(stay, card, opt_end, rules))
    if faults:
        raise InputError(faults)


def faults_of(stay: Stay | None, card: GreenCard, opt_end: date | None, rules: Rules) -> Iterator[Fault]:
    """Every fault. stay: None where its first day could not be read, so that nothing can be laid beside it."""
    if stay is not None:
        yield from (*_spans(stay), *_order(stay))
    yield from (*_card_order(card), *_card_gaps(card, rules))
    begun = rules.law.spans("stay.maximum_years")[0].start
    earliest = begun if isinstance(begun, date) else date.min
    days = {"--on": rules.on, "--opt-end": opt_end, "--i140": card.i140_approved, "--i140-filed": card.i140_filed}
    days |= {"--labor-certification": card.labor_certification}
    if stay is not None:
        days |= {"--start": stay.start, "--i94-end": stay.i94_end, "--validity-end": stay.validity_end}
    for flag, day in days.items():
        if day is not None and not earliest <= day <= LAST_DAY:
            yield Fault(flag, f"{day}", expected=f"a day from {earliest} to {LAST_DAY}")


def _spans(stay: Stay) -> Iterator[Fault]:
    given = [("--abroad", trip.left, trip.back) for trip in stay.abroad]
    given += [("--prior-l1", one.first, one.last) for one in stay.prior_l1]
    given += [("--prior-h1b", one.first, one.last) for one in stay.prior_h1b]
    for flag, first, last in given:
        if first > last:
            yield Fault(flag, f"{first}:{last} ends before it begins", expected=f"{last}:{first}, or other days")
        elif first < FIRST_DAY or last > LAST_DAY:
            yield Fault(flag, f"{first}:{last}", expected=f"days from {FIRST_DAY} to {LAST_DAY}")
        elif flag != "--abroad" and last >= stay.start:
            yield Fault(flag, f"{first}:{last} ends on or after --start {stay.start}", expected="an end before --start")


def _order(stay: Stay) -> Iterator[Fault]:
    for flag, day in (("--validity-end", stay.validity_end), ("--i94-end", stay.i94_end)):
        if day is not None and day < stay.start:
            yield Fault(flag, f"{day} is before --start {stay.start}", expected="a day on or after it")


def _card_order(card: GreenCard) -> Iterator[Fault]:
    steps = [
        ("--priority-date", card.priority_date),
        ("--labor-certification", card.labor_certification),
        ("--i140-filed", card.i140_filed),
        ("--i140", card.i140_approved),
    ]
    known = [(flag, day) for flag, day in steps if day is not None]
    for index, (flag, day) in enumerate(known):
        for later, other in known[index + 1 :]:
            if (flag, later) != ("--priority-date", "--labor-certification") and other < day:
                yield Fault(later, f"{other} is before {flag} {day}", expected="the order of the steps")


def _card_gaps(card: GreenCard, rules: Rules) -> Iterator[Fault]:
    if card.country is not None and not re.fullmatch(r"[A-Z]{3}", card.country):
        yield Fault("--country", f"{card.country!r}", expected="the country of birth, ISO-3, such as IND")
    categories = rules("ac21.categories_104c").value
    if card.category is not None and card.category not in categories:
        near = nearest(card.category, categories)
        hint = f"Did you mean {near}?" if near else None
        yield Fault("--category", f"{card.category!r}", expected=", ".join(categories), hint=hint)
    if card.i140_approved is None:
        return
    missing = [
        ("--country", card.country, "the country of birth, ISO-3"),
        ("--category", card.category, ", ".join(categories)),
    ]
    for flag, value, expected in missing:
        if value is None:
            yield Fault(flag, "is missing beside --i140", expected=expected)
    if card.priority is None:
        yield Fault("--priority-date", "is missing beside --i140", expected="it, or --labor-certification")
