"""The law against the record: values written down from the statutes and rules named beside them, not from our files."""

from __future__ import annotations

from datetime import date

import pytest

from openh1b.law import Law, policy

# Pub. L. 101-649 (1990), 105-277 (1998), 106-313 (2000), 108-447 (2004)
CAPS = (
    dict.fromkeys(range(1992, 1999), (65_000, 0))
    | dict.fromkeys(range(1999, 2001), (115_000, 0))
    | dict.fromkeys(range(2001, 2004), (195_000, 0))
    | {2004: (65_000, 0)}
    | dict.fromkeys(range(2005, 2028), (65_000, 20_000))
)


@pytest.mark.parametrize("season", range(1992, 2028))
def test_caps_by_fiscal_year(season: int):
    caps = policy(season=season).caps
    assert (caps.regular, caps.advanced_degree) == CAPS[season]


# Pub. L. 108-77 and 108-78, from 1 January 2004: 1,400 for Chile, 5,400 for Singapore
@pytest.mark.parametrize(("season", "numbers"), [(2003, 0), (2004, 6_800), (2027, 6_800)])
def test_h1b1_set_aside(law: Law, season: int, numbers: int):
    assert policy(season=season).caps.h1b1_set_aside == numbers
    if numbers:
        parts = [law.at(f"caps.h1b1_{country}", season=season).value for country in ("chile", "singapore")]
        assert sum(parts) == numbers


# 85 FR 63872 (in force 8 October to 1 December 2020); 86 FR 3608 (never applied); RIN 1205-AC30 (proposed)
PERCENTILES = [
    ("2010-01-01", (17, 34, 50, 67)),
    ("2020-10-07", (17, 34, 50, 67)),
    ("2020-10-08", (45, 62, 78, 95)),
    ("2020-12-01", (45, 62, 78, 95)),
    ("2020-12-02", (17, 34, 50, 67)),
    ("2021-06-01", (17, 34, 50, 67)),
    ("2023-01-01", (17, 34, 50, 67)),
    ("2026-11-21", (17, 34, 50, 67)),
]


@pytest.mark.parametrize(("day", "percentiles"), PERCENTILES)
def test_wage_percentiles_by_regime(law: Law, day: str, percentiles: tuple[int, ...]):
    assert law.at("wages.percentiles", on=date.fromisoformat(day)).value == percentiles


def test_wage_percentiles_that_never_held_are_kept_with_their_status(law: Law):
    others = {dated.value: dated.status for dated in law.others("wages.percentiles")}
    assert others == {
        (45, 62, 78, 95): "set_aside",
        (35, 53, 72, 90): "vacated",
        (34, 52, 70, 88): "proposed",
    }


# 73 FR 15389; 84 FR 888; 89 FR 7456; 90 FR 60864
ERAS = {
    1992: ("petition", "final_day_draw", ("regular",)),
    2005: ("petition", "final_day_draw", ("regular", "advanced_degree")),
    2009: ("petition", "lottery", ("advanced_degree", "regular")),
    2010: ("petition", "final_day_draw", ("advanced_degree", "regular")),
    2013: ("petition", "final_day_draw", ("advanced_degree", "regular")),
    2014: ("petition", "lottery", ("advanced_degree", "regular")),
    2019: ("petition", "lottery", ("advanced_degree", "regular")),
    2020: ("petition", "lottery", ("regular", "advanced_degree")),
    2021: ("registration", "lottery", ("regular", "advanced_degree")),
    2024: ("registration", "lottery", ("regular", "advanced_degree")),
    2025: ("beneficiary", "lottery", ("regular", "advanced_degree")),
    2026: ("beneficiary", "lottery", ("regular", "advanced_degree")),
    2027: ("beneficiary", "weighted", ("regular", "advanced_degree")),
}


@pytest.mark.parametrize("season", ERAS)
def test_selection_by_era(season: int):
    chosen = policy(season=season).selection
    assert (chosen.unit, chosen.method, chosen.order) == ERAS[season]


def test_weights_from_fy2027_are_four_to_one():
    weight = policy(season=2027).selection.weight
    assert weight == {"column": "selection_level", "values": {"1": 1, "2": 2, "3": 3, "4": 4}}
    assert policy(season=2026).selection.weight == 1
