"""What a file is: the table and layout whose map knows every one of its columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
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

        texts = {
            index: pl.col(f"c{index}").str.strip_chars().replace({"": None})
            for index, fate in enumerate(self.fates)
            if fate not in {DROPPED, PERSONAL}
        }
        trimmed = self.cells.frame.select(text.alias(f"c{index}") for index, text in texts.items())
        groups: dict[str, list[int]] = {}
        for index in texts:
            groups.setdefault(self.fates[index], []).append(index)
        faults = [fault for group in groups.values() if len(group) > 1 for fault in self._differing(trimmed, group)]
        if faults:
            raise DataError(faults)
        return trimmed.select(
            pl.coalesce([pl.col(f"c{index}") for index in self._ordered(name, group)]).alias(name)
            for name, group in groups.items()
        )

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
        for one, other in pairwise(group):
            rows = trimmed.select((pl.col(f"c{one}") != pl.col(f"c{other}")).fill_null(value=False).arg_true())
            if rows.height:
                row = int(rows.item(0, 0)) + 1
                names = f"{self.cells.headers[one]} and {self.cells.headers[other]}"
                faults.append(Fault(self.cells.source.where, f"{names} are both filled and differ", row=row))
        return faults


def recognise(source: Unpacked) -> Recognised:
    """Read a file and find its layout. Raises DataError naming the columns that no map knows, or that are missing."""
    bare = _without_headers(source)
    if bare is not None:
        cells = read_cells(source, bare.positions)
        return Recognised(cells, bare, bare.positions)
    cells = read_cells(source)
    _check_doubles(cells)
    found = [(layout, [layout.fate(header) for header in cells.headers]) for layout in _all_layouts()]
    whole = [(layout, fates) for layout, fates in found if None not in fates and not _missing(layout, fates)]
    if not whole:
        raise DataError(_unknown(cells, found))
    layout, fates = max(whole, key=lambda pair: sum(fate not in {DROPPED, PERSONAL} for fate in pair[1]))
    return Recognised(cells, layout, tuple(str(fate) for fate in fates))


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


def _unknown(cells: Cells, found: list[tuple[Layout, list[str | None]]]) -> list[Fault]:
    where, headers = cells.source.where, cells.headers
    known_here = {pair[0]: sum(normal(header) in pair[0].fates for header in headers) for pair in found}
    layout, fates = max(found, key=lambda pair: known_here[pair[0]])
    if known_here[layout] < _LIKELY * len(headers):
        shown = ", ".join(headers[:6]) + (", ..." if len(headers) > 6 else "")
        known = ", ".join(TABLES)
        problem = f"is no kind of file known here; its columns are {shown}"
        return [Fault(where, problem, expected=f"a file of {known}")]
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
    return faults
