"""What one employer does, beside the worked checks of the fact sheet (economics 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from made_openings import FEW, SEATS, small_pool
from scipy.special import ndtri

from openh1b.law import Policy, policy
from openh1b.response.assumptions import corner
from openh1b.response.board import Offers, make_board
from openh1b.response.choice import Costs, Thresholds, thresholds
from openh1b.response.jobs import Jobs, openings
from openh1b.response.outcome import Responded
from openh1b.response.prices import Prices, prices
from openh1b.response.respond import respond
from openh1b.response.surplus import surplus
from openh1b.response.wages import with_wages
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.selection.linear import selected_by_stage
from openh1b.selection.odds import odds

FREE = Prices(0, 0, 0, 0)


def job(pay: float = 100_000, level: int = 1, following: float = 115_000) -> Jobs:
    floors = {f"l{k}_usd": np.array([following * (k - 1) if k > 1 else pay * 0.9]) for k in (1, 2, 3, 4)}
    columns = {"offered_wage_usd": np.array([pay]), "selection_level": np.array([level]), **floors}
    return openings(Pool("one job", 2026, "beneficiary", columns, np.array([1])), FREE)


def at(p: tuple[float, float, float], *, fees: float = 0, entry: float = 0, kappa: float = 0) -> Thresholds:
    """Four years of a raise, not discounted, as in the fact sheet."""
    offers = Offers(np.array(p)[:, None, None], np.array([115_000.0]))
    return thresholds(job(), offers, Costs(np.array([fees]), entry, annuity=4), kappa)


def test_a_raise_pays_from_the_surplus_at_which_its_odds_are_worth_its_cost():
    """Fact sheet: odds 0.33 to 0.55; $15,000 for 4 years costs 0.55 x 60,000 = $33,000; $110,000 gain $24,200."""
    found = at((0.33, 0.55, 0.33))
    assert found.raised[0] == pytest.approx(33_000 / 0.22)
    assert found.raised[0] > 110_000


def test_a_new_label_pays_below_a_cost_of_24_200_at_the_same_odds():
    """Worked check: it pays if its cost is below $24,000 (0.22 x 110,000 = 24,200) at a surplus of $110,000."""
    assert at((0.33, 0.33, 0.55), kappa=24_200).relabeled[0] == pytest.approx(110_000)
    assert at((0.33, 0.33, 0.55), kappa=24_000).relabeled[0] < 110_000
    assert at((0.33, 0.33, 0.55), kappa=25_000).relabeled[0] > 110_000


def test_no_better_odds_no_raise_and_no_label():
    for p in ((0.5, 0.5, 0.5), (1.0, 1.0, 1.0), (0.5, 0.4, 0.3)):
        found = at(p)
        assert np.isinf([found.raised[0], found.relabeled[0]]).all()


def test_entry_needs_the_fees_and_the_registration_over_the_odds():
    assert at((0.25, 0.25, 0.25), fees=10_000, entry=215).enter[0] == pytest.approx(10_860)
    assert np.isinf(at((0.0, 0.0, 0.0), entry=215).enter[0])
    assert at((0.0, 0.0, 0.0), fees=10_000).enter[0] == 10_000


def test_who_has_no_odds_without_a_raise_enters_by_raising():
    found = at((0.0, 0.5, 0.0), fees=10_000, entry=200)
    assert np.isinf(found.enter[0])
    assert found.raised[0] == pytest.approx(10_000 + 4 * 15_000 + 200 / 0.5)


@pytest.mark.parametrize(("median", "share"), [(40_000, 0.13), (110_000, 0.55), (200_000, 0.81)])
def test_share_of_openings_worth_more_than_100_000(median: float, share: float):
    """Fact sheet: 13%, 55% and 81% at a dispersion of 0.8 (arithmetic on the assumed law)."""
    one = replace(corner(), median_surplus_usd=median, surplus_pay_slope=0.0)
    assert surplus(job().pool, one).survival(np.array([100_000.0]))[0] == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(("median", "filled"), [(40_000, 0.36), (110_000, 1.0), (200_000, 1.0)])
def test_how_much_of_the_cap_an_unavoidable_100_000_leaves_filled(
    react: Callable[..., Responded], setting: Callable[..., Policy], published: Pool, median: float, filled: float
):
    """Fact sheet: 36%, 100%, 100% at an excess demand of 2.83 (336,153 over 118,660, FY2026), no marginal tickets."""
    pool = replace(published, n=published.n * (336_153 / published.units))
    one = replace(corner(), median_surplus_usd=median, surplus_pay_slope=0.0, marginal_share=0.0)
    found = react(setting(price__one_time_fee_usd=100_000), pool=pool, assumptions=one)
    assert sum(stage.selected for stage in found.closings) / 118_660 == pytest.approx(filled, abs=0.006)


def test_the_break_even_of_103_265_is_about_23_200_a_year():
    """Issue 5: $103,265 over six years at 3% and 9.4% separation, paid at the start of each year."""
    assert 103_265 / corner().annuity == pytest.approx(23_200, abs=50)


def test_marginal_tickets_leave_in_proportion_to_the_rise_of_a_visas_cost(
    react: Callable[..., Responded], setting: Callable[..., Policy], published: Pool
):
    all_marginal = replace(corner(), marginal_share=1.0, relabel_share=0.0, raise_share=0.0)
    found = react(setting("no-cap", price__one_time_fee_usd=700), assumptions=all_marginal)
    before = odds(race(rule(policy(season=2026), SEATS, published.units), published)).by_row()
    rise = 700 + 215 - 215 / before  # odds of 1 save a part of what registering costs a visa
    assert (rise > 0).all()
    assert found.shares[:, 0] == pytest.approx(1 - rise / 614, rel=1e-6)
    assert react(setting("no-cap", price__one_time_fee_usd=2_000), assumptions=all_marginal).units == pytest.approx(0)


@pytest.mark.parametrize("name", ["weighted-levels", "level-ranking", "pay-ranking"])
def test_shares_are_those_of_single_employers_who_each_take_their_best_plan(setting: Callable[..., Policy], name: str):
    """One employer after another: surpluses from a fine grid of the law, the payoff of each plan, the best taken."""
    pool, one, told = (
        small_pool(),
        setting(name, price__one_time_fee_usd=15_000, wages__floor_usd=80_000),
        corner("high"),
    )
    found = respond(pool, one, seats=FEW, assumptions=told)
    ready = with_wages(pool, one)
    jobs = openings(ready, prices(one), prices(policy(season=2026)))
    offers = make_board(rule(one, FEW, pool.units), jobs, name).at(found.roots[0])
    before = odds(race(rule(policy(season=2026), FEW, pool.units), pool))
    met = 215 / selected_by_stage(before.passages).sum(axis=1)[before.classes.of_row]
    grid = (np.arange(40_000) + 0.5) / 40_000
    for row in range(len(pool)):
        law = surplus(pool, told)
        worth = np.exp(law.center[row] + law.dispersion * ndtri(grid))
        worth = worth[worth > met[row]]
        cost = 15_000 + told.annuity * (jobs.base_pay[row] - jobs.pay[row])
        raised = 15_000 + told.annuity * np.nan_to_num(offers.raised_pay[row] - jobs.pay[row], nan=1e12)
        p = offers.total[:, row]
        stay, up = p[0] * (worth - cost) - 215, p[1] * (worth - raised) - 215
        label = p[2] * (worth - cost) - 215 - told.relabel_cost_usd if jobs.higher[row] else stay - 1
        main, a, b = 1 - told.marginal_share, told.raise_share, told.relabel_share
        takes = main * a * ((up > stay) & (up > 0)).mean(), main * b * ((label > stay) & (label > 0)).mean()
        leaves = (1 - a - b) * (stay <= 0).mean() + a * (np.maximum(stay, up) <= 0).mean()
        leaves += b * (np.maximum(stay, label) <= 0).mean()
        rows = found.origin == row
        action, n = found.pool.array("action")[rows], found.pool.n[rows] / pool.n[row]
        assert n[action == "relabel"].sum() == pytest.approx(takes[1], abs=2e-4)
        if jobs.base_pay[row] == jobs.pay[row]:
            assert n[action == "raise"].sum() == pytest.approx(takes[0], abs=2e-4)
        assert n.sum() == pytest.approx(main * (1 - leaves), abs=2e-4)  # the fee drives every marginal ticket out
