"""The score says what the pool holds, what was published, and which of it was fitted; its page is fresh."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.score import Score, score, shares
from openh1b.season.synthetic import synthetic_pool

ROOT = Path(__file__).resolve().parents[2]
ONE, FITTED = season(2026), Splits(level_mix="eig-2025")


@pytest.fixture(scope="module")
def whole() -> Pool:
    return synthetic_pool(ONE, FITTED)


@pytest.fixture(scope="module")
def scores(whole: Pool) -> tuple[Score, ...]:
    return score(whole, ONE, FITTED)


def one(scores: tuple[Score, ...], margin: str, group: str = "") -> Score:
    return next(line for line in scores if (line.margin, line.group) == (margin, group))


def people(**columns: list[object]) -> Pool:
    arrays = {name: np.array(values) for name, values in columns.items()}
    count = len(next(iter(arrays.values())))
    return Pool("four", 2026, "beneficiary", arrays, np.ones(count, dtype=np.int64), level_mix="eig-2025")


FOUR = people(
    selection_level=[1, 1, 2, 4],
    state=["CA", "CA", "TX", "WA"],
    employer=["A", "A", "B", "Infosys"],
    employer_kind=["outsourcer", "it_services", "manufacturing", "other"],
    degree=["masters", "bachelors", "masters", "doctorate"],
    country=["IND", "CHN", "IND", "CAN"],
    prior_status=["f1", "f1", "none", "other_us"],
    us_masters_or_higher=[True, False, False, True],
    soc_code=["15-1252", "15-1211", "17-2072", "13-2011"],
    age=[24, 25, 34, 35],
    offered_wage_usd=[80_000.0, 90_000.0, 100_000.0, 200_000.0],
)


@pytest.mark.parametrize(
    ("margin", "group", "wanted"),
    [
        ("selection_level", "1", 0.5),
        ("selection_level", "3", 0.0),
        ("state", "TX", 0.25),
        ("employer", "Infosys", 0.25),
        ("country", "CHN", 0.5),
        ("india", "", 0.5),
        ("it_employers", "", 0.5),
        ("f1_graduates", "", 0.25),
        ("f1_bachelors", "", 0.25),
        ("computer_occupations", "", 0.5),
        ("age_25_34", "", 0.5),
        ("mean_age", "", 29.5),
        ("pay_median", "", 95_000.0),
        ("pay_minimum", "", 80_000.0),
        ("employers", "", 3.0),
        ("employers_with_one", "", 2 / 3),
        ("employers_to_ten", "", 1.0),
        ("us_masters", "", 0.5),
    ],
)
def test_each_measure_counts_what_it_says_on_four_people(margin: str, group: str, wanted: float):
    assert one(score(FOUR, ONE, FITTED), margin, group).pool == pytest.approx(wanted)


def test_rows_that_stand_for_several_count_as_several():
    pool = Pool("two", 2026, "beneficiary", {"state": np.array(["CA", "TX"])}, np.array([3, 1]))
    assert shares(pool, "state") == {"CA": 0.75, "TX": 0.25}


def test_what_was_fitted_comes_out_near_and_what_was_not_is_shown_as_it_is(scores: tuple[Score, ...]):
    fitted = [line for line in scores if line.used_to_fit and line.unit == "share"]
    assert max(abs(line.difference) for line in fitted) < 0.006
    assert not one(scores, "pay_median").used_to_fit
    assert not one(scores, "employers").used_to_fit
    assert one(scores, "pay_median").difference == one(scores, "pay_median").pool - one(scores, "pay_median").published


def test_every_line_has_a_source_a_reading_and_a_base(scores: tuple[Score, ...]):
    assert all(line.source_ids and line.read and line.base and line.label for line in scores)
    assert len({(line.margin, line.label, line.group) for line in scores}) == len(scores)


def test_under_another_mix_the_published_levels_are_not_called_fitted():
    splits = Splits(level_mix="dhs-implied")
    found = score(synthetic_pool(ONE, splits, size=20_000), ONE, splits)
    assert not one(found, "selection_level", "1").used_to_fit
    assert one(found, "level_mix", "1").used_to_fit
    assert one(found, "level_mix", "1").published == 0.36
    assert "selection_level_by_kind" not in {line.margin for line in found}


def load_tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("refresh_season")


def test_the_page_on_the_season_shows_the_score_and_assumptions_of_this_program(monkeypatch: pytest.MonkeyPatch):
    tool = load_tool(monkeypatch)
    text = tool.PAGE.read_text(encoding="utf-8")
    for name, make in tool.BLOCKS.items():
        fresh = tool.refreshed(text, {name: make})
        assert text == fresh, f"docs/season.md, {name}, is stale; refresh it with: python tools/refresh_season.py"


def test_an_altered_figure_of_the_page_is_noticed(monkeypatch: pytest.MonkeyPatch):
    tool = load_tool(monkeypatch)
    text = tool.PAGE.read_text(encoding="utf-8")
    altered = text.replace("| 52.21% |", "| 52.22% |", 1)
    assert altered != text
    assert tool.refreshed(altered, {"score": tool.BLOCKS["score"]}) == text
