"""What is unknown of a season, and what each may be: named inputs, ends of unpublished numbers, the user's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openh1b.asked import ask
from openh1b.law import load_law
from openh1b.results import Spread, plural
from openh1b.scenario import Scenario
from openh1b.season.mixes import load_mixes
from openh1b.season.published import Season, Splits, published_pool
from openh1b.season.seats import SPLITS, regular_share, split, total
from openh1b.season.synthetic import synthetic_pool
from openh1b.simulate import Comparison, compare_on
from openh1b.sweep.fields import cell
from openh1b.sweep.plan import scenario_at

Vary = Mapping[str, Sequence[Any]]
"""Fields of a scenario or paths of the law -> values that the user wants tried."""


@dataclass(frozen=True)
class Case:
    """One thing that an unknown may be. season: the season with that number, where no field of a Scenario says it."""

    label: str
    scenario: Scenario
    season: Season | None = None


@dataclass(frozen=True)
class Unknown:
    """spread: whether its cases are ends of a range or definitions of one thing."""

    name: str
    spread: Spread
    cases: tuple[Case, ...]


def unknowns(base: Scenario, vary: Vary) -> tuple[Unknown, ...]:
    """Everything unknown of a scenario's season, and what the user varies. A user's own pool has only the latter."""
    own = [_asked_for(base, name, values) for name, values in vary.items()]
    one = ask(base).season
    found = [] if one is None else [*_named(base), *_numbers(base, one)]
    return (*found, *own)


def run(case: Case) -> Comparison:
    """What `compare` finds in a case. Raises InputError where the case does not fit its season."""
    who, scenario = ask(case.scenario), case.scenario
    one = case.season
    if one is not None:
        splits = Splits(scenario.level_mix, scenario.us_masters, scenario.split)
        made = synthetic_pool(one, splits, seed=scenario.seed) if who.pool.synthetic else published_pool(one, splits)
        who = replace(who, pool=made, season=one, seats=who.seats if who.own_seats else one.seats)
    # Without a season there are no ranges, which would be computed for nothing; people and reactions need theirs.
    whole = scenario.people or scenario.response != Scenario.response
    return compare_on(who if whole else replace(who, season=None), scenario)


def _named(base: Scenario) -> Iterator[Unknown]:
    """Inputs that are switched by name: they rest on different definitions or assumptions."""
    mixes = load_mixes()
    yield _switched(base, "split by wage level", "level_mix", mixes.level_mixes)
    yield _switched(base, "share with a US master's", "us_masters", mixes.us_masters)
    if base.seats is None:
        yield replace(_switched(base, "split of selections between stages", "split", SPLITS), spread="range")


def _switched(base: Scenario, label: str, name: str, values: Iterable[str]) -> Unknown:
    cases = (Case(value, scenario_at(base, {name: value})) for value in values)
    return Unknown(label, "definition", tuple(cases))


def _numbers(base: Scenario, one: Season) -> Iterator[Unknown]:
    """Numbers of which only ends are known. Rounds of selection count as one at every end, as in `compare`."""
    low, high = one.units_range
    if low != high:
        ends = (Case(f"{units:,}", base, replace(one, units=units)) for units in (low, high))
        yield Unknown(f"unique {plural(one.unit)}", "range", tuple(ends))
    low, high = one.selected_range
    if low != high and base.seats is None:
        share = regular_share(one.split, load_law())
        seats = {selected: (split(selected, share),) for selected in (low, high)}
        ends = (Case(f"{total(given):,}", base, replace(one, seats=given)) for given in seats.values())
        yield Unknown("number selected", "range", tuple(ends))


def _asked_for(base: Scenario, name: str, values: Sequence[Any]) -> Unknown:
    cases = (Case(_label(value), scenario_at(base, {name: value})) for value in values)
    return Unknown(name, "range", tuple(cases))


def _label(value: object) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    return f"{value:,}" if number else str(cell(value))
