"""Wage levels: the shipped table against known values, the level of an offer, wage years, a stored table."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from openh1b.cases.person_salary import read_salary
from openh1b.data.schemas import OFLC_WAGES
from openh1b.errors import DataError, NotComputable
from openh1b.season.codes import areas, titles
from openh1b.season.levels import level_of, levels_of, standing, wage_year_of, wage_year_warning
from openh1b.season.synthetic_pay import levels as synthetic_levels
from openh1b.season.synthetic_tables import table
from openh1b.season.wages_table import FOLDER, StoredWages, floors_of, shipped

SEATTLE = floors_of("15-1252", "42660")


def test_seattle_software_developers_are_as_published():
    # OFLC, July 2025 to June 2026: 56.61 / 71.75 / 86.88 / 102.02 an hour
    assert SEATTLE.an_hour == (56.61, 71.75, 86.88, 102.02)
    assert pytest.approx((117748.80, 149240.00, 180710.40, 212201.60)) == SEATTLE.usd
    assert SEATTLE.hourly
    assert SEATTLE.wage_year == 2025


def test_every_wage_is_that_of_the_official_file(shared_data):
    rows = pl.read_parquet(shared_data("oflc_wages/oflc_prevailing_wages_2025-26_by_soc_area.parquet"))
    rows = rows.with_columns(pl.col("soc", "area", "unit").cast(pl.String))
    l1, l4 = shipped().ends(rows["soc"].to_numpy(), rows["area"].to_numpy())
    times = np.where(rows["unit"].to_numpy() == "year", 0.01, 20.8)
    for ours, theirs in ((l1, "l1_cents"), (l4, "l4_cents")):
        np.testing.assert_allclose(ours, rows[theirs].to_numpy() * times, rtol=1e-12)
    some = rows.filter(pl.col("unit") != "none").gather_every(997)
    for soc, area, unit, *cents in some.iter_rows():
        found = floors_of(soc, area)
        assert found.hourly == (unit == "hour")
        assert found.usd == pytest.approx([one * (20.8 if unit == "hour" else 0.01) for one in cents], abs=1e-6)


def test_the_table_has_the_codes_of_the_lists_and_the_floors_of_the_synthetic_season():
    held = shipped()
    assert {str(code) for code in held.area} == set(areas())
    assert {code for code in titles() if not code.startswith("55-")} == {str(code) for code in held.soc_code}
    rows = [row for row in table("floors") if row["taken_from"] == "table"]
    l1, l4 = held.ends(np.array([r["soc_code"] for r in rows]), np.array([r["area"] for r in rows]))
    assert np.abs(l1 - [float(r["l1_usd"]) for r in rows]).max() <= 0.5
    assert np.abs(l4 - [float(r["l4_usd"]) for r in rows]).max() <= 0.5


def test_a_wage_by_the_year_is_not_multiplied():
    teachers = floors_of("25-1021", "42660")
    assert not teachers.hourly
    assert 30_000 < teachers.l1_usd < teachers.l2_usd < teachers.l3_usd < teachers.l4_usd < 400_000
    assert all(one == int(one) for one in teachers.usd)


@pytest.mark.parametrize(
    ("soc", "why"), [("29-1024", "no wage for it in this area"), ("55-1011", "no such occupation")]
)
def test_an_occupation_without_a_wage_is_no_level(soc, why):
    with pytest.raises(NotComputable, match=why):
        floors_of(soc, "42660")


@pytest.mark.parametrize(
    ("pay", "level"),
    [
        (20_000, 1),
        (117_748.79, 1),
        (117_748.80, 1),
        (149_239.99, 1),
        (149_240, 2),
        (180_710.40, 3),
        (212_201.59, 3),
        (212_201.60, 4),
        (5e6, 4),
    ],
)
def test_an_offer_has_the_highest_level_that_it_equals_or_exceeds(pay, level):
    assert level_of(pay, SEATTLE) == level


def test_pay_by_the_hour_at_a_wage_by_the_hour_reaches_it():
    for name, level in zip(SEATTLE.an_hour, (1, 2, 3, 4), strict=True):
        assert level_of(read_salary(f"{name}/hour").usd, SEATTLE) == level
        assert level_of(read_salary(f"{name - 0.01:.2f}/hour").usd, SEATTLE) == max(level - 1, 1)


def test_levels_are_those_of_the_synthetic_season():
    pay = np.linspace(50_000, 300_000, 4_001)
    floors = [np.full(len(pay), one) for one in SEATTLE.usd]
    assert (levels_of(pay, floors) == synthetic_levels(pay, floors)).all()


def test_below_level_one_counts_as_one_and_the_next_step_is_two():
    below = standing(100_000, SEATTLE)
    assert (below.level, below.below_level_1, below.next_level) == (1, True, 2)
    assert below.short_usd == 49_240
    assert standing(117_748.80, SEATTLE).below_level_1 is False
    top = standing(250_000, SEATTLE)
    assert (top.level, top.next_level, top.next_usd, top.short_usd) == (4, None, None, None)


def test_an_offer_equal_to_four_equal_wages_is_level_four():
    flat = replace(SEATTLE, l1_usd=50_000, l2_usd=50_000, l3_usd=50_000, l4_usd=50_000)
    assert level_of(50_000, flat) == 4
    assert level_of(49_999, flat) == 1


def test_the_wage_year_is_that_of_the_registration():
    # FY2028 registers in March 2027, FY2027 in March 2026
    assert (wage_year_of(2028), wage_year_of(2027)) == (2026, 2025)
    assert wage_year_warning(2027, 2025) is None
    assert "July 2026 to June 2027 applies" in wage_year_warning(2028, 2025)


def stored(**changes) -> pl.DataFrame:
    row = {"wage_year": 2026, "soc_code": "15-1299.08", "area": "42660", "unit": "hour", "vintage": "v"}
    row |= {f"l{n}": 10.0 * n for n in range(1, 5)} | {f"l{n}_usd": 20_800.0 * n for n in range(1, 5)}
    return pl.DataFrame([row | changes]).select(OFLC_WAGES.names)


def test_a_stored_table_stands_in_for_the_shipped_one():
    held = StoredWages(pl.concat([stored(), stored(wage_year=2024, l1_usd=1.0)]))
    assert held.wage_year == 2026
    found = floors_of("15-1299.08", "42660", held)
    assert found.usd == (20_800, 41_600, 62_400, 83_200)
    assert found.wage_year == 2026
    assert StoredWages(pl.concat([stored(), stored(wage_year=2024)]), 2024).wage_year == 2024


def test_a_stored_table_without_the_year_or_the_wage_says_so():
    with pytest.raises(DataError, match="July 2026 to June 2027"):
        StoredWages(stored(), 2025)
    empty = stored(unit=None, l1_usd=None, l2_usd=None, l3_usd=None, l4_usd=None)
    with pytest.raises(NotComputable, match="stored OFLC table of July 2026 to June 2027"):
        floors_of("15-1299.08", "42660", StoredWages(empty))


def test_the_tables_are_described_and_small():
    described = (FOLDER / "wages.yaml").read_text(encoding="utf-8")
    files = {one.name: len(one.read_bytes()) for one in FOLDER.iterdir()}
    assert all(f"\n{name}:" in described for name in files if name != "wages.yaml")
    assert sum(files.values()) < 3_000_000
    onet = list(csv.DictReader((FOLDER / "onet.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["onet_code"][:7] for row in onet} <= set(titles())


def test_a_look_up_loads_no_polars():
    code = (
        "import sys\nfrom openh1b.season.wages_table import floors_of\n"
        "from openh1b.season.areas import find_area\nfrom openh1b.season.occupations import find_occupation\n"
        "from openh1b.season.wages_percentiles import percentile_wages\n"
        "soc, area = find_occupation('software developers').soc_code, find_area('Seattle').code\n"
        "floors_of(soc, area)\npercentile_wages(soc, area, [34, 88])\n"
        "print({'polars', 'rapidfuzz', 'pandas', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
