"""The one place that knows the order of the steps: law, season, selection, results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import Fault, PoolError, SeasonError
from openh1b.grouping import Grouping, groupings
from openh1b.law import Policy, load_law, policy, season_name
from openh1b.measures import Run, figures, grouped
from openh1b.pay import PAY, PayByGroup, pay_figures
from openh1b.results import Figure, Result, plural
from openh1b.scenario import Scenario
from openh1b.season.entry import needed_columns, race, rule
from openh1b.season.pool import Pool
from openh1b.season.pool_file import read_pool
from openh1b.season.published import Season, Splits, corners, published_pool, season
from openh1b.season.seats import Seats, parse_seats, total
from openh1b.selection.counts import counts
from openh1b.selection.draw import Selection
from openh1b.selection.draw import draw as draw_units
from openh1b.selection.odds import odds
from openh1b.selection.race import Floats, Race
from openh1b.selection.rule import Rule

if TYPE_CHECKING:
    import polars as pl

DEFAULT_BY = ("selection_level*us_masters_or_higher", "selection_level", "us_masters_or_higher")


@dataclass(frozen=True, eq=False)
class Asked:
    """Who asks, and for how many seats. `season` is None where the user brought a pool."""

    pool: Pool
    seats: Seats
    season: Season | None
    splits: Splits


@dataclass(frozen=True, eq=False)
class Comparison:
    """Policies on one pool, and what came of it. notes: what must be said with every number."""

    scenario: Scenario
    asked: Asked
    runs: tuple[Run, ...]
    result: Result
    notes: tuple[str, ...]

    @property
    def pool(self) -> Pool:
        """The pool on which all policies ran."""
        return self.asked.pool

    @property
    def headline(self) -> str:
        """What was compared, on whom, and that nobody reacted."""
        names = [run.name for run in self.runs]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        verb = "Odds under" if len(names) == 1 else "Compared:"
        return (
            f"{verb} {listed} on {season_name(self.scenario.season)}: {counted(self.pool.units, self.pool.unit)}, "
            f"{self.pool.name}. Nobody reacted."
        )


def compare(scenario: Scenario) -> Comparison:
    """Run every policy of a scenario on its pool. Raises InputError for whatever cannot be asked."""
    asked = ask(scenario)
    runs = tuple(_run(one, asked, scenario) for one in _policies(scenario))
    found = groupings(asked.pool, scenario.by or _default_by(asked.pool))
    result = Result(_figures(runs, asked, scenario, found))
    return Comparison(scenario, asked, runs, result, _notes(asked, runs))


def ask(scenario: Scenario) -> Asked:
    """The pool of a scenario and the seats of its season."""
    splits = Splits(scenario.level_mix, scenario.us_masters, scenario.split)
    policies = _policies(scenario)
    if scenario.pool is None:
        one = season(scenario.season, registrations=scenario.registrations, stages=scenario.split, known=scenario.known)
        seats = one.seats if scenario.seats is None else parse_seats(scenario.seats, _stage_names(policies))
        return Asked(published_pool(one, splits), seats, one, splits)
    unit = str(load_law().at("selection.unit", season=scenario.season, known=scenario.known).value)
    seats = _user_seats(scenario, policies)
    needs = {name for one in policies for name in needed_columns(rule(one, seats, 1), _no_columns())}
    pool = read_pool(
        scenario.pool.path, season=scenario.season, unit=unit, columns=scenario.pool.columns, needs=sorted(needs)
    )
    return Asked(pool, seats, None, splits)


def _no_columns() -> frozenset[str]:
    return frozenset()


def _user_seats(scenario: Scenario, policies: Sequence[Policy]) -> Seats:
    if scenario.seats is not None:
        return parse_seats(scenario.seats, _stage_names(policies))
    try:
        return season(scenario.season, registrations=scenario.registrations, stages=scenario.split).seats
    except SeasonError as error:
        hint = "Give --seats regular=N,advanced_degree=N, or a season with a published number."
        raise SeasonError([*error.faults, Fault("--seats", "no number of seats is known", hint=hint)]) from None


def _policies(scenario: Scenario) -> tuple[Policy, ...]:
    return tuple(policy(name, season=scenario.season, known=scenario.known) for name in scenario.policies)


def _stage_names(policies: Sequence[Policy]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in policies for name in one.selection.order))


def _run(one: Policy, asked: Asked, scenario: Scenario) -> Run:
    made = rule(one, asked.seats, asked.pool.units)
    ran = race(made, asked.pool, one.name)
    limited = any(stage.limits for stage in ran.stages)
    drawn = (
        counts(ran, scenario.draws, seed=scenario.seed, season=scenario.season)
        if scenario.draws and not limited
        else None
    )
    return Run(one, made, odds(ran), drawn)


def _default_by(pool: Pool) -> tuple[str, ...]:
    return tuple(spec for spec in DEFAULT_BY if all(name in pool.columns for name in spec.split("*")))


def _figures(runs: Sequence[Run], asked: Asked, scenario: Scenario, found: Sequence[Grouping]) -> Iterator[Figure]:
    pay = [PayByGroup(asked.pool, grouping) if PAY in asked.pool.columns else None for grouping in found]
    for run in runs:
        ranges = _ranges(run.policy, asked, scenario, found)
        for grouping, of_pay, over in zip(found, pay, ranges, strict=True):
            yield from figures(run, runs[0], asked.pool, grouping, over)
            if of_pay is not None:
                yield from pay_figures(run, of_pay)


def _ranges(
    one: Policy, asked: Asked, scenario: Scenario, found: Sequence[Grouping]
) -> list[dict[str, tuple[Floats, Floats]]]:
    """Lowest and highest odds of each group over the unpublished or disputed numbers of a season, by list."""
    if asked.season is None:
        return [{} for _ in found]
    each = []
    for corner in corners(asked.season):
        pool = published_pool(corner, asked.splits)
        seats = corner.seats if scenario.seats is None else asked.seats
        made = rule(one, seats, pool.units)
        each.append(Run(one, made, odds(race(made, pool, one.name))))
    return [_ends(each, grouping) for grouping in found]


def _ends(corner_runs: Sequence[Run], grouping: Grouping) -> dict[str, tuple[Floats, Floats]]:
    by_list: dict[str, list[Floats]] = {}
    for run in corner_runs:
        p = grouped(run, grouping).odds
        by_list.setdefault("any", []).append(p.sum(axis=1))
        for name in run.outcome.names:
            own = [k for k, stage in enumerate(run.outcome.stages) if stage.name == name]
            by_list.setdefault(name, []).append(p[:, own].sum(axis=1))
    return {name: (np.min(values, axis=0), np.max(values, axis=0)) for name, values in by_list.items()}


def _notes(asked: Asked, runs: Sequence[Run]) -> tuple[str, ...]:
    notes = [*asked.pool.notes]
    if asked.season is None:
        notes.append(
            "The pool is as given; it was not checked whether it is a cap season. Filings such as LCAs are neither "
            "registrations nor visas."
        )
    for run in runs:
        seats = sum(stage.seats for stage in run.rule.stages)
        if run.policy.selection.seats == "published" and seats >= asked.pool.units:
            notes.append(
                f"{run.name}: {seats:,} seats for the {asked.pool.units:,} units of the pool, so that all eligible "
                "are selected; set --seats."
            )
    return tuple(dict.fromkeys(notes))


def counted(number: int, unit: str) -> str:
    """A number of units in words."""
    return f"{number:,} {unit if number == 1 else plural(unit)}"


def selected_in_all(asked: Asked) -> int:
    """Seats of all stages and rounds."""
    return total(asked.seats)


@dataclass(frozen=True, eq=False)
class Draw:
    """One draw of who is selected, with all that a receipt needs."""

    asked: Asked
    policy: Policy
    rule: Rule
    race: Race
    ids: pl.Series
    selection: Selection


def draw(scenario: Scenario) -> Draw:
    """Draw the first policy of a scenario on a user's pool. Raises PoolError where a row is not one named unit."""
    asked = ask(scenario)
    pool = asked.pool
    if pool.id_column is None:
        raise PoolError(
            Fault(
                pool.name,
                "a draw needs a name for each unit",
                expected="a column beneficiary_id or registration_id",
                hint="Map one with --columns beneficiary_id=YOUR_COLUMN.",
            )
        )
    one = _policies(scenario)[0]
    made = rule(one, asked.seats, pool.units)
    ran = race(made, pool, one.name)
    ids = pool.frame[pool.id_column]
    return Draw(asked, one, made, ran, ids, draw_units(ran, ids, seed=scenario.seed, season=scenario.season))
