"""Outlines of counties: each finds its county of the wage table, neighbours never part, the tool repeats itself."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from openh1b.season.counties import states
from openh1b.season.outlines import counties, edge, left_out, outlines, rings
from openh1b.web.pages.case_map_notes import notes

TOOL = Path(__file__).parents[2] / "tools" / "make_county_outlines.py"
REGIONS = (
    "Capitol", "Greater Bridgeport", "Lower Connecticut River Valley", "Naugatuck Valley", "Northeastern Connecticut",
    "Northwest Hills", "South Central Connecticut", "Southeastern Connecticut", "Western Connecticut",
)  # fmt: skip
OLD = ("Fairfield", "Hartford", "Litchfield", "Middlesex", "New Haven", "New London", "Tolland", "Windham")
INLAND = {"CO", "IA", "KS", "MO", "NE", "WY", "UT", "OK", "AR"}  # no coast, no foreign border, no city within a county


@pytest.fixture(scope="module")
def by_fips():
    return {one.fips: one for one in outlines()}


@pytest.fixture
def tool(monkeypatch):
    found = importlib.util.spec_from_file_location("make_county_outlines", TOOL)
    module = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, found.name, module)  # dataclasses look there
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("fips", "name", "area"),
    [
        ("53033", "King County", "42660"),
        ("51159", "Richmond County", "5100003"),
        ("51760", "Richmond city", "40060"),
        ("51036", "Charles City County", "40060"),
        ("24510", "Baltimore city", "12580"),
        ("48507", "Zavala County", "4800005"),
        ("22071", "Orleans Parish", "35380"),
        ("02020", "Anchorage Municipality", "11260"),
        ("35013", "Dona Ana County", "29740"),
        ("72021", "Bayamon Municipio", "41980"),
        ("44007", "Providence", "39300"),
    ],
)
def test_a_county_is_matched_by_state_and_name(by_fips, fips, name, area):
    assert (by_fips[fips].name, by_fips[fips].area, by_fips[fips].taken_from) == (name, area, "table")


def test_every_county_without_an_outline_is_known_by_name():
    lacking = {(one.state, one.name) for one in counties() if not one.fips}
    regions = {("CT", f"{name} Planning Region") for name in REGIONS}
    assert lacking == {*regions, ("AK", "Chugach Census Area"), ("AK", "Copper River Census Area")}


def test_every_outline_without_a_county_of_its_own_is_known_by_name():
    assert not [one for one in outlines() if one.area is None]
    guessed = {(one.state, one.name) for one in outlines() if one.taken_from == "memory"}
    assert guessed == {*(("CT", f"{name} County") for name in OLD), ("AK", "Valdez-Cordova")}
    assert {state: len(names) for state, names in left_out().items()} == {
        "American Samoa": 3,
        "Commonwealth of the Northern Mariana Islands": 4,
    }


def test_the_notes_name_and_count_them_all():
    said = " ".join(notes())
    assert said.startswith("The size of a county says nothing")
    assert "11 counties of the wage table have no outline" in said
    assert "9 older ones" in said
    assert "7 outlines without a county" in said
    for name in (*REGIONS, *OLD, "Chugach", "Valdez-Cordova", "Saipan", "Manu'a"):
        assert name in said


def test_no_county_is_drawn_or_counted_twice():
    assert max(Counter(one.fips for one in outlines()).values()) == 1
    assert max(Counter((one.state, one.name) for one in counties()).values()) == 1
    assert {one.state for one in outlines()} == {one.state for one in counties()} == set(states())


def test_neighbours_share_every_side_so_that_no_gap_shows():
    sides = {side for one in outlines() for ring in rings(one.d) for side in pairwise(ring)}
    inland = [one for one in outlines() if one.state in INLAND]
    open_sides = [
        (one.name, a) for one in inland for ring in rings(one.d) for a, b in pairwise(ring) if (b, a) not in sides
    ]
    assert len(inland) > 650
    assert not open_sides


def test_every_outline_encloses_something():
    assert not [one.fips for one in outlines() if not sum(abs(area(ring)) for ring in rings(one.d))]


def test_the_edge_of_an_area_is_closed_and_holds_its_counties():
    mine = [ring for one in outlines() if one.area == "42660" for ring in rings(one.d)]
    found = edge("42660")
    assert all(ring[0] == ring[-1] for ring in found)
    assert sum(map(area, found)) == sum(map(area, mine))
    assert sum(map(len, found)) < sum(map(len, mine))


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def topology(counties, arcs, states=()):
    def shape(fips, name, *line):
        return {"type": "Polygon", "id": fips, "properties": {"name": name}, "arcs": [list(line)]}

    named = [{"id": code, "properties": {"name": name}} for code, name in states]
    objects = {"counties": {"geometries": [shape(*one) for one in counties]}, "states": {"geometries": named}}
    return {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": arcs, "objects": objects}


def test_the_tool_simplifies_a_shared_arc_once_and_writes_the_same_bytes(tool, tmp_path):
    wiggle = [[50, 0], *([[(-1) ** k, 1] for k in range(50)]), [0, 0]]  # a pixel to and fro all the way down
    left, right = [[50, 50], [-50, 0], [0, -50], [50, 0]], [[50, 0], [50, 0], [0, 50], [-50, 0]]
    far = [[-67, 18], [0, -1], [1, 0], [-1, 1]]
    pair = topology([("01001", "Left", 0, 1), ("02001", "Right", ~0, 2)], [wiggle, left, right])
    names = (("60", "American Samoa"), ("69", "Northern Mariana"), ("72", "Puerto Rico"))
    islands = topology([("72001", "Isle", 0), ("60010", "Eastern", 0)], [far], names)
    (tmp_path / tool.STATES).write_text(json.dumps(pair), encoding="utf-8")
    (tmp_path / tool.ISLANDS).write_text(json.dumps(islands), encoding="utf-8")
    text = tool.written(tmp_path)
    assert text == tool.written(tmp_path)
    made = json.loads(text)
    assert list(made["counties"]) == ["01001", "02001", "72001"]
    assert made["left_out"] == {"American Samoa": ["Eastern"], "Northern Mariana": []}
    one, other = (
        {side for ring in rings(made["counties"][fips].partition("|")[2]) for side in pairwise(ring)}
        for fips in ("01001", "02001")
    )
    shared = {(a, b) for a, b in one if (b, a) in other}
    assert 0 < len(shared) < 26
    assert sum(abs(b[1] - a[1]) for a, b in shared) == 50 * tool.GRID
