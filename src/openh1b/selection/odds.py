"""Exact odds, by what is affordable: the ladder of methods.

orders     dynamic program over numbers taken by class: exact, any stages; up to 10^6 states and, unless asked for,
           10^4 seats
integral   one stage, integral over the arrival time with the law of the count: exact to 1e-13, any size
closing    closing times with the second-order term, any stages and sizes; the error is printed
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.errors import NotComputable
from openh1b.selection.closed_form import Taken, closed_form
from openh1b.selection.linear import Passage, Totals, selected_by_stage, variances
from openh1b.selection.one_stage import one_stage
from openh1b.selection.orders import MOST_STATES, orders, states
from openh1b.selection.quota_odds import quota_odds
from openh1b.selection.race import Classes, Race, refine
from openh1b.selection.second_order import second_order

Method = Literal["auto", "orders", "integral", "closing"]

_MOST_SEATS = 10_000  # each seat is a pass over the states: about half a second in all


@dataclass(frozen=True)
class StageOutcome:
    """How one stage closes.

    closing_tier: value of the tier in which the seats run out (hence a clearing price), None where they do not.
    closing_time: the t in 1 - exp(-w t). tiers_in_doubt: above 0 where luck decides which tier it is.
    """

    name: str
    seats: int
    filled: float
    closing_tier: float | None
    closing_time: float | None
    tiers_in_doubt: int


@dataclass(frozen=True, eq=False)
class Fates:
    """What can become of a unit: units of each fate, probability of each stage, passages, and the fate of each row."""

    n: Floats
    p: Floats
    stages: tuple[Passage, ...]
    of_row: Ints


@dataclass(frozen=True, eq=False)
class Outcome:
    """Probability of selection of one unit of each class, in each stage, and how it was computed.

    n: units of each row. by_class: shape (classes, stages).
    error: bound or estimate of the largest error of a probability.
    """

    n: Floats
    by_class: Floats
    classes: Classes
    stages: tuple[StageOutcome, ...]
    method: str
    error: float
    passages: tuple[Passage, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the lists; rounds of one list count together."""
        return self.classes.race.names

    def by_row(self, name: str | None = None) -> Floats:
        """Probability of each row of being selected on the list `name`, or on any."""
        chosen = np.array([name in {None, stage.name} for stage in self.stages], dtype=float)
        return np.asarray((self.by_class @ chosen)[self.classes.of_row])

    @cached_property
    def fates(self) -> Fates:
        """Classes that behave alike, put together: all that spread and comparisons need."""
        code = _behaviour(self.by_class, self.passages)
        first = np.zeros(int(code.max()) + 1 if len(code) else 0, dtype=np.int64)
        first[code[::-1]] = np.arange(len(code))[::-1]
        of_row = code[self.classes.of_row]
        n = np.bincount(code, weights=self.classes.race.n, minlength=len(first)).astype(float)
        return Fates(n, self.by_class[first], tuple(passage.on(first) for passage in self.passages), of_row)

    @property
    def limited(self) -> bool:
        """Whether a stage has a quota, whose spread has no closed form here."""
        return any(stage.limits for stage in self.classes.race.stages)

    def variances(self, totals: Totals) -> Floats:
        """Variance of each total over the selected, from one draw to another; `totals` by class.

        Raises NotComputable under quotas, whose spread needs draws.
        """
        if self.limited:
            raise NotComputable("the spread under quotas has no closed form here; ask for draws")
        return variances(self.classes.race.n, self.passages, totals)


def _behaviour(p: Floats, passages: tuple[Passage, ...]) -> Ints:
    """A number for each class, equal for those that behave alike: where the certain end, and how the others race.

    Those whose end luck decides in another way (a tier in doubt, a quota) are told apart by their probabilities.
    """
    surely = p @ np.ones(p.shape[1]) > 0.5  # far quicker than a sum over the short axis
    code = np.where(surely, p.argmax(axis=1), p.shape[1])
    open_ends = [((p[:, k] > 1e-12) & (p[:, k] < 1 - 1e-12)) | (one.rate > 0) for k, one in enumerate(passages)]
    racing = np.flatnonzero(np.any(open_ends, axis=0))
    own = np.zeros(len(racing), dtype=np.int64)
    for k, passage in enumerate(passages):
        for values in (passage.survive, passage.rate, p[:, k]):
            own = refine(own, values[racing])
    code[racing] = p.shape[1] + 1 + own
    return refine(np.zeros(len(code), dtype=np.int64), code)


