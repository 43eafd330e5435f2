"""/claims: verdicts as the ledger computes them, filters, one claim, an article, files, the scoreboard."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from html import unescape

import openpyxl
import pytest

from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.replications.compute import replicate
from openh1b.evidence.verdict import check
from openh1b.evidence.words import verdict_words
from openh1b.web.pages.claims import MOST_LETTERS
from openh1b.web.pages.claims_scores import COMPUTING, Computing

BAD = "<script>alert(1)</script>"
ARTICLE = "Around 60 percent of H-1Bs go to tech. Tesla obtained 724 H-1B visas in 2024. The weather was mild."


def test_every_claim_stands_with_its_verdict_and_what_repeats_it(get):
    text = unescape(get("/claims").text)
    for one in load_ledger().claims.values():
        article = re.search(rf'<article class="card claim" id="{one.id}">(.*?)</article>', text, re.DOTALL)[1]
        verdict = verdict_words(check(one))
        assert f"{verdict[:1].upper()}{verdict[1:]}" in article
        assert "<code>openh1b " in article


def test_a_number_claimed_and_a_number_found_are_marks_with_names(get):
    text = unescape(get("/claims/tech-60-percent").text)
    assert 'aria-label="Claimed: around 60%"' in text
    assert 'aria-label="Found, by industry: 57.8%, holds"' in text


def test_only_claims_of_a_verdict_and_a_position_are_shown(get):
    text = get("/claims?verdict=not%20testable&position=replace").text
    shown = set(re.findall(r'<article class="card claim" id="([^"]+)"', text))
    assert shown == {one.id for one in load_ledger().claims.values() if not one.testable and one.position == "replace"}
    assert shown


@pytest.mark.parametrize(("query", "hint"), [("verdict=hold", "holds"), ("position=kep", "keep")])
def test_a_verdict_or_position_that_there_is_not_is_named_with_the_nearest(get, query, hint):
    answer = get(f"/claims?{query}")
    assert answer.status_code == 422
    assert f"Did you mean {hint}?" in answer.text


def test_a_claim_that_there_is_not_is_404(get):
    answer = get("/claims/tech-60-per-cent")
    assert answer.status_code == 404
    assert "tech-60-percent" in answer.text


@pytest.mark.parametrize("name", load_ledger().claims)
def test_each_claim_has_its_page(get, name):
    answer = get(f"/claims/{name}")
    assert answer.status_code == 200
    assert f"openh1b claims show {name}" in answer.text or "To quote" in answer.text


def test_an_article_is_matched_and_what_is_not_in_the_ledger_gets_no_verdict(get):
    answer = get("/claims/match", "POST", data={"text": ARTICLE})
    assert answer.status_code == 200
    assert "3 sentences: 2 touch a claim" in answer.text
    assert "/claims/tech-60-percent" in answer.text
    assert "The weather was mild" not in answer.text.split("<textarea")[0]


def test_a_short_text_can_stand_in_the_address(get):
    assert "/claims/tesla-724" in get("/claims/match?text=Tesla obtained 724 H-1B visas in 2024.").text


def test_markup_in_an_article_is_printed_and_not_run(get):
    answer = get("/claims/match", "POST", data={"text": f"H-1B visas {BAD} go to tech, 60% of H-1Bs. {BAD}"})
    assert BAD not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_an_article_that_is_too_long_is_refused(get):
    answer = get("/claims/match", "POST", data={"text": "a" * (MOST_LETTERS + 1)})
    assert answer.status_code == 422
    assert f"at most {MOST_LETTERS:,}" in answer.text


def test_nothing_from_another_site_is_matched(get):
    answer = get("/claims/match", "POST", data={"text": ARTICLE}, headers={"origin": "http://example.org"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"id,"), ("xlsx", b"PK")])
def test_a_claim_and_the_timeline_can_be_saved(get, form, begins):
    one = get(f"/claims/cap-85000.{form}")
    assert one.content.startswith(begins)
    assert 'filename="openh1b-cap-85000' in one.headers["content-disposition"]
    assert get(f"/claims/positions.{form}").status_code == 200


def test_the_workbook_of_a_claim_has_a_row_for_each_definition(get):
    sheet = openpyxl.load_workbook(io.BytesIO(get("/claims/tech-60-percent.xlsx").content)).active
    assert sheet.max_row == 1 + len(load_ledger().claims["tech-60-percent"].definitions)


def test_a_form_that_there_is_not_is_404(get):
    assert get("/claims/cap-85000.exe").status_code == 404


def test_the_scoreboard_says_how_far_it_is_and_can_be_stopped(get):
    answer = get("/claims/replications")
    assert "Computing" in answer.text
    assert answer.headers["refresh"]
    stopped = get("/claims/replications/stop", "POST")
    assert stopped.status_code == 303
    assert COMPUTING.process is None


def test_the_scoreboard_shows_what_the_command_gave(tmp_path, monkeypatch, get):
    COMPUTING.end()
    monkeypatch.setattr(COMPUTING, "rows", replicate(["dhs-odds", "order-2019"]))
    text = unescape(get("/claims/replications").text)
    assert "Reversal of the order of the two stages in 2019" in text
    assert "openh1b replicate dhs-odds" in text


def test_a_process_that_ends_without_an_answer_is_said_so(tmp_path):
    broken = Computing()
    broken.look(tmp_path / "no store here")
    assert broken.process is not None
    broken.process.kill()
    broken.process.wait()
    broken.look(None)
    assert broken.failed
    assert broken.rows is None


def test_rows_come_back_from_the_process_as_they_were(monkeypatch):
    """One quick replication stands for all of them."""
    asked = "sys.argv = ['openh1b', 'replicate', 'dhs-odds', '--format', 'json']"
    begin = [sys.executable, "-c", f"import sys; from openh1b.cli import main; {asked}; main()"]
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda _, **more: real(begin, **more))
    mine = Computing()
    mine.look(None)
    mine.process.wait()
    mine.look(None)
    assert [row.record() for row in mine.rows] == [row.record() for row in replicate(["dhs-odds"])]


def test_the_title_says_how_many_claims_have_a_verdict_and_how_many_depend_on_an_unknown(get):
    found = [check(one).verdict for one in load_ledger().claims.values()]
    unknown, untested = found.count("depends on an unknown"), found.count("not testable")
    title = re.search("<h1>(.*?)</h1>", get("/claims").text)[1]
    assert [int(one) for one in re.findall(r"\d+", title)] == [
        len(found), len(found) - unknown - untested, unknown, untested,
    ]  # fmt: skip
    assert "see below" not in get("/claims/tesla-724").text
    assert "1\N{MULTIPLICATION SIGN}" in get("/claims/cap-85000").text
