"""One file to one table, in steps: read, recognise, prepare, type, derive, correct, check."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from openh1b.data.cells import check, typed
from openh1b.data.corrections import Applied, correct
from openh1b.data.kinds import KINDS, publishers
from openh1b.data.maps import DROPPED, PERSONAL
from openh1b.data.recognise import Recognised, recognise
from openh1b.data.unpacking import Unpacked
from openh1b.errors import DataError, Fault, did_you_mean

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Origin:
    """What is known of where a file came from: its address, and days as YYYY-MM-DD."""

    address: str | None = None
    published: str | None = None
    accessed: str | None = None


@dataclass(frozen=True, eq=False)
class Imported:
    """A table made of one file. `raw` is the file as it came, without what is personal."""

    source: Unpacked
    table: str
    layout: str
    vintage: str
    frame: pl.DataFrame
    raw: pl.DataFrame
    years: dict[str, dict[str, Any]]
    corrections: tuple[Applied, ...]
    recognised: Recognised

    def sidecar(self, origin: Origin) -> dict[str, Any]:
        """The record that is kept of the file."""
        fates = zip(self.recognised.cells.headers, self.recognised.fates, strict=True)
        apart = [(header, fate) for header, fate in fates if fate in {DROPPED, PERSONAL}]
        return {
            "file": self.source.name,
            **publishers()[self.table],
            "downloaded_from": origin.address,
            "published": origin.published,
            "accessed": origin.accessed,
            "archive": self.source.archive or None,
            "archive_sha256": self.source.archive_sha256 or None,
            "sha256": self.source.sha256,
            "bytes": self.source.size,
            "kind": self.recognised.cells.kind,
            "encoding": self.source.encoding,
            "table": self.table,
            "layout": self.layout,
            "years": list(self.years),
            "year_is_from": "the name of the sheet or the file, or --year" if KINDS[self.table].year_of else "its rows",
            "rows_in": self.raw.height,
            "rows_out": self.frame.height,
            "notes": list(self.recognised.cells.notes),
            "corrections": [asdict(one) for one in self.corrections],
            "not_in_the_table": [header for header, fate in apart if fate == DROPPED],
            "never_stored": [header for header, fate in apart if fate == PERSONAL],
            "tables": [{"table": self.table, "vintage": self.vintage, "rows": self.frame.height}],
        }


def check_table(name: str | None) -> None:
    """Raises DataError for a name that is no table's."""
    if name is not None and name not in KINDS:
        raise DataError(Fault("--as", f"no table {name}", hint=did_you_mean(name, KINDS)))


def import_file(
    source: Unpacked, without: tuple[str, ...] = (), year: int | None = None, table: str | None = None
) -> Imported:
    """Take in what is in one file.

    without: corrections to leave out. year: of a file that does not say its own. table: what it is said to be, where
    its columns are those of several tables. Raises DataError, with every fault of the step that failed, for a file
    that cannot be taken in.
    """
    check_table(table)
    found = recognise(source, table)
    kind = KINDS[found.layout.table]
    year = kind.year_of(source.where, found.cells.sheet, source.name, year) if kind.year_of else None
    frame, done = made_table(found, without, year)
    vintage = f"{kind.coverage(frame)}-{source.sha256[:8]}"
    frame = _named(frame, vintage)
    return Imported(
        source,
        kind.table.name,
        found.layout.name,
        vintage,
        frame,
        found.stored(),
        _years(frame, kind.year, kind.flags(frame), done),
        done,
        found,
    )


def made_table(
    found: Recognised, without: tuple[str, ...] = (), year: int | None = None
) -> tuple[pl.DataFrame, tuple[Applied, ...]]:
    """The table of a file whose columns are known, checked, with an empty `vintage`; and what was corrected."""
    import polars as pl

    where, kind = found.cells.source.where, KINDS[found.layout.table]
    try:
        prepared = kind.prepare(found.named())
    except DataError as error:
        within = (replace(one, where=f"{where}, {one.where}") if one.where != where else one for one in error.faults)
        raise DataError(tuple(within)) from error
    frame = kind.derive(typed(where, prepared, kind.table))
    if kind.year_of is not None and kind.year is not None:
        frame = frame.with_columns(pl.lit(year, dtype=pl.Int64).alias(kind.year))
    frame, done = correct(where, frame, kind.table.name, found.layout.name, without)
    frame = _named(frame, "").select(kind.table.names)
    if frame.is_empty():
        raise DataError(Fault(where, "has no row that can be taken in", expected="at least one"))
    check(where, frame, kind.table)
    return frame, done


def _named(frame: pl.DataFrame, vintage: str) -> pl.DataFrame:
    import polars as pl

    return frame.with_columns(pl.lit(vintage).alias("vintage"))


def _years(
    frame: pl.DataFrame, year: str | None, whole: tuple[str, ...], done: tuple[Applied, ...]
) -> dict[str, dict[str, Any]]:
    """Rows and flags by fiscal year; nothing for a table whose files are not of years."""
    if year is None:
        return {}
    counted = frame.group_by(year).len().sort(year)
    return {
        str(number): {
            "rows": rows,
            "flags": sorted({*whole, *(one.flag for one in done if one.flag and number in one.years)}),
        }
        for number, rows in counted.iter_rows()
    }
