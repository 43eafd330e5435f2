"""Inputs of cost and revenue that no law gives, each with its range and source (assumptions.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import Fields, check_source, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import LawError
from openh1b.law import load_law

_FIELDS: Fields = {
    "label": Kind("text"),
    "value": Kind("number"),
    "range": Kind("list", of="number", length=2),
    "read": Kind("choice", choices=READS),
    "cite": Kind("list", of="text"),
    "note": Kind("text"),
}


@dataclass(frozen=True)
class Input:
    """A number taken, the range over which it is doubtful, and where both come from. Shares are fractions of 1."""

    name: str
    label: str
    value: float
    low: float
    high: float
    read: str
    cite: tuple[str, ...]
    note: str


@cache
def inputs() -> Mapping[str, Input]:
    """All inputs by name. Raises LawError with every fault of the file."""
    document = read_document(Path(__file__).parent / "assumptions.yaml", "assumptions.yaml")
    found = {name: one for name, raw in top_level(document).items() if (one := _input(document, name, raw)) is not None}
    if document.faults:
        raise LawError(document.faults)
    return MappingProxyType(found)


def _input(document: Document, name: str, raw: object) -> Input | None:
    checked = checked_fields(document, (name,), raw, _FIELDS)
    if checked is None or len(checked) < len(_FIELDS):
        return None
    for source in checked["cite"]:
        check_source(document, (name, "cite"), source, load_law().sources)
    low, high = checked.pop("range")
    if not low <= checked["value"] <= high:
        document.fault((name, "range"), f"does not hold the value {checked['value']}")
    return Input(name=name, low=low, high=high, **{**checked, "cite": tuple(checked["cite"])})
