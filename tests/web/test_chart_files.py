"""Charts that only pages have, as files; short names of sources below a chart lead to their row on the page."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest

from openh1b.law import load_law
from openh1b.web.captions import linked, shortly, source_line

SIGNS = {"svg": b"<svg", "png": b"\x89PNG", "csv": b"", "xlsx": b"PK"}


@pytest.mark.parametrize("page", ["/", "/law/caps.regular?on=2002-01-01"])
def test_each_file_beside_the_columns_and_the_bars_is_there(get, page):
    text = unescape(get(page).text)
    files = re.findall(r'href="(/(?:seasons|law/caps.regular/time)\.(\w+)[^"]*)"', text)
    assert [form for _, form in files] == ["png", "svg", "csv", "xlsx"]
    for address, form in files:
        answer = get(address)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content.startswith(SIGNS[form])


def test_the_columns_file_has_the_counts_of_the_law(get):
    rows = {
        (one["season"], one["measure"]): one["value"] for one in csv.DictReader(io.StringIO(get("/seasons.csv").text))
    }
    assert int(rows["2024", "in the draw"]) == load_law().find("seasons.registrations_eligible", season=2024).value
    assert int(rows["2025", "selected"]) == load_law().find("seasons.beneficiaries_selected", season=2025).value


def test_the_law_file_has_every_value_and_is_as_known_on_the_day(get):
    def values(query=""):
        return [one["value"] for one in csv.DictReader(io.StringIO(get(f"/law/caps.regular/time.csv{query}").text))]

    assert values()[:4] == ["65,000 visas", "115,000 visas", "195,000 visas", "65,000 visas"]
    assert values("?known=1995-01-01") == ["65,000 visas"]


def test_every_parameter_of_the_law_can_be_drawn(get):
    for path in load_law().parameters:
        assert get(f"/law/{path}/time.csv").status_code == 200, path


def test_a_file_of_no_parameter_or_form_is_not_there(get):
    for address in ("/law/caps.regluar/time.svg", "/law/caps.regular/time.pdf", "/seasons.pdf"):
        assert get(address).status_code == 404


@pytest.mark.parametrize("page", ["/", "/compare", "/claims/cap-85000", "/case?soc=15-1252&area=Seattle&salary=165000"])
def test_short_names_of_sources_lead_to_rows_that_are_there(get, page):
    text = get(page).text
    led = set(re.findall(r'href="#source-([^"]+)"', text))
    assert led
    assert led <= set(re.findall(r'<tr id="source-([^"]+)"', text))


class _Sources:
    rows = (("EY, 2025", "ey", "Alert"), ("Report", "fy19rep", "Report of FY2019"), ("EY", "e", "Page"))


def test_only_names_that_the_page_has_are_links_and_all_else_is_escaped():
    made = source_line("Odds. Sources: EY, 2025; EYX <b>; Report. Weakest input: EY.", _Sources())
    assert made == ('Sources: <a href="#source-ey">EY, 2025</a>; EYX &lt;b&gt;; <a href="#source-fy19rep">Report</a>.')
    assert linked("<EY>", None) == "&lt;EY&gt;"


def test_a_place_in_a_source_stands_outside_its_link_and_the_longest_name_is_meant():
    assert linked("EY, 2025, table 1; EY, page 2", _Sources()) == (
        '<a href="#source-ey">EY, 2025</a>, table 1; <a href="#source-e">EY</a>, page 2'
    )


def test_an_id_that_no_table_has_stays_as_it_is():
    assert shortly(("fy19rep", "own-file", "fy19rep"), _Sources()) == "Report; own-file"


def test_a_page_says_in_words_how_exact_it_is_and_names_the_method_in_a_table(get):
    text = get("/compare").text
    assert "odds are right to 12 decimal places" in text
    assert "1e-12</td>" in text
    assert not re.search(r"<dd>[^<]*<span[^>]*>[^<]*e-\d", text)
