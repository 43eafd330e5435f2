"""margins.yaml and learned.yaml are read strictly: every fault with file, line and path, and none let through."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from openh1b.cited.reading import read_document
from openh1b.errors import LawError
from openh1b.season.synthetic_learned import check_learned, load_learned
from openh1b.season.synthetic_margins import Margins, check_margins, kind_shares, load_margins
from openh1b.season.synthetic_tables import KINDS, of_kind, table

ROOT = Path(__file__).resolve().parents[2]
LEARNED = ROOT / "src" / "openh1b" / "season" / "learned"
DATA = os.environ.get("OPENH1B_SHARED_DATA")

GOOD = """shares:
  degree:
    label: degree
    base: everyone
    column: degree
    values: {masters: 0.6, bachelors: 0.4}
    read: second-hand
    cite: [ambaz]
    used_to_fit: true
figures:
  f1:
    label: F-1
    base: everyone
    measure: share
    where: {prior_status: [f1]}
    value: 0.5
    read: second-hand
    cite: [ambaz]
    used_to_fit: false
"""


def margins(tmp_path: Path, text: str) -> Margins:
    path = tmp_path / "margins.yaml"
    path.write_text(text, encoding="utf-8")
    return check_margins(read_document(path, "margins.yaml"))


def test_a_good_file_gives_shares_and_figures(tmp_path: Path):
    found = margins(tmp_path, GOOD)
    assert found.shares["degree"].parts == {"masters": 0.6, "bachelors": 0.4}
    assert found.figures["f1"].where == {"prior_status": ("f1",)}
    assert found.source_ids == ("ambaz",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: degree\n", "lable: degree\n", "Did you mean label"),
        ("bachelors: 0.4", "bachelors: 0.3", "sum to 0.9"),
        ("bachelors: 0.4", "bachelors: few", "not a number"),
        ("bachelors: 0.4", "bachelors: -0.4", "below 0"),
        ("    values: {masters: 0.6, bachelors: 0.4}\n", "", "either values or counts"),
        ("    values:", "    counts: {masters: 6}\n    values:", "either values or counts"),
        ("    values: {masters: 0.6, bachelors: 0.4}", "    whole: 5\n    counts: {masters: 6}", "more than 5"),
        ("    values: {masters: 0.6, bachelors: 0.4}", "    values: 0.6", "not a mapping"),
        ("cite: [ambaz]\n    used_to_fit: true", "cite: [ambas]\n    used_to_fit: true", "Did you mean ambaz"),
        ("used_to_fit: true", "used_to_fit: yes", "true or false"),
        ("read: second-hand\n    cite: [ambaz]\n    used_to_fit: false", "used_to_fit: false", "key read is missing"),
        ("measure: share", "measure: shape", "Did you mean share"),
        ("    where: {prior_status: [f1]}\n", "", "key where is missing"),
        ("where: {prior_status: [f1]}", "where: {prior_status: f1}", "not a list"),
        ("where: {prior_status: [f1]}", "where: f1", "not a mapping"),
        ("value: 0.5", "value: 0.5\n    value: 0.6", "given twice"),
    ],
)
def test_a_fault_is_refused_and_named_with_its_place(tmp_path: Path, old: str, new: str, said: str):
    assert old in GOOD
    with pytest.raises(LawError, match=said) as caught:
        margins(tmp_path, GOOD.replace(old, new, 1))
    assert all(fault.where == "margins.yaml" and fault.line for fault in caught.value.faults)


def test_all_faults_are_told_at_once(tmp_path: Path):
    with pytest.raises(LawError) as caught:
        margins(tmp_path, GOOD.replace("0.4", "0.3").replace("[f1]", "f1").replace("label: F-1", "lable: F-1"))
    assert len(caught.value.faults) >= 3


def test_counts_become_shares_of_their_sum_or_of_the_whole_given(tmp_path: Path):
    values = "values: {masters: 0.6, bachelors: 0.4}"
    assert margins(tmp_path, GOOD.replace(values, "counts: {a: 1, b: 3}")).shares["degree"].parts["a"] == 0.25
    given = margins(tmp_path, GOOD.replace(values, "whole: 10\n    counts: {a: 1, b: 3}"))
    assert given.shares["degree"].parts == {"a": 0.1, "b": 0.3}


def test_kinds_of_employer_sum_to_one_with_outsourcers_inside_naics_5415():
    found, figures = kind_shares(), load_margins().figures
    assert sum(found.values()) == pytest.approx(1)
    assert tuple(found) == KINDS
    assert found["outsourcer"] + found["it_services"] == pytest.approx(figures["it_employers"].value)


def test_what_another_rule_selects_is_not_among_the_margins():
    text = (ROOT / "src/openh1b/season/margins.yaml").read_text(encoding="utf-8")
    assert "weighted" not in text
    used = [one for one in (*load_margins().shares.values(), *load_margins().figures.values()) if one.used_to_fit]
    bases = {one.base for one in used if "eig-simulation-2025" in one.cite}
    assert bases == {"winners of the random lottery FY2021-24"}


def test_a_published_value_that_no_person_could_have_is_not_asked_for():
    margin = load_margins()
    assert len(margin.shares["state"].parts) == 53
    assert sum(margin.shares["employer"].parts.values()) == pytest.approx(47_669 / 343_981)
    assert {row["employer"] for row in table("firms")} == set(margin.shares["employer"].parts)


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("occupations", ("kind",)),
        ("states", ("kind",)),
        ("areas", ("state",)),
        ("sizes", ("kind",)),
        ("ages", ()),
    ],
)
def test_learned_shares_sum_to_one_in_each_group(name: str, groups: tuple[str, ...]):
    sums: Mapping[tuple[str, ...], float] = defaultdict(float)
    for row in table(name):
        sums[tuple(row[group] for group in groups)] += float(row["share"])
    assert sums
    assert all(total == pytest.approx(1, abs=1e-4) for total in sums.values())


def test_learned_levels_by_kind_have_both_published_margins():
    shares, levels = kind_shares(), load_margins().shares["selection_level"].parts
    for level, wanted in levels.items():
        by_kind = {
            kind: next(float(row["share"]) for row in of_kind("positions", kind) if row["level"] == level)
            for kind in KINDS
        }
        assert sum(shares[kind] * by_kind[kind] for kind in KINDS) == pytest.approx(wanted, abs=2e-6)


def test_positions_rise_and_stay_in_their_level():
    for kind in KINDS:
        rows = of_kind("positions", kind)
        for level in (1, 2, 3, 4):
            points = [float(row["position"]) for row in rows if row["level"] == str(level)]
            assert points == sorted(points)
            assert points[0] >= level or level == 1
            assert points[-1] < level + 1 or level == 4


def test_every_learned_table_is_described_with_its_columns():
    assert set(load_learned()) == {path.stem for path in LEARNED.glob("*.csv")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {a: x}", "expected those of t.csv: a, b"),
        ("columns: {a: x, b: y}\n  sauces: [ambaz]", "Did you mean sources"),
        ("columns: {a: x, b: y}\n  counts: {rows: many}", "not a whole number"),
    ],
)
def test_a_description_that_does_not_fit_its_table_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "learned.yaml"
    rest = "" if "counts" in text else "\n  counts: {rows: 1}"
    path.write_text(f"t:\n  label: a\n  method: b\n  made: 2026-11-21\n  sources: [ambaz]\n  {text}{rest}\n")
    with pytest.raises(LawError, match=said):
        check_learned(read_document(path, "learned.yaml"), {"t": ["a", "b"]})


def test_a_table_without_a_description_is_refused(tmp_path: Path):
    path = tmp_path / "learned.yaml"
    path.write_text("{}\n")
    with pytest.raises(LawError, match=r"does not describe t\.csv"):
        check_learned(read_document(path, "learned.yaml"), {"t": ["a"]})


@pytest.mark.skipif(DATA is None, reason="OPENH1B_SHARED_DATA names no folder of official files")
def test_the_tool_makes_the_same_tables_again(tmp_path: Path):
    tool = ROOT / "tools" / "learn_season.py"
    subprocess.run([sys.executable, str(tool), str(DATA), str(tmp_path)], check=True, capture_output=True)
    for path in tmp_path.glob("*.csv"):
        assert path.read_text(encoding="utf-8") == (LEARNED / path.name).read_text(encoding="utf-8"), path.name
    assert len(list(tmp_path.glob("*.csv"))) == 12
