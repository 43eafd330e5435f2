"""Synthetic people: the same at any size and under any mix, levels derived, published shares met, no real persons."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

from openh1b.errors import SeasonError
from openh1b.season.mixes import LEVELS, load_mixes
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.score import shares
from openh1b.season.synthetic import masters_share, synthetic_pool
from openh1b.season.synthetic_columns import coded, numbered, whole_numbers
from openh1b.season.synthetic_margins import load_margins
from openh1b.season.synthetic_tables import table
from openh1b.tables import POOL

MIXES = tuple(load_mixes().level_mixes)
FLOORS = ("l1_usd", "l2_usd", "l3_usd", "l4_usd")
MOVED_BY_A_MIX = {*FLOORS, "selection_level"}
ONE = season(2026)


def made(size: int = 5000, *, mix: str = "eig-2025", masters: str = "uscis-57", seed: str = "1") -> Pool:
    return synthetic_pool(ONE, Splits(level_mix=mix, us_masters=masters), seed=seed, size=size)


@pytest.fixture(scope="module")
def whole() -> Pool:
    """The whole of FY2026."""
    return synthetic_pool(ONE, Splits(level_mix="eig-2025"))


def near(found: float, wanted: float, people: int) -> bool:
    """Within four standard errors and a half: with the seed fixed this either holds or does not."""
    return abs(found - wanted) <= 4.5 * math.sqrt(max(wanted * (1 - wanted), 1e-9) / people)


def test_the_first_people_of_a_larger_pool_are_those_of_a_smaller_one():
    small, large = made(700), made(9000)
    for name in small.columns:
        assert np.array_equal(small.array(name), large.array(name)[:700]), name


def test_a_seed_gives_the_same_people_and_another_seed_others():
    first, again, other = made(300), made(300), made(300, seed="2")
    for name in first.columns:
        assert np.array_equal(first.array(name), again.array(name)), name
    assert (first.array("offered_wage_usd") != other.array("offered_wage_usd")).mean() > 0.9
    assert np.array_equal(first.array("beneficiary_id"), other.array("beneficiary_id"))


@pytest.mark.parametrize("mix", MIXES)
def test_a_level_mix_moves_floors_and_level_and_nothing_else(mix: str):
    fitted, other = made(4000), made(4000, mix=mix)
    assert set(fitted.columns) == set(other.columns)
    changed = {name for name in fitted.columns if not np.array_equal(fitted.array(name), other.array(name))}
    assert changed <= MOVED_BY_A_MIX
    assert bool(changed) == (mix != "eig-2025")


@pytest.mark.parametrize("mix", MIXES)
def test_the_level_is_the_highest_floor_that_pay_reaches_and_floors_are_in_order(mix: str):
    pool = made(4000, mix=mix)
    floors = [pool.array(name).tolist() for name in FLOORS]
    for pay, level, *ladder in zip(
        pool.array("offered_wage_usd").tolist(), pool.array("selection_level").tolist(), *floors, strict=True
    ):
        assert ladder == sorted(set(ladder))
        assert ladder[0] > 0
        assert level == max([1, *(k for k in LEVELS if pay >= ladder[k - 1])])


@pytest.mark.parametrize("mix", MIXES)
def test_level_shares_are_those_of_the_mix(mix: str):
    pool = synthetic_pool(ONE, Splits(level_mix=mix), size=100_000)
    found = shares(pool, "selection_level")
    for level, wanted in zip(LEVELS, load_mixes().level_mixes[mix].shares, strict=True):
        assert near(found[str(level)], wanted, len(pool)), (level, found)


def test_under_the_fitted_mix_the_floors_are_those_of_the_table():
    pool = made(3000)
    cells = {(row["soc_code"], row["area"]): (int(row["l1_usd"]), int(row["l4_usd"])) for row in table("floors")}
    for soc, area, l1, l2, l3, l4 in zip(
        pool.array("soc_code"), pool.array("area"), *(pool.array(name) for name in FLOORS), strict=True
    ):
        low, high = cells[soc, area]
        assert (low, high) == (l1, l4)
        assert abs(l2 - (low + (high - low) / 3)) <= 2
        assert abs(l3 - (low + (high - low) * 2 / 3)) <= 2


def test_every_fitted_share_is_met_up_to_sampling(whole: Pool):
    for one in load_margins().shares.values():
        found = shares(whole, one.column, one.leave_out)
        people = len(whole) if not one.leave_out else int((~np.isin(whole.array(one.column), one.leave_out)).sum())
        far = [value for value, wanted in one.parts.items() if not near(found.get(value, 0.0), wanted, people)]
        assert not far, (one.column, far)


def test_age_has_the_published_mean(whole: Pool):
    ages = whole.array("age")
    wanted = load_margins().figures["mean_age"].value
    assert abs(ages.mean() - wanted) < 4.5 * ages.std() / math.sqrt(len(ages))


@pytest.mark.parametrize("masters", ["uscis-57", "dhs-2019", "fy2009", "eig-f1-grad", "0", "0.9", "1"])
def test_the_share_with_a_us_masters_is_the_one_asked_for(masters: str):
    pool = made(60_000, masters=masters)
    wanted = masters_share(ONE, Splits(us_masters=masters))
    assert near(shares(pool, "us_masters_or_higher").get("true", 0.0), wanted, len(pool))


def test_the_published_share_of_f1_graduates_stays_while_the_others_can_give_way():
    for masters in ("0.42", "uscis-57", "0.8"):
        pool = made(60_000, masters=masters)
        both = (pool.array("prior_status") == "f1") & pool.array("us_masters_or_higher")
        assert near(both.mean(), load_margins().figures["f1_graduates"].value, len(pool))


def test_who_has_a_us_masters_has_a_graduate_degree(whole: Pool):
    assert not (whole.array("us_masters_or_higher") & (whole.array("degree") == "bachelors")).any()


def test_consular_are_those_without_a_us_status(whole: Pool):
    assert np.array_equal(whole.array("channel") == "consular", whole.array("prior_status") == "none")


def test_an_employer_has_one_kind_one_size_and_one_dependence(whole: Pool):
    employer = whole.coded("employer").codes
    for name in ("employer_kind", "employer_size", "h1b_dependent"):
        pairs = np.unique(np.stack([employer, whole.coded(name).codes]), axis=1)
        assert pairs.shape[1] == len(np.unique(employer)), name


def test_an_employer_of_one_has_one_person(whole: Pool):
    employer = whole.coded("employer").codes
    people = np.bincount(employer)
    assert (people[employer[whole.array("employer_size") == "1"]] == 1).all()


def test_only_published_names_are_names_and_none_of_them_is_called_an_outsourcer(whole: Pool):
    words = ("IT services ", "Manufacturer ", "Other employer ", "Outsourcer ")
    named = {str(name) for name in whole.coded("employer").labels if not str(name).startswith(words)}
    assert named == set(load_margins().shares["employer"].parts)
    assert not set(whole.array("employer")[whole.array("employer_kind") == "outsourcer"]) & named


def test_it_says_that_it_is_synthetic_and_what_is_assumed():
    pool = made(10, mix="dhs-implied")
    assert pool.synthetic
    assert "synthetic" in pool.name
    assert pool.status == "assumption"
    assert pool.level_mix == "dhs-implied"
    names = [one.name for one in pool.assumptions]
    assert len(names) == len(set(names))
    assert {"people", "split by wage level", "share with a US master's"} <= set(names)
    assert sum(name.startswith("independent: ") for name in names) >= 5


def test_a_season_that_drew_registrations_says_that_each_is_taken_as_a_person():
    pool = synthetic_pool(season(2024), Splits(), size=10)
    assert pool.unit == "registration"
    assert "one registration a person" in {one.name for one in pool.assumptions}


def test_every_column_is_one_that_the_schema_knows_and_keeps_its_limits():
    pool = made(2000, mix="penn-wharton-2026")
    assert pool.id_column == "beneficiary_id"
    assert len(set(pool.array("beneficiary_id"))) == 2000
    for name in pool.columns:
        column, values = POOL[name], pool.array(name)
        assert len(values) == 2000
        if column.low is not None:
            assert values.min() >= column.low
            assert values.max() <= column.high
        if column.allowed is not None:
            assert set(values) <= set(column.allowed)


def test_the_table_of_people_holds_what_the_arrays_hold():
    pool = made(50)
    assert pool.frame().columns == list(pool.columns)
    for name in pool.columns:
        assert pool.frame([name])[name].to_list() == pool.array(name).tolist()


@pytest.mark.parametrize("size", [0, -1, 10_000_000])
def test_a_size_that_is_none_is_refused(size: int):
    with pytest.raises(SeasonError, match="whole number from 1 to"):
        made(size)


def test_a_level_mix_with_a_slip_names_the_nearest():
    with pytest.raises(SeasonError, match="Did you mean eig-2025"):
        made(10, mix="eig2025")


def test_making_people_loads_no_tables_library():
    code = (
        "import sys\nfrom openh1b.season.published import Splits, season\n"
        "from openh1b.season.synthetic import synthetic_pool\n"
        "synthetic_pool(season(2026), Splits(), size=100)\nprint('polars' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_numbered_labels_are_what_formatting_gives():
    assert numbered("S2026-", 1234).tolist() == [f"S2026-{k:07d}" for k in range(1, 1235)]


def test_coded_puts_labels_in_order_and_leaves_out_those_that_do_not_occur():
    found = coded(("b", "d", "a", "c"), np.array([3, 0, 0, 2]))
    assert found.labels.tolist() == ["a", "b", "c"]
    assert found.labels[found.codes].tolist() == ["c", "b", "b", "a"]
    numbers = whole_numbers(np.array([7, 3, 7]))
    assert numbers.labels.tolist() == [3, 7]
    assert numbers.labels[numbers.codes].tolist() == [7, 3, 7]
