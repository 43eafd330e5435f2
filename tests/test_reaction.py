"""Employers reacting, beside nobody reacting: figures, ranges, corners and the command that prints them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from openh1b.cost.assumptions import inputs
from openh1b.errors import InputError
from openh1b.reaction import check_response
from openh1b.scenario import Scenario
from openh1b.simulate import Comparison, compare

LEVELS = tuple("1234")


@pytest.fixture(scope="module")
def central() -> Comparison:
    return compare(Scenario(policies=("lottery", "weighted-levels"), by=("selection_level",), response="central"))


@pytest.fixture(scope="module")
def fee() -> Comparison:
    """A fee that nobody can avoid, at every corner."""
    policies = ("lottery", "lottery+price.one_time_fee_usd=100000")
    return compare(Scenario(policies=policies, response="range", by=("channel",)))


def _value(found: Comparison, policy: str, measure: str, by: str = "all", group: str = "all") -> float:
    value = found.result.find(policy, measure, by, group).value
    assert value is not None
    return value


def test_under_the_rule_of_its_own_season_nobody_moves(central: Comparison) -> None:
    units = central.people.pool.units if central.people else 0
    assert _value(central, "lottery", "response_stay") == pytest.approx(units)
    for action in ("raise", "relabel", "reroute", "out"):
        assert _value(central, "lottery", f"response_{action}") == 0


def test_actions_add_up_to_the_pool(central: Comparison) -> None:
    units = central.people.pool.units if central.people else 0
    actions = ("stay", "raise", "relabel", "reroute", "out")
    total = sum(_value(central, "weighted-levels", f"response_{action}") for action in actions)
    assert total == pytest.approx(units)


def test_the_same_number_is_selected_as_long_as_enough_register(central: Comparison) -> None:
    seats = sum(sum(one.seats.values()) for one in central.asked.seats)
    assert _value(central, "weighted-levels", "response_selected") == pytest.approx(seats)
    assert _value(central, "weighted-levels", "response_entrants") > seats


def test_some_move_up_a_level_where_level_buys_odds(central: Comparison) -> None:
    before = _value(central, "lottery", "response_entrants", "selection_level", "1")
    after = _value(central, "weighted-levels", "response_entrants", "selection_level", "1")
    assert after < before
    odds = [_value(central, "weighted-levels", "response_odds", "selection_level", level) for level in LEVELS]
    assert odds == sorted(odds)
    assert odds[0] < odds[-1]


def test_arithmetic_stands_beside_as_it_was(central: Comparison) -> None:
    alone = compare(Scenario(policies=("lottery", "weighted-levels"), by=("selection_level",)))
    for figure in alone.result:
        assert central.result.find(figure.policy, figure.measure, figure.by, figure.group) == figure
    assert {figure.layer for figure in central.result if figure.measure.startswith("response_")} == {"accounting"}
    assert "employers do" in central.headline
    assert "employers do" not in alone.headline


def test_every_number_of_a_range_says_which_corner_stands_at_each_end(fee: Comparison) -> None:
    name = fee.runs[1].name
    entrants = fee.result.find(name, "response_entrants")
    assert entrants.low is not None
    assert entrants.high is not None
    assert entrants.value is not None
    assert entrants.low <= entrants.value <= entrants.high
    assert entrants.low < entrants.high
    assert entrants.low_at == "median_surplus_usd low"
    assert entrants.spread == "range"


def test_a_fee_is_paid_by_the_selected_and_by_nobody_else(fee: Comparison) -> None:
    name = fee.runs[1].name
    selected = _value(fee, name, "response_selected")
    assert _value(fee, name, "response_fees") == pytest.approx(100_000 * selected)
    assert _value(fee, "lottery", "response_fees") == 0
    assert _value(fee, name, "response_out") > 0


def test_nobody_reacted_is_said_of_a_price_only_where_nobody_did(fee: Comparison) -> None:
    alone = compare(Scenario(policies=("lottery", "lottery+price.one_time_fee_usd=100000")))
    assert any("and nobody reacted" in note for note in alone.notes)
    assert not any("nobody reacted" in note for note in fee.notes)
    assert any("in the figures that say that employers react, and in no other" in note for note in fee.notes)


def test_who_is_taken_to_be_abroad_is_said_beside_every_fee_on_those_abroad() -> None:
    found = compare(Scenario(policies=("lottery", "fee-100000-consular"), registrations=4_000, seats="regular=1400"))
    (note,) = [note for note in found.notes if "channel consular" in note]
    pool = found.pool
    share = pool.n[pool.array("channel") == "consular"].sum() / pool.n.sum()
    assert f"{share:.1%} of the pool" in note
    assert "no earlier US status" in note
    taken = inputs()["share_consular"]
    assert f"{taken.value:.0%} ({taken.low:.0%} to {taken.high:.0%})" in note
    assert not any("channel consular" in note for note in compare(Scenario(policies=("lottery", "fee-103265"))).notes)


def test_a_corner_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean central"):
        check_response("centrl")


def test_the_command_prints_both_and_names_the_assumption() -> None:
    command = [sys.executable, "-m", "openh1b", "compare", "lottery", "level-ranking", "--response", "central"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "If employers react, by assumption: corner central" in done.stdout
    assert "Odds of selection" in done.stdout
    assert "no study measures" in done.stdout


def test_the_command_refuses_another_word() -> None:
    command = [sys.executable, "-m", "openh1b", "compare", "--response", "lots"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--response" in done.stderr
    assert "Traceback" not in done.stderr
