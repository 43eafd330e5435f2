"""/sponsors: published figures without files; with them leaders, one group with its evidence, search, charts."""

from __future__ import annotations

import re
from html import unescape

import httpx
import polars as pl
import pytest

from openh1b.data.store import Store
from openh1b.sponsors.published import load_published
from openh1b.web.app import create_app
from openh1b.web.settings import Settings
from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file
from tests.web.apart import run_apart
from tests.web.conftest import BASE

MARKUP = "<SCRIPT>ALERT(1)</SCRIPT>"
ODD = f"2016,{MARKUP} INC,7,0,1,0,54,9999,TX,AUSTIN,78746"


@pytest.fixture
def folder(tmp_path):
    store = Store(tmp_path / "store")
    files = [hub_file(tmp_path / "2015.csv", LINES_2015), hub_file(tmp_path / "2016.csv", (*LINES_2016, ODD))]
    store.add(files)
    return store.root


@pytest.fixture
def ask(folder):
    app = create_app(Settings(store=folder))
    return lambda path, **more: asked(app, path, **more)


def asked(app, path, **more):
    async def run():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.get(path, headers={"accept": "text/html"}, **more)

    return run_apart(run)


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_without_files_published_figures_stand_with_their_sources(tmp_path):
    page = asked(create_app(Settings(store=tmp_path / "none")), "/sponsors")
    assert page.status_code == 200
    said = text_of(page)
    assert "figures as published" in said
    for one in load_published():
        assert f"{one.value:,}" in said
        assert one.cite[0] in said


def test_without_files_a_search_finds_published_names_only(tmp_path):
    app = create_app(Settings(store=tmp_path / "none"))
    one = load_published()[0].who
    assert asked(app, "/sponsors", params={"text": one}).status_code == 200
    assert "No published figure" in text_of(asked(app, "/sponsors?text=zzzz"))


def test_leaders_are_ranked_with_shares_and_denials(ask):
    said = text_of(ask("/sponsors"))
    assert "Tesla had the most initial approvals in FY2015 and FY2016: 336" in said
    assert "1 Tesla 336" in said
    assert "0.9%" in said  # 3 of 339 decisions
    assert "Manufacturing" in said


def test_one_year_and_another_count_can_be_asked_for(ask):
    said = text_of(ask("/sponsors?year=2015&count=continuing"))
    assert "Tesla had the most continuing approvals in FY2015: 299" in said


def test_a_group_has_its_entities_years_denials_and_evidence(ask):
    page = ask("/sponsors?name=facebook")
    said = text_of(page)
    assert "Meta: 3 initial and 2 continuing approvals in FY2016" in said or "Meta" in said
    assert "FACEBOOK INC" in said
    assert "META PLATFORMS INC" in said
    assert re.search(r"FACEBOOK INC .*? read: ", said)
    assert "FY2015: 10 initial and 5 continuing approvals" in unescape(page.text)


def test_a_year_that_is_not_held_keeps_its_place_and_says_so(ask, folder, tmp_path):
    Store(folder).add([hub_file(tmp_path / "2018.csv", ("2018,TESLA INC,127,1,271,0,33,7729,CA,PALO ALTO,94304",))])
    page = unescape(ask("/sponsors?name=tesla").text)
    assert 'aria-label="FY2017: no figures here"' in page
    assert 'aria-label="FY2018: 127 initial and 271 continuing approvals"' in page


def test_a_search_says_for_whom_each_spelling_counts(ask):
    page = ask("/sponsors?text=tesla")
    assert page.status_code == 200
    assert re.search(r'id="results".*TESLA INC', page.text, re.DOTALL)
    assert "A match is not a merge" in page.text


def test_a_search_without_a_match_names_the_nearest(ask):
    assert "Did you mean Tesla?" in text_of(ask("/sponsors?text=teslla"))


def test_a_name_that_nobody_has_is_refused_with_the_nearest(ask):
    page = ask("/sponsors?name=tessla")
    assert page.status_code == 422
    assert "Tesla" in text_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year=1999", "FY1999 is not held"),
        ("count=inital", "Did you mean initial?"),
        ("yeer=2015", "Did you mean year?"),
    ],
)
def test_what_cannot_be_asked_is_said(ask, query, said):
    page = ask(f"/sponsors?{query}")
    assert page.status_code == 422
    assert said in text_of(page)


def test_a_new_file_shows_at_once(ask, folder, tmp_path):
    assert "FY2017" not in ask("/sponsors").text
    Store(folder).add([hub_file(tmp_path / "2017.csv", ("2017,NEWCOMER INC,999,1,1,0,54,4321,TX,AUSTIN,78746",))])
    assert "NEWCOMER had the most initial approvals" in text_of(ask("/sponsors"))


@pytest.mark.parametrize("name", ["sponsors-top", "sponsors-title", "sponsors-concentration", "sponsors-show"])
@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b""), ("xlsx", b"PK")])
def test_each_chart_can_be_saved(ask, name, form, begins):
    answer = ask(f"/sponsors/{name}.{form}?name=tesla")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_the_figures_of_a_chart_are_those_of_the_page(ask):
    table = pl.read_csv(ask("/sponsors/sponsors-top.csv").content)
    assert table.row(0, named=True)["approvals"] == 336


def test_a_chart_without_files_is_refused(tmp_path):
    assert asked(create_app(Settings(store=tmp_path / "none")), "/sponsors/sponsors-top.svg").status_code == 422


@pytest.mark.parametrize("query", ["", "?text=script", f"?text={MARKUP}", f"?name={MARKUP}", f"?year={MARKUP}"])
def test_a_sponsor_whose_name_is_markup_stays_text(ask, query):
    page = ask(f"/sponsors{query}")
    assert MARKUP not in page.text
    assert page.status_code < 500
