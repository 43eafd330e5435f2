"""The maps: which header of a file is which column of ours, one CSV a table, layouts across.

A cell holds the header's text, several joined by `|` where files of one layout differ (the first that is filled
counts); `#3` is the third column of a file without headers; `!` marks a
column that a file of the layout must have, `~` one of which only the year is kept, here and in what is stored of the
file; `*` stands for any text and `{2-10}` for a number. Rows named `(dropped)` are known and not taken into the table;
rows named `(personal)` are never stored at all.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from openh1b.data.schemas import TABLES

FOLDER = Path(__file__).parent / "maps"
DROPPED, PERSONAL = "(dropped)", "(personal)"

_NUMBERS = re.compile(r"\\\{(\d+)\\-(\d+)\\\}")


@dataclass(frozen=True, eq=False)
class Layout:
    """One layout of a table's files.

    headers: our column -> normalised headers that may hold it. dropped, personal: normalised headers.
    patterns: regular expressions of headers by fate. printed: normalised header -> as the map prints it.
    positions: our columns in the order of a file without headers; empty where files of the layout have headers.
    needed: our columns marked with `!`. blurred: normalised headers marked with `~`.
    """

    table: str
    name: str
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    printed: dict[str, str] = field(default_factory=dict)
    positions: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    blurred: frozenset[str] = frozenset()

    def fate(self, header: str) -> str | None:
        """Our column, `(dropped)` or `(personal)` for a header of a file; None where the map does not know it."""
        exact = self.fates.get(normal(header))
        if exact is not None:
            return exact
        spaced = " ".join(_words(header))
        return next((fate for pattern, fate in self.patterns if pattern.fullmatch(spaced)), None)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns of ours without which a file is not of this layout: those that may not be empty, and those marked."""
        columns = TABLES[self.table].columns
        return tuple(
            name
            for name in self.headers
            if name in self.needed or any(c.name == name and not c.nullable for c in columns)
        )


@lru_cache(maxsize=4096)
def _words(header: str) -> tuple[str, ...]:  # kept, since every layout asks it of every header
    return tuple(word[:-1] if word.endswith("s") else word for word in re.findall(r"[a-z0-9]+", header.casefold()))


def normal(header: str) -> str:
    """A header without case, blanks, marks and plural endings."""
    return "".join(_words(header))


@cache
def layouts(table: str) -> tuple[Layout, ...]:
    """The layouts of a table, in the order of its map."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = rows[0][1:]
    return tuple(
        _layout(table, name, [(row[0], row[1 + at]) for row in rows[1:] if row[1 + at]])
        for at, name in enumerate(names)
    )


@lru_cache(maxsize=4096)
def is_personal(header: str) -> bool:
    """Whether every layout that knows a header takes its column for one of contact persons."""
    fates = (layout.fate(header) for table in TABLES for layout in layouts(table))
    return {fate for fate in fates if fate is not None} == {PERSONAL}


def _layout(table: str, name: str, cells: list[tuple[str, str]]) -> Layout:
    headers: dict[str, tuple[str, ...]] = {}
    fates: dict[str, str] = {}
    patterns, printed, blurred = [], {}, set()
    needed = tuple(column for column, cell in cells if cell.endswith("!"))
    positions = tuple(column for column, cell in cells if cell.startswith("#"))
    for column, cell in cells if not positions else ():
        for text in cell.split("|"):
            if "*" in text or "{" in text:
                patterns.append((_pattern(text), column))
                continue
            fates[normal(text)] = column
            printed[normal(text)] = text.rstrip("!~")
            if text.endswith("~"):
                blurred.add(normal(text))
            if column not in {DROPPED, PERSONAL}:
                headers[column] = (*headers.get(column, ()), normal(text))
    return Layout(table, name, headers, fates, tuple(patterns), printed, positions, needed, frozenset(blurred))


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.escape(text).replace(r"\*", ".*")
    return re.compile(_NUMBERS.sub(_any_of, parts).casefold().replace("_", " "))


def _any_of(numbers: re.Match[str]) -> str:
    """The alternatives of `{FIRST-LAST}`."""
    first, last = int(numbers[1]), int(numbers[2])
    return f"({'|'.join(map(str, range(first, last + 1)))})"
