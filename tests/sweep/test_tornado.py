"""A tornado: each bar is what `compare` finds with that input alone changed; the drawing shows the bars."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from openh1b.charts import svg
from openh1b.charts.theme import NARROW, WIDE
from openh1b.charts.tornado import Told, tornado_chart
from openh1b.errors import InputError
from openh1b.scenario import Scenario
from openh1b.season.mixes import load_mixes
from openh1b.simulate import compare
from openh1b.sweep.reading import read_file
from openh1b.sweep.reading_tornado import question, question_of, vary_of
from openh1b.sweep.tornado import Tornado, tornado

Run = Callable[..., subprocess.CompletedProcess[str]]
PROJECTED = Scenario(season=2028, registrations=350_000, policies=("weighted-levels",))


def value(scenario: Scenario, measure: str = "odds", group: str = "1") -> float:
    found = compare(replace(scenario, by=("selection_level",))).result
    return found.find(scenario.policies[-1], measure, "selection_level", group).value


@pytest.fixture(scope="module")
def found() -> Tornado:
    vary = {"registrations": [300_000, 450_000]}
    return tornado(question(PROJECTED, "odds", "selection_level=1", vary))


def test_bars_are_what_compare_finds_with_one_input_changed(found: Tornado):
    bars = {bar.unknown: bar for bar in found.bars}
    assert found.base.value == value(PROJECTED)
    mixes = {name: value(replace(PROJECTED, level_mix=name)) for name in load_mixes().level_mixes}
    bar = bars["split by wage level"]
    assert (bar.low, bar.high) == (min(mixes.values()), max(mixes.values()))
    assert (bar.low_at, bar.high_at) == (min(mixes, key=mixes.get), max(mixes, key=mixes.get))
    bar = bars["registrations"]
    assert (bar.low, bar.low_at) == (value(replace(PROJECTED, registrations=450_000)), "450,000")
    assert (bar.high, bar.high_at) == (value(replace(PROJECTED, registrations=300_000)), "300,000")


def test_ends_of_unpublished_numbers_lie_on_their_sides(found: Tornado):
    bars = {bar.unknown: bar for bar in found.bars}
    assert bars["number selected"].low_at < bars["number selected"].high_at  # more seats, better odds
    assert bars["unique beneficiaries"].low_at == "350,000"  # more people, worse odds
    for bar in found.bars:
        assert bar.low <= found.base.value <= bar.high
        assert bar.width == bar.high - bar.low


def test_every_end_alone_lies_within_the_range_over_all_corners(found: Tornado):
    figure = compare(replace(PROJECTED, by=("selection_level",))).result
    whole = figure.find("weighted-levels", "odds", "selection_level", "1")
    for bar in found.bars:
        if bar.unknown in {"unique beneficiaries", "number selected", "split of selections between stages"}:
            assert whole.low - 1e-12 <= bar.low <= bar.high <= whole.high + 1e-12


def test_the_widest_comes_first_and_named_inputs_are_definitions(found: Tornado):
    widths = [bar.width for bar in found.bars]
    assert widths == sorted(widths, reverse=True)
    kinds = {bar.unknown: bar.spread for bar in found.bars}
    assert kinds["split by wage level"] == kinds["share with a US master's"] == "definition"
    assert kinds["number selected"] == kinds["split of selections between stages"] == "range"


def test_a_published_number_is_not_unknown():
    bars = {bar.unknown for bar in tornado(question(Scenario(policies=("lottery",)), "odds", "all", {})).bars}
    assert "number selected" not in bars
    assert "split by wage level" in bars


def test_a_path_of_the_law_is_varied_in_line():
    base = Scenario(policies=("lottery", "weighted-levels"))
    found = tornado(question(base, "change_in_selected", "selection_level=1", {"caps.regular": [85_000]}))
    bar = next(bar for bar in found.bars if bar.unknown == "caps.regular")
    laid = replace(base, policies=("lottery+caps.regular=85000", "weighted-levels+caps.regular=85000"))
    assert value(laid, "change_in_selected") in {bar.low, bar.high}


@pytest.mark.parametrize(
    ("measure", "group", "vary", "says"),
    [
        ("odd", "all", [], "Did you mean odds?"),
        ("odds", "selection_level=5", [], "no group '5'"),
        ("odds", "selection_levl=1", [], "Did you mean selection_level?"),
        ("odds", "level 1", [], "selection_level=1"),
        ("odds", "all", ["registratons=1,2"], "Did you mean registrations?"),
        ("odds", "all", ["registrations=many"], "'many'; expected a whole number"),
        ("odds", "all", ["registrations"], "NAME=A,B"),
        ("odds", "all", ["level_mix=eig-2024"], "Did you mean eig-2025?"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest(measure: str, group: str, vary: list[str], says: str):
    with pytest.raises(InputError) as raised:
        tornado(question(Scenario(), measure, group, vary_of(vary)))
    assert says in str(raised.value)


def test_a_file_asks_as_the_flags_do(written: Callable[[str], Path]):
    text = """base: {season: 2028, registrations: 350000, policies: [lottery, weighted-levels]}
