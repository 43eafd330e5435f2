"""The third clock: what a parameter's entries amount to, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from openh1b.errors import Fault
from openh1b.law.values import ENDED, LIVE, Entry, Event, Parameter, When, before, following


@dataclass(frozen=True)
class Span:
    """An entry, and the unbroken stretch over which it is the law. `end` None is open."""

    start: When
    end: When | None
    entry: Entry


def as_known(entry: Entry, known: date | None, *, annual: bool = False) -> Entry | None:
    """The entry with the events up to a day folded in, its first status put before them; None if not known yet.

    `known` None is everything.
    """
    if known is None:
        visible = entry.history
    elif _first_known(entry, annual=annual) > known:
        return None
    else:
        visible = tuple(event for event in entry.history if event.known <= known)
    status, start, end = entry.status, entry.start, entry.end
    for event in visible:
        status = event.status or status
        start = start if event.start is None else event.start
        end = end if event.end is None else event.end
    begun = () if entry.known is None else (Event(entry.known, entry.citations, entry.status),)
    return replace(entry, status=status, start=start, end=end, history=(*begun, *visible))


def _first_known(entry: Entry, *, annual: bool) -> date:
    """Published counts without a date of publication count as known from the last day of their fiscal year."""
    if entry.known is not None:
        return entry.known
    if not annual or not isinstance(entry.start, int):
        raise TypeError("only annual entries may be without `known`")
    return date(entry.start, 9, 30)


def is_live(entry: Entry) -> bool:
    """Whether a folded entry is law over its dates: in force or enacted, or ended after it had been in force."""
    if entry.start is None:
        return False
    return entry.status in LIVE or (entry.status in ENDED and entry.end is not None)


def spans(parameter: Parameter, known: date | None = None) -> tuple[Span, ...]:
    """Which entry is the law when: of the live ones, that which starts last; of two, the one known last."""
    folded = (as_known(entry, known, annual=parameter.annual) for entry in parameter.entries)
    live = [entry for entry in folded if entry is not None and is_live(entry)]
    points: list[When] = sorted({point for entry in live for point in _changes(entry)})
    found: list[Span] = []
    for point, nxt in zip_longest(points, points[1:]):
        entry = _winner(live, point)
        end = None if nxt is None else before(nxt)
        if entry is None:
            continue
        if found and found[-1].entry is entry:
            found[-1] = Span(found[-1].start, end, entry)
        else:
            found.append(Span(point, end, entry))
    return tuple(found)


def _changes(entry: Entry) -> Iterator[When]:
    if entry.start is not None:
        yield entry.start
    if entry.end is not None:
        yield following(entry.end)


def _winner(live: list[Entry], point: When) -> Entry | None:
    holding = [entry for entry in live if entry.start <= point and (entry.end is None or point <= entry.end)]  # type: ignore[operator]
    return max(holding, key=lambda entry: (entry.start, entry.known or date.min), default=None)


def faults(parameter: Parameter) -> Iterator[Fault]:
    """What is wrong with the entries taken together: order, overlaps, gaps, a history that runs backwards."""
    yield from _disorder(parameter)
    yield from _endless(parameter)
    live = [entry for entry in (as_known(entry, None) for entry in parameter.entries) if entry and is_live(entry)]
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


def _overlaps(parameter: Parameter, live: list[Entry]) -> Iterator[Fault]:
    ordered = sorted(((entry.start, entry) for entry in live if entry.start is not None), key=lambda pair: pair[0])
    for (start, first), (next_start, second) in pairwise(ordered):
        if start == next_start:
            yield _fault(parameter, second, f"overlap: two live values from {start}, the other on line {first.line}")
        elif first.end is not None and first.end >= next_start:  # type: ignore[operator]
            yield _fault(parameter, first, f"overlap: to {first.end} reaches past the next value, from {next_start}")


def _gaps(parameter: Parameter, live: list[Entry]) -> Iterator[Fault]:
    if not live:
        yield Fault(parameter.file, f"{parameter.path}: no value is or was in force")
    for entry in live:
        if entry.end is not None and _winner(live, following(entry.end)) is None:
            yield _fault(parameter, entry, f"gap: no value from {following(entry.end)} on")


def _fault(parameter: Parameter, entry: Entry, problem: str) -> Fault:
    return Fault(parameter.file, f"{parameter.path}: {problem}", line=entry.line)
