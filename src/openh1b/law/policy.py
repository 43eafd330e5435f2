"""A policy: the law of one season with overlays laid on it, as a typed view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal

from openh1b.cited.sources import READS, Citation
from openh1b.errors import ArgumentError, Fault, whole, wrong_kind
from openh1b.law.overlay import CURRENT, Overlay, chosen, is_file
from openh1b.law.parameters import Law, load_law
from openh1b.law.values import Dated
from openh1b.naming import parts

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
    """Percentiles of the OEWS wage at Levels I to IV, and what a policy may set beside them; None where there are none.

    floor_usd: salary floor, US dollars a year; 0 is none. floor_percentiles: regime used as wage floor at the job's
    level. threshold_percentiles: regime that decides the selection level, where it is not `percentiles`.
    """

    percentiles: tuple[float, ...] | None
    floor_usd: float
    floor_percentiles: tuple[float, ...] | None
    threshold_percentiles: tuple[float, ...] | None


@dataclass(frozen=True)
class Price:
    """Charges beside the filing fees, US dollars; 0 is none.

    yearly_fee_usd: for each year of holding the visa. one_time_fee_usd: on every cap-subject petition, unavoidable.
    consular_fee_usd: only where the beneficiary is abroad, so avoidable.
    """

    yearly_fee_usd: float
    one_time_fee_usd: float
    consular_fee_usd: float


@dataclass(frozen=True, eq=False)
class Policy:
    """The law of a season under a policy name.

    overlays: names of the overlays, in order; none is the law itself. title: what they are, in words.
    sets: paths that they set. own_caps: caps of the season's own law. dated: path -> value in use, cited.
    status: how the weakest of the caps and selection values in use was read: source, second-hand, memory, assumption.
    """

    name: str
    season: int
    known: date | None
    caps: Caps
    selection: Selection
    wages: Wages
    price: Price
    overlays: tuple[str, ...]
    title: str
    sets: frozenset[str]
    own_caps: Caps
    dated: Mapping[str, Dated]
    status: str


_VIEWS: Final = {"caps": Caps, "selection": Selection, "wages": Wages, "price": Price}
VIEWED: Final = tuple(f"{prefix}.{field.name}" for prefix, view in _VIEWS.items() for field in fields(view))
"""The paths that a Policy shows with a type; each must have a value in every season."""

_JUDGED: Final = tuple(path for path in VIEWED if not path.startswith(("wages.", "price.")))


def policy_names(law: Law | None = None) -> tuple[str, ...]:
    """Names that `policy` takes: `current` and every overlay. They compose with `+`."""
    return (CURRENT, *(law or load_law()).overlays)


def policy(name: str = CURRENT, *, season: int, known: date | None = None, law: Law | None = None) -> Policy:
    """The law of a season as known on a day, with the overlays of a name such as `lottery+no-cap` laid on it.

    A part may set a path in line: `lottery+caps.regular=130000`.

    Raises PolicyError: an unknown name (with the nearest), a path set twice, a season in which the law has no value;
    ArgumentError for values of another type.

        >>> import openh1b
        >>> openh1b.policy("lottery+caps.regular=130000", season=2027).caps.regular
        130000
    """
    season = _checked(name, season, known, law)
    law = law or load_law()
    overlays = chosen(name, law.overlays, law.parameters, law.sources)
    base = dated = _base(law, season, known)
    if overlays:
        dated = dated.under({path: _laid(dated.get(path), path, o, law) for o in overlays for path in o.sets})
    return Policy(
        name="+".join(overlay.name for overlay in overlays) if any(map(is_file, parts(name))) else name,
        season=season,
        known=known,
        caps=Caps(**_view(dated, "caps", Caps)),
        selection=Selection(**_view(dated, "selection", Selection)),
        wages=Wages(**_view(dated, "wages", Wages)),
        price=Price(**_view(dated, "price", Price)),
        overlays=tuple(overlay.name for overlay in overlays),
        title="; ".join(overlay.title for overlay in overlays) or "the law of the season",
        sets=frozenset(path for overlay in overlays for path in overlay.sets),
        own_caps=Caps(**_view(base, "caps", Caps)),
        dated=dated,
        status=max((dated[path].read for path in _JUDGED), key=READS.index),
    )


def _checked(name: object, season: object, known: object, law: object) -> int:
    """The season as an int. Raises ArgumentError with every argument of another type."""
    faults: list[Fault] = []
    year = whole(season)
    if not isinstance(name, str):
        stands = f"`{CURRENT}` is the law of the season as it stands."
        faults.append(wrong_kind("name", name, "the name of a policy as text", stands))
    if year is None:
        digits = f"{season}".strip().removesuffix(".0")
        hint = f"Write season={digits}." if digits.isascii() and digits.isdigit() else None
        faults.append(wrong_kind("season", season, "a whole number, such as 2026", hint))
    if known is not None and (isinstance(known, datetime) or not isinstance(known, date)):
        faults.append(wrong_kind("known", known, "a datetime.date or None"))
    if law is not None and not isinstance(law, Law):
        faults.append(wrong_kind("law", law, "a Law, such as load_law() gives, or None"))
    if faults or year is None:
        raise ArgumentError(faults)
    return year


def _view(dated: Mapping[str, Dated], prefix: str, view: type[Caps | Selection | Wages | Price]) -> dict[str, Any]:
    return {field.name: dated[f"{prefix}.{field.name}"].value for field in fields(view)}


class _InUse(Mapping[str, Dated]):
    """Path -> value in use: those found so far, and every other of the season's law when it is first asked for.

    A policy shows a few paths and names the rest, so that its cost does not grow with the law. Counts are left out.
    """

    def __init__(self, law: Law, season: int, known: date | None, found: Mapping[str, Dated]) -> None:
        self._law, self._season, self._known = law, season, known
        self._found: dict[str, Dated | None] = dict(found)

    def __getitem__(self, path: str) -> Dated:
        if path not in self._found:
            parameter = self._law.parameters.get(path)
            if parameter is None or parameter.annual:
                raise KeyError(path)
            self._found[path] = self._law.find(path, season=self._season, known=self._known)
        value = self._found[path]
        if value is None:
            raise KeyError(path)
        return value

    def __iter__(self) -> Iterator[str]:
        return (path for path in dict.fromkeys((*VIEWED, *self._law.parameters)) if path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def under(self, laid: Mapping[str, Dated]) -> _InUse:
        """The same with values laid on it."""
        found = {path: value for path, value in self._found.items() if value is not None}
        return _InUse(self._law, self._season, self._known, {**found, **laid})


@lru_cache(maxsize=1024)
def _base(law: Law, season: int, known: date | None) -> _InUse:
    """The season's own law. Raises PolicyError where a path that a Policy shows has no value."""
    return _InUse(law, season, known, {path: law.at(path, season=season, known=known) for path in VIEWED})


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
