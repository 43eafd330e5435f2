"""What /data prints: files that are loaded, figures that come with the program, corrections, tables, limits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import openh1b
from openh1b.data.corrections import Correction
from openh1b.data.kinds import KINDS, publishers
from openh1b.data.maps import layouts
from openh1b.data.store import Store
from openh1b.tables import Column
from openh1b.web.render import Context
from openh1b.web.settings import Limits

SHIPPED: Final = (
    ("law/sources.yaml", "every document that the law files cite"),
    ("law/parameters", "the law: dated, cited values"),
    ("law/policies", "policies of the shelf"),
    (
        "season/mixes.yaml",
        "named splits of a season by wage level, degree and stage, each with its source or as an assumption",
    ),
    ("season/margins.yaml", "published margins that synthetic people are fitted to"),
    ("season/learned", "occupations, areas and employers, counted in LCA filings"),
    ("season/wages", "OFLC wage tables and OEWS percentiles"),
    ("sponsors/published.yaml", "published counts of sponsors, for use without any file"),
    ("sponsors/aliases.yaml", "names of one employer, each with its evidence"),
    ("sponsors/institutions.csv", "institutions of higher education"),
    ("cost/assumptions.yaml", "costs that no agency publishes"),
    ("response/parameters.yaml", "how employers react: ranges and their studies"),
    ("evidence/claims", "the claims ledger"),
    ("evidence/figures.yaml", "published figures that claims need"),
    ("evidence/replications/replications.yaml", "published numbers beside which ours are put"),
    ("data/corrections.yaml", "known errors in official files"),
)
"""Files of the package that results stand on: where, and what they are."""


_KINDS: Final = frozenset({".yaml", ".csv", ".npz"})


@dataclass(frozen=True)
class Loaded:
    """A file in the store. taken: whether it stands for its table; why: if not. origin: where it is from."""

    table: str
    vintage: str
    file: str
    rows: int
    corrected: int
    taken: bool
    why: str
    sha256: str
    added: str
    origin: str
    corrections: tuple[str, ...]


@dataclass(frozen=True)
class ShippedFile:
    """A file, or a folder of them, that comes with the program. sha256: of all its bytes, files in order of name."""

    path: str
    about: str
    files: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Listed:
    """A table that official files go into."""

    name: str
    row: str
    publisher: Mapping[str, str]
    layouts: tuple[str, ...]
    columns: tuple[Column, ...]
    loaded: int


@dataclass(frozen=True)
class DataContext(Context):
    """The page. loaded: what the store holds; nothing where no file was added."""

    template: ClassVar[str] = "method.html.j2"

    loaded: tuple[Loaded, ...]
    shipped: tuple[ShippedFile, ...]
    corrections: tuple[Correction, ...]
    tables: tuple[Listed, ...]
    limits: Limits
    engine: str


@dataclass(frozen=True)
class TableContext(Context):
    """One table of the dictionary."""

    template: ClassVar[str] = "method_table.html.j2"

    table: Listed
    loaded: tuple[Loaded, ...]
    corrections: tuple[Correction, ...]


def loaded(store: Store, table: str | None = None) -> tuple[Loaded, ...]:
    """Files of the store, table by table. Raises DataError where the store is damaged."""
    names = KINDS if table is None else [table]
    return tuple(_loaded(store, choice) for name in names for choice in store.chosen(name))


def _loaded(store: Store, choice: Any) -> Loaded:  # noqa: ANN401 - a choice of the store
    one = choice.vintage
    record = store.record(one)
    origin = " ".join(str(record[name]) for name in ("address", "published") if record.get(name))
    return Loaded(
        table=one.table,
        vintage=one.vintage,
        file=one.file,
        rows=one.rows,
        corrected=one.corrected,
        taken=bool(choice.taken),
        why=choice.why,
        sha256=one.source,
        added=one.added,
        origin=origin,
        corrections=tuple(f"{done['id']}: {done['action']}, {done['rows']:,} rows" for done in record["corrections"]),
    )


@cache
def shipped() -> tuple[ShippedFile, ...]:
    """What comes with the program; read once."""
    return tuple(_shipped())


def _shipped() -> Iterator[ShippedFile]:
    root = Path(openh1b.__file__).parent
    for path, about in SHIPPED:
        place = root / path
        listed_here = [place] if place.is_file() else sorted(place.iterdir())
        parts = [one for one in listed_here if one.suffix in _KINDS]
        digest, size = hashlib.sha256(), 0
        for one in parts:
            data = one.read_bytes()
            digest.update(data)
            size += len(data)
        yield ShippedFile(path, about, len(parts), size, digest.hexdigest())


def listed(store: Store) -> tuple[Listed, ...]:
    """Every table, with how many files of it are in the store."""
    return tuple(one_table(name, len(store.vintages(name))) for name in KINDS)


def one_table(name: str, held: int) -> Listed:
    """One table of the dictionary."""
    schema = KINDS[name].table
    names = tuple(one.name for one in layouts(name))
    return Listed(name, schema.row, publishers()[name], names, schema.columns, held)
