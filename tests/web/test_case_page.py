"""/case: the same answer as `openh1b person`, faults beside their fields, parts that do not hide each other, files."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from html import unescape

import icalendar
import pytest

from openh1b.cases.county_levels import by_state, places
from openh1b.cases.person import Typed, person_case
from openh1b.cases.person_summary import odds_range, tries_range
from openh1b.cases.person_words import between
from openh1b.season.counties import ANY, all_counties
from openh1b.season.levels import level_of
from openh1b.season.wages_table import floors_of, shipped
from openh1b.web.pages.case_question import groups

OFFER = "soc=Software+Developers&area=Seattle&salary=165000&us_masters=true&season=2028"
STUDENT = f"{OFFER}&opt_end=2027-06-30&stem=true"
BAD = "<script>alert(1)</script>"


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def wrong(page, name):
    found = re.search(rf'id="{name}-wrong">(.*?)</div>', page.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def repeated(page):
    """The three lines of the page's end; the map has its own."""
    return [unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code>", page.text, re.DOTALL)][-3:]


@pytest.fixture(scope="module")
def case():
    typed = Typed("Software Developers", "Seattle", "165000", 2028, True, "2027-06-30", True)
    return person_case(typed, shipped(), today=datetime.now(tz=UTC).date())


def test_the_page_has_the_numbers_of_the_answer(get, case):
    page = get(f"/case?{STUDENT}")
    assert page.status_code == 200
    said = text_of(page)
    for one in (odds_range(case), tries_range(case)):
        assert between(one.low, one.high) in said
    for chance in case.chances:
        assert f"{100 * chance.now.any:.1f}% {100 * chance.now.low:.1f}% {100 * chance.now.high:.1f}%" in said
    assert "not legal advice" in said


def test_what_is_to_be_repeated_gives_the_same_odds(get, case):
    command, python, curl = repeated(get(f"/case?{STUDENT}"))
    words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", *words, "--format", "json"], capture_output=True, check=True, timeout=60
    )
    assert json.loads(done.stdout)["odds"]["high"] == pytest.approx(odds_range(case).high)
    space: dict = {}
    exec(python, space)  # noqa: S102 - it is what the page tells people to run
    assert odds_range(space["found"]) == odds_range(case)
    assert "/api/v1/person?soc=Software+Developers" in curl


def test_the_page_without_a_question_is_a_form_with_an_example_that_works(get):
    page = get("/case")
    assert page.status_code == 200
    assert 'id="odds"' not in page.text
    example = unescape(re.search(r'href="(/case\?[^"]+)">Begin', page.text)[1])
    assert 'id="odds"' in get(example).text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("165000", "165,000"), ("165,000", "165,000"), ("79.50/hour", "79.50/hour"), ("165000.50", "165,000.50")],
)
def test_pay_is_shown_with_its_thousands_apart_and_read_alike(get, typed, shown):
    page = get("/case", params={"soc": "15-1252", "area": "Seattle", "salary": typed, "attorney": "2,500"})
    assert page.status_code == 200
    assert re.search(r'name="salary"[^>]* value="([^"]*)"', page.text)[1] == shown
    again = get("/case", params={"soc": "15-1252", "area": "Seattle", "salary": shown, "attorney": "2500"})
    assert re.search(r"<h1[^>]*>(.*?)</h1>", again.text)[1] == re.search(r"<h1[^>]*>(.*?)</h1>", page.text)[1]
    assert 'value="2,500"' in again.text


def test_every_fault_is_said_at_once_beside_its_field(get):
    page = get("/case?soc=Softwar+Developer&area=Seatle&salary=165&attorney=much&abroad=2028-13-01:x&opt_end=June")
    assert page.status_code == 422
    assert "Seattle-Tacoma-Bellevue" in wrong(page, "area")
    assert "165000" in wrong(page, "salary")
    assert "no amount" in wrong(page, "attorney")
    assert wrong(page, "abroad")
    assert "YYYY-MM-DD" in wrong(page, "opt_end")
    assert 'value="Seatle"' in page.text


def test_what_is_missing_is_said_beside_its_field(get):
    page = get("/case?soc=15-1252")
    assert page.status_code == 422
    assert "missing" in wrong(page, "area")
    assert "missing" in wrong(page, "salary")
    assert not wrong(page, "soc")


def test_an_unknown_name_is_refused_with_the_nearest(get):
    page = get(f"/case?{OFFER}&salery=1")
    assert page.status_code == 422
    assert "Did you mean salary?" in text_of(page)


def test_a_bad_day_of_the_calendar_does_not_hide_the_odds(get):
    page = get("/case?soc=29-1141&area=Seattle&salary=165000&fifty_fifty=true&employer_size=1-25")
    assert 'id="odds-by-scenario"' in page.text
    assert "cannot meet the test" in text_of(page)


def test_an_occupation_without_a_wage_there_says_so_and_shows_no_odds(get):
    table = shipped()
    row, column = next((i, j) for i in range(len(table.soc_code)) for j in range(530) if not table.l1[:, i, j].any())
    soc, area = str(table.soc_code[row]), str(table.area[column])
    page = get(f"/case?soc={soc}&area={area}&salary=90000")
    assert page.status_code == 422
    assert "no wage for it in this area" in text_of(page)


def test_a_season_that_is_over_is_answered_by_its_own_figures(get):
    page = get("/case?soc=15-1252&area=42660&salary=165000&season=2025")
    assert page.status_code == 200
    assert "the season's own figures" in text_of(page)
    assert "--past" in repeated(page)[0]


def test_another_rule_stands_beside_the_law(get):
    page = get(f"/case?{OFFER}&policy=lottery")
    assert page.status_code == 200
    assert "By the law of the season" in text_of(page)
    assert "wage level does not change the odds" in text_of(page)


