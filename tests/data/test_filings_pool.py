"""From filings to people: weights to a season, level mixes, who has a US master's, and places by county."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from openh1b.data.filings_places import with_areas
from openh1b.data.filings_pool import Weights, pool_of
from openh1b.errors import SeasonError
from openh1b.season.mixes import level_mix
from openh1b.season.published import season
from tests.data.filings_made import taken

OFFERS = ("120000", "125000", "130000", "150000", "190000", "250000")
FY2026 = season(2026)


@pytest.fixture
def found(store, made):
    """Six cases at all four levels, the second for three workers."""
    changes = [{"WAGE_RATE_OF_PAY_FROM": offer} for offer in OFFERS]
    changes[1]["NEW_EMPLOYMENT"] = "3"
    return taken(store, made, *changes)


def by_level(pool):
    return dict(pool.frame.group_by("selection_level").agg(pl.col("n").sum()).sort("selection_level").iter_rows())


def test_weights_make_the_size_of_the_season_and_keep_proportions(found):
    pool = pool_of(found, FY2026, Weights())
    assert pool.people == FY2026.units
    share = np.array(list(by_level(pool).values())) / pool.people
    assert share == pytest.approx(np.array([5, 1, 1, 1]) / 8, abs=1e-5)


def test_a_level_mix_sets_the_shares_of_levels_and_leaves_those_within(found):
    pool = pool_of(found, FY2026, Weights(level_mix="eig-2025"))
    shares = np.array(level_mix("eig-2025").shares)
    assert np.array(list(by_level(pool).values())) / pool.people == pytest.approx(shares / shares.sum(), abs=1e-5)
    one, three = (pool.frame.filter(pl.col("offered_wage_usd") == pay)["n"].sum() for pay in (120_000, 125_000))
    assert three / one == pytest.approx(3, abs=1e-3)


def test_a_level_mix_with_a_level_that_has_no_filing_is_refused(store, made):
    found = taken(store, made, {"WAGE_RATE_OF_PAY_FROM": "120000"})
    with pytest.raises(SeasonError, match="at level 4, where there is no filing"):
        pool_of(found, FY2026, Weights(level_mix="eig-2025"))


def test_unweighted_people_are_the_workers_asked_for(found):
    pool = pool_of(found, FY2026, Weights(season_total=False))
    assert pool.people == 8
    assert "one person a worker asked for" in {one.value for one in pool.assumptions}


def test_the_share_with_a_masters_is_met_at_every_level_to_less_than_one_person(found):
    pool = pool_of(found, FY2026, Weights(us_masters="0.3"))
    for mine in pool.frame.partition_by("selection_level"):
        held = mine.filter("us_masters_or_higher")["n"].sum()
        assert abs(held - 0.3 * mine["n"].sum()) < 1


def test_the_seed_decides_who_has_a_masters_and_nothing_else(found):
    one, again, other = (
        pool_of(found, FY2026, Weights(season_total=False, us_masters="0.5", seed=seed)).frame for seed in "112"
    )
    assert one.equals(again)
    assert not one.equals(other)
    assert by_case(one).equals(by_case(other))


def by_case(frame):
    return frame.group_by("case_number").agg(pl.col("n").sum()).sort("case_number")


def test_what_must_be_known_is_said(found):
    said = " ".join(pool_of(found, FY2026, Weights()).notes)
    for words in (
        "of winners and not of all who were registered",
        "October to December (Q1) are not those of a cap season",
        "Here 6 of 6 rows",
        "July 2025 to June 2026",
        "6 filings, 8 workers asked for, stand for 339,000 people",
    ):
        assert words in said


def test_a_column_without_a_value_for_every_row_is_left_out_and_named(store, made):
    found = taken(store, made, {"H_1B_DEPENDENT": ""}, {})
    pool = pool_of(found, FY2026, Weights())
    assert "h1b_dependent" not in pool.frame.columns
    assert "regional_prices" in pool.frame.columns
    assert "not every row has a value: h1b_dependent." in pool.notes[-1]


@pytest.mark.parametrize(
    ("county", "state", "city", "area"),
    [
        ("KING COUNTY", "WA", "Seattle", "42660"),
        ("King", "wa", None, "42660"),
        ("SAINT LOUIS", "MO", "Hazelwood", "41180"),
        ("ST. LOUIS CITY", "MO", "St. Louis", "41180"),
        ("DE KALB", "GA", "Decatur", "12060"),
        ("DONA ANA", "NM", "Las Cruces", "29740"),
        ("MIAMI DADE", "FL", "Miami", "33100"),
        ("BOSTON CITY", "MA", "Boston", "14460"),
        ("RICHMOND CITY", "VA", "Richmond", "40060"),
        ("Richmond (city)", "VA", "Richmond", "40060"),
        ("Richmond", "VA", "RICHMOND", "40060"),
        ("Richmond County", "VA", "Warsaw", "5100003"),
        ("Franklin", "MA", "Greenfield", "2500001"),
        ("Franklin", "MA", "Franklin", "14460"),
        ("HARTFORD", "CT", "Hartford", "25540"),
        ("Capitol Planning Region", "CT", "Hartford", "25540"),
        ("anything", "DC", "Washington", "47900"),
        (None, "GU", "Tamuning", "6600001"),
        ("Richmond", "VA", "Glen Allen", None),
        ("King", "VA", "Seattle", None),
        ("CALIFORNIA", "CA", "Los Angeles", None),
        (None, "CA", "San Francisco", None),
    ],
)
def test_the_area_of_a_worksite_is_that_of_its_county_or_none(county, state, city, area):
    names = ("worksite_county", "worksite_state", "worksite_city")
    row = pl.DataFrame({name: [value] for name, value in zip(names, (county, state, city), strict=True)}).cast(
        pl.String
    )
    assert with_areas(row)["area"].to_list() == [area]


def test_places_never_double_a_row():
    counties = ["Franklin", "Richmond", "Lincoln", "Essex", "King"]
    states = ["VA", "MA", "ME", "VT", "WA"]
    rows = pl.DataFrame([(c, s, c) for c in counties for s in states],
                        schema=["worksite_county", "worksite_state", "worksite_city"], orient="row")  # fmt: skip
    assert with_areas(rows).height == rows.height
