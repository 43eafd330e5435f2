from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner, Result

import openh1b.cli.data as data_command
import openh1b.cli.sponsors as command
from openh1b.charts import shut_down
from openh1b.data.store import Store
from openh1b.errors import InputError
from openh1b.sponsors.institutions import with_control
from openh1b.sponsors.resolve import resolve, with_digits

from .conftest import LINES_2016, hub, hub_file


@pytest.fixture(scope="module", autouse=True)
def _no_process_left():
    yield
    shut_down()


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(command.app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def run(tesla_and_others: pl.DataFrame, monkeypatch: pytest.MonkeyPatch):
    lines = with_control(resolve(with_digits(tesla_and_others)))
    monkeypatch.setattr(command, "hub_table", lambda _: tesla_and_others)
    monkeypatch.setattr(command, "resolved_table", lambda _, columns: lines.select(columns))
    return call


@pytest.fixture
def nothing(tmp_path: Path) -> tuple[str, Path]:
    (tmp_path / "none").mkdir()
    return ("--store", tmp_path / "none")


def test_top_as_json_has_ranks_and_shares(run) -> None:
    rows = json.loads(run("top", "--year", "2022", "--format", "json").stdout)
    assert [(row["rank"], row["sponsor"], row["approvals"]) for row in rows][:2] == [(1, "tesla", 336), (2, "meta", 13)]


def test_show_as_json_is_one_document_and_notes_go_elsewhere(run) -> None:
    done = run("show", "Tesla", "--format", "json")
    assert json.loads(done.stdout)["group"] == "tesla"
    assert "FY2015" in done.stderr


def test_show_as_json_has_the_shape_that_was_promised(run) -> None:
    found = json.loads(run("show", "Tesla", "--format", "json").stdout)
    assert list(found) == ["group", "entities", "years"]
    assert found["years"][-1] == {
        "year": 2022, "initial_approvals": 336, "continuing_approvals": 769, "initial_denials": 0,
        "continuing_denials": 0, "vintage": "FY2022", "part_year": False,
    }  # fmt: skip


TABLES = [
    ("concentration",),
    ("industries",),
    ("states",),
    ("search", "trump"),
    ("top",),
    ("show", "Tesla"),
    ("check",),
]


@pytest.mark.parametrize("words", TABLES)
def test_every_table_is_given_in_every_format(run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(*words).stdout.strip()
    rows = {}
    for form in ("json", "csv", "parquet", "xlsx"):
        path = tmp_path / f"table.{form}"
        assert not run(*words, "--out", path, "--format", form).stdout
        assert run(*words, "--format", form).stdout_bytes[:4] == path.read_bytes()[:4]
        rows[form] = path
    table = pl.read_parquet(rows["parquet"])
    document = json.loads(rows["json"].read_text(encoding="utf-8"))
    assert len(document["years"] if words[0] == "show" else document) == table.height > 0
    with rows["csv"].open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == table.height
    sheets = openpyxl.load_workbook(rows["xlsx"])
    assert sheets.sheetnames == ["table", "notes"]
    assert [cell.value for cell in next(sheets["table"].iter_rows())] == table.columns


def test_the_ending_says_the_format_and_the_table_is_shown_as_well(run, tmp_path: Path) -> None:
    assert "Tesla" in run("top", "--out", tmp_path / "top.csv").stdout
    assert "first_time_sponsor" in (tmp_path / "top.csv").read_text(encoding="utf-8").splitlines()[0]


def test_notes_go_with_the_file(run, tmp_path: Path) -> None:
    run("top", "--out", tmp_path / "top.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "top.xlsx")["notes"]
    assert any("FY2015" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    run("top", "--out", tmp_path / "top.parquet")
    assert "FY2015" in pl.read_parquet_metadata(tmp_path / "top.parquet")["notes"]


def test_a_name_like_a_formula_stays_text_in_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    store.add(
        [hub_file(tmp_path / "odd.csv", ('2014,"=HYPERLINK(""http://example.com"")",5,0,6,0,33,1234,CA,X,94304',))]
    )
    out = tmp_path / "found.xlsx"
    call("search", "HYPERLINK", "--store", store.root, "--out", out)
    cells = [cell for row in openpyxl.load_workbook(out)["table"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "a.xls"), "Did you mean .xlsx"),
        (("--out", "a.csv", "--format", "xlsx"), "ends in .xlsx"),
        (("--chart", "a.pgn"), "Did you mean .png"),
        (("--chart", "a.gif", "--out", "b.doc"), "2 problems"),
    ],
)
def test_files_of_no_known_kind_are_refused_before_anything_is_asked(
    words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "resolved_table", lambda *_: pytest.fail("the store was read"))
    for name in ("top", "industries", "concentration"):
        with pytest.raises(InputError, match=re.escape(told)):
            call(name, *words)


def test_charts_are_written_beside_the_table(run, tmp_path: Path) -> None:
    files = [tmp_path / f"chart.{ending}" for ending in ("svg", "png", "html")]
    done = run("top", "--year", "2022", *(word for file in files for word in ("--chart", file)))
    assert "Tesla" in done.stdout
    svg, png, html = (file.read_bytes() for file in files)
    assert b"Tesla had the most initial approvals in FY2022: 336" in svg
    assert png.startswith(b"\x89PNG")
    assert b"<svg" in html
    assert not re.search(rb"(src|href)=.https?:", html)


@pytest.mark.parametrize("words", [("show", "Tesla"), ("concentration",), ("industries",), ("states",)])
def test_every_count_has_a_chart(run, tmp_path: Path, words: tuple[str, ...]) -> None:
    run(*words, "--chart", tmp_path / "one.svg")
    assert "Source: USCIS" in (tmp_path / "one.svg").read_text(encoding="utf-8")


def test_a_search_that_finds_nothing_names_the_nearest(run) -> None:
    with pytest.raises(InputError, match=r"no spelling of a sponsor holds 'trumpff'.*Did you mean TRUMPF"):
        run("search", "trumpff")


def test_first_time_sponsors_come_with_the_gaps(run) -> None:
    done = run("top", "--year", "2022", "--first-time")
    assert "Tesla" not in done.stdout
    assert "Not held: FY2015, FY2016, FY2017, FY2019, FY2020, FY2021, all before FY2014" in done.stderr


def test_data_add_resolves_names_and_data_remove_forgets_them(tmp_path: Path) -> None:
    place = ("--store", str(tmp_path / "store"))
    file = hub_file(tmp_path / "2016.csv", LINES_2016)
    done = CliRunner().invoke(data_command.app, ["add", str(file), *place], catch_exceptions=False)
    assert "Resolving sponsors' names in 5 lines" in done.stderr
    assert len(list((tmp_path / "store" / "derived").iterdir())) == 1
    again = CliRunner().invoke(data_command.app, ["add", str(file), *place], catch_exceptions=False)
    assert "Resolving" not in again.stderr
    assert "Resolving" not in call("top", *place).stderr
    CliRunner().invoke(data_command.app, ["remove", "hub", "--all", *place], catch_exceptions=False)
    assert not list((tmp_path / "store" / "derived").iterdir())


def test_a_file_of_one_industry_alone_is_refused_with_the_reason(tmp_path: Path) -> None:
    lines = tuple(f"2016,BANK {n} INC,1,0,0,0,52,{n:04},NY,NEW YORK,10001" for n in range(1, 4))
    place = Store(tmp_path / "store")
    place.add([hub_file(tmp_path / "banks.csv", lines)])
    with pytest.raises(InputError, match="part of the employers"):
        call("top", "--store", place.root)


def test_a_sponsor_of_a_part_year_only_is_told_how_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2016, "ALDER INC", 1, 0, "1111", "GA", "30301")]
    part = resolve(hub((2017, "CEDAR INC", 1, 0, "3333", "TX", "75001"), part_year=True))
    monkeypatch.setattr(command, "resolved_table", lambda *_: pl.concat([resolve(hub(*rows)), part]))
    done = call("show", "Cedar")
    assert "only in FY2017, held for part of the year: --part-years" in done.stderr
    assert "part_year" in call("show", "Cedar", "--part-years").stdout