@pytest.mark.parametrize("name", ["../../etc/passwd", "mine.yaml", "selection.who=true", BAD])
def test_no_file_and_no_expression_comes_in_as_a_rule(get, name):
    page = get("/case", params={**dict(p.split("=") for p in OFFER.split("&")), "policy": name})
    assert page.status_code == 422
    assert "odds-by-scenario" not in page.text


def test_every_policy_that_is_offered_can_be_computed(get):
    rule = next(one for group in groups(date(2026, 11, 22)) for one in group.fields if one.name == "policy")
    assert len(rule.choices) > 5
    for name, _ in rule.choices:
        assert get(f"/case?{OFFER}&policy={name}").status_code == 200, name


def test_the_calendar_is_a_file_of_the_same_days(get):
    page = get(f"/case?{STUDENT}")
    address = unescape(re.search(r'href="(/case/calendar\.ics[^"]*)"', page.text)[1])
    answer = get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    days = {str(one["dtend"].dt) for one in events}
    assert len(days) > 5
    assert "2027-10-01" in page.text
    six = next(one for one in events if "Six-year" in str(one["summary"]))
    assert str(six["dtstart"].dt) == "2033-09-30"
    assert "2033-09-30" in page.text


def test_a_calendar_of_days_that_cannot_be_is_refused(get):
    assert get(f"/case/calendar.ics?{OFFER}&start=2027-02-30").status_code == 422
    assert get(f"/case/calendar.ics?{OFFER}&name=a%0Ab").status_code == 422


@pytest.mark.parametrize("name", ["odds-by-scenario", "levels-by-county"])
@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b""), ("xlsx", b"PK")])
def test_each_chart_can_be_saved(get, name, form, begins):
    answer = get(f"/case/{name}.{form}?{OFFER}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_chart_that_is_not_there_is_refused(get):
    assert get(f"/case/none.svg?{OFFER}").status_code == 422
    assert get(f"/case/odds-by-scenario.exe?{OFFER}").status_code == 404
    assert get("/case/odds-by-scenario.svg").status_code == 422


@pytest.mark.parametrize("name", ["soc", "area", "salary", "name", "state", "policy", "season", "country"])
def test_markup_from_outside_stays_text(get, name):
    values = {**dict(p.split("=") for p in OFFER.replace("+", " ").split("&")), name: BAD}
    page = get("/case", params=values)
    assert BAD not in page.text
    assert page.status_code < 500


def test_nothing_on_the_page_is_in_line(get):
    page = get(f"/case?{STUDENT}").text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    assert all("src=" in one for one in re.findall(r"<script[^>]*>", page))


def test_each_area_has_the_level_that_one_offer_there_would_have():
    found = places("15-1252", 165_000.0, shipped())
    for code in ("42660", "41860", "35620", "10180"):
        assert found[code].level == level_of(165_000.0, floors_of("15-1252", code))
    one = next(place for place in found.values() if place.level == 2)
    there = floors_of("15-1252", one.area)
    assert one.short_usd == pytest.approx(there.l3_usd - 165_000)


def test_every_county_of_the_table_is_counted_once():
    each = {one.code: one.number for one in by_state(places("15-1252", 165_000.0, shipped()))}
    listed = Counter(row.state for row in all_counties() if row.taken_from == "table" and row.name != ANY)
    alone = {"RI": 5, "DC": 1, "GU": 1, "VI": 3}  # one area each, so the table lists no county
    assert each == {**listed, **alone}


def test_a_state_asked_for_has_its_counties_in_the_table(get):
    page = get(f"/case?{OFFER}&state=RI")
    assert "Rhode Island:" in text_of(page)
    assert "Counties of Rhode Island by level" in page.text


def test_odds_of_a_registration_are_called_that_and_name_no_level_that_plays_no_part(get):
    offer = OFFER.replace("season=2028", "season=2024&past=true")
    page = get(f"/case?{offer}")
    title = unescape(re.search("<h1>(.*?)</h1>", page.text)[1])
    assert title.startswith("One registration's odds of selection ")
    assert "Level" not in title
    assert "of one registration, by the season's own figures; a person may have several" in text_of(page)
    assert re.search("<h1>Level [IV]+: odds of selection ", get(f"/case?{OFFER}").text)


def test_a_scenario_has_the_name_that_the_command_takes(get, case):
    said = text_of(get(f"/case?{OFFER}"))
    for chance in case.chances:
        name = chance.all.scenario.name
        assert f"{name[:1].upper()}{name[1:]} " in said
    assert "Where none is named it is dhs-implied." in said
    assert "under the law of the season" in said


def test_amounts_of_a_column_have_cents_all_or_none(get):
    for salary in ("165000", "150000"):
        page = get(f"/case?{OFFER.replace('165000', salary)}").text
        ladder = re.search('aria-label="Where each level begins">(.*?)</table>', page, re.DOTALL)[1]
        assert len({"." in one for one in re.findall(r"\$([\d,.]+)</td><td class=\"number\">\$", ladder)}) == 1
        counties = re.search('aria-label="Counties of [^"]*">(.*?)</table>', page, re.DOTALL)[1]
        amounts = re.findall(r"\$([\d,.]+)<", counties)
        assert len(amounts) > 10
        assert len({"." in one for one in amounts}) == 1


def test_tiles_say_what_their_bands_are_and_credit_no_outlines(get):
    page = get(f"/case?{OFFER}").text
    figure = re.search('<figure class="card" id="levels-by-county">(.*?)</figure>', page, re.DOTALL)[1]
    assert "its bands are the shares of its counties" in figure
    assert "Outlines" not in figure
    assert '<p class="source outlined">Outlines: US Census Bureau' in page
