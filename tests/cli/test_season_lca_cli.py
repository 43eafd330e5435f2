"""`openh1b season make --from lca`: a pool that `compare` takes, with what it rests on; bad flags write nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.data.filings_made import cases, wages

OFFERS = ("120000", "150000", "190000", "250000")


@pytest.fixture
def stored(openh1b: Run, tmp_path: Path) -> str:
    """A store with four cases and their wages."""
    changes = [{"WAGE_RATE_OF_PAY_FROM": offer, "EMPLOYER_NAME": "AMAZON.COM SERVICES, INC."} for offer in OFFERS]
    (tmp_path / "cases.csv").write_bytes(cases(*changes, {"VISA_CLASS": "E-3 Australian"}))
    (tmp_path / "wages_2025-26.parquet").write_bytes(wages())
    done = openh1b("data", "add", "cases.csv", "wages_2025-26.parquet", "--store", "store")
    assert done.returncode == 0, done.stderr
    return "store"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_the_pool_is_taken_by_compare_and_its_record_says_what_it_rests_on(
    openh1b: Run, tmp_path: Path, stored: str, ending: str
):
    file = f"pool.{ending}"
    done = openh1b("season", "make", "--from", "lca", "--store", stored, "--season", "2026", "--out", file)
    assert done.returncode == 0, done.stderr
    for words in ("visa class", "H-1B1 and E-3", "of winners", "out of season", "July 2025 to June 2026"):
        assert words.casefold() in done.stdout.casefold()
    record = json.loads((tmp_path / f"{file}.json").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256((tmp_path / file).read_bytes()).hexdigest()
    assert (record["people"], record["counted"], record["wage_year"]) == (339_000, 4, 2025)
    assert record["made_up"] == ["us_masters_or_higher"]
    assert {one["table"] for one in record["stored_files"]} == {"lca", "oflc_wages"}
    compared = openh1b(
        "compare", "--pool", file, "--season", "2026", "--by", "selection_level,group", "--format", "json"
    )
    assert compared.returncode == 0, compared.stderr
    odds = {
        (row["policy"], row["group"]): row["value"]
        for row in json.loads(compared.stdout)["result"]
        if row["measure"] == "odds" and row["by"] == "selection_level"
    }
    assert odds["weighted-levels", "1"] < odds["lottery", "1"] == pytest.approx(118_660 / 339_000, abs=1e-3)
    assert odds["weighted-levels", "4"] > odds["weighted-levels", "3"] > odds["weighted-levels", "2"]
    groups = {row["group"] for row in json.loads(compared.stdout)["result"] if row["by"] == "group"}
    assert groups == {"Amazon"}


def test_the_season_may_be_the_argument_and_people_the_workers(openh1b: Run, tmp_path: Path, stored: str):
    flags = ("--from", "lca", "--store", stored, "--unweighted", "--out", "pool.csv")
    done = openh1b("season", "make", "2027", *flags)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "pool.csv.json").read_text(encoding="utf-8"))
    assert (record["season"], record["people"]) == (2027, 4)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("2026", "--season", "2027", "--from", "lca"), "--season: 2027 beside FY 2026; expected one of them"),
        (("2026", "--level-by", "lca"), "--level-by: is only for a pool of filings; expected --from lca as well"),
        (("2026", "--unweighted"), "--unweighted: is only for a pool of filings"),
        ((), "FY: is missing"),
        (("--from", "lca", "--people", "10"), "--people: is only for synthetic people"),
        (("--from", "lca", "--level-by", "lca", "--floors", "filing"), "--floors: has no use with --level-by lca"),
        (("--from", "lca", "--wage-year", "2019"), "no wages of July 2019 to June 2020 are stored"),
        (("--from", "lca", "--level-mix", "eig-2024"), "eig-2025"),
        (("--from", "lca", "--year", "2018"), "5 year (not decided in FY2018)"),
    ],
)
def test_flags_that_make_no_pool_are_refused_and_nothing_is_written(
    openh1b: Run, tmp_path: Path, stored: str, flags: tuple[str, ...], said: str
):
    stored_flag = ("--store", stored) if "--from" in flags else ()
    done = openh1b("season", "make", *flags, *stored_flag, "--out", "pool.csv")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("pool.csv*"))
