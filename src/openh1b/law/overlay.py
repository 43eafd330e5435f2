"""Named policies: overlays that set some paths of the law and leave the rest as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import UNREADABLE, Document, read_document
from openh1b.cited.schema import Fields, Names, check_source, checked_fields, fits
from openh1b.cited.sources import READS, Source
from openh1b.errors import Fault, PolicyError, did_you_mean, nearest
from openh1b.law.consistency import contradictions
from openh1b.law.inline import WHERE, clashes, is_inline, read_inline
from openh1b.law.values import Parameter, frozen
from openh1b.naming import SHORT_NAMES, parts

CURRENT: Final = "current"
PROJECT: Final = "openh1b"

_TEXT: Final = Kind("text")
_LINES: Final = Kind("list", of="text")
OVERLAY_STATUSES: Final = ("in_force", "vacated", "past", "proposed", "lapsed", "hypothetical")
"""past: in force once; proposed: pending; lapsed: a bill that its Congress did not enact."""
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
    """A policy file, or a value given in line. `sets`: path -> the whole new value.

    read: how the document was read, for what is set here. date: of the document; None for a value given in line.
    """

    name: str
    title: str
    author: str
    document: str
    date: date | None
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
    if found.get("name") in (CURRENT, "") or {"+", "=", ","} & set(found.get("name", "")):
        document.fault(("name",), f"{found['name']!r} cannot be the name of an overlay")
    _check_sets(document, found.get("sets", UNREADABLE), parameters, paths)
    _check_agreement(document, found.get("sets", UNREADABLE), parameters)
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


def _check_agreement(document: Document, sets: object, parameters: Mapping[str, Parameter]) -> None:
    """Values that contradict each other, among those that fit; rules of selection only where all of them do."""
    if not isinstance(sets, dict):
        return
    wrong = {
        p for p, v in sets.items() if p not in parameters or v is UNREADABLE or any(parameters[p].kind.problems(v))
    }
    choice = any(path.startswith("selection.") for path in wrong)
    told = {p: v for p, v in sets.items() if p not in wrong and not (choice and p.startswith("selection."))}
    for path, problem in contradictions(told):
        document.fault(("sets", path), problem)


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
    """The overlays of a policy name such as `lottery+no-cap`, `mine.yaml+no-cap` or `lottery+caps.regular=130000`.

    `current` is none. Raises PolicyError for unknown names (with the nearest, or those that hold the word), for values
    that do not fit or contradict each other, and for a path that two parts set.
    """
    found: list[Overlay] = []
    faults: list[Fault] = []
    known = [CURRENT, *overlays]
    for part in parts(name):
        if is_file(part):
            found.append(read_overlay(part, parameters, sources))
        elif is_inline(part):
            overlay, wrong = inline_overlay(part, parameters)
            found += [] if overlay is None else [overlay]
            faults += wrong
        elif part not in known:
            faults.append(Fault(WHERE, f"no policy {part!r}", hint=_meant(part, known)))
        elif part != CURRENT:
            found.append(overlays[part])
    faults += clashes((overlay.name, overlay.sets) for overlay in found)
    typed = {path: value for overlay in found if is_inline(overlay.name) for path, value in overlay.sets.items()}
    faults += [Fault(WHERE, f"{path}: {problem}") for path, problem in contradictions(typed)]
    if faults:
        raise PolicyError(faults)
    return tuple(found)


def _meant(part: str, known: Sequence[str]) -> str:
    """The names that hold the word, where it is a part of one or none is near; else the nearest. And short for what."""
    held = sorted(name for name in known if part and part.casefold() in name)
    hint = did_you_mean(part, known)
    if held and (nearest(part, known) is None or any(part.casefold() in name.split("-") for name in held)):
        hint = f"Did you mean {', '.join(held[:-1])}{' or ' if held[1:] else ''}{held[-1]}?"
    elif nearest(part, known) is None and (close := nearest(part, SHORT_NAMES)):
        hint = f"Did you mean {SHORT_NAMES[close]}, `{close}` with --factorial?"
    short = SHORT_NAMES.get(part)
    return f"{hint} (`{part}` is {short} with --factorial only.)" if short else hint


def inline_overlay(part: str, parameters: Mapping[str, Parameter]) -> tuple[Overlay | None, list[Fault]]:
    """An overlay that sets one path to the value typed, as YAML; None with what is wrong where it does not fit."""
    path, value, faults = read_inline(part, parameters)
    if faults:
        return None, faults
    told = Overlay(
        name=part,
        title=f"{parameters[path].label}: {part.partition('=')[2].strip()}",
        author="whoever asks",
        document=PROJECT,
        date=None,
        status="hypothetical",
        read="assumption",
        summary=f"{parameters[path].label}, as given.",
        sets=MappingProxyType({path: frozen(value)}),
        models=(path,),
        does_not_model=("all else",),
    )
    return told, []
