"""A sweep's file is strict: every fault with its line, all at once, and the nearest name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from openh1b.errors import InputError
from openh1b.sweep.plan import Plan

Planned = Callable[[str], Plan]


def faults(planned: Planned, text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        planned(text)
    return [re.sub(r"^.*sweep\.yaml", "", str(fault)) for fault in raised.value.faults]


def test_all_faults_of_form_are_told_at_once_with_their_lines(planned: Planned):
    found = faults(
        planned,
        """base:
  sesson: 2026
  draws: many
grid:
  caps.reglar: [65000]
  caps.regular: [65000, -1, sixty]
  level_mix: eig-2025
  seasons.beneficiaries: [1]
  by: [selection_level]
range:
  registrations: {low: 5, high: 4, steps: 3}
  us_masters: {low: 0.1, high: 0.2}
  level_mix: {low: 1, high: 2, steps: 2}
  draws: {low: 1.5, high: 2, steps: 2}
bye: [all]
""",
    )
    assert found == [
        ", line 2: base.sesson: no field of a scenario and no path of the law. Did you mean season?",
        ", line 3: base.draws: 'many'; expected a whole number.",
        ", line 5: grid.caps.reglar: no field of a scenario and no path of the law. Did you mean caps.regular?",
        ", line 6: grid.caps.regular[2]: -1 is below 0.",
        ", line 6: grid.caps.regular[3]: 'sixty' is not a whole number.",
        ", line 7: grid.level_mix: 'eig-2025' is not a list of values. Write `level_mix: [A, B]`.",
        ", line 8: grid.seasons.beneficiaries: a published count, which no policy can set.",
        ", line 9: grid.by: by is the same at every point. Write `by:` at the top.",
        ", line 11: range.registrations: low 5 and high 4; expected low below high.",
        ", line 12: range.us_masters: key steps is missing.",
        ", line 13: range.level_mix: level_mix is no number; expected a field or path that is. Use grid.",
        ", line 14: range.draws.low: 1.5; expected a whole number.",
        ", line 15: bye: unknown key. Did you mean by?",
    ]


def test_values_that_the_law_or_the_season_lacks_are_found_before_anything_runs(planned: Planned):
    found = faults(
        planned,
        """base: {season: 2026}
grid:
  policies: [lottery, weighted-level]
  season: [2026, 2035]
  level_mix:
    - dhs-implied
    - eig-2024
""",
    )
    assert found[0].startswith(", line 3: grid.policies[2]: no policy 'weighted-level'")
    assert found[1].startswith(", line 4: grid.season[2]: FY2035 has no published registrations")
    assert found[2].startswith(", line 7: grid.level_mix[2]: no level mix 'eig-2024'")
    assert found[2].endswith("Did you mean eig-2025?")
    assert len(found) == 3


def test_a_base_that_cannot_run_is_one_fault_and_not_one_a_value(planned: Planned):
    found = faults(
        planned, "base: {us_masters: mine}\ngrid:\n  level_mix: [dhs-implied, eig-2025]\n  seed: [1, 2, 3]\n"
    )
    assert len(found) == 1
    assert found[0].startswith(", line 1: base: no split 'mine'")


def test_a_first_value_at_fault_is_blamed_and_not_the_base(planned: Planned):
    found = faults(planned, "grid:\n  seed: [1, 2]\n  level_mix: [eig-2024, eig-2025]\n")
    assert len(found) == 1
    assert found[0].startswith(", line 3: grid.level_mix[1]: no level mix 'eig-2024'")


def test_a_response_that_does_not_exist_is_found_before_anything_runs(planned: Planned):
    found = faults(planned, 'base: {season: 2026}\ngrid:\n  response: ["off", centrl]\n')
    assert len(found) == 1
    assert found[0].startswith(", line 3: grid.response[2]: 'centrl' (--response); expected off, range or the label")
    assert found[0].endswith("Did you mean central?")


def test_a_measure_that_only_some_points_have_is_no_fault(planned: Planned):
    text = 'base: {season: 2026, policies: [fee-103265]}\ngrid: {response: ["off", central]}\nmeasures: [%s]\n'
    assert len(planned(text % "response_entrants")) == 2
    found = faults(planned, text % "response_entrant")
    assert "no figure of 'response_entrant' at any point that was tried. Did you mean response_entrants?" in found[0]


def test_two_ways_to_set_one_path_are_refused(planned: Planned):
    found = faults(planned, "base: {policies: [level-ranking]}\ngrid:\n  selection.method: [lottery, ranked]\n")
    assert any("selection.method" in one for one in found)
    assert all("line" in one for one in found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("base: {season: 2026}\n", "nothing varies"),
        ("grid: {seed: [1, 1]}\n", "named twice"),
        ("grid: {seed: [1]}\nrange: {seed: {low: 1, high: 2, steps: 2}}\n", "in grid as well"),
        ("sample: {n: 5}\ngrid: {seed: [1]}\n", "nothing to sample"),
        ("sample: {n: 0}\nrange: {registrations: {low: 1, high: 9}}\n", "0 is below 1"),
        ("sample: {n: 5}\nrange: {registrations: {low: 1, high: 9, steps: 3}}\n", "a sample has no steps"),
        ("grid: {seed: [1, 2]}\nmeasures: [odd]\n", "Did you mean odds?"),
        ("grid: {seed: [1, 2]}\nmeasures: [pay_mean]\n", "no figure of 'pay_mean'"),
        ("grid: {seed: [1, 2]}\nby: [selection_levl]\n", "Did you mean selection_level?"),
        ("grid: {season: [2026, 1066]}\n", "1066"),
        ("range: {seed: {low: 1.5, high: 2, steps: 2}}\n", "whole numbers"),
        (
            "range: {registrations: {low: 1000, high: 900000, steps: 190000}, seed: {low: 1, high: 9, steps: 9}}\n",
            "at most",
        ),
        ("[1, 2]\n", "is not a mapping"),
        ("", "empty"),
        ("grid: {seed: [yes, 1]}\n", "would be read as true"),
    ],
)
def test_each_fault_says_what_is_wrong(planned: Planned, text: str, says: str):
    assert any(says in one for one in faults(planned, text))
