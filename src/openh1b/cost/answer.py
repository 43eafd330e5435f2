"""One hire in full: its fees, a domestic hire beside it, what would make it dearer, and charges not in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openh1b.cost.break_even import Beside, BreakEven, beside, break_even
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import Filing
from openh1b.cost.hire import HireCost, Job, hire_cost
from openh1b.cost.horizon import Horizon
from openh1b.cost.pending import Pending, pending

NOTES = (
    "A visa won is a selection whose petition is approved: none that is denied or not filed is counted.",
    "Fees of the day of filing throughout, later extensions included. Nobody reacts to a price.",
    "The domestic hire differs in pay and fees only: no cost of search, training or overhead is counted for either.",
)
_REGIME = "The policy also sets a wage floor by percentile, which needs occupation and area: not computed here."
_BEYOND = "Years beyond six need an extension under AC21; whether one would be granted is not computed here."
_LIMIT = 6


@dataclass(frozen=True, eq=False)
class Answer:
    """The parts, each once for every gap (and margin) asked for. notes: what must be said with every number."""

    law: FeeLaw
    hire: HireCost
    beside: tuple[Beside, ...]
    break_even: tuple[BreakEven, ...]
    pending: tuple[Pending, ...]
    notes: tuple[str, ...]


def answer(
    filing: Filing, job: Job, horizon: Horizon, law: FeeLaw, gaps: Sequence[float], margins: Sequence[float]
) -> Answer:
    """A hire beside a domestic one at each wage gap, and its break-even at each gap and margin.

    Raises InputError for input that does not fit, PolicyError where the law has no value on the day.
    """
    hire = hire_cost(filing, job, horizon, law)
    return Answer(
        law=law,
        hire=hire,
        beside=tuple(beside(hire, gap) for gap in gaps),
        break_even=tuple(break_even(hire, gap, margin) for margin in margins for gap in gaps),
        pending=pending(filing, horizon, law),
        notes=tuple(_notes(filing, horizon, law)),
    )


def _notes(filing: Filing, horizon: Horizon, law: FeeLaw) -> Iterator[str]:
    yield from NOTES
    if horizon.years > _LIMIT:
        yield _BEYOND
    if law.on_day(filing.on).at("wages.floor_percentiles").value is not None:
        yield _REGIME
