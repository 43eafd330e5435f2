"""The store of official files: a folder with one Parquet file a table and vintage, and a record of every raw file."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openh1b.data.choosing import Choice, check_together, choose
from openh1b.data.commit import changing
from openh1b.data.importing import Imported, Origin, import_file
from openh1b.data.index import Index, Vintage, inside, read_index
from openh1b.data.kinds import KINDS
from openh1b.data.unpacking import unpack
from openh1b.errors import DataError, Fault, InputError, did_you_mean
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

_SMALL = 16 * 1024**2  # bytes; a sheet of 200,000 rows takes 1.5 GB of memory to read


def default_folder() -> Path:
    """Where the store is if nothing else is said: the user's own folder of application data."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("openh1b", appauthor=False))


@dataclass(frozen=True)
class Added:
    """What came of one file: the vintage it is in the store, and whether it was there before."""

    vintage: Vintage
    is_new: bool


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

    def table(self, name: str, vintages: Sequence[str] | None = None, *, part_year: bool = False) -> pl.DataFrame:
        """A stored table: the columns of `schemas.TABLES[name]`, rows in the order of vintages and files.

        vintages: names, or beginnings of names. None is one file for each fiscal year (hub), or each case as it was
        decided last (lca); files of part of a year, of part of the employers, or unfit are left out.
        part_year: take files of part of a year too, where a year has no whole one, or beside whole years if named.
        Raises DataError where nothing is stored, for names that are not known, and for files that do not go together.
        """
        kind, held = KINDS.get(name), self.vintages(name)
        if kind is None or not held:
            raise DataError(Fault(str(self.root), f"holds no {name}", hint="openh1b data add FILE puts files there"))
        if vintages is None:
            parts = [self._part(one) for one in choose(kind, held, part_year=part_year) if one.taken]
        else:
            named = tuple(self.vintage(name, one) for one in dict.fromkeys(vintages))
            check_together(kind, named, part_year=part_year)
            parts = [self._frame(one.path, one) for one in named]
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
    ) -> list[Added]:
        """Take files in, all or none. A file that is stored already is left as it is.

        without: corrections to leave out. year: of files that do not say their own.
        Raises DataError with the faults of every file that cannot be taken in.
        """
        with changing(self.root) as batch:
            held = {one.source: one for one in batch.index.vintages}
            before, added = frozenset(held), []
            faults: list[Fault] = []
            asked = _Asked(before, origin or Origin(), tuple(without), year)
            for found in _each(asked, paths):
                if isinstance(found, InputError):
                    faults += found.faults
                    continue
                sha, vintage, files = found
                if vintage is not None and sha not in held:
                    for path, data in files.items() if not faults else ():
                        batch.write(path, data)
                    held[sha] = vintage
                added.append(Added(held[sha], sha not in before))
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

    def _part(self, choice: Choice) -> pl.DataFrame:
        import polars as pl

        frame = self._frame(choice.vintage.path, choice.vintage)
        kind = KINDS[choice.vintage.table]
        return frame if kind.year is None else frame.filter(pl.col(kind.year).is_in(choice.years))

    def _frame(self, path: str, one: Vintage) -> pl.DataFrame:
        import polars as pl

        try:
            return pl.read_parquet(io.BytesIO(self._bytes(path, one)), hive_partitioning=False)
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


@dataclass(frozen=True)
class _Asked:
    """What is the same for all files that are added at once. `held` are the hashes of files stored already."""

    held: frozenset[str]
    origin: Origin
    without: tuple[str, ...]
    year: int | None

    def __call__(self, path: Path) -> tuple[str, Vintage | None, dict[str, bytes]] | InputError:
        """A file's hash, and its vintage and the files to write; only the hash where it is stored already."""
        try:
            source = unpack(path)
            if source.sha256 in self.held:
                return source.sha256, None, {}
            vintage, files = _prepared(import_file(source, self.without, self.year), self.origin)
        except InputError as error:
            return error
        return source.sha256, vintage, files


def _each(asked: _Asked, paths: Sequence[Path]) -> Iterator[tuple[str, Vintage | None, dict[str, bytes]] | InputError]:
    """The files in their order, two at a time where all are small."""
    large = any(path.is_file() and path.stat().st_size > _SMALL for path in paths)
    with ThreadPoolExecutor(1 if large else 2) as pool:
        yield from pool.map(asked, paths)


def _prepared(made: Imported, origin: Origin) -> tuple[Vintage, dict[str, bytes]]:
    sha = made.source.sha256
    path, raw = (f"{folder}/{made.table}/{made.vintage}.parquet" for folder in ("tables", "raw"))
    sidecar = f"sources/{sha[:16]}.json"
    added = datetime.now(UTC).isoformat(timespec="seconds")
    record = {**made.sidecar(origin), "added": added, "openh1b": __version__}
    files = {
        path: _parquet(made.frame),
        raw: _parquet(made.raw),
        sidecar: (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode(),
    }
    vintage = Vintage(
        table=made.table,
        vintage=made.vintage,
        layout=made.layout,
        source=sha,
        file=made.source.name,
        rows=made.frame.height,
        added=added,
        openh1b=__version__,
        path=path,
        raw=raw,
        sidecar=sidecar,
        hashes={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        corrected=sum(one.rows for one in made.corrections),
        years=made.years,
    )
    return vintage, files


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()


def _joined(parts: list[pl.DataFrame], key: str | None) -> pl.DataFrame:
    import polars as pl

    frame = pl.concat(parts)
    if key is None or len(parts) == 1:
        return frame
    last = frame.with_row_index("row_").sort("decided_on", "row_", nulls_last=False)
    return last.unique(key, keep="last", maintain_order=True).sort("row_").drop("row_")