def test_without_kept_names_the_first_question_says_that_it_resolves(store: Store) -> None:
    assert "Resolving" in call("top", "--store", store.root).stderr
    assert "Resolving" not in call("top", "--store", store.root).stderr


def test_ranking_from_kept_names_loads_no_resolver(store: Store) -> None:
    call("top", "--store", store.root)
    code = (
        "import sys\nfrom openh1b.cli.app import app\n"
        "app(['sponsors', 'top', '--store', sys.argv[1]], standalone_mode=False)\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.root)], capture_output=True, text=True, check=True, env={**os.environ}
    )
    heavy = {"rapidfuzz", "openh1b.sponsors.resolve", "duckdb", "jinja2", "xlsxwriter", "fastexcel", "vl_convert"}
    assert not heavy & set(done.stderr.split())


def test_explain_tells_cuts_and_evidence(run) -> None:
    text = run("explain", "Facebook, Inc.").stdout
    assert "key FACEBOOK" in text
    assert "one name replaced the other (2021-10-28)" in text


def test_check_prints_both_halves(run) -> None:
    rows = json.loads(run("check", "--format", "json").stdout)
    assert {row["split"] for row in rows} == {"rules", "held-out", "all"}


def test_without_files_published_figures_answer(nothing) -> None:
    done = call("show", "Tesla", "--format", "json", *nothing)
    assert {(row["year"], row["value"]) for row in json.loads(done.stdout)} >= {(2024, 742), (2022, 337)}
    assert "as published" in done.stderr


