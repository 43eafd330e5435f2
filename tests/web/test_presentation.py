"""How pages present what they found: the section named, parts that fail alone, files and ways beside each chart."""

from __future__ import annotations

import base64
import re
import shlex
from html import unescape

import pytest

from openh1b.web.pages import claims, compare, season
from openh1b.web.pages.compare import _signed
from openh1b.web.pages.employer_again import reproduce as employer_again
from openh1b.web.pages.sponsors_again import reproduce as sponsors_again
from openh1b.web.pages.sponsors_held import Question
from openh1b.web.part import Failed, part
from openh1b.web.render import environment
from tests.cases.employer_made import made, write
from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file

SIGNATURES = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"policy", "xlsx": b"PK"}


MINUS = "\N{MINUS SIGN}"


def broken(*_, **__):
    raise RuntimeError("a mistake inside")


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/claims/cap-85000", "/claims"),
        ("/claims/match", "/claims"),
        ("/data/hub", "/data"),
        ("/law", "/data"),
        ("/law/caps.regular", "/data"),
    ],
)
def test_a_page_below_a_section_marks_that_section_and_no_other(get, path, section):
    assert re.findall(r'<a href="([^"]+)" aria-current="true">', get(path).text.partition("</header>")[0]) == [section]


def test_no_section_is_marked_where_there_is_no_page(get):
    assert "aria-current" not in get("/nowhere").text


def test_a_chart_that_fails_leaves_the_others_and_the_tables(get, monkeypatch):
    real = compare.make_chart
    monkeypatch.setattr(compare, "make_chart", lambda found, name: (broken if name == "odds" else real)(found, name))
    page = get("/compare")
    assert page.status_code == 200
    assert "The chart odds: not shown." in page.text
    assert 'id="composition"' in page.text
    assert "Selected ± luck" in page.text
    assert "a mistake inside" not in page.text


def test_tables_that_fail_leave_the_charts(get, monkeypatch):
    monkeypatch.setattr(compare, "matrices", broken)
    page = get("/compare")
    assert "The tables: not shown." in page.text
    assert 'id="composition"' in page.text


@pytest.mark.parametrize(("name", "said"), [("steps", "The counts"), ("rules", "The rule in force")])
def test_a_part_of_the_season_that_fails_leaves_its_odds(get, monkeypatch, name, said):
    monkeypatch.setattr(season, name, broken)
    page = get("/")
    assert page.status_code == 200
    assert said in page.text
    assert 'id="odds-by-selection_level"' in page.text


def test_a_claim_that_fails_leaves_the_others(get, monkeypatch):
    real = claims.check
    monkeypatch.setattr(claims, "check", lambda one, **more: (broken if one.id == "cap-85000" else real)(one, **more))
    page = get("/claims")
    assert page.status_code == 200
    assert "The claim cap-85000: not shown." in page.text
    assert 'id="tech-60-percent"' in page.text


def test_what_is_not_ours_to_say_stays_in_the_log():
    found = part("The part", broken)
    assert isinstance(found, Failed)
    assert "inside" not in found.why


@pytest.mark.parametrize("path", ["/", "/compare", "/case?soc=15-1252&area=Seattle&salary=165000"])
def test_each_chart_has_its_files_and_ways_to_repeat_it(get, path):
    page = get(path).text
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert figures
    for one in figures:
        assert set(re.findall(r'class="file"[^>]* aria-label="(\w+) of', one)) == {"PNG", "SVG", "CSV", "XLSX"}
        assert 'href="#repeat"' in one
        assert 'class="source"' in one
    for way in ("Command line", "Python", "REST"):
        assert way in page


def test_the_files_of_an_employers_chart_are_in_the_page(get, tmp_path):
    listed = write(tmp_path / "list.csv", made(5))
    page = get("/employer", "POST", files={"file": ("list.csv", listed.read_bytes())}).text
    figure = re.search(r"<figure.*?</figure>", page, re.DOTALL)[0]
    links = re.findall(r'href="data:[^"]*?base64,([^"]+)" download aria-label="(\w+) of', figure)
    assert {form.lower() for _, form in links} == set(SIGNATURES)
    for data, form in links:
        assert base64.b64decode(unescape(data)).lstrip().startswith(SIGNATURES[form.lower()])
    assert "luck" in re.search(r'<g class="mark"[^>]*aria-label="([^"]+)"', figure)[1]


def test_the_python_of_sponsors_runs_and_gives_the_leaders(tmp_path, monkeypatch):
    from openh1b.data.store import Store

    store = Store(tmp_path / "store")
    store.add([hub_file(tmp_path / "2015.csv", LINES_2015), hub_file(tmp_path / "2016.csv", LINES_2016)])
    monkeypatch.setattr("openh1b.data.store.default_folder", lambda: store.root)
    for name in (None, "tesla"):
        *lines, last = sponsors_again(name, Question((2016,)), "http://127.0.0.1:8017").python.split("\n")
        known: dict[str, object] = {}
        exec("\n".join(lines), known)  # noqa: S102 - our own text
        assert eval(last, known).height > 0  # noqa: S307


def test_what_repeats_the_page_of_sponsors_reads_the_same_store_and_the_same_years():
    for name in (None, "tesla"):
        again = sponsors_again(name, Question(part_years=True), "http://127.0.0.1:8017", "/a store")
        assert again.command.endswith("--part-years --store '/a store'")
        assert "resolved_lines(Store(Path('/a store')))" in again.python
        assert "part_years=true" in again.curl
        plain = sponsors_again(name, Question(), "http://127.0.0.1:8017")
        assert "store" not in plain.command
        assert "part" not in plain.curl


def test_the_python_of_an_employer_runs(tmp_path, monkeypatch):
    write(tmp_path / "candidates.csv", made(4))
    monkeypatch.chdir(tmp_path)
    values = {"season": "2028", "budget": "50000", "premium": "true"}
    again = employer_again(values, "http://127.0.0.1:8017")
    *lines, last = again.python.split("\n")
    known: dict[str, object] = {}
    exec("\n".join(lines), known)  # noqa: S102 - our own text
    assert len(eval(last, known).chances) == 4  # noqa: S307
    assert shlex.split(again.command)[3:] == ["--season", "2028", "--budget", "50000", "--premium"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("+0 / -7,842", f"0 / {MINUS}7,842"),
        ("-42,718 ± 215", f"{MINUS}42,718 ± 215"),
        ("FY2021-24", "FY2021-24"),
        ("+0.3", "+0.3"),
    ],
)
def test_a_minus_is_a_minus_and_nothing_has_no_sign(cell, shown):
    assert _signed(cell) == shown


def test_names_in_backticks_are_code_and_stay_escaped():
    coded = environment().filters["coded"]
    assert coded("a `b<i>` c") == "a <code>b&lt;i&gt;</code> c"
    assert coded("an odd ` stays <") == "an odd ` stays &lt;"
