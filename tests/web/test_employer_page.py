"""/employer: a list is read elsewhere and leaves nothing behind; the command's numbers; bad lists are refused."""

from __future__ import annotations

import base64
import io
import re
import tempfile
from html import unescape
from pathlib import Path

import httpx
import openpyxl
import polars as pl
import pytest

from openh1b.cases.employer import Question, employer_case
from openh1b.cases.employer_file import read_candidates
from openh1b.cases.employer_words import candidate_words, won_words
from openh1b.season.wages_table import shipped
from openh1b.web.app import create_app
from openh1b.web.settings import Limits, Settings
from tests.cases.employer_made import made, row, write
from tests.web.apart import run_apart
from tests.web.conftest import BASE, settled

MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def candidates(tmp_path):
    return write(tmp_path / "list.csv", made(12))


def sent(data, name="list.csv"):
    return {"file": (name, data.read_bytes() if isinstance(data, Path) else data)}


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def file_fault(page):
    found = re.search(r'id="file-wrong"[^>]*>(.*?)</div>', page.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def limited(**limits):
    """One upload to a server with other limits."""

    def ask(data):
        async def run():
            transport = httpx.ASGITransport(app=create_app(Settings(limits=Limits(**limits))))
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                answer = await client.post("/employer", files=sent(data), headers={"accept": "text/html"})
                return await settled(client, answer)

        return run_apart(run)

    return ask


def test_the_page_has_the_numbers_of_the_command(get, candidates):
    page = get("/employer", "POST", files=sent(candidates), data={"season": "2028", "budget": "100000"})
    assert page.status_code == 200
    from datetime import UTC, datetime

    table = shipped()
    question = Question(2028, datetime.now(tz=UTC).date(), budget_usd=100_000.0)
    case = employer_case(read_candidates(candidates, table).jobs, question, table)
    said = text_of(page)
    for each in (*won_words(case).rows, *candidate_words(case).rows):
        assert " ".join(" ".join(each).split()) in said
    assert "not legal advice" in said


def test_nothing_of_a_list_is_left_behind(get, candidates, tmp_path, monkeypatch):
    place = tmp_path / "passing"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    page = get("/employer", "POST", files=sent(candidates))
    assert page.headers["cache-control"] == "no-store"
    assert not list(place.iterdir())
    get("/employer", "POST", files=sent(b"PAR1" + b"\0" * 99, "list.parquet"))
    assert not list(place.iterdir())
    again = get("/employer")
    assert "made-0000" in page.text
    assert "made-0000" not in again.text


def test_the_page_holds_the_workbook_itself(get, candidates):
    page = get("/employer", "POST", files=sent(candidates))
    link = re.search(r'href="data:[^;]+;base64,([^"]+)" download', page.text)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(link[1])))
    direct = get("/employer/results.xlsx", "POST", files=sent(candidates))
    assert direct.headers["content-disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(direct.content)).sheetnames == book.sheetnames
    assert book["candidates"].max_row == 13


def test_the_empty_list_is_taken_as_it_is(get):
    template = get("/employer/template.xlsx")
    page = get("/employer", "POST", files=sent(template.content, "candidates.xlsx"))
    assert page.status_code == 200
    assert "made-up-7f3a" in page.text


def test_every_fault_of_the_list_is_said_with_its_row_and_the_nearest_name(get, tmp_path):
    rows = [row(area="Seatle"), row(candidate_id="b", offered_wage_usd="165"), row(candidate_id="c", channel="abroad")]
    page = get("/employer", "POST", files=sent(write(tmp_path / "bad.csv", rows)))
    assert page.status_code == 422
    said = file_fault(page)
    assert "Row 1, column area" in said
    assert "Seattle-Tacoma-Bellevue" in said
    assert "Row 2, column offered_wage_usd" in said
    assert "Row 3, column channel" in said


def test_faults_of_the_question_stand_at_their_fields_before_a_list_is_read(get, candidates):
    data = {"season": "2019", "budget": "much", "filed_rate": "95", "policy": "mine.yaml"}
    page = get("/employer", "POST", files=sent(candidates), data=data)
    assert page.status_code == 422
    for name in ("budget", "filed_rate"):
        assert f'id="{name}-wrong"' in page.text
    assert "made-0000" not in page.text


def test_a_list_that_was_not_chosen_is_said_at_its_field(get):
    assert "no list was chosen" in file_fault(get("/employer", "POST", data={"season": "2028"}))
    assert "is empty" in file_fault(get("/employer", "POST", files=sent(b"")))


def damaged(tmp_path):
    """A Parquet file whose middle is overwritten: parsers have been brought down by such."""
    path = tmp_path / "damaged.parquet"
    pl.DataFrame(made(200)).write_parquet(path)
    data = bytearray(path.read_bytes())
    for at in range(8, len(data) - 60, 7):
        data[at] ^= 0xFF
    return bytes(data)


def test_a_damaged_list_is_refused_and_the_next_one_is_read(get, tmp_path, candidates):
    page = get("/employer", "POST", files=sent(damaged(tmp_path), "damaged.parquet"))
    assert page.status_code == 422
    assert file_fault(page)
    assert get("/employer", "POST", files=sent(candidates)).status_code == 200


@pytest.mark.parametrize(
    ("limits", "said"),
    [({"rows": 3}, "at most 3"), ({"columns": 5}, "at most 5"), ({"seconds": 0.01}, "took longer than 0.01 seconds")],
)
def test_a_list_beyond_a_limit_is_refused(candidates, limits, said):
    page = limited(**limits)(candidates)
    assert page.status_code == 422
    assert said in file_fault(page)


def test_a_list_of_too_many_bytes_is_cut_off(candidates):
    assert limited(body_bytes=1_000)(candidates).status_code == 413


def test_names_in_a_list_become_neither_markup_nor_formulas(get, tmp_path):
    rows = [row(candidate_id='=HYPERLINK("x")', job=MARKUP), row(candidate_id=MARKUP, job="@SUM(1)")]
    path = write(tmp_path / "names.csv", rows)
    page = get("/employer", "POST", files=sent(path))
    assert page.status_code == 200
    assert MARKUP not in page.text
    assert unescape(page.text).count(MARKUP) >= 2
    book = get("/employer/results.xlsx", "POST", files=sent(path))
    cells = [one for sheet in openpyxl.load_workbook(io.BytesIO(book.content)) for line in sheet for one in line]
    assert not [one.value for one in cells if one.data_type == "f"]


def test_a_list_from_another_site_is_refused(get, candidates):
    page = get("/employer", "POST", files=sent(candidates), headers={"origin": "https://example.org"})
    assert page.status_code == 403


def test_the_address_holds_all_but_the_list(get):
    page = get("/employer?season=2029&budget=250000&premium=true")
    assert 'value="250,000"' in page.text
    assert re.search(r'value="2029" selected', page.text)
    assert re.search(r'name="premium"[^>]* checked', page.text)
    assert get("/employer?budgit=1").status_code == 422
