"""`openh1b policies` and `compare --factorial` as a user has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openh1b.law import policy_names

MINE = """\
name: mine
title: A test
author: a test
document: user
date: 2026-11-21
status: hypothetical
read: assumption
summary: A test.
sets:
  wages.floor_usd: 100000
  price.one_time_fee_usd: 1000
  price.consular_fee_usd: 2000
models: [a floor]
does_not_model: [all else]
"""


def test_the_list_has_every_policy_with_its_author_standing_and_change(openh1b):
    done = openh1b("policies")
    assert done.returncode == 0, done.stderr
    for name in policy_names()[1:]:
        assert f"\n{name}  " in done.stdout
    assert "Changes price.one_time_fee_usd: $103,265" in done.stdout
    assert "Nothing: it is the law of FY2026" in done.stdout


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_list_is_there_for_programs(openh1b, form: str):
    done = openh1b("policies", "--season", "2027", "--format", form)
    assert done.returncode == 0, done.stderr
    if form == "json":
        rows = {one["name"]: one for one in json.loads(done.stdout)}
        assert set(rows) == set(policy_names()[1:])
        assert rows["weighted-levels"]["changes"] == "nothing: it is the law of FY2027"
        assert rows["fee-103265"]["parts"][0]["citation"].startswith("Fee on cap-subject H-1B petitions, proposed rule")
    else:
        assert len(done.stdout.splitlines()) == len(policy_names())


def test_one_policy_is_shown_with_all_that_is_known_of_it(openh1b):
    done = openh1b("policies", "show", "weighted-levels+price.yearly_fee_usd=10000")
    assert done.returncode == 0, done.stderr
    for words in ("$10,000 (the law has $0)", "dhs-final-2025", "Not modelled", "hypothetical", "selection_level"):
        assert words in done.stdout


def test_a_file_is_checked_and_its_readings_are_stated(openh1b, tmp_path: Path):
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    done = openh1b("policies", "check", "mine.yaml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mine.yaml: no fault found.")
    assert "Where the beneficiary is abroad both one-time charges are paid." in done.stdout


def test_every_fault_of_a_file_is_told_with_its_line(openh1b, tmp_path: Path):
    bad = MINE.replace("100000", "$100,000").replace("price.one", "price.onne").replace("status: hypo", "status: hipo")
    (tmp_path / "mine.yaml").write_text(bad, encoding="utf-8")
    done = openh1b("policies", "check", "mine.yaml")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "mine.yaml, line 10: sets.wages.floor_usd: '$100,000' is not a number; write 100000" in done.stderr
    assert (
        "line 11: sets.price.onne_time_fee_usd: no such parameter. Did you mean price.one_time_fee_usd?" in done.stderr
    )
    assert "line 6: status: 'hipothetical' is not one of" in done.stderr


def test_what_only_a_run_would_refuse_is_refused_by_the_check(openh1b, tmp_path: Path):
    sets = '  selection.tier: {expression: "rand(age)", first: highest}\n  wages.floor_percentiles: [2, 40, 60, 99]\n'
    (tmp_path / "mine.yaml").write_text(MINE.replace("  wages.floor_usd: 100000\n", sets), encoding="utf-8")
    done = openh1b("policies", "check", "mine.yaml")
    assert done.returncode == 2
    assert "has no meaning for 'rand'" in done.stderr
    assert "wages.floor_percentiles: 2; expected percentiles from 5 to 95" in done.stderr
    assert "wages.floor_percentiles: 99" in done.stderr


def test_a_file_that_is_no_policy_file_and_a_name_that_is_none_are_refused(openh1b):
    for arguments, words in {
        ("policies", "check", "mine.txt"): "ends in .yaml or .yml",
        ("policies", "check", "mine.yaml"): "mine.yaml: no such file",
        ("policies", "show", "wage-flor-2026"): "Did you mean wage-floor-2026?",
    }.items():
        done = openh1b(*arguments)
        assert done.returncode == 2
        assert words in done.stderr


def test_compare_prints_charges_as_one_line_and_says_that_nobody_reacted(openh1b):
    done = openh1b("compare", "current", "fee-103265")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The cap binds: 339,000 beneficiaries, 118,660 seats.")
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("First year, million USD")]
    assert line.split()[-3:] == ["12,253.4", "±", "0.0"]
    assert "A price changes who is selected only through what employers do, and nobody reacted." in done.stdout


def test_compare_prints_the_pool_by_the_policy_s_own_thresholds(openh1b):
    done = openh1b("compare", "current", "threshold-2026")
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "The pool by selection level under each policy's own thresholds" in told
    assert "Error in trials by percentile" in told


def test_factorial_prints_none_each_both_and_the_interaction(openh1b):
    done = openh1b("compare", "--factorial", "fee-103265,weighted-levels+caps.regular=130000")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The cap binds under")
    assert "(A: fee-103265; B: weighted-levels+caps.regular=130000; none: current)" in " ".join(done.stdout.split())
    rows = [line for line in done.stdout.splitlines() if line.startswith("Charges, first year, million USD")]
    assert rows[0].split()[5:] == ["0.0", "12,253.4", "0.0", "21,623.7"]
    assert rows[1].split()[5:] == ["+12,253.4", "+0.0", "+9,370.3"]
    assert "A x B" in done.stdout


def test_factorial_is_there_for_programs_with_its_base(openh1b):
    done = openh1b("compare", "weighted-levels", "--factorial", "fee-103265,cap-doubled", "--format", "json")
    found = json.loads(done.stdout)
    assert [one["name"] for one in found["policies"]] == [
        "weighted-levels",
        "weighted-levels+fee-103265",
        "weighted-levels+cap-doubled",
        "weighted-levels+fee-103265+cap-doubled",
    ]
    selected = next(one for one in found["factorial"] if (one["measure"], one["by"]) == ("selected", "all"))
    assert [one["factors"] for one in selected["combinations"]][-1] == "fee-103265 and cap-doubled"
    assert [one["factors"] for one in selected["interactions"]] == ["fee-103265 x cap-doubled"]


def test_short_names_of_factors_are_their_policies_and_listed_where_a_user_looks(openh1b):
    short = json.loads(openh1b("compare", "--factorial", "fee,levels", "--format", "json").stdout)
    long = json.loads(openh1b("compare", "--factorial", "fee-103265,weighted-levels", "--format", "json").stdout)
    assert [one["name"] for one in short["policies"]] == [
        "current",
        "fee-103265",
        "weighted-levels",
        long["policies"][3]["name"],
    ]
    assert short["factorial"] == long["factorial"]
    for done in (openh1b("policies"), openh1b("compare", "--help")):
        told = " ".join(done.stdout.replace("│", " ").split())
        assert "fee is fee-103265, levels is weighted-levels, floor is wage-floor-2026, cap is cap-doubled" in told


def test_a_short_name_is_no_policy_elsewhere_but_points_to_those_that_hold_the_word(openh1b):
    done = openh1b("compare", "fee")
    assert done.returncode == 2
    assert (
        "no policy 'fee'. Did you mean fee-100000-consular, fee-100000-everyone or fee-103265? (`fee` is fee-103265 "
        "with --factorial only.)" in done.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--factorial", "fee,fee-103265"], "fee-103265,fee-103265; expected two or three different policies"),
        (["--factorial", "fee-103265"], "two or three different policies"),
        (["--factorial", "fee-103265,fee-103265"], "two or three different policies"),
        (["lottery", "current", "--factorial", "fee-103265,no-cap"], "one base policy, on which the factors are laid"),
        (["--factorial", "lottery,weighted-levels"], "selection.weight is set by both lottery and weighted-levels"),
    ],
)
def test_factors_that_cannot_be_laid_together_are_refused(openh1b, arguments: list[str], words: str):
    done = openh1b("compare", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert words in done.stderr


def test_a_user_s_pool_without_occupation_and_area_is_refused_naming_the_columns(openh1b, pool: Path):
    done = openh1b("compare", "wage-floor-2026", "--pool", str(pool), "--seats", "regular=2,advanced_degree=1")
    assert done.returncode == 2
    assert "soc_code" in done.stderr
    assert "area" in done.stderr


def test_a_floor_in_dollars_runs_on_a_user_s_pool(openh1b, pool: Path):
    done = openh1b(
        *("compare", "current", "current+wages.floor_usd=100000", "--pool", str(pool)),
        *("--seats", "regular=2,advanced_degree=1", "--format", "json"),
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["result"]
    odds = {
        row["group"]: row["value"]
        for row in rows
        if (row["policy"], row["measure"], row["by"]) == ("current+wages.floor_usd=100000", "odds", "selection_level")
    }
    assert odds["1"] == 0
    assert odds["3"] > 0


def test_a_draw_keeps_those_below_a_floor_out(openh1b, pool: Path, tmp_path: Path):
    done = openh1b(
        *("draw", "--policy", "lottery+wages.floor_usd=100000", "--pool", str(pool), "--seed", "x"),
        *("--seats", "regular=4,advanced_degree=1", "--out", "drawn"),
    )
    assert done.returncode == 0, done.stderr
    rows = (tmp_path / "drawn" / "selection.csv").read_text(encoding="utf-8").splitlines()
    taken = {row.split(",")[0] for row in rows[1:] if row.split(",")[1] == "true"}
    assert taken == {"B2", "B3", "B4"}
    assert openh1b("verify", "drawn").returncode == 0
