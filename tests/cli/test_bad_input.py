"""Bad input: what is wrong, where, what would be right; exit code 2; nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import POOL, Run

POLICY = """name: mine
title: My rule
author: A user
document: user
date: 2026-11-21
status: hypothetical
read: source
summary: a rule of one's own
sets:
  selection.tier: none
  selection.weight: {expression: "EXPRESSION"}
models: [one thing]
does_not_model: [another]
"""

FLAGS = {
    "unknown policy": (["compare", "lotery"], "Did you mean lottery"),
    "same path twice": (["compare", "lottery+weighted-levels"], "selection.weight is set by both"),
    "policy named twice": (["compare", "lottery", "lottery"], "named twice"),
    "season without figures": (["compare", "--season", "2019"], "2021 to 2027"),
    "season beyond all": (["compare", "--season", "99999"], "--season: 99999; expected a whole number from 1992"),
    "30 February": (["compare", "--known", "2026-02-30"], "2026-02-30"),
    "law on 30 February": (["law", "show", "--on", "2026-02-30"], "2026-02-30"),
    "unknown law path": (["law", "show", "caps.reglar"], "caps.regular"),
    "negative seats": (["compare", "--seats", "regular=-5"], "a whole number of at least 0"),
    "seats no number": (["compare", "--seats", "regular=many"], "regular=many"),
    "unknown stage": (["compare", "--seats", "reglar=5"], "Did you mean regular"),
    "stage twice": (["compare", "--seats", "regular=5,regular=6"], "given twice"),
    "unknown mix": (["compare", "--level-mix", "eig"], "eig-2025"),
    "share above 1": (["compare", "--us-masters", "1.5"], "0 to 1"),
    "unknown split": (["compare", "--split", "cap"], "Did you mean caps"),
    "group by no column": (["compare", "--by", "selection_levl"], "Did you mean selection_level"),
    "a column that no season has": (["compare", "first-come"], "received_on"),
    "columns without pool": (["compare", "--columns", "a=b"], "--pool"),
    "seed with a line feed": (["compare", "--seed", "a\nb"], "control characters"),
    "no registrations": (["compare", "--season", "2028", "--registrations", "0"], "--registrations: 0; expected"),
    "format unknown": (["compare", "--format", "pdf"], "format"),
    "pool that is not there": (["compare", "--pool", "nowhere.csv"], "nowhere.csv"),
}


@pytest.mark.parametrize("case", FLAGS)
def test_a_wrong_flag_is_named_with_what_would_be_right(openh1b: Run, case: str, tmp_path: Path) -> None:
    arguments, words = FLAGS[case]
    done = openh1b(*arguments, *(() if arguments[0] == "law" else ("--out", "made")))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def changed(old: str, new: str) -> str:
    assert old in POOL
    return POOL.replace(old, new)


FILES = {
    "wrong column": (changed("selection_level", "selection_lvl"), ["selection_level"]),
    "doubled column": (changed("state", "selection_level"), ["selection_level"]),
    "null": (changed("B3,3,", "B3,,"), ["row 3", "selection_level"]),
    "level 5": (changed("B4,4,", "B4,5,"), ["row 4", "selection_level", "5"]),
    "doubled id": (changed("B6,", "B5,"), ["B5", "row 5"]),
    "30 February": (changed("2026-03-07", "2026-02-30"), ["2026-02-30", "row 6"]),
    "empty file": ("", ["empty"]),
    "header only": (POOL.splitlines()[0] + "\n", ["row"]),
    "HTML": ("<!DOCTYPE html><html><body>Access denied</body></html>", ["HTML"]),
    "pay of 165": (changed(",140000,", ",165,"), ["row 3", "offered_wage_usd: '165'", "thousands (165,000)?"]),
    "hourly pay": (changed(",140000,", ",67.30/hr,"), ["row 3", "offered_wage_usd", "'67.30/hr'", "Pay by the hour?"]),
    "retired occupation": (
        changed(",state", ",soc_code").replace(",CA", ",15-1133").replace(",TX", ",15-1252"),
        ["row 3", "soc_code", "'15-1133'", "(also in row 5)", "SOC 2018 has 15-1252 Software Developers"],
    ),
    "area that does not exist": (
        changed(",state", ",area").replace(",CA", ",41941").replace(",TX", ",19100"),
        ["row 3", "area", "'41941'", "41940 San Jose-Sunnyvale-Santa Clara, CA"],
    ),
    "both a level and a date wrong": (
        changed("B4,4,", "B4,5,").replace("2026-03-07", "soon"),
        ["row 4", "selection_level", "row 6", "received_on", "soon"],
    ),
}


COMMANDS = {
    "compare": ["lottery", "weighted-levels", "--by", "us_masters_or_higher"],
    "draw": ["--policy", "level-ranking", "--seed", "1"],
}


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_file_is_refused_with_its_place(openh1b: Run, tmp_path: Path, case: str, command: str) -> None:
    content, words = FILES[case]
    (tmp_path / "pool.csv").write_text(content)
    done = openh1b(command, *COMMANDS[command], "--pool", "pool.csv", "--out", "made")
    assert done.returncode == 2, done.stdout
    assert "pool.csv" in done.stderr
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "made").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("n", ["-3", "2.5", "0", "many"])
def test_n_that_counts_nothing_is_refused(openh1b: Run, tmp_path: Path, n: str) -> None:
    (tmp_path / "pool.csv").write_text(f"selection_level,us_masters_or_higher,n\n1,no,10\n2,yes,{n}\n")
    done = openh1b("compare", "weighted-levels", "--pool", "pool.csv", "--seats", "regular=4")
    assert done.returncode == 2
    assert "row 2, column n" in done.stderr


def test_a_file_that_is_not_what_its_ending_says(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "pool.xlsx").write_text(POOL)
    (tmp_path / "utf16.csv").write_text(POOL, encoding="utf-16")
    for name, word in (("pool.xlsx", "CSV"), ("utf16.csv", "UTF-16")):
        done = openh1b("compare", "weighted-levels", "--pool", name)
        assert done.returncode == 2
        assert name in done.stderr
        assert word in done.stderr


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("read_csv('/etc/passwd')", "read_csv"),
        ("(select 1)", "select"),
        ("random()", "random"),
        ("selection_levl", "Did you mean selection_level"),
        ("selection_level - 1", "expected a number above 0"),
        ("ln(selection_level - 2)", "is not a number in 2 rows"),
        ("selection_level; drop table pool", "';'"),
    ],
)
def test_an_expression_that_makes_no_weight_is_refused(
    openh1b: Run, tmp_path: Path, expression: str, words: str
) -> None:
    (tmp_path / "mine.yaml").write_text(POLICY.replace("EXPRESSION", expression))
    done = openh1b("compare", "lottery", "mine.yaml", "--out", "made")
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_policy_file_with_a_tab_names_the_line(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(POLICY.replace("  selection.tier", "\tselection.tier"))
    done = openh1b("compare", "lottery", "mine.yaml")
    assert done.returncode == 2
    assert "mine.yaml, line 10: a tab" in done.stderr


def test_a_policy_file_with_several_faults_lists_them_all(openh1b: Run, tmp_path: Path) -> None:
    text = POLICY.replace("selection.tier: none", "selection.teir: none").replace(
        "status: hypothetical", "status: hoped"
    )
    (tmp_path / "mine.yaml").write_text(text.replace("author: A user\n", ""))
    done = openh1b("compare", "lottery", "mine.yaml")
    assert done.returncode == 2
    for words in ("selection.tier", "hoped", "author"):
        assert words in done.stderr


def test_more_than_20_faults_are_counted(openh1b: Run, tmp_path: Path) -> None:
    rows = "".join(f"{5 + k},no\n" for k in range(40))
    (tmp_path / "pool.csv").write_text(f"selection_level,us_masters_or_higher\n{rows}")
    done = openh1b("compare", "weighted-levels", "--pool", "pool.csv")
    assert done.returncode == 2
    assert done.stderr.count("row ") <= 21
    assert "20 more" in done.stderr


def test_a_quota_of_less_than_one_seat_is_said_and_one_of_more_is_not(openh1b: Run, tmp_path: Path) -> None:
    rows = "".join(f"E{k % 5},no\n" for k in range(300))
    (tmp_path / "pool.csv").write_text(f"employer,us_masters_or_higher\n{rows}")
    arguments = ("compare", "lottery", "employer-quota", "--pool", "pool.csv", "--format", "json")
    few = openh1b(*arguments, "--seats", "regular=99,advanced_degree=0")
    assert few.returncode == 0, few.stderr
    said = [note for note in json.loads(few.stdout)["notes"] if "employer-quota" in note]
    expected = (
        "employer-quota: each employer may take 0 of the 99 seats of stage regular (a share is rounded down to whole "
        "seats), so that nobody is selected there."
    )
    assert said == [expected]
    enough = openh1b(*arguments, "--seats", "regular=100,advanced_degree=0")
    assert not [note for note in json.loads(enough.stdout)["notes"] if "may take 0" in note]
