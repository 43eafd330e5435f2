"""The third clock: what a parameter's entries amount to, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, zip_longest
from typing import NamedTuple

from openh1b.errors import Fault
from openh1b.law.values import ENDED, LIVE, Entry, Event, Parameter, When, before, following


class Standing(NamedTuple):
    """An entry as known on a day: its status and dates after the events told by then. A tuple, since many are made."""

    entry: Entry
    status: str
    start: When | None
    end: When | None
    told: tuple[Event, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """What was told, with how the entry was first known put before it."""
        entry = self.entry
        begun = () if entry.known is None else (Event(entry.known, entry.citations, entry.status),)
        return (*begun, *self.told)


@dataclass(frozen=True)
class Span:
    """An entry as it stands, and the unbroken stretch over which it is the law. `end` None is open."""

    start: When
    end: When | None
    standing: Standing


def as_known(entry: Entry, known: date | None, *, annual: bool = False) -> Standing | None:
    """The entry with the events up to a day folded in; None if not known yet. `known` None is everything."""
    if known is None:
        told = entry.history
    elif _first_known(entry, annual=annual) > known:
        return None
    else:
        told = tuple(event for event in entry.history if event.known <= known)
    status, start, end = entry.status, entry.start, entry.end
    for event in told:
        status = event.status or status
        start = start if event.start is None else event.start
        end = end if event.end is None else event.end
    return Standing(entry, status, start, end, told)


def _first_known(entry: Entry, *, annual: bool) -> date:
    """Published counts without a date of publication count as known from the last day of their fiscal year."""
    if entry.known is not None:
        return entry.known
    if not annual or not isinstance(entry.start, int):
        raise TypeError("only annual entries may be without `known`")
    return date(entry.start, 9, 30)


def news(parameter: Parameter) -> tuple[date, ...]:
    """The days on which something of it became known, in order: from one to the next, what is known stays the same."""
    first = (_first_known(entry, annual=parameter.annual) for entry in parameter.entries)
    return tuple(sorted({*first, *(event.known for entry in parameter.entries for event in entry.history)}))


def is_live(one: Standing) -> bool:
    """Whether an entry is law over its dates: in force or enacted, or ended after it had been in force."""
    if one.start is None:
        return False
    return one.status in LIVE or (one.status in ENDED and one.end is not None)


def spans(parameter: Parameter, known: date | None = None) -> tuple[Span, ...]:
    """Which entry is the law when: of the live ones, that which starts last; of two, the one known last."""
    folded = (as_known(entry, known, annual=parameter.annual) for entry in parameter.entries)
    live = [one for one in folded if one is not None and is_live(one)]
    points: list[When] = sorted({point for one in live for point in _changes(one)})
    found: list[Span] = []
    for point, nxt in zip_longest(points, points[1:]):
        one = _winner(live, point)
        end = None if nxt is None else before(nxt)
        if one is None:
            continue
        if found and found[-1].standing is one:
            found[-1] = Span(found[-1].start, end, one)
        else:
            found.append(Span(point, end, one))
    return tuple(found)


def _changes(one: Standing) -> Iterator[When]:
    if one.start is not None:
        yield one.start
    if one.end is not None:
        yield following(one.end)


def _winner(live: list[Standing], point: When) -> Standing | None:
    holding = [one for one in live if one.start <= point and (one.end is None or point <= one.end)]  # type: ignore[operator]
    return max(holding, key=lambda one: (one.start, one.entry.known or date.min), default=None)


def faults(parameter: Parameter) -> Iterator[Fault]:
    """What is wrong with the entries taken together: order, overlaps, gaps, a history that runs backwards."""
    yield from _disorder(parameter)
    yield from _endless(parameter)
    live = [one for one in (as_known(entry, None) for entry in parameter.entries) if one and is_live(one)]
    yield from _overlaps(parameter, live)
    if not parameter.annual:
        yield from _gaps(parameter, live)


def _disorder(parameter: Parameter) -> Iterator[Fault]:
    dated = [entry for entry in parameter.entries if entry.start is not None]
    for first, second in pairwise(dated):
        if (second.start, second.known or date.min) < (first.start, first.known or date.min):
            yield _fault(parameter, second, f"values out of order: {second.start} after {first.start}")
    for entry in parameter.entries:
        days = [day for day in (entry.known, *(event.known for event in entry.history)) if day is not None]
        if days != sorted(days):
            yield _fault(parameter, entry, "history out of order: an event is known before the one above it")


def _endless(parameter: Parameter) -> Iterator[Fault]:
    """An ending that came after the value had begun to hold must say on which day it stopped."""
    for entry in parameter.entries:
        start, end = entry.start, entry.end
        for event in entry.history:
            start, end = event.start or start, event.end or end
            if event.status in ENDED and isinstance(start, date) and start <= event.known and end is None:
                problem = f"{event.status} on {event.known}, after it had taken effect on {start}, without to"
                yield _fault(parameter, entry, problem)


def _overlaps(parameter: Parameter, live: list[Standing]) -> Iterator[Fault]:
    ordered = sorted(((one.start, one) for one in live if one.start is not None), key=lambda pair: pair[0])
    for (start, first), (next_start, second) in pairwise(ordered):
        line = first.entry.line
        if start == next_start:
            yield _fault(parameter, second.entry, f"overlap: two live values from {start}, the other on line {line}")
        elif first.end is not None and first.end >= next_start:  # type: ignore[operator]
            problem = f"overlap: to {first.end} reaches past the next value, from {next_start}"
            yield _fault(parameter, first.entry, problem)


def _gaps(parameter: Parameter, live: list[Standing]) -> Iterator[Fault]:
    if not live:
        yield Fault(parameter.file, f"{parameter.path}: no value is or was in force")
    for one in live:
        if one.end is not None and _winner(live, following(one.end)) is None:
            yield _fault(parameter, one.entry, f"gap: no value from {following(one.end)} on")


def _fault(parameter: Parameter, entry: Entry, problem: str) -> Fault:
    return Fault(parameter.file, f"{parameter.path}: {problem}", line=entry.line)
