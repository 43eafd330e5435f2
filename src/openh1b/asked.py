"""Who asks, and for how many seats: a scenario's pool, published rows, synthetic people or a user's own table."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from openh1b.charges import needed_columns as charge_columns
from openh1b.errors import Fault, InputError, SeasonError
from openh1b.law import Policy, load_law, policy
from openh1b.scenario import PoolFile, Scenario
from openh1b.season.entry import needed_columns, rule
from openh1b.season.pool import Assumption, Pool
from openh1b.season.pool_file import read_pool
from openh1b.season.published import COLUMNS as PUBLISHED
from openh1b.season.published import Season, Splits, published_pool, season
from openh1b.season.seats import Seats, parse_seats
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import needed_columns as wage_columns
from openh1b.tables import POOL

if TYPE_CHECKING:
    from openh1b.response.assumptions import Parameter

BID = "bid_usd"


@dataclass(frozen=True, eq=False)
class Asked:
    """Who asks, and for how many seats. `season` is None where the user brought a pool.

    own_seats: whether the user set the seats, so that they do not vary with the season's unpublished numbers.
    """

    pool: Pool
    seats: Seats
    season: Season | None
    splits: Splits
    own_seats: bool = False


def policies_of(scenario: Scenario) -> tuple[Policy, ...]:
    """The policies of a scenario, each for its season and as known on its day."""
    return tuple(policy(name, season=scenario.season, known=scenario.known) for name in scenario.policies)


def ask(scenario: Scenario) -> Asked:
    """The pool of a scenario and the seats of its season.

    Published rows answer what they can; where a policy or a grouping needs more, people are made up (`synthetic`).
    """
    policies = policies_of(scenario)
    if scenario.pool is not None:
        return _own_pool(scenario, scenario.pool, policies)
    splits = Splits(scenario.level_mix, scenario.us_masters, scenario.split)
    one = season(scenario.season, registrations=scenario.registrations, stages=scenario.split, known=scenario.known)
    seats = one.seats if scenario.seats is None else parse_seats(scenario.seats, _stage_names(policies))
    asked = Asked(published_pool(one, splits), seats, one, splits, own_seats=scenario.seats is not None)
    return (
        with_bids(people(asked, scenario.seed), scenario, policies)
        if _needs_people(scenario, policies, seats)
        else asked
    )


def people(asked: Asked, seed: str) -> Asked:
    """The same season as synthetic people instead of published rows."""
    if asked.season is None or asked.pool.synthetic:
        return asked
    return replace(asked, pool=synthetic_pool(asked.season, asked.splits, seed=seed))


def with_bids(asked: Asked, scenario: Scenario, policies: Sequence[Policy]) -> Asked:
    """Synthetic people with a bid each, where a policy or a grouping reads one: what employers' response assumes."""
    if BID not in _wanted(scenario, policies, asked.seats):
        return asked
    from openh1b.response.assumptions import corner  # read by auctions only
    from openh1b.response.surplus import bids

    pool = asked.pool
    bid = np.round(bids(pool, corner(), scenario.seed))
    columns = ChainMap({BID: bid}, pool.columns)  # type: ignore[arg-type]
    return replace(asked, pool=replace(pool, columns=columns, assumptions=(*pool.assumptions, *_of_bids())))


def _of_bids() -> tuple[Assumption, ...]:
    from openh1b.response.assumptions import load_parameters

    names = ("median_surplus_usd", "dispersion", "surplus_pay_slope", "marginal_share")
    used = [load_parameters()[name] for name in names]
    return (
        Assumption(
            name="bids",
            value="all that a visa is worth to the employer, to the dollar; " + _each(used, "central"),
            range="; ".join(f"{one.label}: {one.low:,g} to {one.high:,g}" for one in used),
            reason="nobody has bid for these visas; at one price for all it pays to bid the whole worth",
            source_ids=tuple(dict.fromkeys(source for one in used for source in one.cite)),
        ),
    )


def _each(used: Sequence[Parameter], end: str) -> str:
    return "; ".join(f"{one.label}: {getattr(one, end):,g}" for one in used)


def _needs_people(scenario: Scenario, policies: Sequence[Policy], seats: Seats) -> bool:
    return bool((_wanted(scenario, policies, seats) & set(POOL.names)) - PUBLISHED)


def _wanted(scenario: Scenario, policies: Sequence[Policy], seats: Seats) -> set[str]:
    return {name for spec in scenario.by for name in spec.split("*")} | _columns(policies, seats)


def _own_pool(scenario: Scenario, file: PoolFile, policies: Sequence[Policy]) -> Asked:
    _check_read(scenario)
    unit = str(load_law().at("selection.unit", season=scenario.season, known=scenario.known).value)
    seats = _user_seats(scenario, policies)
    needs = sorted(_columns(policies, seats))
    pool = read_pool(file.path, season=scenario.season, unit=unit, columns=file.columns, needs=needs)
    return Asked(pool, seats, None, Splits(), own_seats=scenario.seats is not None)


def _check_read(scenario: Scenario) -> None:
    """Refuse what a pool of the user's own would pass over. A field at its default was not given."""
    of_seats = scenario.seats is not None
    unread = {
        "level_mix": "says nothing of a pool of your own: its levels are in its file",
        "us_masters": "says nothing of a pool of your own: who has a US master's is in its file",
        "people": "makes people for a season: a pool of your own has pay where its file has it",
        **({"split": "says nothing beside seats of your own"} if of_seats else {}),
        **({"registrations": "says nothing beside a pool and seats of your own"} if of_seats else {}),
    }
    faults = [
        Fault(f"--{name.replace('_', '-')}", why if name == "people" else f"{getattr(scenario, name)} {why}")
        for name, why in unread.items()
        if getattr(scenario, name) != getattr(Scenario, name)
    ]
    if faults:
        raise InputError(faults)


def _columns(policies: Sequence[Policy], seats: Seats) -> set[str]:
    """Columns that some policy reads: its rule, its floors and thresholds, and what it charges."""
    by_rule = {name for one in policies for name in needed_columns(rule(one, seats, 1), POOL.names)}
    by_wages = {name for one in policies for name in wage_columns(one.wages)}
    return by_rule | by_wages | set(charge_columns(policies))


def _user_seats(scenario: Scenario, policies: Sequence[Policy]) -> Seats:
    if scenario.seats is not None:
        return parse_seats(scenario.seats, _stage_names(policies))
    try:
        return season(scenario.season, registrations=scenario.registrations, stages=scenario.split).seats
    except SeasonError as error:
        hint = "Give --seats regular=N,advanced_degree=N, or a season with a published number."
        raise SeasonError([*error.faults, Fault("--seats", "no number of seats is known", hint=hint)]) from None


def _stage_names(policies: Sequence[Policy]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in policies for name in one.selection.order))