def odds(race: Race, *, method: Method = "auto") -> Outcome:
    """Probability of every row of being selected in every stage. No randomness, except where quotas are small.

    Raises ValueError where a method was asked for that does not fit the race.
    """
    classes = race.classes
    inner = classes.race
    taken = closed_form(inner)
    passages = tuple(one.passage for one in taken)
    if any(stage.limits for stage in inner.stages):
        p, how, error = quota_odds(inner)
    else:
        p, how, error = _ladder(inner, passages, taken, method)
    filled = inner.n @ p
    return Outcome(race.n, p, classes, _stages(inner, taken, filled), how, error, passages)


def _ladder(
    race: Race, passages: tuple[Passage, ...], taken: tuple[Taken, ...], method: Method
) -> tuple[Floats, str, float]:
    whole = method != "closing" and bool(((race.n == np.round(race.n)) & (race.n > 0)).all())
    few = whole and states(race) <= MOST_STATES
    if method == "orders" or (method == "auto" and few and _passes(race) <= _MOST_SEATS):
        if not few:
            msg = f"the dynamic program takes whole numbers and {MOST_STATES:,} states; there are {states(race):.3g}"
            raise ValueError(msg)
        return orders(race), "orders", 1e-12
    if method == "integral" or (method == "auto" and whole and _weighted_single(race, passages)):
        found = _integral(race, passages) if whole else None
        if found is not None:
            return found, "integral", 1e-12
        if method == "integral":
            msg = "the integral takes one stage that closes, whole numbers and a bounded number of classes"
            raise ValueError(msg)
    plain = selected_by_stage(passages)
    if _equals_only(passages):
        return plain, "closing", min(1.0, max(one.error for one in taken) + 1e-12)
    term, error = second_order(race.n, passages, plain)
    if any(one.tiers_in_doubt for one in taken):
        return plain, "closing", min(1.0, max(one.error for one in taken) + float(np.abs(term).max()) + error)
    return np.clip(plain + term, 0.0, 1.0), "closing", error


def _equals_only(passages: tuple[Passage, ...]) -> bool:
    """Whether all who race in a stage weigh the same and have come as far: then symmetry leaves no term out."""
    alive = np.ones(len(passages[0].survive))
    for passage in passages:
        racing = (passage.rate > 0) & (alive > 0)
        if racing.any() and (np.ptp(passage.rate[racing]) > 0 or np.ptp(alive[racing]) > 0):
            return False
        alive = alive * passage.survive
    return True


def _passes(race: Race) -> float:
    return sum(min(stage.seats, float(race.n.sum())) for stage in race.stages)


def _weighted_single(race: Race, passages: tuple[Passage, ...]) -> bool:
    if len(race.stages) != 1 or not passages[0].binding:
        return False
    rate = passages[0].rate
    return len(np.unique(rate[rate > 0])) > 1


def _integral(race: Race, passages: tuple[Passage, ...]) -> Floats | None:
    if len(race.stages) != 1 or not passages[0].binding:
        return None
    passage = passages[0]
    inside = passage.rate > 0
    ahead = passage.survive == 0
    left = race.stages[0].seats - int(race.n[ahead & ~inside].sum())
    p = one_stage(race.n[inside], passage.rate[inside], left)
    if p is None:
        return None
    whole = np.where(ahead, 1.0, 0.0)
    whole[inside] = p
    return whole[:, None]


def _stages(race: Race, taken: tuple[Taken, ...], filled: Floats) -> tuple[StageOutcome, ...]:
    return tuple(
        StageOutcome(
            name=stage.name,
            seats=stage.seats,
            filled=float(many),
            closing_tier=None if one.closing_tier is None else float(stage.tier_value[one.closing_tier]),
            closing_time=None if one.closing_tier is None else one.time,
            tiers_in_doubt=one.tiers_in_doubt,
        )
        for stage, one, many in zip(race.stages, taken, filled, strict=True)
    )
