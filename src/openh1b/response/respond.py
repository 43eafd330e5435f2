"""How the employers of a pool react to a policy: who stays, raises pay, re-labels, re-routes or stays out."""

from __future__ import annotations

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import NotComputable
from openh1b.law import Policy
from openh1b.law import policy as law_of
from openh1b.response.assumptions import Assumptions
from openh1b.response.board import Board, Offers, make_board
from openh1b.response.choice import Chooser, Costs, Thresholds, thresholds
from openh1b.response.equilibrium import Market, Settled
from openh1b.response.jobs import PLANS, Jobs, openings
from openh1b.response.outcome import Responded, responded
from openh1b.response.prices import Prices, prices, value
from openh1b.response.quotas import settle
from openh1b.response.said import notes_of
from openh1b.response.surplus import BID, Surplus, surplus
from openh1b.response.wages import with_wages, without_wages
from openh1b.season.entry import needed_columns, rule
from openh1b.season.pool import Pool
from openh1b.season.seats import Seats
from openh1b.selection.race import Race

_WAGES = ("wages.floor_usd", "wages.floor_percentiles", "wages.threshold_percentiles")
_APART = 1e-6  # solutions whose stages all close nearer than this are one


def respond(
    pool: Pool, one: Policy, *, seats: Seats, assumptions: Assumptions, reference: Policy | None = None
) -> Responded:
    """The pool as its employers would fill it under a policy, and the odds that they then have.

    seats: those of the season. reference: the policy under which the pool was observed, the law of its season if not
    given; only what differs from it makes anyone react. Columns that the policies use must be there: PoolError.
    Cap-subject registrations only. Raises NotComputable where no odds settle, and for a rule by bids: a bid (`bids`) is
    what an employer does about the price, and its surplus is known.
    """
    other = reference or law_of(season=pool.season)
    new_wages = any(value(one, path) != value(other, path) for path in _WAGES)
    ready = with_wages(pool, one) if new_wages else without_wages(pool)
    charges = prices(one), prices(other)
    jobs = openings(ready, charges[0], charges[1], assumptions.reroute_share)
    made = rule(one, seats, pool.units)
    if BID in needed_columns(made, {BID}):
        raise NotComputable(f"{one.name} selects by {BID}: the bids are the response, and none is computed beside them")
    board = make_board(made, jobs, one.name)
    met = _met(ready, other, seats, assumptions)
    chooser = Chooser(
        jobs=jobs,
        law=_law(ready, jobs, assumptions),
        costs=_costs(jobs, charges[0], assumptions),
        assumptions=assumptions,
        reference=Thresholds(met.enter[jobs.origin], met.raised[jobs.origin], met.relabeled[jobs.origin]),
    )
    found = _solutions(board, chooser)
    return responded(ready, board, found, charges[0], notes_of(ready, charges, assumptions, board, len(found)))


def _law(pool: Pool, jobs: Jobs, assumptions: Assumptions) -> Surplus:
    whole = surplus(pool, assumptions)
    return Surplus(whole.center[jobs.origin], whole.dispersion)


def _costs(jobs: Jobs, charges: Prices, assumptions: Assumptions) -> Costs:
    fees = charges.if_selected(assumptions.annuity, jobs.abroad)
    return Costs(fees, charges.registration + assumptions.search_cost_usd, assumptions.annuity)


def _met(pool: Pool, reference: Policy, seats: Seats, assumptions: Assumptions) -> Thresholds:
    """The thresholds that each row met when the pool was observed, at the odds that the whole pool had."""
    charges = prices(reference)
    jobs = openings(pool, charges)
    board = make_board(rule(reference, seats, pool.units), jobs, reference.name)
    offers = _unmoved(board).offers
    return thresholds(jobs, offers, _costs(jobs, charges, assumptions), assumptions.relabel_cost_usd)


def _unmoved(board: Board) -> Settled:
    """The odds if everyone stays as they are."""

    def everyone(offers: Offers) -> Floats:
        shares = np.zeros(offers.p.shape[:2])
        shares[0] = 1.0
        return shares

    if any(stage.limits for stage in board.stages):
        return settle(_race(board), board.jobs, everyone)
    return Market(board, everyone, points=1, linked=False).solutions()[0]  # the later it closes, the more: one root


def _solutions(board: Board, chooser: Chooser) -> tuple[Settled, ...]:
    """The solution used and any other. Where nobody has a reason to move, that is exactly the pool as it was."""
    if any(stage.limits for stage in board.stages):
        return (settle(_race(board), board.jobs, chooser.shares),)
    still, found = _unmoved(board), Market(board, chooser.shares).solutions()
    if (chooser.shares(still.offers)[0] == 1.0).all():
        found = (still, *found)
    return tuple(one for k, one in enumerate(found) if not k or not any(_same(one, other) for other in found[:k]))


def _same(one: Settled, other: Settled) -> bool:
    return all(abs(a - b) <= _APART for a, b in zip(one.places, other.places, strict=True))


def _race(board: Board) -> Race:
    return Race(np.tile(board.jobs.n, len(PLANS)), board.stages)
