"""What has to be said with every number that rests on a response."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openh1b.response.assumptions import Assumptions
from openh1b.response.board import Board, PlanBoard
from openh1b.response.prices import Prices
from openh1b.response.wages import REQUIRED
from openh1b.season.pool import Pool

_TESTED_USD = 5_000  # petition fees have been of this order; beyond it nothing like it was charged to everyone

_BASIS = (
    "Employers react by assumption, not by estimate: no study measures how many would pay, raise, re-label or re-route."
)
_NOBODY_NEW = (
    "Nobody enters who is not in the pool; what the law of the observed season already moved does not move back."
)
_STREAM = (
    "Covers cap_subject only. cap_exempt is not computed: it has no draw, does not pay the one-time fee on cap-subject "
    "petitions, and is bound by the required wage."
)


def notes_of(
    pool: Pool, charges: tuple[Prices, Prices], assumptions: Assumptions, board: Board, solutions: int
) -> tuple[str, ...]:
    """charges: of the policy and of the reference; solutions: how many were found."""
    size = "differs by size of employer (an assumption)" if assumptions.by_size else "is equal across sizes of employer"
    return (
        f"{_BASIS} The surplus {size}.",
        _NOBODY_NEW,
        _STREAM,
        *_on_price(*charges),
        *_on_raises(pool, board),
        *_on_solutions(board, solutions),
    )


def _on_price(now: Prices, before: Prices) -> Iterator[str]:
    if max(now.one_time - before.one_time, now.yearly - before.yearly) > _TESTED_USD:
        yield "Results for this fee extrapolate far beyond any unavoidable fee to which a response was observed."
    if now.consular > before.consular:
        tail = "" if before.consular == 0 else " Those who could be had been when the pool was observed."
        yield (
            "The fee on those abroad can be avoided by a change of status; how many can be re-routed is not known."
            + tail
        )


def _on_raises(pool: Pool, board: Board) -> Iterator[str]:
    if isinstance(board, PlanBoard) and np.isnan(board.jobs.raised_pay).all():
        yield "Raises to the next level are not computed: the pool has no pay or no thresholds."
    if not isinstance(board, PlanBoard):
        yield "The clearing pay is taken as known in advance: who cannot reach it does not register."
    if REQUIRED in pool.columns:
        yield "A selection level stands for the job's own level; re-labeling to a lower required wage is not computed."


def _on_solutions(board: Board, solutions: int) -> Iterator[str]:
    if any(stage.limits for stage in board.stages):
        yield "Under quotas the solution is where repeated steps come to rest; no second one was looked for."
    elif solutions > 1:
        yield (
            f"{solutions} solutions satisfy the same rule and seats. Used is the one in which nobody moves, if that is "
            "one of them, else the one with the lowest odds."
        )
