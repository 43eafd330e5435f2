"""What each table needs beside its schema and its map: who publishes it, and the steps that are its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.cited.kinds import Kind as Type
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import TEXT, Fields, checked_fields, top_level
from openh1b.data import foia, hub, issuances, lca, oews, visa_bulletin, wages
from openh1b.data.addresses import read_addresses
from openh1b.data.schemas import TABLES
from openh1b.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from openh1b.tables import Table

FILE = Path(__file__).parent / "publishers.yaml"

_LISTED: Final = {"producer": "publisher", "title": "title", "address": "page"}  # ours: theirs in addresses.yaml
_FIELDS: Final[Fields] = {
    "listed?": TEXT,
    "producer?": TEXT,
    "title?": TEXT,
    "address?": TEXT,
    "licence": TEXT,
    "read": Type("choice", choices=("source", "second-hand", "memory")),
}


@dataclass(frozen=True)
class Kind:
    """The steps of one table.

    prepare: text to text, words of the file to words of the table. derive: values to all columns but `vintage`.
    coverage: what a file covers, the first half of its vintage's name. year: the column of the years that a file
    holds, where no year may be counted from two files. key: the column by which a case in two files is one, the last
    decided standing. flags: what is to be said of a whole file. halves: flags of files that are a year together.
    ranked: layouts, the one that says most first.
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
    halves: tuple[str, ...] = ()
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
    "oflc_wages_edc": Kind(
        TABLES["oflc_wages_edc"],
        wages.prepare,
        wages.derive,
        wages.coverage,
        year="wage_year",
        ranked=("edc-export",),
        year_of=wages.year_of,
    ),
    "oflc_areas": Kind(
        TABLES["oflc_areas"],
        wages.areas,
        wages.areas,
        wages.coverage,
        year="wage_year",
        ranked=("geography",),
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
    "visas_issued": Kind(
        TABLES["visas_issued"],
        issuances.prepare,
        issuances.derive,
        issuances.coverage,
        year="fiscal_year",
        ranked=("sheet-a-year",),
    ),
    "foia_registrations": Kind(
        TABLES["foia_registrations"],
        foia.prepare,
        foia.derive,
        foia.coverage,
        foia.flags,
        year="season",
        halves=(foia.SINGLE, foia.SEVERAL),
        ranked=("fy2021-24",),
    ),
}


@cache
def publishers() -> dict[str, dict[str, str]]:
    """Producer, title, address, licence and how these were read, by table. Raises DataError listing every fault."""
    document = read_document(FILE, FILE.name)
    found = {name: _publisher(document, name, raw) for name, raw in top_level(document).items()}
    for name in sorted(set(KINDS) ^ set(found)):
        document.fault((), f"{name} is not in both {FILE.name} and the list of tables")
    if document.faults:
        raise DataError(document.faults)
    return found


def _publisher(document: Document, name: str, raw: object) -> dict[str, str]:
    """Of files that are fetched, what the list of addresses says of them is said there alone."""
    fields = checked_fields(document, (name,), raw, _FIELDS) or {}
    listed = fields.pop("listed", None)
    series = read_addresses().get(listed) if listed is not None else None
    if series is not None:
        said = {ours: getattr(series, theirs) for ours, theirs in _LISTED.items() if ours not in fields}
        return {**said, **fields}
    if listed is not None:
        document.fault((name, "listed"), f"{listed!r} is not in the list of addresses")
    for ours in _LISTED:
        if ours not in fields:
            document.fault((name,), f"key {ours} is missing", expected="it, or `listed`")
    return fields
