"""What is said of an outcome as a whole: whether the cap binds, at what price it clears, what changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from openh1b.arrays import Flags
from openh1b.charges import PATHS as PRICES
from openh1b.grouping import Grouping
from openh1b.measures import Maker, Run
from openh1b.results import Figure, Result, plural
from openh1b.season.pool import Pool
from openh1b.season.wage_rules import LEVEL, PATHS, THRESHOLD_LEVEL
from openh1b.selection.rule import Lookup, Stage

BID = "bid_usd"
MOST_NAMED = 4  # policies named one by one in a sentence
_CHOOSING = (
    "selection.order",
    "selection.who",
    "selection.tier",
    "selection.weight",
    "selection.quotas",
    "selection.seats",
)
READ = frozenset({"caps.regular", "caps.advanced_degree", *_CHOOSING, *PATHS, *PRICES})
"""Paths on which some figure of a comparison depends while nobody reacts."""

PRICE_ALONE = "A price changes who is selected only through what employers do, and nobody reacted."
PRICE_REACTING = (
    "A price changes who is selected only through what employers do: it does so in the figures that say that employers "
    "react, and in no other."
)
"""What takes the place of PRICE_ALONE where employers react too."""

_WORDS = frozenset({"selection.method"})  # what order, tier and weight say exactly


def binds(run: Run) -> bool:
    """Whether somebody who could enter is not selected for want of seats."""
    left = run.outcome.n * (1 - run.outcome.by_row())
    return bool(left[_could(run)].sum() > 0.5)


def _could(run: Run) -> Flags:
    """Rows that could enter some stage. A stage without seats races nobody: there all could but the barred."""
    stages, barred = run.outcome.classes.race.stages, run.entered.barred if run.entered is not None else None
    if all(stage.seats for stage in stages):
        able = np.zeros(len(run.outcome.classes.race.n), dtype=bool)
        for stage in stages:
            able |= stage.eligible
        return np.asarray(able[run.outcome.classes.of_row])
    return np.ones(len(run.outcome.n), dtype=bool) if barred is None else ~barred


def binding(runs: Sequence[Run], unit: str) -> str:
    """A sentence: whether the cap binds under each policy, who may enter and how many seats there are."""
    told: dict[tuple[bool, str, str], list[str]] = {}
    for run in runs:
        every, able = round(float(run.outcome.n.sum())), round(float(run.outcome.n[_could(run)].sum()))
        units = counted(every, unit) if able == every else f"{able:,} of {counted(every, unit)} may enter"
        bound = binds(run)
        key = (bound, units, _seats(run, every, bound=bound))
        told.setdefault(key, []).append(run.name)
    known, shown = len(runs) <= MOST_NAMED, list(told)
    parts = []
    for k, ((bound, units, seats), names) in enumerate(told.items()):
        which = listed(names) if known else f"{len(names)} of {len(runs)}"
        under = f" under {which}" if len(told) > 1 else ""
        who = "" if k and units == shown[k - 1][1] else f"{units}, "
        parts.append(f"{'binds' if bound else 'does not bind'}{under}: {who}{seats}")
    return f"The cap {'; it '.join(parts)}."


def may_bind(runs: Sequence[Run], result: Result) -> str:
    """A sentence on policies under which the cap does not bind, and does at the other end of their range."""
    parts = []
    for run in runs:
        odds = result.find(run.name, "odds")
        places = sum(stage.seats for stage in run.rule.stages)
        filled = odds.spread == "range" and odds.high is not None and odds.high * run.outcome.n.sum() >= places > 0
        if filled and not binds(run):
            parts.append(f"under {run.name}, where {odds.low or 0.0:.1%} to {odds.high or 0.0:.1%} of all are selected")
    return f" Over what is not known it may bind {listed(parts)}." if parts else ""


def _seats(run: Run, every: int, *, bound: bool) -> str:
    places = sum(stage.seats for stage in run.rule.stages)
    if places < every:
        return f"{places:,} seats"
    return f"{places:,} seats, {empty(run)}" if bound else "seats for all"


def empty(run: Run) -> str:
    """Where seats are left while others of the pool are not selected, as is so of seats kept for a degree."""
    seats: Counter[str] = Counter()
    for stage in run.rule.stages:
        seats[stage.name] += stage.seats
    taken = {name: round(float((run.outcome.n * run.outcome.by_row(name)).sum())) for name in seats}
    left = [
        f"{places - taken[name]:,} of them left empty in stage {name}"
        for name, places in seats.items()
        if taken[name] < places
    ]
    return listed(left)


def counted(number: int, unit: str) -> str:
    """A number of units in words."""
    return f"{number:,} {unit if number == 1 else plural(unit)}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def level_figures(run: Run, pool: Pool, everyone: Grouping) -> Iterator[Figure]:
    """Units of the pool by selection level under the thresholds of the run's own policy."""
    source = pool if run.entered is None else run.entered.pool
    level = source.array(THRESHOLD_LEVEL if THRESHOLD_LEVEL in source.columns else LEVEL)
    make = Maker(run, pool, everyone)
    for k in (1, 2, 3, 4):
        units = np.array([float(pool.n[level == k].sum())])
        yield from make.each(f"units_at_level_{k}", plural(pool.unit), units)


def without_effect(run: Run) -> Iterator[str]:
    """What a policy sets that changes no figure while nobody reacts."""
    idle = sorted(run.policy.sets - READ - _WORDS)
    if idle:
        yield f"{run.name}: {listed(idle)} {'changes' if len(idle) == 1 else 'change'} no figure while nobody reacts."
    if any(path in run.policy.sets for path in PRICES):
        yield PRICE_ALONE
    if "wages.threshold_percentiles" in run.policy.sets and not _reads_level(run):
        yield f"{run.name}: nothing here is chosen by level, so that thresholds do not change who is selected."


def _reads_level(run: Run) -> bool:
    fields = [field for stage in run.rule.stages for field in (stage.who, stage.tier, stage.weight)]
    return any(field.column == LEVEL if isinstance(field, Lookup) else LEVEL in str(field) for field in fields)


def clearing(run: Run) -> Iterator[str]:
    """The lowest bid selected in each stage, which at one price for all is what its winners pay."""
    if run.entered is None or BID not in run.entered.pool.columns:
        return
    bid = run.entered.pool.array(BID).astype(float)
    for name in dict.fromkeys(stage.name for stage in run.rule.stages if _by_bid(stage)):
        taken = run.outcome.by_row(name) > 0.5
        if taken.any():
            yield (
                f"{run.name}: the lowest bid selected in stage {name} is ${bid[taken].min():,.0f}, which at one price "
                "for all each of its winners pays."
            )


def _by_bid(stage: Stage) -> bool:
    return isinstance(stage.tier, Lookup) and stage.tier.column == BID
