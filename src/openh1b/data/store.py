"""The store of official files: a folder with one Parquet file a table and vintage, and a record of every raw file."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openh1b.data.choosing import Choice, check_together, choose
from openh1b.data.commit import changing
from openh1b.data.index import Index, Vintage, inside, read_index
from openh1b.data.kinds import KINDS
from openh1b.errors import DataError, Fault, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.importing import Origin


def default_folder() -> Path:
    """Where the store is if nothing else is said: the user's own folder of application data."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("openh1b", appauthor=False))


@dataclass(frozen=True)
class Added:
    """What came of one file: the vintage it is in the store, and whether it was there before.

    left_out: with the first file of a ZIP archive, names of its members that are not read, and why.
    """

    vintage: Vintage
    is_new: bool
    left_out: tuple[tuple[str, str], ...] = ()


class Store:
    """Stored tables. `table` is the only reader; reading never changes the folder, which need not exist."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = (default_folder() if root is None else root).absolute()

    def vintages(self, table: str | None = None) -> tuple[Vintage, ...]:
        """What is stored, in the order in which it was added. Raises DataError for a table that is not known."""
        if table is not None and table not in KINDS:
            raise DataError(Fault("table", f"no table {table}", hint=did_you_mean(table, KINDS)))
        return tuple(one for one in read_index(self.root).vintages if table in {None, one.table})

    def vintage(self, table: str, name: str) -> Vintage:
        """A vintage by its name or a beginning of it that is no other's."""
        held = self.vintages(table)
        found = [one for one in held if one.vintage == name] or [one for one in held if one.vintage.startswith(name)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(one.vintage for one in found)
            raise DataError(Fault("vintage", f"{name} begins several vintages of {table}", expected=names))
        hint = did_you_mean(name, [one.vintage for one in held])
        raise DataError(Fault("vintage", f"{table} has no vintage {name}", hint=hint))

    def chosen(self, table: str) -> tuple[Choice, ...]:
        """Each vintage and the years of it that `table` reads if none is named, with why others are left out."""
        return choose(KINDS[table], self.vintages(table))

    def table(
        self,
        name: str,
        vintages: Sequence[str] | None = None,
        *,
        part_year: bool = False,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """A stored table: the columns of `schemas.TABLES[name]`, rows in the order of vintages and files.

        vintages: names, or beginnings of names. None is one file for each fiscal year (hub), or each case as it was
        decided last (lca); files of part of a year, of part of the employers, or unfit are left out.
        part_year: take files of part of a year too, where a year has no whole one, or beside whole years if named.
        columns: of a table of years, only these are read, its year among them; all where none are named.
        Raises DataError where nothing is stored, for names that are not known, and for files that do not go together.
        """
        kind, held = KINDS.get(name), self.vintages(name)
        if kind is None or not held:
            raise DataError(Fault(str(self.root), f"holds no {name}", hint="openh1b data add FILE puts files there"))
        if vintages is None:
            parts = [self._part(one, columns) for one in choose(kind, held, part_year=part_year) if one.taken]
        else:
            named = tuple(self.vintage(name, one) for one in dict.fromkeys(vintages))
            check_together(kind, named, part_year=part_year)
            parts = [self._frame(one.path, one, columns) for one in named]
        if not parts:
            why = "; ".join(f"{one.vintage.vintage} {one.why}" for one in choose(kind, held))
            raise DataError(Fault(str(self.root), f"holds no whole year of {name} ({why})", hint="Ask for one by name"))
        return _joined(parts, kind.key)

    def raw(self, table: str, vintage: str) -> pl.DataFrame:
        """A file as it came, as text under its own headers, without what is personal."""
        one = self.vintage(table, vintage)
        return self._frame(one.raw, one)

    def record(self, one: Vintage) -> dict[str, Any]:
        """The record of the raw file of a vintage."""
        found = json.loads(self._bytes(one.sidecar, one))
        return found if isinstance(found, dict) else {}

    def add(
        self,
        paths: Sequence[Path],
        origin: Origin | None = None,
        without: Sequence[str] = (),
        year: int | None = None,
        table: str | None = None,
    ) -> list[Added]:
        """Take files in, all or none; of a ZIP archive its members. A file that is stored already is left as it is.

        without: corrections to leave out. year: of files that do not say their own. table: what they are, where their
        columns are those of several tables. Raises DataError with the faults of every file that cannot be taken in.
        """
        from openh1b.data.corrections import check_names
        from openh1b.data.importing import Origin, check_table
        from openh1b.data.preparing import Asked

        check_names(without)
        check_table(table)
        with changing(self.root) as batch:
            held = {one.source: one for one in batch.index.vintages}
            before, added = frozenset(held), []
            faults: list[Fault] = []
            for answer in Asked(origin or Origin(), tuple(without), year, table, before).each(paths):
                faults += answer.faults
                left_out = answer.left_out
                for one in answer.prepared:
                    if one.vintage is not None and one.sha256 not in held:
                        for path, data in one.files.items() if not faults else ():
                            batch.write(path, data)
                        held[one.sha256] = one.vintage
                    added.append(Added(held[one.sha256], one.sha256 not in before, left_out))
                    left_out = ()
            if faults:
                raise DataError(faults)
            if len(held) > len(before):
                batch.commit(Index(tuple(held.values())))
        return added

    def remove(self, gone: Sequence[Vintage]) -> None:
        """Take vintages out of the store, all or none."""
        with changing(self.root) as batch:
            names = {(one.table, one.vintage) for one in gone}
            kept = tuple(one for one in batch.index.vintages if (one.table, one.vintage) not in names)
            batch.commit(Index(kept))

    def damaged(self, one: Vintage) -> list[Fault]:
        """Files of a vintage that are missing or whose bytes are not those that were written."""
        faults: list[Fault] = []
        for path, expected in one.hashes.items():
            try:
                found = hashlib.sha256(self._bytes(path, one)).hexdigest()
            except DataError as error:
                faults += error.faults
                continue
            if found != expected:
                faults.append(Fault(path, f"has sha256 {found[:16]}...", expected=f"{expected[:16]}..."))
        return faults

    def _part(self, choice: Choice, columns: Sequence[str] | None) -> pl.DataFrame:
        import polars as pl

        frame = self._frame(choice.vintage.path, choice.vintage, columns)
        kind = KINDS[choice.vintage.table]
        return frame if kind.year is None else frame.filter(pl.col(kind.year).is_in(choice.years))

    def _frame(self, path: str, one: Vintage, columns: Sequence[str] | None = None) -> pl.DataFrame:
        import polars as pl

        names = None if columns is None else list(columns)
        try:
            return pl.read_parquet(io.BytesIO(self._bytes(path, one)), columns=names, hive_partitioning=False)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise DataError(Fault(path, "is damaged", hint="openh1b data check says what is")) from error

    def _bytes(self, path: str, one: Vintage) -> bytes:
        if not inside(self.root, path):
            raise DataError(Fault(str(self.root), f"{path!r} leaves the store"))
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            problem = f"a file of {one.table} {one.vintage} cannot be read ({error.strerror})"
            raise DataError(Fault(path, problem, hint="Remove the vintage and add its file again")) from error


def _joined(parts: list[pl.DataFrame], key: str | None) -> pl.DataFrame:
    import polars as pl

    frame = pl.concat(parts, how="diagonal")  # a file stored before a column was there lacks it
    if key is None or len(parts) == 1:
        return frame
    last = frame.with_row_index("row_").sort("decided_on", "row_", nulls_last=False)
    return last.unique(key, keep="last", maintain_order=True).sort("row_").drop("row_")
