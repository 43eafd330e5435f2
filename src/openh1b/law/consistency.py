"""Whether the values of one policy agree with each other, and how values that could be read in two ways are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

CAPS: Final = ("caps.regular", "caps.advanced_degree")
_STAGE_CAP: Final = {"regular": "caps.regular", "advanced_degree": "caps.advanced_degree"}
_PERCENTILES: Final = ("wages.percentiles", "wages.floor_percentiles", "wages.threshold_percentiles")
_CHOICE: Final = ("selection.quotas", "selection.tier", "selection.weight", "selection.method", "selection.who")

Sets = Mapping[str, Any]


def contradictions(sets: Sets) -> Iterator[tuple[str, str]]:
    """Path and problem of each value that another value of the same policy contradicts. sets: path -> checked value."""
    yield from _method(sets)
    yield from _stages(sets)
    yield from _caps(sets)
    for path in _PERCENTILES:
        value = sets.get(path)
        if value is not None and any(after <= before for before, after in pairwise(value)):
            yield path, f"{', '.join(f'{one:g}' for one in value)} do not rise from Level I to Level IV"


def _method(sets: Sets) -> Iterator[tuple[str, str]]:
    method = sets.get("selection.method")
    if method is None:
        return
    tier, weight = sets.get("selection.tier"), sets.get("selection.weight")
    even = weight is None or isinstance(weight, int | float)
    if method in ("ranked", "first_come", "final_day_draw"):
        if tier is None or tier == "none":
            yield "selection.method", f"{method} without selection.tier, which says what comes first"
        if not even:
            yield "selection.weight", f"a weight beside the method {method}: within a tier all have equal odds"
    elif tier is not None and tier != "none":
        yield "selection.tier", f"a tier beside the method {method}: ranked is the method that takes one tier first"
    if method == "lottery" and not even:
        yield "selection.weight", "a weight beside the method lottery: weighted is the method that has one"
    if method == "weighted" and weight is None:
        yield "selection.method", "weighted without selection.weight"
    elif method == "weighted" and even:
        yield "selection.weight", f"{weight:g} for all beside the method weighted: that is the lottery"


def _stages(sets: Sets) -> Iterator[tuple[str, str]]:
    order, who = sets.get("selection.order"), sets.get("selection.who")
    if order is not None and len(set(order)) < len(order):
        yield "selection.order", f"a stage is named twice in {', '.join(order)}"
    for stage in who or ():
        if stage not in _STAGE_CAP:
            yield "selection.who", f"no stage {stage}; the stages are {', '.join(_STAGE_CAP)}"
        elif order is not None and stage not in order:
            yield "selection.who", f"says who may enter stage {stage}, which selection.order leaves out"
    if who is not None:
        for stage in order or _STAGE_CAP:
            if stage not in who:
                yield "selection.who", f"does not say who may enter stage {stage}, so that everyone could"
    for stage, path in _STAGE_CAP.items():
        if order is not None and stage not in order and sets.get(path):
            yield path, f"a cap for stage {stage}, which selection.order leaves out"


def _caps(sets: Sets) -> Iterator[tuple[str, str]]:
    given = [path for path in CAPS if path in sets]
    if sets.get("selection.seats") == "everyone":
        for path in given:
            yield path, "a cap beside selection.seats: everyone, which knows none"
    if len(given) == len(CAPS) and not any(sets[path] for path in given):
        for path in _CHOICE:
            if sets.get(path):
                yield path, "a way of choosing beside caps of 0, under which nobody is chosen"
    if "caps.regular" in sets and sets.get("caps.h1b1_set_aside", 0) > sets["caps.regular"]:
        yield "caps.h1b1_set_aside", f"more than the regular cap of {sets['caps.regular']:,} that it is part of"


def readings(sets: Sets) -> Iterator[str]:
    """Sentences on values that could be read in more than one way."""
    if sets.get("wages.floor_usd") and sets.get("wages.floor_percentiles"):
        yield "Of the floor in dollars and the floor by percentile the higher one binds."
    if sets.get("price.one_time_fee_usd") and sets.get("price.consular_fee_usd"):
        yield "Where the beneficiary is abroad both one-time charges are paid."
    if any(path in sets for path in CAPS) and "selection.seats" not in sets:
        yield "Numbers selected move with the caps, in proportion: selection beyond the cap is kept as it was."
    if sets.get("wages.threshold_percentiles") and not {"selection.tier", "selection.weight"} & set(sets):
        yield "Thresholds decide the level; whether the level counts is for the policy that it is joined to."
    if sets.get("wages.floor_percentiles"):
        yield "The floor of a job is that of its selection level, the highest level that the job can have."
