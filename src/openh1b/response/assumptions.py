"""What is assumed of employers: parameters.yaml, read strictly, and the corners of their ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import Fields, check_source, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.cost.assumptions import inputs
from openh1b.cost.horizon import MOST_YEARS, Horizon
from openh1b.errors import Fault, InputError, LawError, did_you_mean
from openh1b.law.parameters import load_law

CENTRAL: Final = "central"
BY_SIZE: Final = "surplus_by_size"

_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "median_surplus_usd": (1, 1e9),
    "dispersion": (1e-3, 10),
    "surplus_pay_slope": (0, 5),
    "marginal_share": (0, 1),
    "marginal_scale_usd": (1, 1e9),
    "search_cost_usd": (0, 1e7),
    "relabel_share": (0, 1),
    "raise_share": (0, 1),
    "relabel_cost_usd": (0, 1e9),
    "reroute_share": (0, 1),
    "discount": (0, 0.99),
    "separation": (0, 0.99),
    "term_years": (1, MOST_YEARS),
    "large_employer_surplus": (1e-3, 1e3),
}
_OF_COST: Final[Mapping[str, tuple[str, str]]] = {
    "discount": ("discount", "share a year"),
    "separation": ("separation", "share a year"),
    "term_years": ("years", "years"),
}
"""Field of `Assumptions` -> input of cost/assumptions.yaml that holds its number, which is fixed here, and its unit."""

_OWN: Final = tuple(name for name in _LIMITS if name not in _OF_COST)
_EVIDENCE: Final = {"id": "text", "name": "text", "figure": "text", "year": "integer", "applies": "text"}
_NUMBER: Final = Kind("number")
_FIELDS: Final[Fields] = {
    "label": Kind("text"),
    "unit": Kind("text"),
    "low": _NUMBER,
    "central": _NUMBER,
    "high": _NUMBER,
    "optional?": Kind("flag"),
    "read": Kind("choice", choices=READS),
    "cite": Kind("list", of="text"),
    "evidence": Kind("list", of="mapping", fields=_EVIDENCE),
    "note": Kind("text"),
}


@dataclass(frozen=True)
class Evidence:
    """A study behind a number: id in the fact sheet, name, figure, year, and what it applies to."""

    id: str
    name: str
    figure: str
    year: int
    applies: str


@dataclass(frozen=True)
class Parameter:
    """One assumption with its range. optional: switched off, and in no corner but its own."""

    name: str
    label: str
    unit: str
    low: float
    central: float
    high: float
    read: str
    cite: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    note: str
    optional: bool = False


@dataclass(frozen=True)
class Assumptions:
    """One value of each assumption; parameters.yaml and cost/assumptions.yaml have the units.

    Raises InputError, with all faults at once, for values that cannot be meant.
    """

    median_surplus_usd: float
    dispersion: float
    surplus_pay_slope: float
    marginal_share: float
    marginal_scale_usd: float
    search_cost_usd: float
    relabel_share: float
    raise_share: float
    relabel_cost_usd: float
    reroute_share: float
    discount: float
    separation: float
    term_years: float
    large_employer_surplus: float = 1.0

    def __post_init__(self) -> None:
        """All faults at once."""
        faults = list(_faults(self))
        if faults:
            raise InputError(faults)

    @property
    def by_size(self) -> bool:
        """Whether the surplus differs between sizes of employer."""
        return self.large_employer_surplus != 1.0

    @property
    def annuity(self) -> float:
        """Present value of $1 at the start of each year while the visa is held: 4.459 over six years at 3% and 9.4%."""
        return Horizon(years=int(self.term_years), discount=self.discount, separation=self.separation).annuity


def _faults(one: Assumptions) -> Iterator[Fault]:
    for field in fields(one):
        value, (low, high) = getattr(one, field.name), _LIMITS[field.name]
        if not low <= value <= high:
            yield Fault("assumptions", f"{field.name} is {value:,}", expected=f"a number from {low:,} to {high:,}")
    if one.term_years != math.floor(one.term_years):
        yield Fault("assumptions", f"term_years is {one.term_years}", expected="a whole number of years")
    if one.relabel_share + one.raise_share > 1:
        problem = f"relabel_share {one.relabel_share} and raise_share {one.raise_share} are more than all openings"
        yield Fault("assumptions", problem, expected="a sum of at most 1, since an opening can do one of the two")


@lru_cache
def load_parameters() -> Mapping[str, Parameter]:
    """The package's own assumptions by name, with those of cost. Raises LawError where a file is not well formed."""
    with as_file(files("openh1b.response") / "parameters.yaml") as path:
        own = check_parameters(read_document(path, "response/parameters.yaml"))
    return MappingProxyType({name: own[name] if name in own else _of_cost(name) for name in _LIMITS})


