from __future__ import annotations

import json

import polars as pl
import pytest
from typer.testing import CliRunner, Result

import openh1b.cli.sponsors as command
from openh1b.errors import InputError


@pytest.fixture
def run(tesla_and_others: pl.DataFrame, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "hub_table", lambda _: tesla_and_others)

    def call(*words: str) -> Result:
        return CliRunner().invoke(command.app, words, catch_exceptions=False)

    return call


def test_top_as_json_has_ranks_and_shares(run) -> None:
    rows = json.loads(run("top", "--year", "2022", "--format", "json").stdout)
    assert [(row["rank"], row["sponsor"], row["approvals"]) for row in rows][:2] == [(1, "tesla", 336), (2, "meta", 13)]


def test_show_as_json_is_one_document_and_notes_go_elsewhere(run) -> None:
    done = run("show", "Tesla", "--format", "json")
    assert json.loads(done.stdout)["group"] == "tesla"
    assert "FY2015" in done.stderr


@pytest.mark.parametrize("words", [("concentration",), ("industries",), ("states",), ("search", "trump"), ("top",)])
def test_every_table_prints_in_every_format(run, words: tuple[str, ...]) -> None:
    for form in ("table", "json", "csv"):
        done = run(*words, "--format", form)
        assert done.exit_code == 0
        assert done.stdout.strip()


def test_explain_tells_cuts_and_evidence(run) -> None:
    text = run("explain", "Facebook, Inc.").stdout
    assert "key FACEBOOK" in text
    assert "one name replaced the other (2021-10-28)" in text


def test_check_prints_both_halves(run) -> None:
    rows = json.loads(run("check", "--format", "json").stdout)
    assert {row["split"] for row in rows} == {"rules", "held-out", "all"}


def test_without_files_published_figures_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "hub_table", lambda _: None)
    done = CliRunner().invoke(command.app, ["show", "Tesla", "--format", "json"], catch_exceptions=False)
    assert {(row["year"], row["value"]) for row in json.loads(done.stdout)} >= {(2024, 742), (2022, 337)}
    assert "as published" in done.stderr


def test_without_files_and_figures_the_way_to_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "hub_table", lambda _: None)
    for words in (["industries"], ["show", "Nobody at all"]):
        with pytest.raises(InputError, match="openh1b data add"):
            CliRunner().invoke(command.app, words, catch_exceptions=False)
