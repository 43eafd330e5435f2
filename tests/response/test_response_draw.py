"""A draw of one world in which employers react: who registers, with which pay, is decided by name before the race."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from openh1b.documents.draw import draw_facts
from openh1b.errors import InputError
from openh1b.response.assumptions import corner
from openh1b.scenario import PoolFile, Scenario
from openh1b.season.published import Splits, season
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.receipt import verify_draw, write_draw
from openh1b.simulate import Draw, draw

TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"
FEE = "weighted-levels+price.one_time_fee_usd=30000"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "people.csv"
    synthetic_pool(season(2026), Splits(), size=600).frame().write_csv(path)
    return path


def drawn(people: Path, policy: str, response: str = "central", seats: str = "regular=160,advanced_degree=50") -> Draw:
    asked = PoolFile(str(people))
    return draw(Scenario(policies=(policy,), pool=asked, seats=seats, seed="noon", response=response))


def written(found: Draw, folder: Path) -> Path:
    return write_draw(folder, found.race, found.ids, found.selection, draw_facts(found))


def tool(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(TOOL), str(folder)], capture_output=True, text=True, check=False)


def test_a_draw_with_employers_reacting_verifies_twice_and_says_at_which_corner(people: Path, tmp_path: Path) -> None:
    folder = written(drawn(people, FEE, "high"), tmp_path / "made")
    manifest = json.loads((folder / "manifest.json").read_text())
    told = manifest["response"]
    assert told["corner"] == "high"
    assert told["assumptions"]["median_surplus_usd"] == corner("high").median_surplus_usd
    canonical = json.dumps(told["assumptions"], sort_keys=True, separators=(",", ":"))
    assert told["assumptions_sha256"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert sum(told["units"].values()) == 600
    assert manifest["units"] == 600 - told["units"]["out"] < 600
    assert verify_draw(folder) == []
    assert tool(folder).returncode == 0, tool(folder).stdout


def test_without_a_response_a_folder_is_what_it_was(people: Path, tmp_path: Path) -> None:
    folder = written(drawn(people, FEE, "off"), tmp_path / "made")
    assert "response" not in json.loads((folder / "manifest.json").read_text())
    assert not (folder / "response.csv").exists()
    assert pl.read_csv(folder / "entries.csv").height == 600


def test_nobody_reacting_at_the_law_of_the_season_draws_the_same_people(people: Path) -> None:
    plain, told = drawn(people, "current", "off"), drawn(people, "current")
    assert told.ids.to_list() == plain.ids.to_list()
    assert (told.selection.selected == plain.selection.selected).all()
    assert (told.selection.key == plain.selection.key)[plain.selection.stage >= 0].all()


def test_a_raise_is_what_the_draw_ranks_by(people: Path, tmp_path: Path) -> None:
    folder = written(drawn(people, "pay-ranking", "high"), tmp_path / "made")
    told = pl.read_csv(folder / "response.csv", schema_overrides={"unit_id": pl.String})
    raised = told.filter(pl.col("action") == "raise")
    assert raised.height > 0
    assert (raised["offered_wage_usd"] > raised["observed_wage_usd"]).all()
    entries = pl.read_csv(folder / "entries.csv", schema_overrides={"unit_id": pl.String})
    both = entries.join(told, on="unit_id", how="left")
    assert both.height == entries.height
    assert both.filter(pl.col("1.tier") != pl.col("offered_wage_usd")).height == 0


def test_a_wage_floor_is_paid_by_all_who_are_drawn_and_bars_nobody_who_pays_it(people: Path) -> None:
    plain = drawn(people, "lottery+wages.floor_usd=100000", "off")
    found = drawn(people, "lottery+wages.floor_usd=100000")
    assert found.entry is not None
    pay = found.entry.registered.pool.array("offered_wage_usd").astype(float)
    assert pay.min() >= 100_000
    assert found.race.stages[0].eligible.all()
    assert len(found.ids) > plain.race.stages[0].eligible.sum()


@pytest.mark.parametrize("policy", ["wage-floor-2026", "threshold-2026+price.one_time_fee_usd=20000"])
def test_floors_and_thresholds_by_percentile_let_all_who_registered_race(people: Path, policy: str) -> None:
    found = drawn(people, policy, "high")
    assert found.race.stages[0].eligible.all()
    assert 0 < found.selection.selected.sum() <= 210


def test_a_changed_record_of_who_registers_does_not_verify(people: Path, tmp_path: Path) -> None:
    folder = written(drawn(people, FEE), tmp_path / "made")
    path = folder / "response.csv"
    told = pl.read_csv(path, schema_overrides={"unit_id": pl.String})
    unit = told.filter(pl.col("action") == "out")["unit_id"][0]
    told = told.with_columns(
        pl.when(pl.col("unit_id") == unit).then(pl.lit("stay")).otherwise("action").alias("action")
    )
    told.write_csv(path)
    found = {(one.unit, one.column) for one in verify_draw(folder)}
    assert {(None, "sha256"), (unit, "action"), (unit, "unit_id")} <= found
    assert tool(folder).returncode == 1
    path.unlink()
    assert verify_draw(folder)


def test_a_fee_above_every_surplus_leaves_nobody_to_draw(people: Path, tmp_path: Path) -> None:
    found = drawn(people, "lottery+price.one_time_fee_usd=10000000")
    assert found.selection.selected.sum() == 0
    assert len(found.ids) == 0
    folder = written(found, tmp_path / "made")
    assert verify_draw(folder) == []
    assert tool(folder).returncode == 0, tool(folder).stdout


def test_who_stays_under_a_high_fee_stays_under_a_low_one_with_the_same_luck(people: Path) -> None:
    low, high = (drawn(people, f"lottery+price.one_time_fee_usd={fee}") for fee in (20_000, 90_000))
    few, many = set(high.ids), set(low.ids)
    assert few < many
    key = dict(zip(low.ids, low.selection.key, strict=True))
    first = high.selection.stage == 0
    same = [key[one] for one, here in zip(high.ids, first, strict=True) if here]
    assert np.mean(np.isin(same, high.selection.key)) > 0.5


@pytest.mark.parametrize(("response", "words"), [("range", "one world"), ("centrl", "Did you mean central")])
def test_a_draw_is_of_one_world(people: Path, response: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        drawn(people, "lottery", response)