def _of_cost(name: str) -> Parameter:
    """An input of cost at its one value, so that corners differ by behavior alone."""
    source, unit = _OF_COST[name]
    one = inputs()[source]
    note = f"{one.note}; its range in cost/assumptions.yaml, {one.low:g} to {one.high:g}, is held fixed here"
    value = one.value
    return Parameter(name, one.label, unit, value, value, value, one.read, one.cite, (), note)


def check_parameters(document: Document) -> Mapping[str, Parameter]:
    """The assumptions in a document that response alone has. Raises LawError with every fault."""
    raw, sources, found = top_level(document), load_law().sources, {}
    for name in raw:
        if name in _OF_COST:
            document.fault((name,), "is held by cost/assumptions.yaml", expected="it there alone")
        elif name not in _OWN:
            document.fault((name,), "no such assumption", hint=did_you_mean(name, _OWN))
    for name in _OWN:
        if name not in raw:
            document.fault((), f"assumption {name} is missing")
            continue
        one = checked_fields(document, (name,), raw[name], _FIELDS) or {}
        for source in one.get("cite", ()):
            check_source(document, (name, "cite"), source, sources)
        _check_range(document, name, one)
        found[name] = one
    if document.faults:
        raise LawError(document.faults)
    return MappingProxyType({name: _parameter(name, one) for name, one in found.items()})


def _check_range(document: Document, name: str, one: Mapping[str, Any]) -> None:
    ends = [one.get(end) for end in ("low", "central", "high")]
    if None in ends:
        return
    low, central, high = (float(end or 0) for end in ends)
    if not min(low, high) <= central <= max(low, high):
        document.fault((name, "central"), f"{central:,} lies outside {low:,} to {high:,}")
    least, most = _LIMITS[name]
    for end, value in (("low", low), ("central", central), ("high", high)):
        if not least <= value <= most:
            document.fault((name, end), f"{value:,}", expected=f"a number from {least:,} to {most:,}")


def _parameter(name: str, one: Mapping[str, Any]) -> Parameter:
    evidence = tuple(Evidence(**item) for item in one["evidence"])
    plain = {key: value for key, value in one.items() if key not in ("cite", "evidence")}
    return Parameter(name=name, cite=tuple(one["cite"]), evidence=evidence, **plain)


@lru_cache
def corners() -> Mapping[str, Assumptions]:
    """Corners by label: central, all low, all high, and each assumption that has a range alone at each of its ends."""
    ranged = {n: one for n, one in load_parameters().items() if not one.optional and one.low != one.high}
    central = Assumptions(**{name: float(one.central) for name, one in load_parameters().items()})
    found = {CENTRAL: central}
    for end in ("low", "high"):
        found[end] = replace(central, **{name: float(getattr(one, end)) for name, one in ranged.items()})
    for name, one in ranged.items():
        found[f"{name} low"] = replace(central, **{name: float(one.low)})
        found[f"{name} high"] = replace(central, **{name: float(one.high)})
    return MappingProxyType(found)


def corner(label: str = CENTRAL) -> Assumptions:
    """The assumptions of one corner; `surplus_by_size` is one too. Raises InputError naming the nearest."""
    if label == BY_SIZE:
        return replace(corners()[CENTRAL], large_employer_surplus=load_parameters()["large_employer_surplus"].low)
    if label not in corners():
        hint = did_you_mean(label, (*corners(), BY_SIZE))
        raise InputError(Fault("assumptions", f"no corner {label!r}", hint=hint))
    return corners()[label]
