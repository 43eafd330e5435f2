"""Pages by their address: what they say, what they refuse, what they give as files."""

from __future__ import annotations

import io
import re
from html import unescape
from shlex import split

import openpyxl
import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app as command_line
from openh1b.law import load_law
from openh1b.scenario import Scenario
from openh1b.simulate import compare
from openh1b.web.pages import PAGES

PAGES_HERE = ("/", "/compare")
BAD = "<script>alert(1)</script>\"'>"


@pytest.mark.parametrize("path", PAGES_HERE)
def test_a_page_has_its_place_in_the_navigation(get, path):
    assert path in {page.path for page in PAGES}
    assert re.search(rf'<a href="{path}" aria-current="page"', get(path).text)


@pytest.mark.parametrize("season", range(2021, 2029))
def test_each_season_has_its_page(get, season):
    text = get(f"/?season={season}").text
    assert f"<h1>FY{season}" in text
    assert "not published" in text  # filed, approved and admitted never are


def test_published_counts_stand_with_their_sources(get):
    text = get("/?season=2026").text
    law = load_law()
    for path in ("seasons.registrations_total", "seasons.beneficiaries_selected"):
        one = law.at(path, season=2026)
        assert f"{one.value:,}" in text
        assert one.citations[0].source in text


def test_what_is_assumed_of_a_season_is_in_its_title(get):
    assert "as in FY2026" in re.search("<h1>(.*)</h1>", get("/?season=2027").text)[1]
    assert "as in" not in re.search("<h1>(.*)</h1>", get("/?season=2026").text)[1]


def test_the_rule_is_that_of_the_day(get):
    before, after = get("/?season=2027&on=2026-02-26").text, get("/?season=2027&on=2026-02-27").text
    assert "<strong>weighted</strong>" not in before
    assert "<strong>weighted</strong>" in after


def test_registrations_of_the_projected_season_do_not_follow_the_slider_back(get):
    assert "208,536" in get("/?season=2027&registrations=999999").text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/?season=2010", "a season from 2021 to 2028"),
        ("/?sesson=2026", "Did you mean season?"),
        ("/?on=yesterday", "a day as YYYY-MM-DD"),
        ("/compare?policies=lotery", "Did you mean lottery?"),
        ("/compare?policies=x.yaml", "names a file"),
        ("/compare?draws=1000000", "at most 10,000"),
        ("/compare?weight.1=2", "a number above 0"),
        ("/compare?level_mix=none-such", "none-such"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(get, path, said):
    answer = get(path)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert "Begin again" in answer.text


def test_a_refusal_for_a_program_is_a_problem_with_its_faults(get):
    answer = get("/?sesson=1&drows=2", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert [one["place"] for one in answer.json()["faults"]] == ["sesson", "drows"]


@pytest.mark.parametrize("name", ["seed", "level_mix", "policies", "by", "split", "on", "season", BAD])
@pytest.mark.parametrize("path", PAGES_HERE)
def test_a_name_with_markup_in_it_is_text(get, path, name):
    text = get(path, params={name: BAD}).text
    assert "<script>alert" not in text
    assert "alert(1)</script>" not in text


def test_the_form_writes_the_address_of_its_scenario(get):
    sent = "was=2026&policies=lottery&on=lottery&caps.regular=130000&price.yearly_fee_usd=5000&season=2026&by=&inline="
    answer = get(f"/compare?{sent}")
    assert answer.status_code == 303
    named = "lottery%2Bcaps.regular=130000%2Bprice.yearly_fee_usd=5000"
    assert answer.headers["location"] == f"/compare?policies=lottery&policies={named}"
    assert get(answer.headers["location"]).status_code == 200


def test_weights_become_a_policy(get):
    answer = get("/compare?policies=lottery&on=current&weight.1=1&weight.2=2&weight.3=3&weight.4=9")
    assert get(answer.headers["location"]).status_code == 200


def test_another_policy_to_measure_against_comes_first(get):
    answer = get("/compare?policies=lottery&policies=weighted-levels&against=weighted-levels")
    assert answer.headers["location"] == "/compare?policies=weighted-levels&policies=lottery"


def test_registrations_do_not_follow_the_form_to_another_season(get):
    answer = get("/compare?was=2028&season=2026&registrations=211600&policies=lottery")
    assert answer.headers["location"] == "/compare?policies=lottery"


@pytest.mark.parametrize("path", ["/compare", "/compare?season=2025&policies=lottery&policies=level-ranking"])
def test_an_address_that_is_as_it_should_be_is_answered_at_once(get, path):
    assert get(path).status_code == 200


def test_the_command_on_the_page_gives_the_numbers_of_the_page(get):
    text = get("/compare?season=2025&policies=lottery&policies=weighted-levels&by=selection_level").text
    command = split(unescape(re.search("<code>(openh1b compare[^<]*)</code>", text)[1]))
    answer = CliRunner().invoke(command_line, [*command[1:], "--format", "csv"], catch_exceptions=False)
    assert answer.exit_code == 0
    found = compare(Scenario(season=2025, policies=("lottery", "weighted-levels"), by=("selection_level",)))
    assert str(found.result.find("weighted-levels", "odds", "selection_level", "4").value) in answer.stdout
    assert f"{100 * found.result.find('weighted-levels', 'odds', 'selection_level', '4').value:.1f}%" in text


def test_the_python_on_the_page_runs(get):
    text = get("/compare?season=2025&policies=lottery&policies=weighted-levels&known=2026-11-01").text
    code = unescape(re.search(r"<code>((?:from|import)[^<]*)</code>", text, re.DOTALL)[1])
    names = {}
    exec(code, names)  # noqa: S102 - what the page tells people to run
    assert names["found"].scenario.season == 2025


@pytest.mark.parametrize(
    ("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"season,"), ("xlsx", b"PK")]
)
def test_a_chart_can_be_had_as_a_file(get, form, begins):
    answer = get(f"/chart/changes.{form}?season=2025")
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"] == f'attachment; filename="openh1b-fy2025-changes.{form}"'


def test_a_workbook_holds_the_figures_unrounded_and_no_formula(get):
    sheet = openpyxl.load_workbook(io.BytesIO(get("/chart/odds.xlsx").content)).active
    found = compare(Scenario()).result.find("weighted-levels", "odds", "selection_level", "1").value
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert found in values
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("path", ["/chart/odds.exe", "/chart/od.svg", "/chart/pay.svg", "/chart/odds-by-nothing.csv"])
def test_a_chart_that_is_not_there_is_refused(get, path):
    assert get(path).status_code in {404, 422}


def test_counts_that_are_not_published_are_dashed_and_rounded_in_the_title(get):
    text = get("/").text
    columns = dict(re.findall(r'<a href="/\?season=(\d+)".*?(<rect class="drawn.*?)</a>', text, re.DOTALL))
    dashed = {int(season): one.count("projected") for season, one in columns.items()}
    assert dashed == {**dict.fromkeys(range(2021, 2027), 0), 2027: 2, 2028: 2}
    assert "about 209,000 beneficiaries in the draw of FY2027" in text
    assert "758,994 registrations in the draw of FY2024" in text
    rows = get("/seasons.csv").text
    assert re.search("2027,in the draw,208536,beneficiaries,False,False", rows)
    assert re.search("2026,selected,118660,beneficiaries,False,True", rows)