def test_without_files_published_figures_are_written_too(nothing, tmp_path: Path) -> None:
    for form in ("csv", "json", "parquet", "xlsx"):
        call("top", "--year", "2025", "--out", tmp_path / f"a.{form}", *nothing)
    table = pl.read_parquet(tmp_path / "a.parquet")
    assert table.filter(pl.col("label") == "Amazon")["value"].to_list() == [4644]


@pytest.mark.parametrize("name", ["show", "search"])
def test_without_files_a_name_like_a_published_one_is_told_of_it(nothing, name: str) -> None:
    with pytest.raises(InputError, match=r"Did you mean Tesla.*openh1b data add"):
        call(name, "Tessla", *nothing)


def test_without_files_names_far_from_all_are_told_which_are_published(nothing) -> None:
    with pytest.raises(InputError, match="Known: Amazon, Apple"):
        call("show", "Nobody at all", *nothing)


def test_without_files_a_year_of_no_figure_is_told_which_there_are(nothing) -> None:
    with pytest.raises(InputError, match=r"FY2010.*expected one of 2014"):
        call("top", "--year", "2010", *nothing)


def test_without_files_there_is_no_chart_and_no_share(nothing, tmp_path: Path) -> None:
    for words in (("industries",), ("top", "--chart", tmp_path / "a.svg"), ("states",), ("concentration",)):
        with pytest.raises(InputError, match="openh1b data add"):
            call(*words, *nothing)
    assert not list(tmp_path.glob("*.svg"))


FORMATS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    ["top", "show Tesla", "industries", "states", "concentration", "search tesla", "explain Tesla"],
    ids=lambda words: words.split()[0],
)
def test_every_key_of_json_output_is_documented(run, words: str) -> None:
    section = FORMATS.split("## `openh1b sponsors`")[1].split("\n## ")[0]
    found = keys(json.loads(run(*words.split(), "--format", "json").stdout))
    assert len(found) > 5
    assert not sorted(key for key in found if f"`{key}`" not in section)


def test_every_key_of_published_figures_is_documented(nothing) -> None:
    section = FORMATS.split("## `openh1b sponsors`")[1].split("\n## ")[0]
    found = keys(json.loads(call("top", *nothing, "--format", "json").stdout))
    assert "measure" in found
    assert not sorted(key for key in found if f"`{key}`" not in section)


def keys(value: object) -> set[str]:
    """Every key of a document, at any depth."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()
