"""The map of counties on /case and its files: each county once, at the level that its area has, none silently grey."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from html import unescape

import pytest

from openh1b.cases.person_words import dollars
from openh1b.season.levels import level_of
from openh1b.season.outlines import counties, outlines
from openh1b.season.wages_table import floors_of

OFFER = "soc=Software+Developers&area=Seattle&salary=110000&season=2028"
FEW = "soc=29-1212&area=10180&salary=300000&season=2028"
MOST_LETTERS = 360_000


@pytest.fixture
def drawn(get):
    """The page of a question, and the map's SVG in it."""

    def ask(query):
        page = get(f"/case?{query}").text
        return page, re.search(r'<svg class="counties".*?</svg>', page, re.DOTALL)[0]

    return ask


def groups(svg):
    """Class, label and inside of each mark."""
    found = re.findall(r'<g class="mark (\w+)"[^>]* aria-label="([^"]*)">(.*?)</g>', svg, re.DOTALL)
    return [(look, unescape(label), inside) for look, label, inside in found]


def key(page):
    """Words of the key -> counties."""
    found = re.findall(r'<span class="step"><span class="\w+ chip"></span>([^<:]+): ([\d,]+)</span>', page)
    return {name: int(number.replace(",", "")) for name, number in found}


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def saved(get, query):
    return rows_of(get(f"/case/levels-by-county.csv?{query}").text)


def test_every_outline_is_drawn_once_and_the_drawing_stays_light(drawn):
    _, svg = drawn(OFFER)
    assert svg.count("data-of=") == len(outlines())
    assert sum(inside.count("<path") for _, _, inside in groups(svg)) == len(outlines())
    assert len(svg) < MOST_LETTERS


def test_colour_and_label_are_the_level_that_the_offer_would_have_there(drawn):
    _, svg = drawn(OFFER)
    by_label = {label.partition(":")[0]: (look, label) for look, label, _ in groups(svg)}
    for code, name in (("35620", "New York-Newark-Jersey City, NY-NJ, in New Jersey"), ("11100", "Amarillo, TX")):
        floors = floors_of("15-1252", code)
        level = level_of(110_000.0, floors)
        look, label = by_label[name]
        assert look == f"lv{level}"
        assert dollars(floors.usd[level]) in label
    look, label = by_label["Seattle-Tacoma-Bellevue, WA"]
    assert look == "lvb"
    assert "below Level I, which begins at $" in label


def test_the_key_counts_every_county_of_the_table_and_agrees_with_the_file(get, drawn):
    page, _ = drawn(OFFER)
    rows = [one for one in saved(get, OFFER) if one["area_taken_from"] == "table"]
    found = key(page)
    assert sum(found.values()) == len(rows) == len(counties())
    assert found["Below Level I"] == sum(one["below_level_1"] == "True" for one in rows) > 0
    assert found["Level IV"] == sum(one["level"] == "4" for one in rows) > 0


def test_the_file_has_each_county_with_its_wages(get):
    rows = saved(get, OFFER)
    fips = [one["fips"] for one in rows if one["fips"]]
    assert len(fips) == len(set(fips)) == len(outlines())
    king = next(one for one in rows if one["fips"] == "53033")
    there = floors_of("15-1252", "42660")
    assert (king["county"], king["state"], king["area"]) == ("King County", "WA", "42660")
    assert [float(king[f"l{level}_usd"]) for level in (1, 2, 3, 4)] == pytest.approx(list(there.usd))
    assert {one["county"] for one in rows if one["area_taken_from"] == "memory"} >= {
        "Fairfield County",
        "Valdez-Cordova",
    }


def test_where_no_wage_is_held_the_map_is_hatched_and_the_key_says_how_many(drawn):
    page, svg = drawn(FEW)
    hatched = [label for look, label, _ in groups(svg) if look == "none"]
    assert len(hatched) > 100
    assert all("no wage published" in label for label in hatched)
    assert key(page)["No wage"] > 1000
    assert svg.count("url(#no-wage)") == len(hatched)
    assert "counties that have a wage" in page


def test_the_map_is_one_stop_for_the_keyboard_at_the_offers_area(drawn):
    _, svg = drawn(OFFER)
    stops = re.findall(r'<g class="mark[^>]*tabindex="0"[^>]*aria-label="([^"]*)"', svg)
    assert len(stops) == svg.count("tabindex") == 1
    assert stops[0].startswith("Seattle-Tacoma-Bellevue, WA")
    assert 'class="own" d="M' in svg


def test_what_the_map_cannot_show_is_said_on_the_page(drawn):
    page, _ = drawn(OFFER)
    assert "11 counties of the wage table have no outline" in page
    assert "Outlines: US Census Bureau, cartographic boundary files of 2017" in page


def test_command_python_and_rest_give_the_rows_of_the_map(get, drawn):
    page, _ = drawn(OFFER)
    section = page[page.index('id="levels-by-county"') :]
    ways = re.findall(r"<pre[^>]*><code>(.*?)</code>", section, re.DOTALL)[:3]
    command, python, curl = (unescape(one) for one in ways)
    by_page = saved(get, OFFER)
    done = subprocess.run([sys.executable, "-m", *shlex.split(command)], capture_output=True, text=True, check=True)
    by_rest = get(shlex.split(curl)[1]).text
    lines = python.splitlines()
    space: dict = {}
    exec("\n".join([*lines[:-1], f"rows = {lines[-1]}"]), space)  # noqa: S102 - what the page tells people to run
    by_python = [{name: "" if value is None else str(value) for name, value in row.items()} for row in space["rows"]]
    assert len(by_page) > len(counties())
    assert by_page == rows_of(done.stdout) == rows_of(by_rest) == by_python


def test_the_printed_map_has_its_key_and_no_markup_from_outside(get):
    text = get(f"/case/levels-by-county.svg?{OFFER}").text
    assert "Below Level I: " in text
    assert "where the offer is" in text
    assert "2017" in text
