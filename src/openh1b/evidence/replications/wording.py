"""Replications in words: amounts in their unit, rows of a table, a summary, for the command, the page and charts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from openh1b.cited.sources import BETWEEN, source_line
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Row
from openh1b.evidence.sources import load_sources

HEADS = ("Number", "Published", "Ours", "Difference", "Of it", "Outcome", "Kind of test", "Why")
_BILLION = 1e9
_NEAR = (0.01, 0.05, 0.1)


def amount(value: float | None, unit: str, printed_to: float = 0.0) -> str:
    """A number in its unit, to about the digits of the published one."""
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:.{_places(printed_to * 100)}f}%"
    if unit == "USD" and abs(value) >= _BILLION:
        return f"${value / _BILLION:,.2f}bn".replace("$-", "-$")
    if unit == "USD":
        return f"${value:,.0f}".replace("$-", "-$")
    return f"{value:,.{_places(printed_to)}f}"


def _places(step: float) -> int:
    """Decimals that show a step; at least one more than none where it is not known."""
    return 2 if step <= 0 else max(0, min(4, math.ceil(-math.log10(step) - 1e-9)))


def published(row: Row) -> str:
    """The published number or range."""
    one = row.published
    if one.low is not None and one.high is not None:
        return f"{amount(one.low, one.unit, one.printed_to)} to {amount(one.high, one.unit, one.printed_to)}"
    return amount(one.value, one.unit, one.printed_to)


def ours(row: Row) -> str:
    """Our number, with its range where it has one."""
    one, found = row.published, row.ours
    if found.value is None:
        return "-"
    told = amount(found.value, one.unit, one.printed_to)
    if found.low is None or found.high is None:
        return told
    return f"{told} ({amount(found.low, one.unit, one.printed_to)} to {amount(found.high, one.unit, one.printed_to)})"


def difference(row: Row) -> str:
    """Ours less the published number; shares in percentage points."""
    one, found = row.published, row.difference
    if found is None:
        return "-"
    if one.value is None and not found:
        return "inside"
    sign = "+" if found >= 0 else "-"
    if one.unit == "share":
        return f"{sign}{abs(100 * found):.{max(2, _places(one.printed_to * 100))}f} points"
    return f"{sign}{amount(abs(found), one.unit, one.printed_to)}"


def relative(row: Row) -> str:
    """The difference as a share of the published number."""
    return "-" if row.relative is None or difference(row) == "inside" else f"{row.relative:+.1%}"


def kind(row: Row) -> str:
    """Kind of test; whether ours was put in or fitted."""
    return f"{row.published.kind}; fitted" if row.published.fitted else row.published.kind


@dataclass(frozen=True)
class Sheet:
    """One replication as a table under HEADS. notes: what the marks of the last column stand for, in their order."""

    of: Replication
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    sources: str


def sheets(rows: Sequence[Row]) -> Iterator[Sheet]:
    """The rows as one table a replication."""
    for _, group in groupby(rows, key=lambda row: row.of.name):
        mine = list(group)
        whys = [_why(row) for row in mine]
        notes = tuple(dict.fromkeys(why for why in whys if why))
        marks = {"": "", **{why: f"[{k}]" for k, why in enumerate(notes, start=1)}}
        pairs = dict.fromkeys((name, row.published.read) for row in mine for name in row.published.cite)
        cited = BETWEEN.join(f"{source_line([name], load_sources())} ({read})" for name, read in pairs)
        cells = tuple((*_cells(row), marks[why]) for row, why in zip(mine, whys, strict=True))
        yield Sheet(mine[0].of, cells, tuple(f"[{k}] {why}." for k, why in enumerate(notes, start=1)), cited)


def _cells(row: Row) -> tuple[str, ...]:
    return row.published.label, published(row), ours(row), difference(row), relative(row), row.outcome, kind(row)


def _why(row: Row) -> str:
    return "; ".join(part for part in (row.why, row.published.note) if part)


def summary(rows: Sequence[Row]) -> str:
    """How many numbers came out how. Those fitted and those without a counterpart are counted apart."""
    told = Counter(row.outcome for row in rows if not row.published.fitted)
    fitted = [row for row in rows if row.published.fitted]
    off = [abs(row.relative) for row in rows if row.outcome == "misses" and row.relative is not None]
    parts = [f"{told[name]} {name}" for name in told]
    near = ", ".join(f"{sum(one <= end for one in off)} by at most {end:.0%}" for end in _NEAR)
    missed = sum(row.outcome == "misses" for row in fitted)
    return (
        f"{len(rows)} numbers. Not fitted: {', '.join(parts) or 'none'}. Fitted: {len(fitted)}, of which {missed} "
        f"miss. Of all that miss, {near}."
    )
