"""Rows of the ledger that are refused, each with its file, line and place, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from openh1b.errors import LawError
from openh1b.evidence.figures import load_figures
from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.sources import HERE
from openh1b.evidence.verdict import check

ROW = """id: made-up
speaker: press
date: 2025
statement: something was said
cite: [claims-record]
read: second-hand
position: none_stated
measured: a figure
unit: share
phrases: ["something & said"]
testable: true
definitions:
  - name: a share
    counts: a share
    compute: {figure: meta_share_h1b}
    holds_if: {op: ">", value: 0.5, set: 2026-11-22, why: a test}
    range: [0, 1]
"""


@pytest.fixture
def ledger(tmp_path: Path):
    """Load a ledger of one row; gives the message where it is refused, else nothing."""
    (tmp_path / "claims").mkdir()
    shutil.copy(HERE / "positions.yaml", tmp_path)

    def load(text: str, name: str = "made-up") -> str:
        (tmp_path / "claims" / f"{name}.yaml").write_text(text, encoding="utf-8")
        load_ledger.cache_clear()
        try:
            load_ledger(tmp_path)
        except LawError as error:
            return str(error)
        return ""

    yield load
    load_ledger.cache_clear()


def test_a_whole_row_is_taken(ledger):
    assert ledger(ROW) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cite: [claims-record]\n", "", "key cite is missing"),
        ("cite: [claims-record]", "cite: []", "line 5: cite: no source"),
        ("cite: [claims-record]", "cite: [claims-recrod]", "line 5: cite[1]: no source claims-recrod"),
        ("cite: [claims-record]", "cite: [claims-recrod]", "Did you mean claims-record?"),
        ("unit: share\n", "unit: share\nverdict: holds\n", "line 10: verdict: a verdict that is typed"),
        ("    counts: a share\n", "    counts: a share\n    outcome: holds\n", "[1].outcome: a verdict that is typed"),
        ("speaker: press", "speaker: [musk, trump]", "line 2: speaker: several speakers in one row"),
        ("speaker: press", "speaker: Elon Musk and Donald Trump", "several speakers in one row"),
        ("speaker: press", "speaker: musk, trump", "several speakers in one row"),
        ("speaker: press", "speaker: mussk", "no speaker 'mussk'. Did you mean musk?"),
        ("value: 0.5", "value: 2", "the test cannot fail, or cannot hold"),
        ("value: 0.5", "value: -1", "the test cannot fail, or cannot hold"),
        ("figure: meta_share_h1b", "figure: meta_share_h1", "Did you mean meta_share_h1b?"),
        ("{figure: meta_share_h1b}", "{test: odds_art}", "no test odds_art. Did you mean odds_at?"),
        ("{figure: meta_share_h1b}", "{test: odds_at, with: {policy: lottery}}", "missing a required argument"),
        ("{figure: meta_share_h1b}", "{test: odds_at, with: {polcy: lottery}}", "Did you mean policy?"),
        ("unit: share\n", "unit: share\nunti: share\n", "unti: unknown key"),
        ("unit: share\n", "unit: share\nunit: share\n", "key given twice, first on line 9"),
        ('op: ">"', 'op: "=>"', "is not one of"),
        ("date: 2025", 'date: "last year"', "is no date as reported"),
        ("position: none_stated", "position: against", "'against' is not one of keep"),
        ("testable: true", "testable: false", "definitions: given for a claim that is not testable"),
        ("testable: true", "testable: false", "key why_not is missing"),
        ("unit: share\n", "unit: share\nlaw: [caps.regluar]\n", "Did you mean caps.regular?"),
        ("unit: share\n", "unit: share\nrelated: [made-down]\n", "related[1]: no claim made-down"),
        ("speaker: press", "speaker: null", "line 2: speaker: no speaker None"),
        ("speaker: press", "speaker: {name: musk}", "no speaker {'name': 'musk'}"),
        ("date: 2025", "date: 2025-13", "line 3: date: '2025-13' is no date as reported"),
        ("date: 2025", "date: 2025\nuntil: 2024", "line 4: until: 2024 is before 2025"),
        ('phrases: ["something & said"]', "phrases: []", "phrases: no phrase"),
        ('phrases: ["something & said"]', 'phrases: ["something & *"]', "phrases[1]: 'something & *' has an empty"),
        ("{figure: meta_share_h1b}", "null", "definitions[1].compute: None; expected figure: NAME"),
        ("{figure: meta_share_h1b}", "{figure: [a]}", "name: ['a'] is not text"),
        ("{figure: meta_share_h1b}", "{test: approvals, with: {who: all, year: two}}", "year: 'two' is not a whole"),
        ("{figure: meta_share_h1b}", "{test: rank, with: {who: amazon, year: 2025, count: al}}", "'al' is not one of"),
        ("{figure: meta_share_h1b}", "{test: largest_by, with: {names: [meta_al_2025]}}", "mean meta_all_2025?"),
        ('{op: ">", value: 0.5, set: 2026-11-22, why: a test}', "null", "definitions[1].holds_if: None is not a map"),
        ("range: [0, 1]", "range: [1, 0]", "line 17: definitions[1].range: [1, 0]"),
        ("range: [0, 1]\n", "range: [0, 1]\n    aside: shown only\n", "every definition is set aside"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(ledger, old: str, new: str, said: str):
    assert old in ROW
    message = ledger(ROW.replace(old, new))
    assert said in message
    assert "claims/made-up.yaml" in message


def test_all_faults_are_told_at_once(ledger):
    message = ledger(
        ROW.replace("speaker: press", "speaker: nobody").replace("value: 0.5", "value: 2").replace("unit:", "unti:")
    )
    assert "no speaker 'nobody'" in message
    assert "cannot fail" in message
    assert "unti: unknown key" in message


def test_a_range_wider_than_its_unit_admits_is_no_way_round(ledger):
    """With 0 to 5 as the range a threshold of 2 could go both ways, which no probability can."""
    row = ROW.replace("unit: share", "unit: probability").replace("range: [0, 1]", "range: [0, 5]")
    assert "definitions[1].range: [0, 5]; expected the least" in ledger(row.replace("value: 0.5", "value: 2"))


def test_two_definitions_of_one_name_are_refused(ledger):
    again = ROW[ROW.index("  - name") :]
    assert "definitions[2].name: 'a share' is the name of another" in ledger(ROW + again)


def test_two_persons_under_one_name_and_a_day_that_does_not_exist_are_refused(tmp_path: Path):
    (tmp_path / "claims").mkdir()
    text = (HERE / "positions.yaml").read_text(encoding="utf-8").replace("name: Elon Musk", "name: Elon Musk & X")
    (tmp_path / "positions.yaml").write_text(text.replace('"2020-06-22"', '"2020-06-31"'), encoding="utf-8")
    load_ledger.cache_clear()
    with pytest.raises(LawError) as caught:
        load_ledger(tmp_path)
    load_ledger.cache_clear()
    assert "speakers.musk.name: several speakers under one name" in str(caught.value)
    assert "positions[2].date: '2020-06-31' is no date" in str(caught.value)


def test_what_a_test_cannot_find_is_told_with_the_row_that_asks(ledger, tmp_path: Path):
    """Names of sponsors and policies are known to the test alone, so that the fault comes when it runs."""
    text = ROW.replace("{figure: meta_share_h1b}", "{test: approvals, with: {who: amazn, year: 2025}}")
    assert ledger(text.replace("unit: share", "unit: approvals")) == ""
    claim = load_ledger(tmp_path).find("made-up")
    with pytest.raises(LawError, match=r"claims/made-up\.yaml, definitions\[1\]\.compute \(a share\): .*amazn"):
        check(claim, store=tmp_path / "no-store")


def test_a_row_under_another_name_than_its_file_is_refused(ledger):
    assert "made-up is not the name of the file" in ledger(ROW, name="other")


def test_a_figure_without_source_or_outside_its_range_is_refused(tmp_path: Path):
    path = tmp_path / "figures.yaml"
    path.write_text(
        "a: {label: a, value: 3, range: [0, 1], unit: x, read: memory, cite: []}\nb: {label: b, value: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(LawError) as caught:
        load_figures(path)
    assert "no source" in str(caught.value)
    assert "does not hold the value 3" in str(caught.value)
    assert "key cite is missing" in str(caught.value)
