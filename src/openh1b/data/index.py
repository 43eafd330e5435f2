"""What is in a store: the one file `store.json`, whose replacement is the moment at which an import happens."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from openh1b.errors import DataError, Fault

NAME = "store.json"
FORMAT = 1


@dataclass(frozen=True)
class Vintage:
    """One stored file of one table.

    source: SHA-256 of the file as it came. file: its name then. added: when. openh1b: the version that read it.
    path: the table as Parquet. raw: the file as it came. sidecar: what is known of it. All three are inside the store;
    hashes: SHA-256 of each. corrected: rows that corrections changed.
    years: fiscal year -> {rows, flags}; empty for tables whose files are not of years.
    """

    table: str
    vintage: str
    layout: str
    source: str
    file: str
    rows: int
    added: str
    openh1b: str
    path: str
    raw: str
    sidecar: str
    hashes: dict[str, str]
    corrected: int = 0
    years: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags of any of its years."""
        return tuple(sorted({flag for year in self.years.values() for flag in year["flags"]}))


@dataclass(frozen=True)
class Index:
    """The vintages of a store, in the order in which they were added."""

    vintages: tuple[Vintage, ...] = ()

    def to_json(self) -> bytes:
        """The index as `store.json` holds it."""
        document = {"format": FORMAT, "vintages": [asdict(one) for one in self.vintages]}
        return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()

    @property
    def files(self) -> frozenset[str]:
        """Every file of the store that the index names."""
        return frozenset(path for one in self.vintages for path in (one.path, one.raw, one.sidecar))


def read_index(root: Path) -> Index:
    """The index of a store, empty where there is none yet. Raises DataError where it is damaged."""
    where = str(root / NAME)
    try:
        document = json.loads((root / NAME).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise DataError(Fault(where, f"has format {document['format']!r}", expected=str(FORMAT)))
        index = Index(tuple(Vintage(**one) for one in document["vintages"]))
        paths = sorted(index.files)
    except FileNotFoundError:
        return Index()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(Fault(where, f"cannot be read as the index of a store ({error})")) from error
    faults = [Fault(where, f"names {path!r}, which leaves the store") for path in paths if not inside(root, path)]
    if faults:
        raise DataError(faults)
    return index


def inside(root: Path, path: str) -> bool:
    """Whether a path, links followed, is a file inside the store."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or "\x00" in path:
        return False
    return (root / path).resolve().is_relative_to(root.resolve())
