"""What the points of a plan are: the cross product, samples, and Scenarios that differ in what varies only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from openh1b.scenario import Scenario
from openh1b.sweep.axes import Range, sampled, stepped
from openh1b.sweep.fields import types_of
from openh1b.sweep.plan import Plan
from tests.sweep.conftest import SIXTY_FOUR

Planned = Callable[[str], Plan]


def test_points_are_the_cross_product_with_the_last_axis_fastest(planned: Planned):
    plan = planned(SIXTY_FOUR)
    registrations = [round(250_000 + k * 200_000 / 15) for k in range(16)]
    assert len(plan) == 64
    expected = list(product(["dhs-implied", "eig-2025"], [65_000, 85_000], registrations))
    assert [tuple(plan.values(k).values()) for k in range(64)] == expected


def test_a_point_is_the_base_with_fields_replaced_and_paths_in_line(planned: Planned):
    plan = planned(SIXTY_FOUR)
    point = plan.point(63)
    laid = "+caps.regular=85000"
    assert point.scenario == dataclasses.replace(
        plan.base, level_mix="eig-2025", registrations=450_000, policies=("lottery" + laid, "weighted-levels" + laid)
    )
    assert point.shown == ("lottery", "weighted-levels")
    assert len({plan.point(k).scenario.content_hash for k in range(64)}) == 64


def test_every_field_of_a_scenario_can_be_varied_but_the_grouping(planned: Planned):
    assert set(types_of()) == {one.name for one in dataclasses.fields(Scenario)}
    text = (
        "grid: {seed: [1, b, 2.5], policies: [lottery, [lottery, no-cap]], people: [false], known: [2026-01-01, null]}"
    )
    points = [planned(text).point(k) for k in range(12)]
    assert [p.scenario.seed for p in points[::4]] == ["1", "b", "2.5"]
    assert points[2].scenario.policies == ("lottery", "no-cap")
    assert points[2].values[:2] == ("1", "lottery no-cap")
    assert points[1].scenario.known is None


def test_parts_hold_every_point_once_and_do_not_depend_on_workers(planned: Planned):
    plan = planned("range: {registrations: {low: 1000, high: 9000, steps: 333}}")
    assert [k for part in plan.parts for k in part] == list(range(333))
    assert 60 <= len(plan.parts) <= 70


@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_a_sample_has_one_value_in_each_slice_of_each_range(n: int):
    ranges = (Range("us_masters", 0.25, 0.75, whole=False), Range("price.yearly_fee_usd", 0.0, 10_000.0, whole=False))
    rows = np.array(sampled(ranges, n, "7").rows)
    for column, one in zip(rows.T, ranges, strict=True):
        slices = np.floor((column - one.low) / (one.high - one.low) * n).astype(int)
        assert sorted(slices) == list(range(n))


def test_a_sample_is_the_same_again_and_another_under_another_seed():
    ranges = (Range("us_masters", 0.0, 1.0, whole=False), Range("registrations", 1_000, 2_000_000, whole=True))
    assert sampled(ranges, 50, "1") == sampled(ranges, 50, "1")
    assert sampled(ranges, 50, "1") != sampled(ranges, 50, "2")
    first, second = np.array(sampled(ranges, 50, "1").rows).T
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.5  # an order of its own for each


def test_steps_have_both_ends_and_whole_numbers_stay_whole():
    assert [row[0] for row in stepped(Range("registrations", 10, 20, whole=True, steps=3)).rows] == [10, 15, 20]
    assert [row[0] for row in stepped(Range("draws", 1, 3, whole=True, steps=10)).rows] == [1, 2, 3]
    shares = [row[0] for row in stepped(Range("us_masters", 0.1, 0.4, whole=False, steps=4)).rows]
    assert shares == [0.1, 0.2, 0.3, 0.4]  # and not 0.30000000000000004
