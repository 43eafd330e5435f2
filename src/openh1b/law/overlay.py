"""Named policies: overlays that set some paths of the law and leave the rest as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from openh1b.errors import Fault, PolicyError, did_you_mean
from openh1b.law.kinds import Kind
from openh1b.law.reading import UNREADABLE, Document, read_document
from openh1b.law.schema import Fields, Names, check_source, checked_fields, fits
from openh1b.law.values import READS, Parameter, Source, frozen

CURRENT: Final = "current"

_TEXT: Final = Kind("text")
_LINES: Final = Kind("list", of="text")
OVERLAY_STATUSES: Final = ("in_force", "vacated", "past", "proposed", "hypothetical")
OVERLAY: Final[Fields] = {
    "name": _TEXT,
    "title": _TEXT,
    "author": _TEXT,
    "document": _TEXT,
    "date": Kind("date"),
    "status": Kind("choice", choices=OVERLAY_STATUSES),
    "read": Kind("choice", choices=READS),
    "summary": _TEXT,
    "sets": None,
    "models": _LINES,
    "does_not_model": _LINES,
}


@dataclass(frozen=True)
class Overlay:
    """A policy file. `sets`: path -> the whole new value. `read`: how the document was read, for what is set here."""

    name: str
    title: str
    author: str
    document: str
    date: date
    status: str
    read: str
    summary: str
    sets: Mapping[str, Any]
    models: tuple[str, ...]
    does_not_model: tuple[str, ...]


def check_overlay(
    document: Document, parameters: Mapping[str, Parameter], paths: Names, sources: Names
) -> Overlay | None:
    """One policy file; None where it has a fault. `paths` holds faulty parameters too, `sources` the ids there are."""
    before = len(document.faults)
    found = checked_fields(document, (), document.data, OVERLAY)
    if found is None:
        return None
    source = found.get("document")
    if source is not None:
        check_source(document, ("document",), source, sources)
    if found.get("name") in (CURRENT, "") or "+" in found.get("name", ""):
        document.fault(("name",), f"{found['name']!r} cannot be the name of an overlay")
    _check_sets(document, found.get("sets", UNREADABLE), parameters, paths)
    if len(document.faults) > before or len(found) < len(document.data):  # less: a scalar could not be read
        return None
    return Overlay(**{name: frozen(value) for name, value in found.items()})


def _check_sets(document: Document, sets: object, parameters: Mapping[str, Parameter], paths: Names) -> None:
    if sets is UNREADABLE:
        return
    if not isinstance(sets, dict) or not sets:
        document.fault(("sets",), f"{sets!r} is not a mapping from path to value")
        return
    for path, value in sets.items():
        place = ("sets", path)
        if path not in parameters:
            if paths is not None and path not in paths:
                document.fault(place, "no such parameter", hint=did_you_mean(path, paths))
        elif parameters[path].annual:
            document.fault(place, "a published count, which no policy can set")
        elif value is not UNREADABLE:
            fits(document, place, value, parameters[path].kind)


def is_file(name: str) -> bool:
    """Whether a part of a policy name is the path of a user's own policy file."""
    return name.endswith((".yaml", ".yml"))


def read_overlay(path: str, parameters: Mapping[str, Parameter], sources: Mapping[str, Source]) -> Overlay:
    """A user's own policy file, under the same checks as the package's. Raises PolicyError with every fault."""
    document = read_document(Path(path), path)
    overlay = check_overlay(document, parameters, set(parameters), set(sources))
    if overlay is None or document.faults:
        raise PolicyError(document.faults)
    return overlay


def chosen(
    name: str, overlays: Mapping[str, Overlay], parameters: Mapping[str, Parameter], sources: Mapping[str, Source]
) -> tuple[Overlay, ...]:
    """The overlays of a policy name such as `lottery+no-cap` or `mine.yaml+no-cap`; `current` is none.

    Raises PolicyError for unknown names (with the nearest) and for a path that two of them set.
    """
    names = [part.strip() for part in name.split("+")]
    known = [CURRENT, *overlays]
    unknown = [part for part in names if part not in known and not is_file(part)]
    if unknown:
        raise PolicyError([Fault("policy", f"no policy {part!r}", hint=did_you_mean(part, known)) for part in unknown])
    found = tuple(
        read_overlay(part, parameters, sources) if is_file(part) else overlays[part]
        for part in names
        if part != CURRENT
    )
    clashes = list(_clashes(found))
    if clashes:
        raise PolicyError(clashes)
    return found


def _clashes(overlays: tuple[Overlay, ...]) -> Iterable[Fault]:
    owner: dict[str, str] = {}
    for overlay in overlays:
        for path in overlay.sets:
            if path in owner:
                yield Fault("policy", f"{path} is set by both {owner[path]} and {overlay.name}", expected="one of them")
            owner[path] = overlay.name
