"""Drawings of the page show what the renderer shows: the same rows, labels and figures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from openh1b.charts import make_chart
from openh1b.charts.frame import bare_svg
from openh1b.scenario import Scenario
from openh1b.simulate import compare
from openh1b.web.drawing import drawing

NAMES = ("odds", "composition", "changes")


@pytest.fixture(scope="module")
def found():
    return compare(Scenario())


@pytest.fixture(scope="module")
def with_people():
    return compare(Scenario(season=2025, policies=("lottery", "pay-ranking"), people=True))


def texts(svg: str) -> list[str]:
    return sorted(text for text in re.findall(r"<text[^>]*>([^<]+)</text>", svg) if text.strip())


@pytest.mark.parametrize("width", [720, 360])
@pytest.mark.parametrize("name", NAMES)
def test_every_word_and_number_is_that_of_the_renderer(found, name, width):
    chart = make_chart(found, name)
    assert texts(drawing(chart, width)) == texts(bare_svg(chart, width))


def test_the_chart_of_pay_has_the_words_of_the_renderer(with_people):
    chart = make_chart(with_people, "pay")
    assert texts(drawing(chart)) == texts(bare_svg(chart))


@pytest.mark.parametrize("name", NAMES)
def test_marks_stand_where_the_renderer_puts_them(found, name):
    """Labels of values, as x: the renderer's are relative to the left edge of its drawing."""
    chart = make_chart(found, name)
    ours = re.findall(r'<text class="value" x="([\d.]+)" y="([\d.]+)"', drawing(chart))
    theirs = re.findall(
        r'role="graphics-symbol" aria-roledescription="text mark"[^>]*?transform="translate\(([\d.-]+),([\d.-]+)\)"',
        bare_svg(chart),
    )
    left = float(chart.spec["padding"]["left"])
    assert len(ours) == len(theirs)
    moved = sorted((float(y), float(x) - left) for x, y in ours)
    for (y, x), (above, across) in zip(moved, sorted((float(b), float(a)) for a, b in theirs), strict=True):
        assert abs(x - across) < 0.1
        assert abs(y - above) < 7  # baselines differ, rows do not


@pytest.mark.parametrize("name", NAMES)
def test_each_row_says_its_figures_and_one_can_be_reached(found, name):
    chart = make_chart(found, name)
    svg = drawing(chart)
    labels = re.findall(r'<g class="mark" role="img" tabindex="(-?\d)" aria-label="([^"]+)"', svg)
    policies = [run.name for run in found.runs][name == "changes" :]
    assert len(labels) == 4 * len(policies)
    assert [place for place, _ in labels].count("0") == 1
    for level, policy in ((level, policy) for level in ("Level I", "Level IV") for policy in policies):
        assert any(label.startswith(f"{level} under {policy}: ") for _, label in labels)


def test_the_figure_in_a_tooltip_is_that_of_the_result(found):
    value = found.result.find("weighted-levels", "odds", "selection_level", "2").value
    svg = drawing(make_chart(found, "odds"))
    assert f"Level II under weighted-levels: odds of selection {100 * value:.2f}%" in svg


def test_pay_of_the_pool_is_that_of_the_pool(with_people):
    svg = drawing(make_chart(with_people, "pay"))
    assert re.search(r'aria-label="In the pool: 10th percentile of pay \$', svg)
    assert re.search(r'aria-label="Under pay-ranking: ', svg)


def test_words_from_outside_stay_words_in_titles_rows_labels_and_values(found):
    bad = "<script>&\"'"
    chart = make_chart(found, "odds")
    spec = json.loads(json.dumps(chart.spec).replace("lottery", "<script>"))
    for layer in spec["layer"]:
        for datum in layer["data"]["values"]:
            datum["text"] = bad
    svg = str(drawing(replace(chart, title=bad, spec=spec, table=({**chart.table[0], "in_words": bad},))))
    assert "<script" not in svg
    ET.fromstring(svg)  # noqa: S314 - our own
    assert svg.count("&lt;script&gt;&amp;&#34;&#39;") >= 3


def test_a_chart_of_another_kind_is_left_to_the_renderer(with_people):
    assert "graphics-symbol" in drawing(make_chart(with_people, "distribution"))
