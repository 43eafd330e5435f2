"""The form of the Compare page: what can be chosen, what is chosen, and the policies that its fields make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openh1b.charts.words import column_label
from openh1b.errors import Fault, InputError
from openh1b.law import load_law
from openh1b.naming import parts
from openh1b.scenario import OFF, Scenario
from openh1b.season.mixes import load_mixes
from openh1b.season.published import FIRST
from openh1b.season.seats import SPLITS
from openh1b.web.seasons import PROJECTED

MOVES: Final = (
    "caps.regular",
    "caps.advanced_degree",
    "wages.floor_usd",
    "price.yearly_fee_usd",
    "price.one_time_fee_usd",
)
WEIGHT: Final = "selection.weight"
WEIGHTS: Final = tuple(f"weight.{level}" for level in range(1, 5))
FIELDS: Final = ("was", "against", "on", "inline", *MOVES, *WEIGHTS)
"""Names that only the form has (`was`: the season it was made for); the Scenario's address is written from them."""
BY: Final = ("selection_level", "us_masters_or_higher", "employer_kind", "country", "degree", "channel")
_RESPONSES: Final = {
    OFF: "nobody reacts",
    "central": "employers react, central assumptions",
    "range": "employers react, all corners of what is assumed (minutes)",
}
_STANDINGS: Final = {
    "in_force": "In force",
    "past": "In force once",
    "vacated": "Vacated",
    "proposed": "Proposed",
    "lapsed": "Bills not enacted by their Congress",
    "hypothetical": "Hypothetical",
}


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen. about: a line below its label."""

    value: str
    label: str
    chosen: bool
    about: str = ""


@dataclass(frozen=True)
class Shelf:
    """Policies of one standing."""

    title: str
    policies: tuple[Choice, ...]


@dataclass(frozen=True)
class Move:
    """A parameter that can be moved. now: its value in the season's own law."""

    name: str
    label: str
    unit: str
    now: str
    low: float
    high: float


@dataclass(frozen=True)
class Form:
    """The whole form. hidden: fields of the Scenario that have no field here but are kept."""

    policies: tuple[Choice, ...]
    shelves: tuple[Shelf, ...]
    season: int
    seasons: tuple[Choice, ...]
    registrations: int | None
    projected: bool
    level_mixes: tuple[Choice, ...]
    us_masters: tuple[Choice, ...]
    splits: tuple[Choice, ...]
    by: tuple[Choice, ...]
    responses: tuple[Choice, ...]
    people: bool
    moves: tuple[Move, ...]
    bases: tuple[Choice, ...]
    against: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]


def form(scenario: Scenario) -> Form:
    """The form as a scenario fills it."""
    mixes = load_mixes()
    return Form(
        policies=tuple(Choice(name, name, chosen=True, about=_title(name)) for name in scenario.policies),
        shelves=_shelves(scenario.policies),
        season=scenario.season,
        seasons=tuple(
            Choice(str(k), f"FY{k}{', projected' if k == PROJECTED else ''}", k == scenario.season)
            for k in dict.fromkeys((*range(FIRST, PROJECTED + 1), scenario.season))
        ),
        registrations=scenario.registrations,
        projected=scenario.season >= PROJECTED,
        level_mixes=_choices({name: one.label for name, one in mixes.level_mixes.items()}, scenario.level_mix),
        us_masters=_choices({name: one.label for name, one in mixes.us_masters.items()}, scenario.us_masters),
        splits=_choices(dict.fromkeys(SPLITS, ""), scenario.split),
        by=_groupings(scenario.by),
        responses=_choices(_RESPONSES, scenario.response),
        people=scenario.people,
        moves=tuple(_move(name, scenario.season) for name in MOVES),
        bases=tuple(Choice(name, name, name == "current") for name in dict.fromkeys(("current", *scenario.policies))),
        against=tuple(Choice(name, name, name == scenario.base) for name in scenario.policies),
        hidden=_hidden(scenario),
    )


def _choices(known: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    """Choices by name; one that is none of them, such as a number typed in the address, is kept as it is."""
    every = {chosen: "", **known} if chosen not in known else known
    return tuple(Choice(name, f"{name}: {about}" if about else name, name == chosen) for name, about in every.items())


def _groupings(chosen: Sequence[str]) -> tuple[Choice, ...]:
    every = dict.fromkeys((*BY, *chosen))
    return tuple(Choice(name, column_label(name).capitalize(), name in chosen) for name in every)


def _title(name: str) -> str:
    known = load_law().overlays
    titles = [known[part].title if part in known else part.replace("=", " = ") for part in parts(name)]
    return "; ".join("the law of the season" if title == "current" else title for title in titles)


def _shelves(chosen: Sequence[str]) -> tuple[Shelf, ...]:
    overlays = [one for one in load_law().overlays.values() if one.name not in chosen]
    first = () if "current" in chosen else (Choice("current", "current", chosen=False, about=_title("current")),)
    return tuple(
        Shelf(
            title,
            (
                *(first if status == "in_force" else ()),
                *(
                    Choice(one.name, one.name, chosen=False, about=one.title)
                    for one in overlays
                    if one.status == status
                ),
            ),
        )
        for status, title in _STANDINGS.items()
    )


def _move(name: str, season: int) -> Move:
    law = load_law()
    parameter, now = law.parameters[name], law.find(name, season=season)
    low, high = parameter.kind.low or 0, parameter.kind.high or 1e9
    label = parameter.label.partition(" (")[0].partition(",")[0]
    return Move(name, label, parameter.unit, "" if now is None else f"{now.value:g}", low, high)


def _hidden(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Fields without a field in the form: draws, seed, the day of knowledge, seats."""
    base = Scenario()
    kept = [name for name in ("seats", "draws", "seed", "known") if getattr(scenario, name) != getattr(base, name)]
    return tuple((name, str(getattr(scenario, name))) for name in kept)


def with_fields(scenario: Scenario, given: Mapping[str, str]) -> Scenario:
    """The scenario with what the form's own fields ask for: a policy with moved parameters, another base policy."""
    if given.get("was", str(scenario.season)) != str(scenario.season):
        scenario = replace(scenario, registrations=None)  # those were of the season before
    moved = [f"{name}={given[name].strip()}" for name in MOVES if given.get(name, "").strip()]
    moved += [part for part in (_weights(given), given.get("inline", "").strip()) if part]
    policies = list(scenario.policies)
    if moved:
        on = given.get("on", "").strip() or "current"
        policies.append("+".join(moved if on == "current" else [on, *moved]))
    against = given.get("against", "").strip()
    if against and against in policies:
        policies.remove(against)
        policies.insert(0, against)
    policies = list(dict.fromkeys(policies))
    return scenario if tuple(policies) == scenario.policies else replace(scenario, policies=tuple(policies))


def _weights(given: Mapping[str, str]) -> str:
    """Weights of the four levels as an in-line value. Raises InputError where some are missing or no numbers."""
    typed = [given.get(name, "").strip() for name in WEIGHTS]
    if not any(typed):
        return ""
    wrong = [k for k, text in enumerate(typed, start=1) if not _is_weight(text)]
    if wrong:
        raise InputError(
            [Fault(f"weight of level {k}", f"{typed[k - 1]!r}", expected="a number above 0") for k in wrong]
        )
    values = ",".join(f'"{k}":{text}' for k, text in enumerate(typed, start=1))
    return f'{WEIGHT}={{"column":"selection_level","values":{{{values}}}}}'


def _is_weight(text: str) -> bool:
    try:
        return 0 < float(text) < 1e6 and text.replace(".", "", 1).isdecimal() and text.isascii()
    except ValueError:
        return False
