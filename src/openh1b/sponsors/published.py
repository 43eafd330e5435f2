"""Published sponsor figures: a small cited table that answers before any file of the hub is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import SOURCE, TEXT, checked_fields
from openh1b.cited.sources import READS
from openh1b.errors import InputError, did_you_mean
from openh1b.sponsors.aliases import load_aliases

_FILE = Path(__file__).with_name("published.yaml")
MEASURES: Final = ("initial_approvals", "continuing_approvals", "employers_with_initial")
_FIGURE: Final = {
    "who": TEXT,
    "year": Kind("integer", low=2009, high=2040),
    "measure": Kind("choice", choices=MEASURES),
    "value": Kind("integer", low=0),
    "rank?": Kind("integer", low=1),
    "read": Kind("choice", choices=READS),
    "cite": Kind("list", of="text"),
    "note?": TEXT,
}


@dataclass(frozen=True)
class Figure:
    """One published figure: decisions (or employers) of a fiscal year; `cite` are titles of its sources."""

    who: str
    year: int
    measure: str
    value: int
    read: str
    cite: tuple[str, ...]
    rank: int | None = None
    note: str | None = None


@cache
def load_published(path: Path = _FILE) -> tuple[Figure, ...]:
    """All figures in the order of the file. Raises InputError with every fault of the file."""
    document = read_document(path, path.name)
    top = checked_fields(document, (), document.data, {"sources": None, "figures": None}) or {}
    sources = _sources(document, top.get("sources"))
    raw = top.get("figures")
    items = raw if isinstance(raw, list) else []
    if not items:
        document.fault(("figures",), "is no list of figures")
    figures = [_figure(document, ("figures", index), item, sources) for index, item in enumerate(items)]
    if document.faults:
        raise InputError(document.faults)
    return tuple(one for one in figures if one is not None)


def figures_of(who: str) -> tuple[Figure, ...]:
    """Figures of a group, by id or label, or of all whose name holds the text."""
    aliases, wanted = load_aliases(), who.strip().casefold()
    exact = [one for one in load_published() if wanted in {one.who.casefold(), aliases.label(one.who).casefold()}]
    near = [one for one in load_published() if wanted in aliases.label(one.who).casefold()]
    return tuple(exact or near)


def _sources(document: Document, raw: Raw) -> dict[str, str]:
    if not isinstance(raw, dict):
        document.fault(("sources",), "is no list of sources")
        return {}
    found = {name: checked_fields(document, ("sources", name), item, SOURCE) for name, item in raw.items()}
    return {name: str(fields["title"]) for name, fields in found.items() if fields and "title" in fields}


def _figure(document: Document, place: Place, raw: Raw, sources: dict[str, str]) -> Figure | None:
    fields: dict[str, Any] | None = checked_fields(document, place, raw, _FIGURE)
    if fields is None or not {"who", "year", "measure", "value", "read", "cite"} <= fields.keys():
        return None
    for name in fields["cite"]:
        if name not in sources:
            document.fault((*place, "cite"), f"no source {name}", hint=did_you_mean(name, sources))
    if not fields["cite"]:
        document.fault((*place, "cite"), "no citation")
    cite = tuple(sources.get(name, name) for name in fields.pop("cite"))
    return Figure(cite=cite, **fields)
