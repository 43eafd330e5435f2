"""Where answers go: one behaviour and wording for every command; nothing is written where one place is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

POOLED = ("--pool", "pool.csv", "--seats", "regular=2,advanced_degree=1")
FILES = {
    "people.csv": ("season", "make", "2026", "--people", "5", "--out"),
    "stay.ics": ("calendar", "--start", "2022-10-01", "--out"),
    "cost.json": ("cost", "--salary", "100000", "--format", "json", "--out"),
    "odds.csv": ("odds", *POOLED, "--out"),
    "candidates.xlsx": ("employer", "--template"),
}
FOLDERS = {
    "compare": ("compare", "lottery", *POOLED, "--out"),
    "draw": ("draw", "--policy", "lottery", "--seed", "x", *POOLED, "--out"),
}
REPLACED = {
    "odds.svg": ("compare", "lottery", "--chart"),
    "top.csv": ("sponsors", "top", "--out"),
    "levels.json": ("season", "levels", "--soc", "15-1252", "--salary", "165000", "--out"),
    "dhs.svg": ("replicate", "dhs-odds", "--chart"),
    "tornado.csv": ("sweep", "--tornado", "--out"),
}


@pytest.mark.parametrize("name", [*FILES, *FOLDERS, *REPLACED])
def test_folders_on_the_way_are_made(openh1b: Run, pool: Path, tmp_path: Path, name: str) -> None:
    done = openh1b(*{**FILES, **FOLDERS, **REPLACED}[name], f"new/folder/{name}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "folder" / name).exists()
    assert not [path for path in (tmp_path / "new" / "folder").iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", [*FILES, *FOLDERS])
def test_what_is_there_already_is_left_and_named(openh1b: Run, pool: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    done = openh1b(*{**FILES, **FOLDERS}[name], name)
    assert done.returncode == 2
    flag = "--template" if "employer" in FILES.get(name, ()) else "--out"
    assert f"{flag}: {name} already exists" in done.stderr
    assert (tmp_path / name).read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {name, "pool.csv"}


@pytest.mark.parametrize("name", [*FILES, *FOLDERS, *REPLACED])
def test_a_way_through_a_file_is_refused(openh1b: Run, pool: Path, tmp_path: Path, name: str) -> None:
    done = openh1b(*{**FILES, **FOLDERS, **REPLACED}[name], f"pool.csv/new/{name}")
    assert done.returncode == 2
    assert "pool.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pool.csv"]


@pytest.mark.parametrize(
    ("name", "begins"), [("stay.ICS", "BEGIN:VCALENDAR"), ("stay.JSON", "{"), ("stay.TXT", "H-1B")]
)
def test_an_ending_in_capitals_says_the_format_too(openh1b: Run, tmp_path: Path, name: str, begins: str) -> None:
    done = openh1b("calendar", "--start", "2022-10-01", "--out", name)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--out", "stay.pdf"), "'stay.pdf'; expected a file that ends in .ics, .json or .txt"),
        (("--out", "stay"), "'stay'; expected a file that ends in .ics, .json or .txt"),
        (("--out", "stay.ics", "--format", "json"), "stay.ics is to be json; expected no ending that says ics"),
    ],
)
def test_an_ending_that_says_no_format_or_another_is_refused(
    openh1b: Run, tmp_path: Path, flags: tuple[str, ...], words: str
) -> None:
    done = openh1b("calendar", "--start", "2022-10-01", *flags)
    assert done.returncode == 2
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_ending_of_a_cost_file_says_its_format(openh1b: Run, tmp_path: Path) -> None:
    done = openh1b("cost", "--salary", "100000", "--out", "cost.CSV")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cost.CSV").read_text().startswith("section,name,label,")
    done = openh1b("cost", "--salary", "100000", "--format", "json", "--out", "other.csv")
    assert done.returncode == 2
    assert "other.csv is to be json; expected no ending that says csv" in done.stderr


@pytest.mark.parametrize("name", [".", "..", "made"])
def test_a_folder_is_no_report(openh1b: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "made").mkdir()
    done = openh1b("compare", "lottery", "--report", name)
    assert done.returncode == 2
    assert f"--report: '{name}'; expected a file that ends in .html or .htm" in done.stderr
