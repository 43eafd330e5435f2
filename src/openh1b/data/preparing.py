"""Files to what the store will hold of them: vintages, and the bytes to write; nothing is written here."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openh1b.data.archives import contents
from openh1b.data.importing import Imported, Origin, import_file
from openh1b.data.index import Vintage
from openh1b.data.reading import header_of
from openh1b.data.recognise import UnknownKindError, is_likely
from openh1b.errors import DataError, Fault, InputError
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.unpacking import Unpacked

_SMALL = 16 * 1024**2  # bytes; a sheet of 200,000 rows takes 1.5 GB of memory to read


@dataclass(frozen=True)
class Prepared:
    """One file: its hash, and its vintage and the files to write, which are none where it is stored already."""

    sha256: str
    vintage: Vintage | None = None
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came of one path: its files, more than one where it is an archive, what of it was left out, and faults."""

    prepared: tuple[Prepared, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is the same for all files that are added at once.

    without: corrections to leave out. year: of files that do not say their own. table: what files are said to be.
    held: hashes of the files that are stored already.
    """

    origin: Origin = field(default_factory=Origin)
    without: tuple[str, ...] = ()
    year: int | None = None
    table: str | None = None
    held: frozenset[str] = frozenset()

    def each(self, paths: Sequence[Path]) -> Iterator[Answer]:
        """The answers for the paths in their order, two at a time where all files are small."""
        large = any(path.is_file() and path.stat().st_size > _SMALL for path in paths)
        with ThreadPoolExecutor(1 if large else 2) as pool:
            yield from pool.map(self._answer, paths)

    def _answer(self, path: Path) -> Answer:
        try:
            found = contents(path)
        except InputError as error:
            return Answer(faults=error.faults)
        prepared, left_out, faults = [], list(found.left_out), list[Fault]()
        for source in found.files:
            try:
                prepared.append(self._prepare(source))
            except InputError as error:
                why = _why_not_read(source, error) if found.is_archive else None
                if why is None:
                    faults += error.faults
                else:
                    left_out.append((source.where.removeprefix(f"{path}/"), why))
        if found.is_archive and not prepared and not faults:
            listed = "; ".join(f"{name}: {why}" for name, why in left_out[:10]) or "nothing is in it"
            faults = [Fault(str(path), f"is an archive without a file of a kind known here ({listed})")]
        return Answer(tuple(prepared), tuple(left_out), tuple(faults))

    def _prepare(self, source: Unpacked) -> Prepared:
        if source.sha256 in self.held:
            return Prepared(source.sha256)
        made = import_file(source, self.without, self.year, self.table)
        return _prepared(made, self.origin)


def _why_not_read(source: Unpacked, error: InputError) -> str | None:
    """Why a member of an archive is left out, in words; None where it is of a known kind and faulty."""
    if isinstance(error, UnknownKindError):
        return error.faults[0].problem
    try:
        headers = header_of(source)
    except DataError:
        return None if not source.name.casefold().endswith(".txt") else error.faults[0].problem
    return None if is_likely(headers) else "is no kind of file known here"


def _prepared(made: Imported, origin: Origin) -> Prepared:
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
    return Prepared(sha, vintage, files)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()
