"""The engine is not forked: the figures of a point are those of `compare` for the same Scenario."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openh1b.simulate import compare
from openh1b.sweep.plan import Plan
from openh1b.sweep.point import Work, asked, run_part
from openh1b.tables import RESULT

Planned = Callable[[str], Plan]

SMALL = "".join(
    f"{k % 4 + 1},{('yes', 'no')[k % 3 == 0]},{60_000 + 1_700 * k},{('CA', 'TX')[k % 2]}\n" for k in range(40)
)


def rows_of(plan: Plan, number: int) -> list[dict[str, object]]:
    done = run_part(Work(0, (asked(plan.point(number)),), plan.wanted))
    assert done.faults == ()
    return [dict(zip(("point", "scenario_sha256", *RESULT.names), row, strict=True)) for row in done.rows]


def check_point(plan: Plan, number: int) -> int:
    """Compare every figure of a point; how many there were."""
    point, rows = plan.point(number), rows_of(plan, number)
    full = [run for run in compare(point.scenario).result if run.by in plan.wanted.by]
    names = dict(zip(point.scenario.policies, point.shown, strict=True))
    measures = plan.wanted.measures or tuple({one.measure for one in full})
    wanted = {(names[f.policy], f.measure, f.by, f.group): f for f in full if f.measure in measures}
    assert {(r["policy"], r["measure"], r["by"], r["group"]) for r in rows} == set(wanted)
    for row in rows:
        figure = wanted[row["policy"], row["measure"], row["by"], row["group"]]
        assert row["scenario_sha256"] == point.scenario.content_hash
        assert row["value"] == figure.value
        if figure.spread != "range" or plan.wanted.ranges:
            assert (row["low"], row["high"], row["spread"]) == (figure.low, figure.high, figure.spread)
        else:
            assert (row["low"], row["high"], row["spread"]) == (None, None, None)
        assert row["base_policy"] == (None if figure.base_policy is None else names[figure.base_policy])
        kept = set(RESULT.names) - {"policy", "base_policy", "low", "high", "spread"}
        assert {name: row[name] for name in kept} == {name: figure.record()[name] for name in kept}
    return len(rows)


VARIED = """
base: {season: %s, policies: [lottery, weighted-levels, level-ranking]}
grid:
  level_mix: [dhs-implied, eig-2025]
  split: [caps, late-regular-round]
  caps.regular: [65000, 85000]
range:
  registrations: {low: 150000, high: 450000, steps: 3}
by: [all, selection_level, selection_level*us_masters_or_higher]
%s
"""


@pytest.mark.parametrize(
    "keep", ["", "measures: [odds, selected_regular]", "measures: [odds, gain]", "ranges: true"], ids=str
)
@pytest.mark.parametrize("number", [0, 10, 23])
def test_a_point_has_the_figures_of_compare(planned: Planned, keep: str, number: int):
    plan = planned(VARIED % (2027, keep))
    assert check_point(plan, number) >= 13


def test_a_point_of_a_season_with_several_rounds_has_them_too(planned: Planned):
    plan = planned("base: {season: 2025, policies: [current, weighted-levels]}\ngrid: {us_masters: [0.4, uscis-57]}\n")
    assert check_point(plan, 0) >= 10


def test_a_point_of_a_users_pool_with_pay_and_draws_has_them_too(planned: Planned, tmp_path):
    pool = tmp_path / "pool.csv"
    pool.write_text("selection_level,us_masters_or_higher,offered_wage_usd,state\n" + SMALL, encoding="utf-8")
    plan = planned(
        f"base: {{pool: {pool}, policies: [lottery, pay-ranking]}}\n"
        "grid: {seats: ['regular=8,advanced_degree=2', 'regular=9'], draws: [0, 100], seed: [a, b]}\n"
        "by: [all, state]\n"
    )
    assert len(plan) == 8
    assert check_point(plan, 0) >= 20
    assert check_point(plan, 3) >= 20
    drawn = [[row["low"] for row in rows_of(plan, number)] for number in (2, 3)]
    assert drawn[0] != drawn[1]  # a seed of its own


def test_points_where_employers_react_have_the_figures_of_compare_too(planned: Planned):
    plan = planned(
        "base: {season: 2026, policies: [current, weighted-levels]}\n"
        'grid: {response: ["off", central]}\n'
        "range: {price.one_time_fee_usd: {low: 0, high: 100000, steps: 2}}\n"
        "by: [all, selection_level]\n"
        "measures: [response_entrants, response_out, response_odds, response_change_in_selected]\n"
    )
    quiet, reacting = (rows_of(plan, number) for number in (1, 3))
    assert quiet == []
    full = {(f.policy, f.measure, f.by, f.group): f.value for f in compare(plan.point(3).scenario).result}
    shown = dict(zip(plan.point(3).shown, plan.point(3).scenario.policies, strict=True))
    assert len(reacting) >= 20
    for row in reacting:
        key = (shown[str(row["policy"])], row["measure"], row["by"], row["group"])
        assert row["value"] == full[key]  # type: ignore[index]
        assert row["base_policy"] in (None, "current")
    out = {row["policy"]: row["value"] for row in reacting if row["measure"] == "response_out"}
    assert all(float(str(one)) > 100_000 for one in out.values())


def test_a_point_that_cannot_run_is_told_and_the_others_still_run(planned: Planned):
    plan = planned("base: {season: 2026}\ngrid: {us_masters: [uscis-57, '0.5']}\nmeasures: [odds]\n")
    good, bad = (asked(plan.point(k)) for k in range(2))
    bad = type(bad)(bad.number, bad.scenario.replace("0.5", "mine"), bad.shown)
    done = run_part(Work(0, (bad, good), plan.wanted))
    assert {row[0] for row in done.rows} == {0}
    assert [number for number, _ in done.faults] == [1]
    assert "no split 'mine'" in done.faults[0][1]
