"""Occupations and areas by what people type."""

from __future__ import annotations

import pytest

from openh1b.errors import InputError
from openh1b.season.areas import find_area
from openh1b.season.codes import areas, retired, successors, titles
from openh1b.season.counties import all_counties
from openh1b.season.occupations import find_occupation, onet


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15-1252", "15-1252"),
        (" 15-1252 ", "15-1252"),
        ("151252", "15-1252"),
        ("15-1252.00", "15-1252"),
        ("15\N{EN DASH}1252", "15-1252"),
        ("software developers", "15-1252"),
        ("Software Developer", "15-1252"),
        ("Software Dev", "15-1252"),
        ("sofware developers", "15-1252"),
        ("15-1299.08", "15-1299"),
        ("Computer Systems Engineers/Architects", "15-1299"),
        ("15-1121", "15-1211"),
    ],
)
def test_an_occupation_is_found(text, code):
    found = find_occupation(text)
    assert found.soc_code == code
    assert found.title == titles()[code]


@pytest.mark.parametrize("code", sorted(titles())[::60])
def test_an_occupation_is_found_by_its_own_title_with_nothing_to_say(code):
    assert find_occupation(titles()[code].upper()).soc_code == code
    assert find_occupation(titles()[code]).note == ""


@pytest.mark.parametrize("text", ["Software Dev", "sofware developers", "15-1121", "15-1299.08"])
def test_what_was_read_into_a_text_is_said(text):
    assert find_occupation(text).note


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("software", "15-1252 Software Developers; 15-1253"),
        ("15-1132", "SOC 2018 has 15-1252 Software Developers or 15-1253"),
        ("15-9999", "Did you mean 15-"),
        ("15-1250", "group of 5 occupations"),
        ("15-1299.77", "15-1299.08 Computer Systems Engineers/Architects"),
        ("software engineer", "15-1252 Software Developers"),
        ("Nov-21", "is a date"),
        ("", "a code of SOC 2018"),
    ],
)
def test_an_occupation_that_is_not_one_names_the_candidates(text, words):
    with pytest.raises(InputError) as caught:
        find_occupation(text)
    assert words in str(caught.value)


@pytest.mark.parametrize("code", sorted(retired()))
def test_a_retired_code_leads_to_its_successor_or_names_them_all(code):
    if len(successors()[code]) == 1:
        assert find_occupation(code).soc_code == successors()[code][0]
        return
    with pytest.raises(InputError) as caught:
        find_occupation(code)
    assert all(one in str(caught.value) for one in successors()[code])


def test_a_finer_code_that_the_table_has_stands_for_itself():
    held = {"15-1299.08"}
    found = find_occupation("15-1299.08", has=held.__contains__)
    assert (found.soc_code, found.title, found.note) == ("15-1299.08", onet()["15-1299.08"], "")
    assert find_occupation("15-1299.08", has=set().__contains__).soc_code == "15-1299"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("42660", "42660"),
        ("Seattle", "42660"),
        ("seattle-tacoma-bellevue, wa", "42660"),
        ("Bellevue", "42660"),
        ("King County, WA", "42660"),
        ("King County, Washington", "42660"),
        ("Travis County", "12420"),
        ("Portland, OR", "38900"),
        ("Portland, Maine", "38860"),
        ("Saint Louis", "41180"),
        ("Richmond, VA", "40060"),
        ("Richmond city, VA", "40060"),
        ("Richmond County, VA", "5100003"),
        ("Fairfax, VA", "47900"),
        ("Washington, DC", "47900"),
        ("District of Columbia", "47900"),
        ("Kansas City", "28140"),
        ("Newark, NJ", "35620"),
        ("Winston-Salem", "49180"),
        ("Vancouver, WA", "38900"),
        ("Orleans Parish, LA", "35380"),
    ],
)
def test_an_area_is_found(text, code):
    found = find_area(text)
    assert (found.code, found.name) == (code, areas()[code])


def test_every_area_is_found_by_its_own_name():
    for code, name in areas().items():
        assert find_area(name).code == code


def test_every_county_is_found_by_its_name_and_state():
    named = [one for one in all_counties() if one.taken_from == "table" and one.name != "(any)"]
    wrong = [one.label for one in named if find_area(f"{one.name}, {one.state}").code != one.area]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("King County", "King County, TX (4800001"),
        ("Franklin, VA", "Franklin County, VA (40220 Roanoke, VA); Franklin city, VA (5100002"),
        ("Portland", "38860 Portland-South Portland, ME; 38900"),
        ("Springfield", "44100 Springfield, IL; 44140"),
        ("Seatle", "42660 Seattle-Tacoma-Bellevue, WA"),
        ("Travis Couty, TX", "Travis County, TX"),
        ("0042660", "Write it as 42660"),
        ("99999", "no area"),
        ("Redmond", "found by its county"),
        ("", "an area such as 42660"),
    ],
)
def test_an_area_that_is_not_one_names_the_candidates(text, words):
    with pytest.raises(InputError) as caught:
        find_area(text)
    assert words in str(caught.value)


def test_an_old_county_of_connecticut_is_taken_with_its_doubt():
    assert "from memory" in find_area("Fairfield County, CT").note
    assert find_area("Capitol Planning Region, CT").note == ""


def test_a_county_and_a_city_of_one_name_in_different_areas_are_not_guessed():
    with pytest.raises(InputError, match="several areas"):
        find_area("FRANKLIN, VA")
    assert find_area("ROANOKE, VA").code == "40220"
    with pytest.raises(InputError, match="no area, city in an area's name, or county"):
        find_area("King County, OR")
