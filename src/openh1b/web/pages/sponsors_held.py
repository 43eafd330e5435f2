"""The resolved lines of the store for the page, read once for its files, and the answers asked for last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openh1b.charts.sponsors import Asked
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.sponsors.ranks import Count, Level

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.vintages import Chosen

MOST_LEADERS = 30
MOST_HINTS = 1_500
LEAST_LETTERS = 2


@dataclass(frozen=True)
class Held:
    """Files of the hub that a store holds, by the hash of all that its resolved lines depend on."""

    root: Path
    key: str

    @property
    def lines(self) -> pl.DataFrame:
        """Every line with its entity, group and why."""
        return _lines(self.root, self.key)


@dataclass(frozen=True)
class Question:
    """years: empty for all whole years held. part_years: also those of which a part is held."""

    years: tuple[int, ...] = ()
    count: Count = "initial"
    level: Level = "group"
    part_years: bool = False


@dataclass(frozen=True, eq=False)
class Overview:
    """Leaders, industries and concentration of some years."""

    chosen: Chosen
    asked: Asked
    leaders: pl.DataFrame
    industries: pl.DataFrame
    concentration: pl.DataFrame
    notes: tuple[str, ...]


def held(folder: Path | None) -> Held | None:
    """What the store holds; None where no file of the hub is loaded. Raises DataError as the store does."""
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import table_key

    store = Store(folder)
    key = table_key(store) if store.vintages("hub") else None
    return None if key is None else Held(store.root, key)


@lru_cache(maxsize=1)
def _lines(root: Path, _key: str) -> pl.DataFrame:
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines

    found = resolved_lines(Store(root))
    if found is None:
        msg = "a store with files of the hub has lines"
        raise TypeError(msg)
    return found


def chosen_of(of: Held, question: Question) -> Chosen:
    """Lines of the years asked for. Raises InputError where a year is not held."""
    from openh1b.sponsors.vintages import choose

    return choose(of.lines, question.years, part_years=question.part_years)


@lru_cache(maxsize=24)
def overview(of: Held, question: Question) -> Overview:
    """The sponsors of the years asked for. Raises InputError where a year is not held."""
    from openh1b.sponsors import ranks

    chosen = chosen_of(of, question)
    lines, count, level = chosen.lines, question.count, question.level
    notes = (*chosen.notes, *ranks.change_note(lines), ranks.label_note(), *ranks.industry_note(lines))
    return Overview(
        chosen=chosen,
        asked=asked_of(chosen, count),
        leaders=ranks.sponsors(lines, count=count, level=level, most=MOST_LEADERS),
        industries=ranks.industries(lines, count=count),
        concentration=ranks.concentration_by_year(lines, count=count, level=level),
        notes=tuple(dict.fromkeys(notes)),
    )


def asked_of(chosen: Chosen, count: Count) -> Asked:
    """What a chart of these years is about."""
    return Asked(count, chosen.years, chosen.part, chosen.vintages, chosen.notes)


@lru_cache(maxsize=64)
def matches(of: Held, text: str) -> pl.DataFrame:
    """Spellings that hold a text, with the group that each counts for. Raises InputError with the nearest name."""
    from openh1b.sponsors.profile import search

    if len(text) < LEAST_LETTERS:
        raise InputError(Fault("text", repr(text), expected=f"{LEAST_LETTERS} letters or more"))
    if not of.lines["employer"].str.contains(text.strip().upper(), literal=True).any():
        raise InputError(Fault("text", f"no spelling of a sponsor holds {text!r}", hint=did_you_mean(text, _large(of))))
    return search(text, of.lines)


@lru_cache(maxsize=1)
def _large(of: Held) -> tuple[str, ...]:
    """Labels of the largest groups: hints from all names would take a second for each letter typed."""
    from openh1b.sponsors import ranks

    return tuple(ranks.sponsors(of.lines, count="all", most=MOST_HINTS)["label"].to_list())


def years_held(of: Held) -> tuple[int, ...]:
    """Every fiscal year with a line."""
    found: list[Any] = of.lines["fiscal_year"].unique().sort().to_list()
    return tuple(int(year) for year in found)
