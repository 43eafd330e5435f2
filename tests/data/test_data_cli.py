"""`openh1b data` as a user has it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from openh1b.cli.data import app
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import hub_csv, lca_csv


@pytest.fixture
def cli(store):
    """Runs a command on the store; what it prints. An error of ours is raised."""

    def run(*arguments):
        result = CliRunner().invoke(app, [*map(str, arguments), "--store", str(store.root)])
        if isinstance(result.exception, DataError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


@pytest.fixture
def filled(cli, made):
    cli("add", made(hub_csv(), "hub.csv"), made(lca_csv({"SOC_CODE": "Nov-21"}), "lca.csv"))
    return cli


def test_add_says_what_each_file_is_and_what_was_corrected(cli, made):
    text = cli("add", made(hub_csv(), "hub.csv"))
    assert "hub.csv: hub fy2019-" in text
    assert "layout archive, 5 rows" in text
    assert "hub-zip-zeros: set, 1 rows" in text
    assert "in the store already" in cli("add", made(hub_csv(), "again.csv"))


def test_add_keeps_where_a_file_is_from(cli, made):
    text = cli(
        *("add", made(hub_csv(), "hub.csv"), "--address", "https://example.org/hub.csv", "--published", "2025-01-31"),
        *("--format", "json"),
    )
    (record,) = json.loads(text)
    assert (record["new"], record["downloaded_from"]) == (True, "https://example.org/hub.csv")
    assert record["published"] == "2025-01-31"


def test_list_in_each_format_says_what_stands_for_a_table(filled):
    assert "hub.csv" in filled("list")
    hub, lca = json.loads(filled("list", "--format", "json"))
    assert (hub["table"], hub["rows"], hub["read"]) == ("hub", 5, True)
    assert (lca["table"], lca["corrected"]) == ("lca", 1)
    assert [row["table"] for row in csv.DictReader(io.StringIO(filled("list", "--format", "csv")))] == ["hub", "lca"]


def test_list_of_nothing_says_so(cli, store):
    store.root.mkdir()
    assert "Nothing is stored" in cli("list")
    assert json.loads(cli("list", "--format", "json")) == []


def test_show_gives_columns_with_meaning_and_first_rows(filled):
    text = filled("show", "hub", "--rows", 1)
    assert "hub: 5 rows, each first decisions of USCIS" in text
    assert "last four digits of the employer's tax id" in text
    assert "1. fiscal_year=2019, employer=INFOSYS LIMITED" in text
    (row,) = json.loads(filled("show", "hub", "--rows", 1, "--format", "json"))
    assert (row["zip"], row["part_year"]) == ("75082", False)


def test_show_raw_gives_the_file_as_it_came(filled):
    rows = list(csv.DictReader(io.StringIO(filled("show", "lca", "--vintage", "fy2020", "--raw", "--format", "csv"))))
    assert rows[0]["SOC_CODE"] == "Nov-21"
    with pytest.raises(DataError, match="needs one file"):
        filled("show", "lca", "--raw")


def test_sql_in_each_format(filled):
    query = "SELECT tax_id, sum(initial_approvals) AS n FROM hub GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    assert "1164" in filled("sql", query)
    assert json.loads(filled("sql", query, "--format", "json")) == [{"tax_id": "0235", "n": 1164}]
    assert filled("sql", query, "--format", "csv") == "tax_id,n\n0235,1164\n"
    assert filled("sql", "SELECT 1 AS a WHERE false", "--format", "csv") == "a\n"


@pytest.mark.parametrize("form", ["table", "json"])
def test_check_says_that_all_is_as_written_or_ends_with_1(filled, store, form):
    assert "2 vintages, 6 rows: as they were written." in filled("check", "--rebuild")
    next((store.root / "raw").rglob("*.parquet")).write_bytes(b"")
    done = CliRunner().invoke(app, ["check", "--format", form, "--store", str(store.root)])
    assert done.exit_code == 1
    assert "has sha256" in done.stderr


def test_remove_takes_one_vintage_or_a_whole_table(filled, store):
    assert "Removed hub fy2019-" in filled("remove", "hub", "fy2019")
    with pytest.raises(
        DataError, match=r"which vintage of lca is to go is not clear; expected one of fy2020q1-.*, or --all"
    ):
        filled("remove", "lca")
    with pytest.raises(DataError, match="no table lcaa"):
        filled("remove", "lcaa")
    assert "Removed lca" in filled("remove", "lca", "--all")
    assert set(contents(store.root)) == {"store.json"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "none.csv"),
        ("show", "hubb"),
        ("show", "hub", "--vintage", "fy2077"),
        ("sql", "DROP TABLE hub"),
        ("remove", "hub", "../../etc"),
    ],
)
def test_what_is_wrong_is_an_error_of_ours_and_leaves_the_store(filled, store, arguments):
    before = contents(store.root)
    with pytest.raises(DataError):
        filled(*arguments)
    assert contents(store.root) == before


def test_the_command_loads_neither_polars_nor_duckdb_until_they_are_needed():
    code = "import sys, openh1b.cli.data; print({'polars', 'duckdb', 'fastexcel', 'rich.console'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
