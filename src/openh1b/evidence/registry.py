"""The tests that a claim may name, and what each may be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from openh1b.errors import did_you_mean
from openh1b.evidence import arguments, by_cost, by_figures, by_law, by_sponsors
from openh1b.evidence.inputs import Inputs
from openh1b.evidence.number import Number

Test = Callable[..., Number]

TESTS: Final[Mapping[str, Test]] = {
    one.__name__: one
    for one in (
        by_law.cap_numbers,
        by_law.law_value,
        by_law.season_count,
        by_law.registered_per_selected,
        by_law.odds_at,
        by_law.odds_ratio,
        by_law.level_one_over_level_four,
        by_law.share_at_levels,
        by_cost.dearer_now,
        by_cost.yearly_fee_needed,
        by_cost.floor_needed,
        by_cost.wage_gap,
        by_figures.figure,
        by_figures.difference,
        by_figures.part_of_change,
        by_figures.over_years,
        by_figures.largest_by,
        by_figures.part_of_computer_jobs,
        by_figures.computer_jobs_beside_all,
        by_figures.left_status,
        by_figures.beyond_six,
        by_sponsors.approvals,
        by_sponsors.rank,
        by_sponsors.industry_share,
        by_sponsors.named_share,
        by_sponsors.group_total,
    )
}


def problem(name: str, given: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a call of a test and a hint; None where it can be made."""
    if name not in TESTS:
        return f"no test {name}", did_you_mean(name, TESTS)
    return arguments.problem(name, TESTS[name], given)


def run(name: str, given: Mapping[str, Any], inputs: Inputs) -> Number:
    """The number that a test finds; what it read is noted in `inputs`."""
    return TESTS[name](inputs, **given)
