"""Whether a store still holds what was put into it: bytes, columns, guards, and what the years say of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openh1b.data.cells import check
from openh1b.data.choosing import FULL
from openh1b.data.corrections import corrections
from openh1b.data.importing import made_table
from openh1b.data.kinds import KINDS
from openh1b.data.maps import layouts
from openh1b.data.reading import Cells
from openh1b.data.recognise import Recognised
from openh1b.data.unpacking import Unpacked
from openh1b.errors import DataError, Fault, InputError

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.index import Vintage
    from openh1b.data.store import Store


@dataclass(frozen=True)
class Report:
    """What a check looked at and found. `faults` make a store unfit, `notes` are worth a look."""

    vintages: int
    rows: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def check_store(store: Store, *, rebuild: bool = False) -> Report:
    """Check every vintage: the bytes of its files, its rows and columns, the guards of its corrections.

    rebuild: also make each table anew from the stored file as it came, with today's maps and corrections, and compare.
    """
    faults: list[Fault] = []
    rows = 0
    for one in store.vintages():
        found = store.damaged(one)
        if not found:
            frame = store.table(one.table, [one.vintage])
            rows += frame.height
            found = [*_columns(one, frame), *_guards(store, one, frame)]
            if rebuild:
                found += _rebuilt(store, one, frame)
        faults += found
    return Report(len(store.vintages()), rows, tuple(faults), tuple(_thin(store)))


def _columns(one: Vintage, frame: pl.DataFrame) -> list[Fault]:
    faults = []
    if frame.height != one.rows:
        faults.append(Fault(one.path, f"has {frame.height:,} rows", expected=f"{one.rows:,}"))
    try:
        check(one.path, frame, KINDS[one.table].table)
    except InputError as error:
        faults += error.faults
    return faults


def _guards(store: Store, one: Vintage, frame: pl.DataFrame) -> list[Fault]:
    """Corrections that were made are still declared, and left the totals that they promise."""
    faults = []
    known = corrections()
    for made in store.record(one)["corrections"]:
        declared = known.get(made["id"])
        if declared is None or declared.status != "open":
            problem = f"was made with the correction {made['id']}, which is no longer declared"
            faults.append(Fault(one.path, problem, hint="Remove the vintage and add its file again"))
            continue
        wanted = {"rows": declared.expect.get("rows", made["rows"])}
        if made["rows"] != wanted["rows"]:
            faults.append(Fault(one.path, f"{made['id']} found {made['rows']:,} rows", expected=f"{wanted['rows']:,}"))
        for name, total in declared.expect.get("after", {}).items():
            if frame[name].sum() != total:
                faults.append(Fault(one.path, f"{name} is {frame[name].sum():,}", expected=f"{total:,}"))
    return faults


def _rebuilt(store: Store, one: Vintage, frame: pl.DataFrame) -> list[Fault]:
    import polars as pl

    raw = store.raw(one.table, one.vintage)
    year = int(next(iter(one.years))) if len(one.years) == 1 else None
    layout = next(layout for layout in layouts(one.table) if layout.name == one.layout)
    fates = layout.positions or tuple(str(layout.fate(header)) for header in raw.columns)
    source = Unpacked(one.raw, one.file, one.source, 0, b"", "")
    cells = Cells(source, "", tuple(raw.columns), raw.rename({name: f"c{at}" for at, name in enumerate(raw.columns)}))
    without = tuple(set(corrections()) - {made["id"] for made in store.record(one)["corrections"]})
    try:
        made, _ = made_table(Recognised(cells, layout, fates), without, year)
    except DataError as error:
        return list(error.faults)
    made = made.with_columns(pl.lit(one.vintage).alias("vintage"))
    if made.equals(frame):
        return []
    return [Fault(one.path, "is not what its file gives today", hint="Remove the vintage and add its file again")]


def _thin(store: Store) -> list[str]:
    """Years with far fewer rows than the fullest: perhaps a part of the year that no correction knows."""
    notes = []
    for name, kind in KINDS.items():
        held = store.vintages(name)
        whole = [(one, year, part["rows"]) for one in held for year, part in one.years.items() if not part["flags"]]
        most = max((rows for _, _, rows in whole), default=0)
        if kind.year is not None:
            notes += [
                f"{name} {one.vintage}: {rows:,} rows in FY{year}, {most:,} in the fullest year: a part of the year?"
                for one, year, rows in whole
                if rows < FULL * most
            ]
    return notes
