from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from openh1b.charts import shut_down, svg
from openh1b.charts.chart import Chart
from openh1b.charts.chart_page import chart_page
from openh1b.charts.sponsor_years import concentration_chart, show_chart
from openh1b.charts.sponsors import Asked, places_chart, top_chart
from openh1b.sponsors import ranks
from openh1b.sponsors.profile import show
from openh1b.sponsors.resolve import resolve
from openh1b.sponsors.vintages import choose

from .conftest import hub

YEARS = (2014, 2016, 2019)


@pytest.fixture(scope="module", autouse=True)
def _no_process_left():
    yield
    shut_down()


@pytest.fixture(scope="module")
def chosen():
    rows = [
        (year, f"FIRM {number} <B> INC", 40 - number + (year - 2014), number, f"{number:04}", "GA", "30301", 1, "54")
        for year in YEARS
        for number in range(1, 13)
    ]
    part = resolve(hub((2021, "FIRM 1 <B> INC", 3, 1, "0001", "GA", "30301"), part_year=True))
    return choose(pl.concat([resolve(hub(*rows)), part]), part_years=True)


def charts(chosen) -> dict[str, Chart]:
    asked = Asked("initial", chosen.years, chosen.part, chosen.vintages, chosen.notes)
    found = show("FIRM 1 B", chosen.lines)
    return {
        "top": top_chart(ranks.sponsors(chosen.lines), asked, "group"),
        "show": show_chart("Firm 1", found["years"], asked),
        "concentration": concentration_chart(ranks.concentration_by_year(chosen.lines), asked, "group"),
        "industries": places_chart(ranks.industries(chosen.lines), asked, "title"),
    }


def drawn(chart: Chart) -> set[str]:
    """Every text in a drawing's specification."""
    return {
        str(row["text"]) for layer in chart.spec["layer"] for row in layer["data"]["values"] if "text" in row
    }  # fmt: skip


@pytest.mark.parametrize("name", ["top", "show", "concentration", "industries"])
@pytest.mark.parametrize("width", [720, 360])
def test_a_chart_is_whole_at_both_widths_and_can_be_heard(chosen, name: str, width: int) -> None:
    chart = charts(chosen)[name]
    root = ET.fromstring(svg(chart, width))  # noqa: S314 - our own
    assert root.get("role") == "img"
    texts = " ".join(text for element in root.iter() for text in element.itertext())
    assert chart.title.split()[0] in texts
    assert chart.alt.startswith(chart.title)
    json.dumps(chart.spec, allow_nan=False)


@pytest.mark.parametrize("name", ["top", "show", "concentration", "industries"])
def test_source_gaps_and_part_years_are_on_every_chart(chosen, name: str) -> None:
    footer = charts(chosen)[name].footer
    assert "Source: USCIS, H-1B Employer Data Hub" in footer
    assert "files FY2014; FY2016; FY2019; FY2021" in footer
    assert "FY2015, FY2017, FY2018, FY2020" in footer
    assert "Part of the year only: FY2021" in footer


def test_titles_say_the_finding_and_follow_the_figures(chosen) -> None:
    found = charts(chosen)
    assert found["show"].title == "Firm 1: 44 initial and 1 continuing approvals in FY2019"
    when = "FY2014 to FY2021 without FY2015, FY2017, FY2018 and FY2020 (of FY2021 a part)"
    assert found["top"].title.startswith(f"FIRM 1 B had the most initial approvals in {when}")
    assert found["concentration"].title.endswith("had 85% of initial approvals in FY2019, 86% in FY2014")
    more = choose(chosen.lines.with_columns(initial_approvals=pl.col("initial_approvals") * 2), [2019])
    asked = Asked("initial", more.years, more.part, more.vintages, more.notes)
    assert "88 initial" in show_chart("Firm 1", show("FIRM 1 B", more.lines)["years"], asked).title


def test_one_sponsor_s_years_show_what_is_not_held_and_what_is_a_part(chosen) -> None:
    chart = charts(chosen)["show"]
    labels = chart.spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert "2015: not held" in labels
    assert "2021, part" in labels
    assert {"44 initial", "1 continuing", "3 initial"} <= drawn(chart)
    assert [row["part_year"] for row in chart.table] == [False, False, False, True]
    assert "Hollow: part of the year." in chart.subtitle


def test_bars_are_the_figures_of_the_table(chosen) -> None:
    chart = charts(chosen)["top"]
    bars = [row["value"] for row in chart.spec["layer"][0]["data"]["values"]]
    assert bars == [row["approvals"] for row in chart.table]


def test_a_sponsor_without_a_line_and_an_empty_table_can_be_drawn(chosen) -> None:
    asked = Asked("all", chosen.years, chosen.part, chosen.vintages, chosen.notes)
    empty = ranks.sponsors(chosen.lines).clear()
    for chart in (show_chart("Nobody", [], asked), top_chart(empty, asked, "entity")):
        assert svg(chart)
        assert "no" in chart.title.lower()


def test_names_of_a_file_are_escaped_on_the_page(chosen) -> None:
    asked = Asked("initial", chosen.years, chosen.part, chosen.vintages, chosen.notes)
    table = ranks.sponsors(chosen.lines).with_columns(label=pl.lit("<script>alert(1)</script>"))
    page = chart_page(top_chart(table, asked, "group"), "openh1b <b>")
    assert "<script>" not in page
    assert "openh1b &lt;b&gt;" in page
