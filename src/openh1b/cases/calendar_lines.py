"""What a calendar is made of: lines, each with the values of the law that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openh1b.law import Dated, Law


@dataclass(frozen=True)
class Line:
    """One date or finding. day: the date it is about, or the last day of a span that begins on `first`.

    event: whether it belongs in a calendar file; what depends on something that may never happen does not.
    whole: whether its event lasts from `first` on, and not on `day` alone.
    dated: the values of the law it rests on.
    """

    key: str
    label: str
    text: str
    day: date | None = None
    first: date | None = None
    event: bool = True
    dated: tuple[Dated, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Rules:
    """The law of one day, by path."""

    law: Law
    on: date

    def __call__(self, path: str) -> Dated:
        """A value on that day. Raises PolicyError where the path has none then, and says from when it has."""
        return self.law.at(path, on=self.on)

    def all(self, *paths: str) -> tuple[Dated, ...]:
        """Several values."""
        return tuple(self(path) for path in paths)


def proposals(law: Law, dated: Dated) -> Iterator[Dated]:
    """Values of the same path that are proposed and would replace it."""
    return (other for other in law.others(dated.path) if other.status == "proposed")
