"""What the learned tables are: sources, method and counts of rows (learned/learned.yaml)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, read_document
from openh1b.cited.schema import Fields, check_source, checked_fields, top_level
from openh1b.errors import LawError
from openh1b.law.parameters import load_law

_FIELDS: Final[Fields] = {
    "label": Kind("text"),
    "columns": None,
    "sources": Kind("list", of="text"),
    "method": Kind("text"),
    "made": Kind("date"),
    "counts": None,
}


@dataclass(frozen=True)
class Learned:
    """One table. columns: name -> meaning. counts: how many rows were read and used."""

    label: str
    columns: Mapping[str, str]
    sources: tuple[str, ...]
    method: str
    made: date
    counts: Mapping[str, int]


@lru_cache
def load_learned() -> dict[str, Learned]:
    """Every learned table by name.

    Raises LawError where the description is not well formed, cites what no source has or names other columns than the
    table has.
    """
    folder = files("openh1b.season") / "learned"
    with as_file(folder / "learned.yaml") as path:
        document = read_document(path, "season/learned/learned.yaml")
    headers = {}
    for one in folder.iterdir():
        if one.name.endswith(".csv"):
            headers[one.name.removesuffix(".csv")] = next(csv.reader(one.read_text(encoding="utf-8").splitlines()))
    return check_learned(document, headers)


def check_learned(document: Document, headers: Mapping[str, list[str]]) -> dict[str, Learned]:
    """The descriptions in a document of the tables with these headers. Raises LawError with every fault."""
    found = {name: _entry(document, name, raw, headers.get(name)) for name, raw in top_level(document).items()}
    for name in sorted(set(headers) - set(found)):
        document.fault((), f"does not describe {name}.csv")
    if document.faults:
        raise LawError(document.faults)
    return {name: Learned(**fields) for name, fields in found.items()}


def _entry(document: Document, name: str, raw: object, header: list[str] | None) -> dict[str, Any]:
    fields = checked_fields(document, (name,), raw, _FIELDS) or {}
    for source in fields.get("sources", ()):
        check_source(document, (name, "sources"), source, load_law().sources)
    columns, counts = fields.get("columns"), fields.get("counts")
    _check_mapping(document, (name, "columns"), columns, Kind("text"))
    _check_mapping(document, (name, "counts"), counts, Kind("integer", low=0))
    if header is None:
        document.fault((name,), f"describes {name}.csv, which is not there")
    elif isinstance(columns, dict) and list(columns) != header:
        document.fault((name, "columns"), f"{', '.join(columns)}", expected=f"those of {name}.csv: {', '.join(header)}")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}


def _check_mapping(document: Document, place: Place, raw: object, kind: Kind) -> None:
    if not isinstance(raw, dict):
        document.fault(place, f"{raw!r} is not a mapping")
        return
    for name, value in raw.items():
        for problem in kind.problems(value):
            document.fault((*place, name), problem)
