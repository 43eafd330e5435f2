"""A policy: the law of one season with overlays laid on it, as a typed view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal

from openh1b.law.overlay import CURRENT, Overlay, chosen
from openh1b.law.parameters import Law, load_law
from openh1b.law.values import READS, Citation, Dated

Unit = Literal["petition", "registration", "beneficiary"]
Tier = Literal["none"] | Mapping[str, Any]
Weight = float | Mapping[str, Any]


@dataclass(frozen=True)
class Caps:
    """Numerical limits of a season, in visas. The set-aside is inside the regular cap."""

    regular: int
    advanced_degree: int
    h1b1_set_aside: int


@dataclass(frozen=True)
class Selection:
    """Who is selected, and how. The shapes of who, tier, weight and quotas are those of `selection.yaml`."""

    unit: Unit
    method: str
    order: tuple[str, ...]
    who: Mapping[str, Any]
    tier: Tier
    weight: Weight
    quotas: tuple[Mapping[str, Any], ...]
    seats: str


@dataclass(frozen=True)
class Wages:
    """Percentiles of the OEWS wage at Levels I to IV; None where the sources read here give none."""

    percentiles: tuple[float, ...] | None


@dataclass(frozen=True, eq=False)
class Policy:
    """The law of a season under a policy name.

    overlays: names of the overlays, in order; none is the law itself. title: what they are, in words.
    dated: path -> value in use, cited.
    status: how the weakest of the caps and selection values in use was read: source, second-hand, memory, assumption.
    """

    name: str
    season: int
    known: date | None
    caps: Caps
    selection: Selection
    wages: Wages
    overlays: tuple[str, ...]
    title: str
    dated: Mapping[str, Dated]
    status: str


_VIEWS: Final = {"caps": Caps, "selection": Selection, "wages": Wages}
VIEWED: Final = tuple(f"{prefix}.{field.name}" for prefix, view in _VIEWS.items() for field in fields(view))
"""The paths that a Policy shows with a type; each must have a value in every season."""

_JUDGED: Final = tuple(path for path in VIEWED if not path.startswith("wages."))


def policy_names(law: Law | None = None) -> tuple[str, ...]:
    """Names that `policy` takes: `current` and every overlay. They compose with `+`."""
    return (CURRENT, *(law or load_law()).overlays)


def policy(name: str = CURRENT, *, season: int, known: date | None = None, law: Law | None = None) -> Policy:
    """The law of a season as known on a day, with the overlays of a name such as `lottery+no-cap` laid on it.

    Raises PolicyError: an unknown name (with the nearest), a path set twice, a season in which the law has no value.
    """
    law = law or load_law()
    overlays = chosen(name, law.overlays, law.parameters, law.sources)
    dated = _base(law, season, known)
    if overlays:
        dated = {**dated, **{path: _laid(dated.get(path), path, o, law) for o in overlays for path in o.sets}}
    return Policy(
        name="+".join(overlay.name for overlay in overlays) if ".y" in name else name,
        season=season,
        known=known,
        caps=Caps(**_view(dated, "caps", Caps)),
        selection=Selection(**_view(dated, "selection", Selection)),
        wages=Wages(**_view(dated, "wages", Wages)),
        overlays=tuple(overlay.name for overlay in overlays),
        title="; ".join(overlay.title for overlay in overlays) or "the law of the season",
        dated=dated,
        status=max((dated[path].read for path in _JUDGED), key=READS.index),
    )


def _view(dated: Mapping[str, Dated], prefix: str, view: type[Caps | Selection | Wages]) -> dict[str, Any]:
    return {field.name: dated[f"{prefix}.{field.name}"].value for field in fields(view)}


@lru_cache(maxsize=1024)
def _base(law: Law, season: int, known: date | None) -> Mapping[str, Dated]:
    """The season's own law, resolved once: what a Policy shows, and every other path that has a value."""
    found = {path: law.at(path, season=season, known=known) for path in VIEWED}
    for path, parameter in law.parameters.items():
        value = None if parameter.annual or path in found else law.find(path, season=season, known=known)
        if value is not None:
            found[path] = value
    return MappingProxyType(found)


def _laid(base: Dated | None, path: str, overlay: Overlay, law: Law) -> Dated:
    parameter = law.parameters[path]
    return Dated(
        path=path,
        value=overlay.sets[path],
        label=parameter.label,
        unit=parameter.unit,
        start=base.start if base else None,
        end=base.end if base else None,
        status=overlay.status,
        citations=(Citation(overlay.document),),
        read=overlay.read,
        note=f"set by the policy {overlay.name}",
        known=overlay.date,
    )