tornado: {measure: odds, group: selection_level=1, policy: weighted-levels, vary: {registrations: [300000, 450000]}}
"""
    of_file = tornado(question_of(*read_file(written(text))))
    flags = tornado(question(PROJECTED, "odds", "selection_level=1", vary_of(["registrations=300000,450000"])))
    assert of_file.bars == flags.bars


def test_faults_of_a_file_are_told_at_once(written: Callable[[str], Path]):
    text = "grid: {seed: [1]}\ntornado:\n  mesure: odds\n  vary:\n    registratons: [1]\n    seed: 3\n"
    with pytest.raises(InputError) as raised:
        question_of(*read_file(written(text)))
    assert [fault.line for fault in raised.value.faults] == [1, 3, 5, 6]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_drawing_is_an_image_that_says_the_bars(found: Tornado, width: int):
    told = Told("odds of selection of Level I", "probability", "FY2028", found.base.value or 0.0, "Nobody reacted.")
    chart = tornado_chart(found.records(), told)
    root = ET.fromstring(svg(chart, width))  # noqa: S314 - our own
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    widest = found.bars[0]
    for bar in found.bars:
        assert any(text and text.startswith(bar.unknown[:12]) for text in texts)
    assert f"{100 * widest.low:.1f}%" + (f" ({widest.low_at})" if width == WIDE else "") in texts
    assert chart.title == (
        f"Odds of selection of Level I: {100 * widest.low:.1f}% to {100 * widest.high:.1f}%, "
        "depending on registrations alone"
    )
    assert [row["unknown"] for row in chart.table] == [bar.unknown for bar in found.bars]


def test_an_unknown_that_moves_nothing_says_so():
    bar = {"unknown": "x", "low": 0.3, "low_at": "a", "high": 0.3, "high_at": "b", "width": 0.0, "spread": "range"}
    text = svg(tornado_chart([bar], Told("odds", "probability", "FY2026", 0.3, "")))
    assert "No unknown moves odds" in text
    assert "does not move it" in text


def test_the_command_prints_draws_and_writes(command: Run, tmp_path: Path):
    asked = ("--tornado", "--season", "2026", "--policy", "weighted-levels", "--group", "selection_level=1")
    done = command(*asked, "--chart", "tornado.svg", "--out", "tornado.csv")
    assert done.returncode == 0, done.stderr
    assert "split by wage level" in done.stdout
    assert "Nobody reacted" in done.stdout
    assert (tmp_path / "tornado.svg").read_text(encoding="utf-8").startswith("<svg")
    lines = (tmp_path / "tornado.csv").read_text(encoding="utf-8").splitlines()
    told = json.loads(command(*asked, "--format", "json").stdout)
    assert len(told["bars"]) == len(lines) - 1 >= 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "neither a file nor --tornado"),
        (("none.yaml",), "no such file"),
        (("--tornado", "--workers", "2"), "--workers: has no meaning beside --tornado"),
        (("--tornado", "--chart", "a.pdf"), ".svg or .png"),
        (("sweep.yaml", "--season", "2027"), "--season: has no meaning beside sweep.yaml"),
        (("sweep.yaml", "--out", "a.xlsx"), ".parquet or .csv"),
    ],
)
def test_flags_that_would_be_passed_over_are_refused(
    written: Callable[[str], Path], command: Run, arguments: tuple[str, ...], says: str
):
    written("grid: {seed: [1, 2]}\nmeasures: [odds]\n")
    done = command(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
