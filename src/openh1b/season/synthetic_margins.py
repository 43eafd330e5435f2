"""Published margins of who enters a season, each with its source (margins.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import Fields, check_source, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import LawError
from openh1b.law.parameters import load_law

TEXT: Final = Kind("text")
CITED: Final[Fields] = {
    "label": TEXT,
    "base": TEXT,
    "read": Kind("choice", choices=READS),
    "cite": Kind("list", of="text"),
    "used_to_fit": Kind("flag"),
    "note?": TEXT,
}
_SHARES: Final[Fields] = {
    **CITED,
    "column": TEXT,
    "values?": None,
    "counts?": None,
    "whole?": Kind("integer", low=1),
    "leave_out?": Kind("list", of="text"),
}
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "share": ("where",),
    "share_beginning": ("column", "beginning"),
    "share_between": ("column", "low", "high"),
    "mean": ("column",),
    "quantile": ("column", "at"),
    "minimum": ("column",),
    "employers": (),
    "employers_between": ("low", "high"),
}
_FIGURE: Final[Fields] = {
    **CITED,
    "measure": Kind("choice", choices=tuple(_NEEDS)),
    "value": Kind("number", low=0),
    "where?": None,
    "column?": TEXT,
    "beginning?": TEXT,
    "low?": Kind("integer", low=0),
    "high?": Kind("integer", low=0),
    "at?": Kind("number", low=0, high=1),
}


@dataclass(frozen=True, kw_only=True)
class _Cited:
    label: str
    base: str
    read: str
    cite: tuple[str, ...]
    used_to_fit: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Shares(_Cited):
    """Shares of a column's values. parts: value -> share; they sum to 1 unless counts were given of a larger whole."""

    column: str
    parts: Mapping[str, float]
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PublishedFigure(_Cited):
    """One number. The keys that its measure needs are there, the others None."""

    measure: str
    value: float
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column: str | None = None
    beginning: str | None = None
    low: int | None = None
    high: int | None = None
    at: float | None = None


@dataclass(frozen=True)
class Margins:
    """The file."""

    shares: Mapping[str, Shares]
    figures: Mapping[str, PublishedFigure]

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of what was used to fit, each once."""
        used = (one for one in (*self.shares.values(), *self.figures.values()) if one.used_to_fit)
        return tuple(dict.fromkeys(name for one in used for name in one.cite))


@lru_cache
def load_margins() -> Margins:
    """The package's own margins. Raises LawError where the file is not well formed or cites what no source has."""
    with as_file(files("openh1b.season") / "margins.yaml") as path:
        return check_margins(read_document(path, "season/margins.yaml"))


def check_margins(document: Document) -> Margins:
    """The margins in a document. Raises LawError with every fault."""
    raw = checked_fields(document, (), top_level(document), {"shares": None, "figures": None}) or {}
    shares = {name: _shares(document, ("shares", name), one) for name, one in _group(raw, "shares").items()}
    figures = {name: _figure(document, ("figures", name), one) for name, one in _group(raw, "figures").items()}
    if document.faults:
        raise LawError(document.faults)
    return Margins(
        {name: Shares(**fields) for name, fields in shares.items()},
        {name: PublishedFigure(**fields) for name, fields in figures.items()},
    )


def _group(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _entry(document: Document, place: Place, raw: Raw, kinds: Fields) -> dict[str, Any]:
    fields = checked_fields(document, place, raw, kinds) or {}
    for source in fields.get("cite", ()):
        check_source(document, (*place, "cite"), source, load_law().sources)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _shares(document: Document, place: Place, raw: Raw) -> dict[str, Any]:
    fields = _entry(document, place, raw, _SHARES)
    values, counts, whole = fields.pop("values", None), fields.pop("counts", None), fields.pop("whole", None)
    if (values is None) == (counts is None):
        document.fault(place, "give either values or counts")
    elif _are_numbers(document, (*place, "values" if counts is None else "counts"), values or counts):
        total = whole or sum((values or counts).values())
        if counts is None and abs(total - 1) > 1e-4:
            document.fault((*place, "values"), f"sum to {total:.6f}", expected="a sum of 1")
        if whole and sum(counts.values()) > whole:
            document.fault((*place, "counts"), f"sum to more than {whole:,}")
        fields["parts"] = {name: number / total for name, number in (values or counts).items()}
    return fields


def _are_numbers(document: Document, place: Place, raw: Raw) -> bool:
    kind, before = Kind("number", low=0), len(document.faults)
    if not isinstance(raw, dict) or not raw:
        document.fault(place, f"{raw!r} is not a mapping from value to number")
        return False
    for name, number in raw.items():
        for problem in kind.problems(number):
            document.fault((*place, name), problem)
    return len(document.faults) == before


def _figure(document: Document, place: Place, raw: Raw) -> dict[str, Any]:
    fields = _entry(document, place, raw, _FIGURE)
    needs = _NEEDS.get(fields.get("measure", ""), ())
    for name in needs:
        if name not in fields:
            document.fault(place, f"key {name} is missing", expected=f"it for the measure {fields['measure']}")
    if "where" in fields:
        fields["where"] = _where(document, (*place, "where"), fields["where"])
    return fields


def _where(document: Document, place: Place, raw: Raw) -> dict[str, tuple[str, ...]]:
    kind = Kind("list", of="text")
    if not isinstance(raw, dict) or not raw:
        document.fault(place, f"{raw!r} is not a mapping from column to values")
        return {}
    for column, values in raw.items():
        for problem in kind.problems(values):
            document.fault((*place, column), problem)
    return {column: tuple(values) for column, values in raw.items() if isinstance(values, list)}


def kind_shares() -> dict[str, float]:
    """Shares of the kinds of employer, from the published figures: outsourcers lie within NAICS 5415."""
    figures = load_margins().figures
    it, outsourced, made = (figures[name].value for name in ("it_employers", "outsourcers", "manufacturers"))
    return {"outsourcer": outsourced, "it_services": it - outsourced, "manufacturing": made, "other": 1 - it - made}
