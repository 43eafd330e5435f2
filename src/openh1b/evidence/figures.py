"""Published figures that claims need and no other file of the package holds (figures.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import TEXT, Fields, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import LawError
from openh1b.evidence.sources import CITE, HERE, check_cite

_POINT: Fields = {"label": TEXT, "value": Kind("number"), "cite": CITE, "read": Kind("choice", choices=READS)}
_FIELDS: Fields = {
    "label": TEXT,
    "value": Kind("number"),
    "range?": Kind("list", of="number", length=2),
    "unit": TEXT,
    "year?": Kind("integer", low=1990, high=2100),
    "read": Kind("choice", choices=READS),
    "sure?": Kind("integer", low=1, high=100),
    "cite": CITE,
    "points?": None,
    "note?": TEXT,
}
_NEEDED = {name for name in _FIELDS if not name.endswith("?")}


@dataclass(frozen=True)
class Point:
    """One study's or one publisher's value of a figure that others put elsewhere."""

    label: str
    value: float
    read: str
    cite: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """One figure: its value, the range over which sources differ, and how it was read."""

    name: str
    label: str
    value: float
    unit: str
    read: str
    cite: tuple[str, ...]
    range: tuple[float, float] | None = None
    year: int | None = None
    sure: int | None = None
    note: str = ""
    points: tuple[Point, ...] = ()


@cache
def load_figures(path: Path = HERE / "figures.yaml") -> Mapping[str, Published]:
    """All figures by name. Raises LawError with every fault of the file."""
    document = read_document(path, f"evidence/{path.name}")
    found = {name: _figure(document, name, raw) for name, raw in top_level(document).items()}
    if document.faults:
        raise LawError(document.faults)
    return MappingProxyType({name: one for name, one in found.items() if one is not None})


def _figure(document: Document, name: str, raw: object) -> Published | None:
    fields: dict[str, Any] | None = checked_fields(document, (name,), raw, _FIELDS)
    if fields is None or not fields.keys() >= _NEEDED:
        return None
    fields["cite"] = check_cite(document, (name, "cite"), fields["cite"])
    fields["points"] = tuple(_points(document, name, fields.pop("points", [])))
    ends = fields.pop("range", None)
    if ends is not None and not ends[0] <= fields["value"] <= ends[1]:
        document.fault((name, "range"), f"does not hold the value {fields['value']}")
    return Published(name=name, range=None if ends is None else (ends[0], ends[1]), **fields)


def _points(document: Document, name: str, raw: object) -> list[Point]:
    if not isinstance(raw, list):
        document.fault((name, "points"), f"{raw!r} is no list")
        return []
    found = []
    for index, item in enumerate(raw):
        place = (name, "points", index)
        fields = checked_fields(document, place, item, _POINT)
        if fields is not None and fields.keys() >= _POINT.keys():
            fields["cite"] = check_cite(document, (*place, "cite"), fields["cite"])
            found.append(Point(**fields))
    return found
