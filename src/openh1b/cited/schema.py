"""Checks that every law file shares: known keys, right types, citations. Faults are noted, none stops the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import UNREADABLE, Document, Place, Raw
from openh1b.cited.sources import Citation, Source
from openh1b.errors import did_you_mean

TEXT: Final = Kind("text")
DATE: Final = Kind("date")
_SOURCE_KINDS: Final = (
    "statute", "bill", "federal_register", "regulation", "court", "agency", "secondary", "study", "project",
)  # fmt: skip

Fields = Mapping[str, Kind | None]  # None: checked by whoever asked
Names = Collection[str] | None  # names that exist; None where the file that lists them could not be read

SOURCE: Final[Fields] = {
    "title": TEXT,
    "short": TEXT,
    "kind": Kind("choice", choices=_SOURCE_KINDS),
    "published?": DATE,
    "reference?": TEXT,
    "where?": TEXT,
    "note?": TEXT,
}
CITATION: Final[Fields] = {"source": TEXT, "at?": TEXT}


def checked_fields(document: Document, place: Place, raw: Raw, fields: Fields) -> dict[str, Any] | None:
    """The keys of a mapping that are known and right. None where it is no mapping. Names ending in `?` are optional."""
    if raw is UNREADABLE:
        return None
    if not isinstance(raw, dict):
        document.fault(place, f"{raw!r} is not a mapping", expected=", ".join(fields))
        return None
    kinds = {name.removesuffix("?"): kind for name, kind in fields.items()}
    for name in raw:
        if name not in kinds:
            document.fault((*place, name), "unknown key", hint=did_you_mean(name, kinds))
    for name in fields:
        if not name.endswith("?") and name not in raw:
            document.fault(place, f"key {name} is missing")
    return {
        name: raw[name]
        for name, kind in kinds.items()
        if name in raw
        and raw[name] is not UNREADABLE
        and (kind is None or fits(document, (*place, name), raw[name], kind))
    }


def fits(document: Document, place: Place, value: Raw, kind: Kind) -> bool:
    """Whether a value is of a kind; what is wrong is noted."""
    problems = list(kind.problems(value))
    for problem in problems:
        document.fault(place, problem)
    return not problems


def check_sources(document: Document) -> dict[str, Source]:
    """The list of sources: id -> what it is."""
    sources: dict[str, Source] = {}
    for name, raw in top_level(document).items():
        found = checked_fields(document, (name,), raw, SOURCE)
        if found is not None and {"title", "short", "kind"} <= found.keys():
            sources[name] = Source(id=name, **found)
    return sources


def names_in(*documents: Document) -> Names:
    """Keys at the top of some files, faulty or not; None where one of them could not be read."""
    if not all(isinstance(document.data, dict) for document in documents):
        return None
    return {name for document in documents for name in document.data}


def top_level(document: Document) -> dict[str, Any]:
    """The document as a mapping; anything else is a fault."""
    if isinstance(document.data, dict):
        return document.data
    if document.data is not UNREADABLE:
        document.fault((), "is not a mapping")
    return {}


def check_source(document: Document, place: Place, name: str, sources: Names) -> None:
    """Note a source id that no source has; where the list itself could not be read, nothing is said."""
    if sources is not None and name not in sources:
        document.fault(place, f"no source {name} in sources.yaml", hint=did_you_mean(name, sources))


def check_citations(document: Document, place: Place, raw: Raw, sources: Names) -> tuple[Citation, ...]:
    """One citation or a list; each names a source of sources.yaml and, if given, the place in it."""
    if raw is UNREADABLE:
        return ()
    items = [(place, raw)] if not isinstance(raw, list) else [((*place, i), item) for i, item in enumerate(raw)]
    if not items:
        document.fault(place, "no citation")
    found = [checked_fields(document, where, item, CITATION) for where, item in items]
    for (where, _), fields in zip(items, found, strict=True):
        name = (fields or {}).get("source")
        if name is not None:
            check_source(document, (*where, "source"), name, sources)
    return tuple(Citation(fields["source"], fields.get("at")) for fields in found if fields and "source" in fields)
