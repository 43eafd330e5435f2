"""Every source that evidence may cite: those of the law, of the sponsors' published figures, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import SOURCE, check_source, check_sources, checked_fields
from openh1b.cited.sources import Source
from openh1b.errors import LawError
from openh1b.law import load_law
from openh1b.sponsors import published

HERE = Path(__file__).parent
CITE = Kind("list", of="text")


@cache
def load_sources() -> Mapping[str, Source]:
    """All sources by id. Raises LawError where the list is not well formed or repeats an id of another list."""
    document = read_document(HERE / "sources.yaml", "evidence/sources.yaml")
    own = check_sources(document)
    others = {**_of_sponsors(), **load_law().sources}
    for name in own:
        if name in others:
            document.fault((name,), "is a source of another list already", hint="Cite that one")
    if document.faults:
        raise LawError(document.faults)
    return MappingProxyType({**others, **own})


def _of_sponsors() -> dict[str, Source]:
    document = read_document(Path(published.__file__).with_name("published.yaml"), "sponsors/published.yaml")
    found: dict[str, Source] = {}
    for name, raw in document.data["sources"].items():
        fields = checked_fields(document, ("sources", name), raw, SOURCE)
        if fields:
            found[name] = Source(id=name, **fields)
    return found


def check_cite(document: Document, place: Place, raw: Raw) -> tuple[str, ...]:
    """Ids that a row cites; an empty list and an id that no source has are faults."""
    if not isinstance(raw, list):
        return ()
    if not raw:
        document.fault(place, "no source", expected="one id or more of a list of sources")
    for index, name in enumerate(raw):
        check_source(document, (*place, index), str(name), load_sources())
    return tuple(str(name) for name in raw)


def id_of(title: str) -> str:
    """The id of the source with a title."""
    return next(name for name, one in load_sources().items() if one.title == title)


def described(name: str) -> str:
    """A source in a line: its title and where it is, as far as that is known."""
    one = load_sources()[name]
    place = one.where or one.reference
    return f"{one.title} ({place})" if place else one.title
