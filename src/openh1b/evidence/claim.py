"""What a row of the ledger holds, once it has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openh1b.evidence.number import Condition
from openh1b.evidence.reported import days

POSITIONS: Final = ("keep", "reform", "restrict", "restrict_by_price", "replace", "end", "none_stated")
UNITS: Final = (
    "visas", "approvals", "people", "share", "probability", "ratio", "years", "rank", "USD", "USD a year", "employers",
    "workers", "points", "yes or no", "rule",
)  # fmt: skip


_COUNTS: Final = ("visas", "approvals", "people", "employers", "workers")


def scale_of(unit: str) -> str:
    """Units that one scale can show: counts of anything, shares and probabilities, each other unit by itself."""
    if unit in _COUNTS:
        return "count"
    return "share" if unit == "probability" else unit


@dataclass(frozen=True)
class Speaker:
    """Who said it: a person, the press, or a group that speaks as one here. short: a name for narrow drawings."""

    id: str
    name: str
    kind: str
    short: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wording:
    """The statement as an outlet has it. exact: its own words; else a paraphrase."""

    outlet: str
    words: str
    exact: bool
    cite: tuple[str, ...]


@dataclass(frozen=True)
class Claimed:
    """The number in the statement. text: as it was said; since: the day on which it was said."""

    value: float
    text: str
    since: date


@dataclass(frozen=True)
class Definition:
    """One thing that the statement can mean, and how it is computed.

    part: which part of the statement it is of; a statement of several parts holds where all of them do. counts: what is
    counted. test and arguments: a function of the registry and what it is given. limits: the least and
    the most that the number can be. aside: why it is shown but does not decide; empty where it decides.
    """

    name: str
    counts: str
    test: str
    arguments: Mapping[str, Any]
    condition: Condition
    limits: tuple[float, float]
    unit: str
    part: str = ""
    aside: str = ""
    command: str = ""


@dataclass(frozen=True)
class Claim:
    """One statement of one speaker on one date.

    said: date as reported (year, month or day), with `until` where it was said over a time. measured: what, on which
    data. why_not: why no data tests it. file: which official file would do better, and why. law: paths that it rests
    on. phrases and near: what a sentence must hold to touch it, or to come near it.
    """

    id: str
    speaker: Speaker
    said: str
    statement: str
    cite: tuple[str, ...]
    read: str
    position: str
    measured: str
    phrases: tuple[str, ...]
    unit: str
    near: tuple[str, ...] = ()
    until: str = ""
    position_note: str = ""
    note: str = ""
    wordings: tuple[Wording, ...] = ()
    claimed: Claimed | None = None
    definitions: tuple[Definition, ...] = ()
    why_not: str = ""
    file: str = ""
    law: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    command: str = ""

    @property
    def testable(self) -> bool:
        """Whether data can test it."""
        return bool(self.definitions)

    @property
    def notes(self) -> str:
        """What must be said with it: of the row, and of who speaks."""
        who = f"{self.speaker.name}: {self.speaker.note}." if self.speaker.note else ""
        return " ".join(one for one in (self.note, who) if one)

    def sets(self, definition: Definition) -> bool:
        """Whether the statement itself gives a definition's threshold: one that was set later is ours."""
        return definition.condition.since <= days(self.until or self.said)[1]

    @property
    def when(self) -> str:
        """The date as reported."""
        return f"{self.said} to {self.until}" if self.until else self.said
