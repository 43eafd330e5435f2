"""The spread of luck of figures with employers reacting: who registers is drawn anew, then who is selected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from openh1b.arrays import Ints
from openh1b.asked import Asked
from openh1b.grouping import groupings
from openh1b.reaction import Ends, Key, Reaction
from openh1b.response.luck import Numbers, drawn
from openh1b.response.outcome import ACTIONS
from openh1b.results import plural
from openh1b.scenario import Scenario
from openh1b.season.entry import race, rule
from openh1b.selection.race import Race

_TAIL = (0.05, 0.95)


def luck(found: Sequence[Reaction], asked: Asked, scenario: Scenario, by: Sequence[str]) -> tuple[Ends, ...]:
    """5th and 95th percentile over `scenario.draws` draws of numbers registered, selected and by action, by policy.

    Nothing without draws, over several corners, and of a policy with quotas: `luck_notes` says so.
    """
    return tuple(_of(one, asked, scenario, by) for one in found)


def luck_notes(found: Sequence[Reaction], asked: Asked, scenario: Scenario) -> Iterator[str]:
    """Of which figures with employers reacting the luck is known, where draws were asked for."""
    if not scenario.draws:
        return
    if any(len(one.by_corner) > 1 for one in found):
        yield "With employers reacting, the ends of numbers are those of corners: no luck of entry or draws is in them."
        return
    yield (
        "With employers reacting, the ends of numbers registered, selected and by action are the 5th and 95th "
        f"percentile of {scenario.draws:,} draws, in each of which it is decided anew who registers, at the odds "
        "expected; odds, changes, fees, raises and pay have no spread of luck."
    )
    for one in found:
        if _limited(_race(one, asked)):
            yield (
                f"{one.policy.name}: no spread of luck with employers reacting, since numbers by class do not settle a "
                "quota."
            )


def _of(one: Reaction, asked: Asked, scenario: Scenario, by: Sequence[str]) -> Ends:
    if not scenario.draws or len(one.by_corner) > 1 or _limited(made := _race(one, asked)):
        return {}
    pool = one.central.pool
    groups = groupings(pool, by)
    acts = np.array([ACTIONS.index(name) for name in pool.array("action")], dtype=np.int64)
    present, action = np.unique(acts, return_inverse=True)
    rows: list[Ints] = [*(one.of_row for one in groups), np.asarray(action, dtype=np.int64)]
    *numbers, by_action = drawn(one.central, made, rows, draws=scenario.draws, seed=scenario.seed)
    ends: dict[Key, tuple[float, float]] = {}
    unit = plural(pool.unit)
    for grouping, found in zip(groups, numbers, strict=True):
        for measure, many in (("response_entrants", found.entrants), ("response_selected", found.selected)):
            ends |= {
                (measure, unit, grouping.by, label): pair
                for label, pair in zip(grouping.labels, _quantiles(many), strict=True)
            }
    whole = round(one.central.units + float(one.central.out.sum()))
    return ends | {
        (f"response_{name}", unit, "all", "all"): pair for name, pair in _by_action(by_action, present, whole).items()
    }


def _race(one: Reaction, asked: Asked) -> Race:
    return race(rule(one.policy, asked.seats, asked.pool.units), one.central.pool, one.policy.name)


def _limited(made: Race) -> bool:
    return any(stage.limits for stage in made.stages)


def _quantiles(many: Ints) -> list[tuple[float, float]]:
    low, high = np.quantile(many, _TAIL, axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _by_action(found: Numbers, present: Ints, whole: int) -> Mapping[str, tuple[float, float]]:
    """Ends of the numbers by action; those that stay out are what is missing from the pool."""
    told = dict(zip((ACTIONS[k] for k in present), _quantiles(found.entrants), strict=True))
    (out,) = _quantiles(whole - found.entrants.sum(axis=1, keepdims=True))
    return {**dict.fromkeys(ACTIONS, (0.0, 0.0)), **told, "out": out}
