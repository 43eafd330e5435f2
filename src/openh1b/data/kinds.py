"""What each table needs beside its schema and its map: who publishes it, and the steps that are its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.data import hub, lca, oews, visa_bulletin, wages
from openh1b.data.schemas import TABLES
from openh1b.errors import DataError
from openh1b.law.kinds import Kind as Type
from openh1b.law.reading import read_document
from openh1b.law.schema import TEXT, Fields, checked_fields, top_level

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from openh1b.tables import Table

FILE = Path(__file__).parent / "publishers.yaml"

_FIELDS: Final[Fields] = {
    "producer": TEXT,
    "title": TEXT,
    "address": TEXT,
    "licence": TEXT,
    "read": Type("choice", choices=("source", "second-hand", "memory")),
}


@dataclass(frozen=True)
class Kind:
    """The steps of one table.

    prepare: text to text, words of the file to words of the table. derive: values to all columns but `vintage`.
    coverage: what a file covers, the first half of its vintage's name. year: the column of the years that a file
    holds, where no year may be counted from two files. key: the column by which a case in two files is one, the last
    decided standing. flags: what is to be said of a whole file. ranked: layouts, the one that says most first.
    year_of: the year of a file whose rows do not say it, from its path (for messages), its sheet, its name and what
    the user says.
    """

    table: Table
    prepare: Callable[[pl.DataFrame], pl.DataFrame]
    derive: Callable[[pl.DataFrame], pl.DataFrame]
    coverage: Callable[[pl.DataFrame], str]
    flags: Callable[[pl.DataFrame], tuple[str, ...]] = lambda _: ()
    year: str | None = None
    key: str | None = None
    ranked: tuple[str, ...] = ()
    year_of: Callable[[str, str, str, int | None], int] | None = None


KINDS = {
    "hub": Kind(
        TABLES["hub"],
        hub.prepare,
        hub.derive,
        hub.coverage,
        hub.flags,
        year="fiscal_year",
        ranked=("export-20", "export-12", "archive", "no-header"),
    ),
    "lca": Kind(TABLES["lca"], lca.prepare, lca.derive, lca.coverage, key="case_number"),
    "oflc_wages": Kind(
        TABLES["oflc_wages"],
        wages.prepare,
        wages.derive,
        wages.coverage,
        year="wage_year",
        ranked=("soc-by-area", "alc-export"),
        year_of=wages.year_of,
    ),
    "oews_national": Kind(
        TABLES["oews_national"],
        oews.prepare,
        oews.derive,
        oews.coverage,
        year="year",
        ranked=("national",),
        year_of=oews.year_of,
    ),
    "visa_bulletin": Kind(
        TABLES["visa_bulletin"],
        visa_bulletin.prepare,
        visa_bulletin.derive,
        visa_bulletin.coverage,
        year="fiscal_year",
        ranked=("long",),
    ),
}


@cache
def publishers(path: Path = FILE) -> dict[str, dict[str, str]]:
    """Producer, title, address, licence and how these were read, by table. Raises DataError listing every fault."""
    document = read_document(path, path.name)
    found = {name: checked_fields(document, (name,), raw, _FIELDS) or {} for name, raw in top_level(document).items()}
    for name in sorted(set(KINDS) ^ set(found)):
        document.fault((), f"{name} is not in both {path.name} and the list of tables")
    if document.faults:
        raise DataError(document.faults)
    return found
