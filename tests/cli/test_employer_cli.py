"""`openh1b employer` from end to end, on files of 20 and of 500 made-up candidates."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.errors import InputError
from tests.cases.employer_made import made, row, write
from tests.cli.conftest import Run

DISCLAIMER = "An estimate, not legal advice and not a determination by any agency."
ASKED = ("--season", "2028", "--on", "2026-11-22")
EVIL = "=HYPERLINK(1)"


@pytest.fixture
def twenty(tmp_path: Path) -> Path:
    return write(tmp_path / "candidates.csv", made(20))


def run(*arguments: object) -> str:
    result = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(
        app, ["employer", *map(str, arguments)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def document(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, *ASKED, "--format", "json"))
    return found


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in line] for line in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_twenty_candidates_are_answered_on_the_screen(twenty: Path):
    text = run(twenty, *ASKED, "--budget", "$250,000")
    for said in (
        DISCLAIMER,
        "20 candidates for FY2028 (registration March 2027, work from 1 October 2027)",
        "July 2026 to June 2027",
        "as FY2027",
        "as FY2026",
        "Within $250,000 a year",
        "INA 212(n)(1)(A)",
        "checked 2026-11-21",
        "$103,265",
        "$100,000",
        "Occupation, area and worksite are taken as they are",
    ):
        assert said in " ".join(text.split()), said


def test_the_workbook_has_its_sheets_and_the_numbers_of_the_json(twenty: Path, tmp_path: Path):
    run(twenty, *ASKED, "--budget", "250000", "--out", tmp_path / "results.xlsx")
    book = openpyxl.load_workbook(tmp_path / "results.xlsx")
    assert book.sheetnames == ["summary", "candidates", "odds", "raises", "costs", "sources"]
    found = document(twenty, "--budget", "250000")
    head, *rows = cells(tmp_path / "results.xlsx", "candidates")
    assert [line[0] for line in rows] == [one["candidate_id"] for one in found["candidates"]]
    for line, one in zip(rows, found["candidates"], strict=True):
        assert line[head.index("offered_wage_usd")] == pytest.approx(one["offered_wage_usd"])
        for each in one["odds"]:
            assert line[head.index(f"odds: {each['scenario']}")] == pytest.approx(each["odds"])
    head, *rows = cells(tmp_path / "results.xlsx", "raises")
    bought = [line for line in rows if line[head.index("chosen within the budget")] == "yes"]
    assert sum(line[head.index("cost a year")] for line in bought) == pytest.approx(found["raises"]["cost_usd"])
    assert found["raises"]["cost_usd"] <= 250_000
    assert cells(tmp_path / "results.xlsx", "summary")[0][0] == DISCLAIMER


def test_the_same_candidates_give_the_same_answer_from_csv_and_xlsx(twenty: Path, tmp_path: Path):
    pl.read_csv(twenty, infer_schema=False).write_excel(tmp_path / "candidates.xlsx")
    one, other = document(twenty), document(tmp_path / "candidates.xlsx")
    assert one["candidates"] == other["candidates"]
    assert one["scenarios"] == other["scenarios"]


def test_csv_and_parquet_have_one_row_a_candidate_and_scenario(twenty: Path, tmp_path: Path):
    rows = list(csv.DictReader(io.StringIO(run(twenty, *ASKED, "--format", "csv"))))
    assert len(rows) == 20 * 6
    run(twenty, *ASKED, "--out", tmp_path / "long.parquet")
    frame = pl.read_parquet(tmp_path / "long.parquet")
    assert frame["odds"].to_list() == pytest.approx([float(one["odds"]) for one in rows])
    assert (frame["odds_regular"] + frame["odds_advanced_degree"]).to_list() == pytest.approx(frame["odds"].to_list())


def test_the_page_is_one_file_that_asks_for_nothing(twenty: Path, tmp_path: Path):
    run(twenty, *ASKED, "--budget", "250000", "--report", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert DISCLAIMER in page
    assert not re.findall(r"<script|<link|<img|@import|(?:src|href)=[\"']?(?!#)", page)
    assert all(one["candidate_id"] in page for one in made(20))


def test_a_workers_sheet_holds_nothing_of_a_colleague(twenty: Path, tmp_path: Path):
    run(twenty, *ASKED, "--sheets", tmp_path / "sheets")
    people = document(twenty)["candidates"]
    files = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "sheets").iterdir()}
    assert sorted(files) == sorted(one["candidate_id"] for one in people)
    for one in people:
        text = files[one["candidate_id"]]
        pay = f"${one['offered_wage_usd']:,.2f} a year"
        assert pay in text
        assert DISCLAIMER in text
        for other in people:
            if other is not one:
                assert other["candidate_id"] not in text
                assert f"${other['offered_wage_usd']:,.2f} a year" not in text.replace(pay, "")


def test_ids_that_are_no_names_of_files_stay_inside_the_folder(tmp_path: Path):
    rows = [row(candidate_id=one) for one in ("../../up", "A", "a", "a/b", "a_b", "CON.", "<b>")]
    run(write(tmp_path / "odd.csv", rows), *ASKED, "--sheets", tmp_path / "in" / "sheets")
    names = [path.name for path in (tmp_path / "in" / "sheets").iterdir()]
    assert len({name.casefold() for name in names}) == len(rows)
    assert {path.name for path in tmp_path.iterdir()} == {"odd.csv", "in"}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+\.html", name) for name in names)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", EVIL])
def test_text_that_a_spreadsheet_would_run_stays_text(tmp_path: Path, start: str):
    rows = [row(candidate_id=start, job=f"{start}<script>alert(1)</script>")]
    path = write(tmp_path / "evil.csv", rows)
    run(path, *ASKED, "--out", tmp_path / "r.xlsx", "--report", tmp_path / "p.html", "--sheets", tmp_path / "s")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["candidates"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (start, "s")
    assert not [c for one in openpyxl.load_workbook(tmp_path / "r.xlsx") for r in one for c in r if c.data_type == "f"]
    table = list(csv.DictReader(io.StringIO(run(path, *ASKED, "--format", "csv"))))
    assert {one["candidate_id"] for one in table} == {f"'{start}"}
    pages = [tmp_path / "p.html", *(tmp_path / "s").iterdir()]
    for text in (one.read_text(encoding="utf-8") for one in pages):
        assert "<script" not in text
        assert html.escape(start, quote=False) in html.unescape(text)


def test_the_template_can_be_read_back_and_explains_every_column(tmp_path: Path):
    assert "Written" in run("--template", tmp_path / "t.xlsx")
    head, *rows = cells(tmp_path / "t.xlsx", "candidates")
    explained = {line[0] for line in cells(tmp_path / "t.xlsx", "columns")[1:]}
    assert set(head) <= explained
    assert len(rows) == 2
    found = document(tmp_path / "t.xlsx")
    assert [one["level"] for one in found["candidates"]] == [2, 1]
    assert all(one["candidate_id"].startswith("made-up") for one in found["candidates"])


def test_the_employers_own_rates_are_used_and_named(twenty: Path):
    found = document(twenty, "--filed-rate", "95%", "--approved-rate", "0.98")
    assert found["rates"]["filed"]["value"] == 0.95
    for one in found["scenarios"]:
        assert one["approved"]["expected"] == pytest.approx(one["selected"]["expected"] * 0.95 * 0.98)


def test_every_source_that_is_named_is_listed_and_every_scenario_says_its_numbers(twenty: Path):
    found = document(twenty)
    listed = {one["source"] for one in found["sources"]}
    for one in found["scenarios"]:
        assert set(one["source_ids"]) <= listed
        assert one["registered_persons"] > one["selected_in_season"] > 0
    assert {"ina-212n", "dhs-fee-nprm-2026", "proc-11069"} <= listed
    assert found["status"].startswith("provisional")


def test_five_hundred_candidates_go_through_every_output(tmp_path: Path):
    path = write(tmp_path / "many.csv", made(500))
    run(
        *(path, *ASKED, "--budget", "2000000", "--out", tmp_path / "r.xlsx"),
        *("--report", tmp_path / "p.html", "--sheets", tmp_path / "s"),
    )
    assert len(cells(tmp_path / "r.xlsx", "candidates")) == 501
    assert len(list((tmp_path / "s").iterdir())) == 500
    found = document(path, "--budget", "2000000")
    assert found["raises"]["exact"]
    assert found["raises"]["cost_usd"] <= 2_000_000
    assert all(one["selected"]["luck_p05"] < one["selected"]["luck_p95"] for one in found["scenarios"])


def test_a_bad_file_ends_with_code_2_names_everything_and_writes_nothing(openh1b: Run, tmp_path: Path):
    write(tmp_path / "bad.csv", [row(offered_wage_usd="165", soc="15-1132"), row(channel="abroad")])
    done = openh1b(
        "employer", "bad.csv", *ASKED, "--out", "r.xlsx", "--report", "p.html", "--sheets", "s", "--budget", "x"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for said in ("--budget", "row 1, column offered_wage_usd", "row 1, column soc", "row 2, column channel", "doubled"):
        assert said in done.stderr
    assert {one.name for one in tmp_path.iterdir()} == {"bad.csv"}


def test_nothing_is_written_where_one_of_the_places_is_taken(twenty: Path, tmp_path: Path):
    (tmp_path / "page.html").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="already exists"):
        run(twenty, *ASKED, "--out", tmp_path / "r.xlsx", "--report", tmp_path / "page.html")
    assert {one.name for one in tmp_path.iterdir()} == {"candidates.csv", "page.html"}
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "mine"


def test_nothing_stays_behind_where_writing_fails(twenty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(self: Path, data: bytes) -> int:
        if self.name.startswith(".r.xlsx"):
            raise OSError(28, "No space left on device")
        return original(self, data)

    original = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left"):
        run(
            *(twenty, *ASKED, "--out", tmp_path / "r.xlsx", "--report", tmp_path / "p.html"),
            *("--sheets", tmp_path / "s"),
        )
    assert {one.name for one in tmp_path.iterdir()} == {"candidates.csv"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--template FILE.xlsx"),
        (("no-such.csv",), "no such file"),
        (("candidates.csv", "--season", "2026"), "--past"),
        (("candidates.csv", "--season", "1999"), "2021"),
        (("candidates.csv", "--scenario", "as FY2O27"), "Did you mean as FY2027"),
        (("candidates.csv", "--policy", "lotery"), "lottery"),
        (("candidates.csv", "--filed-rate", "95"), "95%"),
        (("candidates.csv", "--out", "results.doc"), "--format"),
        (("candidates.csv", "--out", "results.csv", "--format", "json"), "csv"),
        (("candidates.csv", "--report", "page.pdf"), ".html"),
        (("candidates.csv", "--attorney", "-5"), "--attorney"),
        (("candidates.csv", "--fifty-fifty", "--employer-size", "30"), "50"),
        (("candidates.csv", "--on", "2026-02-30"), "2026-02-30"),
        (("candidates.csv", "--template", "t.xlsx"), "one of them"),
        (("--template", "t.csv"), ".xlsx"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    twenty: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
):
    monkeypatch.chdir(twenty.parent)
    day = () if "--on" in arguments else ("--on", "2026-11-22")
    with pytest.raises(InputError) as caught:
        run(*arguments, *day)
    assert words in str(caught.value)
    assert [one.name for one in twenty.parent.iterdir()] == ["candidates.csv"]
