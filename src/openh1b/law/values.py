"""What a law file holds, once it has been checked: sources, parameters and their dated entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal

from openh1b.cited.kinds import Kind
from openh1b.cited.sources import Citation

When = date | int  # a day, or a cap fiscal year
Value = Any  # a number, text, date, flag, tuple or mapping, as the parameter's type says
Clock = Literal["fiscal_year", "filing_date"]

LIVE: Final = ("in_force", "final", "delayed")
ENDED: Final = ("vacated", "set_aside", "enjoined", "superseded")
NEVER: Final = ("proposed", "withdrawn", "not_applied")
"""not_applied: issued with effect from a day, and from that day on not applied."""
STATUSES: Final = LIVE + ENDED + NEVER


@dataclass(frozen=True)
class Event:
    """What became known of an entry on a day: a new status, start or end. None leaves things as they were."""

    known: date
    citations: tuple[Citation, ...]
    status: str | None = None
    start: When | None = None
    end: When | None = None
    note: str | None = None


@dataclass(frozen=True)
class Entry:
    """One dated value as the file gives it. `end` is the last day (or fiscal year) on which it holds.

    known: first day on which it could be known; None, for published counts only, where that day was not recorded.
    range: low and high end of the doubt about the value. checked: day on which its standing was last looked up.
    number: its place among the entries of the parameter, from 1.
    """

    value: Any
    start: When | None
    citations: tuple[Citation, ...]
    read: str
    known: date | None = None
    end: When | None = None
    status: str = "in_force"
    sure: int | None = None
    note: str | None = None
    range: tuple[Any, Any] | None = None
    checked: date | None = None
    history: tuple[Event, ...] = ()
    number: int = 0
    line: int | None = None


@dataclass(frozen=True)
class Parameter:
    """A path of the law with its dated entries. `annual`: a published count, one value a season, no rule between."""

    path: str
    label: str
    unit: str
    clock: Clock
    kind: Kind
    entries: tuple[Entry, ...] = ()
    annual: bool = False
    file: str = ""


@dataclass(frozen=True)
class Dated:
    """A value of the law as it holds on a day or for a season, with its paper trail.

    start, end: first and last day (or cap fiscal year) on which this value holds without a break; None is open.
    events: how it was first known and what became of it, oldest first; annual: a published count of one season.
    """

    path: str
    value: Any
    label: str
    unit: str
    start: When | None
    end: When | None
    status: str
    citations: tuple[Citation, ...]
    read: str
    sure: int | None = None
    note: str | None = None
    range: tuple[Any, Any] | None = None
    known: date | None = None
    checked: date | None = None
    events: tuple[Event, ...] = ()
    annual: bool = False


def following(when: When) -> When:
    """The next day, or the next fiscal year."""
    return when + 1 if isinstance(when, int) else when + timedelta(days=1)


def before(when: When) -> When:
    """The day before, or the fiscal year before."""
    return when - 1 if isinstance(when, int) else when - timedelta(days=1)


def frozen(value: Value) -> Value:
    """The same value, unchangeable: lists become tuples, mappings read-only."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return value


def plain(value: Value) -> Value:
    """The same value as JSON can write it: tuples become lists, dates text."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value
