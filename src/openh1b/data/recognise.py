"""What a file is: the table and layout whose map knows every one of its columns, and no others' as well."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from openh1b.data.maps import DROPPED, PERSONAL, Layout, layouts, normal
from openh1b.data.reading import Cells, read_cells
from openh1b.data.schemas import TABLES
from openh1b.errors import DataError, Fault, nearest

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.unpacking import Unpacked

_LIKELY = 0.5  # share of a file's columns a map must know before its gaps are worth naming
_UNTRIMMED = r"^\s|\s$|^$"  # blanks are those of str.strip_chars: Unicode's
_YEAR = r"\b((?:19|20)[0-9]{2})\b"
_NAMED = {"oflc_wages": "alc_export", "oflc_wages_edc": "edc_export"}  # the publisher's names, where columns are alike


class UnknownKindError(DataError):
    """A file of whose columns no map knows even half."""


@dataclass(frozen=True, eq=False)
class Recognised:
    """A file's cells and what each column is. `fates` has one entry a column: ours, `(dropped)` or `(personal)`."""

    cells: Cells
    layout: Layout
    fates: tuple[str, ...]

    def named(self) -> pl.DataFrame:
        """Columns of ours as text, blanks as nulls. Where several headers hold one column the first filled counts.

        Raises DataError where two of them are filled in one row and differ.
        """
        import polars as pl

        texts = [index for index, fate in enumerate(self.fates) if fate not in {DROPPED, PERSONAL}]
        trimmed = _trimmed(self.cells.frame.select(f"c{index}" for index in texts))
        groups: dict[str, list[int]] = {}
        for index in texts:
            groups.setdefault(self.fates[index], []).append(index)
        faults = [fault for group in groups.values() for fault in self._differing(trimmed, group)]
        if faults:
            raise DataError(faults)
        named = trimmed.select(
            pl.coalesce([pl.col(f"c{index}") for index in self._ordered(name, group)]).alias(name)
            for name, group in groups.items()
        )
        return named.rechunk()  # a reader leaves many pieces, and each step after this would start on each

    def stored(self) -> pl.DataFrame:
        """The file as it came, under its own headers, without what is personal."""
        kept = {f"c{i}": self.cells.headers[i] for i, fate in enumerate(self.fates) if fate != PERSONAL}
        return self.cells.frame.select(list(kept)).rename(kept)

    def _ordered(self, name: str, group: list[int]) -> list[int]:
        order = self.layout.headers.get(name, ())
        return sorted(group, key=lambda index: order.index(normal(self.cells.headers[index])) if len(group) > 1 else 0)

    def _differing(self, trimmed: pl.DataFrame, group: list[int]) -> list[Fault]:
        import polars as pl

        faults = []
        exact = [index for index in group if normal(self.cells.headers[index]) not in self.layout.blurred]
        for one, other in pairwise(exact):
            rows = trimmed.select((pl.col(f"c{one}") != pl.col(f"c{other}")).fill_null(value=False).arg_true())
            if rows.height:
                row = int(rows.item(0, 0)) + 1
                names = f"{self.cells.headers[one]} and {self.cells.headers[other]}"
                faults.append(Fault(self.cells.source.where, f"{names} are both filled and differ", row=row))
        return faults


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells without blanks at their ends, null where nothing is left.

    Most columns have neither, which their distinct texts tell sooner than the work takes.
    """
    import polars as pl

    found = frame.select(pl.all().unique().str.contains(_UNTRIMMED).any()).row(0)
    names = [name for name, is_untrimmed in zip(frame.columns, found, strict=True) if is_untrimmed]
    return frame.with_columns(pl.col(names).str.strip_chars().replace({"": None})) if names else frame


def recognise(source: Unpacked, table: str | None = None) -> Recognised:
    """Read a file and find its layout.

    table: what it is said to be, where several tables have its columns. Raises DataError naming the columns that no
    map knows, or that are missing; where it is not what it is said to be; and where that would have to be said.
    """
    bare = _without_headers(source)
    if bare is not None:
        cells = read_cells(source, bare.positions)
        return Recognised(cells, bare, bare.positions)
    cells = read_cells(source)
    _check_doubles(cells)
    found = [(layout, [layout.fate(header) for header in cells.headers]) for layout in _all_layouts()]
    whole = [(layout, fates) for layout, fates in found if None not in fates and not _missing(layout, fates)]
    if not whole:
        raise _unknown(cells, found)
    layout, fates = _told_apart(source, whole, table)
    return Recognised(_blurred(cells, layout), layout, tuple(str(fate) for fate in fates))


def _told_apart(
    source: Unpacked, whole: list[tuple[Layout, list[str | None]]], said: str | None
) -> tuple[Layout, list[str | None]]:
    """The layout that takes most columns; where several tables take as many, the one that is said or named."""
    taken = [sum(fate not in {DROPPED, PERSONAL} for fate in fates) for _, fates in whole]
    best = [pair for pair, count in zip(whole, taken, strict=True) if count == max(taken)]
    tables = [layout.table for layout, _ in best]
    if said is not None:
        if said not in tables:
            problem = f"has the columns of {' and '.join(dict.fromkeys(tables))}"
            raise DataError(Fault(source.where, problem, expected=f"those of {said}, as --as says"))
        return best[tables.index(said)]
    if len(set(tables)) == 1:
        return best[0]
    name = re.split(r"[/\\]", source.name.casefold())[-1]
    named = [pair for pair in best if _NAMED.get(pair[0].table, pair[0].table) in name]
    if len(named) == 1:
        return named[0]
    problem = f"may be {' or '.join(tables)}: both series have these columns, and nothing in the rows tells"
    hint = f"Say which it is: {' or '.join(f'--as {table}' for table in tables)}"
    raise DataError(Fault(source.where, problem, hint=hint))


def _blurred(cells: Cells, layout: Layout) -> Cells:
    """Days of which only the year may be kept, as the year."""
    import polars as pl

    found = [f"c{at}" for at, header in enumerate(cells.headers) if normal(header) in layout.blurred]
    return replace(cells, frame=cells.frame.with_columns(pl.col(found).str.extract(_YEAR))) if found else cells


def is_likely(headers: tuple[str, ...]) -> bool:
    """Whether a file with these headers, or without any of its own, is near enough to a known one to be read as it."""
    known = max(sum(layout.fate(header) is not None for header in headers) for layout in _all_layouts())
    return bool(headers) and known >= _LIKELY * len(headers)


def _all_layouts() -> list[Layout]:
    return [layout for table in TABLES for layout in layouts(table)]


def _missing(layout: Layout, fates: list[str | None]) -> list[str]:
    if layout.positions:
        return list(layout.positions)
    return [name for name in layout.required if name not in fates]


def _without_headers(source: Unpacked) -> Layout | None:
    """The layout of a CSV whose first line is data: as many fields as the layout, and numbers where it has numbers."""
    opening = source.data[:4096].splitlines()[:1]
    try:
        fields = next(csv.reader(io.StringIO(opening[0].decode())), []) if opening else []
    except (UnicodeDecodeError, csv.Error):
        return None
    for layout in _all_layouts():
        table = TABLES[layout.table]
        if len(layout.positions) == len(fields) > 0 and all(
            field.replace(",", "").strip().isdigit()
            for name, field in zip(layout.positions, fields, strict=True)
            if table[name].kind == "integer"
        ):
            return layout
    return None


def _check_doubles(cells: Cells) -> None:
    doubled = {name for name, times in Counter(cells.headers).items() if times > 1}
    if doubled:
        raise DataError([Fault(cells.source.where, "is there twice", column=name) for name in sorted(doubled)])


def _unknown(cells: Cells, found: list[tuple[Layout, list[str | None]]]) -> DataError:
    where, headers = cells.source.where, cells.headers
    known_here = {pair[0]: sum(normal(header) in pair[0].fates for header in headers) for pair in found}
    layout, fates = max(found, key=lambda pair: known_here[pair[0]])
    if known_here[layout] < _LIKELY * len(headers):
        shown = ", ".join(headers[:6]) + (", ..." if len(headers) > 6 else "")
        known = ", ".join(TABLES)
        problem = f"is no kind of file known here; its columns are {shown}"
        return UnknownKindError(Fault(where, problem, expected=f"a file of {known}"))
    label = f"{layout.table}, layout {layout.name}"
    unused = [text for key, text in layout.printed.items() if layout.fates[key] not in fates]
    faults = []
    for header, fate in zip(headers, fates, strict=True):
        if fate is None:
            near = nearest(header, unused or layout.printed.values())
            hint = f"The nearest known is {near}" if near else None
            faults.append(Fault(where, f"no map of {label} knows it", column=header, hint=hint))
    for name in _missing(layout, fates):
        expected = " or ".join(layout.printed[key] for key in layout.headers.get(name, ()))
        faults.append(Fault(where, f"{name} is missing ({label})", expected=f"a column {expected}"))
    return DataError(faults)
