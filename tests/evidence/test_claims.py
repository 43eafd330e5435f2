"""The ledger of claims: every row tested where it can be, verdicts computed, and none that nothing could change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from openh1b.cited.reading import read_document
from openh1b.evidence.figures import load_figures
from openh1b.evidence.inputs import Input
from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.number import Condition, Number
from openh1b.evidence.runoff import Program
from openh1b.evidence.sources import HERE
from openh1b.evidence.verdict import VERDICTS, Checked, check, flips, judge, parts
from openh1b.evidence.words import changes, sentence

LEDGER = load_ledger()
TESTABLE = [name for name, one in LEDGER.claims.items() if one.testable]
IDS = {
    *(
        "cap-85000",
        "rule-removes-chance",
        "tech-60-percent",
        "amazon-largest",
        "tesla-724",
        "three-years",
        "staff-loss",
    ),
    *("first-term-curbs", "musk-war", "musk-broken", "musk-essential", "tech-innovation", "wages-undercut", "shortage"),
    *(
        "shortage-disputed",
        "trump-believer",
        "trump-2016",
        "ramaswamy-culture",
        "ramaswamy-replace",
        "bannon",
        "miller",
    ),
    *("loomer", "close-borders", "musk-held-h1b", "gaetz", "krishnan", "china", "sector-needs"),
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A store without any file, so that answers come from shipped figures."""
    return tmp_path / "no-store"


def test_the_ledger_holds_all_claims_of_the_record():
    assert set(LEDGER.claims) == IDS


@pytest.mark.parametrize("name", TESTABLE)
def test_another_number_flips_the_verdict_of_a_testable_claim(name: str, shipped: Path):
    checked = check(LEDGER.find(name), store=shipped)
    assert checked.verdict in VERDICTS[:4]
    assert flips(checked)
    assert all(verdict != checked.verdict for _, verdict in flips(checked))


DATA = {
    "amazon-largest": {"amazon FY2025 initial_approvals": 1.0},
    "cap-85000": {"caps.regular FY2026": 60_000},
    "first-term-curbs": {"deference_restored_2021": 0},
    "musk-broken": {"wage_gap": -0.16},
    "musk-essential": {"patents": 0.03},
    "sector-needs": {"computer_employment": 1e9},
    "shortage": {"other_workers": 0.0},
    "shortage-disputed": {"other_workers": -1.5},
    "staff-loss": {"validity_interval": 50.0, "exit_india": 0.01, "exit_other": 0.01},
    "tech-60-percent": {"industry 54 FY2022 initial_approvals": 9_000},
    "tech-innovation": {"patents": 0.03},
    "tesla-724": {"tesla FY2024 initial_approvals": 342},
    "three-years": {"stay.initial_years 2024-12-28": 5},
    "trump-believer": {"trump-organization FY2014 continuing_approvals": 20},
    "wages-undercut": {"wage_gap": 0.1, "other_workers": 0.0},
}


@pytest.mark.parametrize("name", TESTABLE)
def test_another_datum_flips_the_verdict_of_a_testable_claim(name: str, shipped: Path):
    """The figure itself is replaced, so that the way from the file to the verdict is tested too."""
    claim, before = LEDGER.find(name), check(LEDGER.find(name), store=shipped)
    if (
        name == "rule-removes-chance"
    ):  # its datum is the rule: by ranking, nobody at Level I and everybody at IV is chosen
        changed = {"policy": "level-ranking"}
        definitions = [_with(one, changed) for one in claim.definitions]
        after = check(_replaced(claim, definitions), store=shipped)
    else:
        after = check(claim, store=shipped, replaced=DATA[name])
    assert after.verdict != before.verdict


def _with(definition, changed):
    arguments = {**definition.arguments, **{k: v for k, v in changed.items() if k in definition.arguments}}
    return replace(definition, arguments=arguments)


def _replaced(claim, definitions):
    return replace(claim, definitions=tuple(definitions))


@pytest.mark.parametrize("name", sorted(set(LEDGER.claims) - set(TESTABLE)))
def test_a_claim_that_nothing_tests_says_why_and_gets_no_other_verdict(name: str, shipped: Path):
    checked = check(LEDGER.find(name), store=shipped)
    assert checked.verdict == "not testable"
    assert not checked.provisional
    assert checked.claim.why_not in sentence(checked, "2026-11-22")


@pytest.mark.parametrize("name", TESTABLE)
def test_a_verdict_on_what_was_not_read_in_the_source_is_provisional(name: str, shipped: Path):
    checked = check(LEDGER.find(name), store=shipped)
    assert checked.provisional == any(one.read != "source" for one in checked.inputs)
    assert checked.inputs
    assert "provisional" in sentence(checked, "2026-11-22") or not checked.provisional


def test_opposite_claims_on_one_question_get_the_same_open_verdict(shipped: Path):
    said, denied = (check(LEDGER.find(name), store=shipped) for name in ("shortage", "shortage-disputed"))
    assert said.verdict == denied.verdict == "depends on an unknown"
    found = said.deciding[0].number, denied.deciding[0].number
    assert found[0] == found[1]


@pytest.mark.parametrize("ends", [(-1.5, "does not hold", "holds"), (0.0, "holds", "does not hold")], ids=str)
def test_settling_the_question_settles_opposite_claims_oppositely(ends, shipped: Path):
    value, said, denied = ends
    assert check(LEDGER.find("shortage"), store=shipped, replaced={"other_workers": value}).verdict == said
    assert check(LEDGER.find("shortage-disputed"), store=shipped, replaced={"other_workers": value}).verdict == denied


def test_a_statement_of_two_parts_is_no_better_than_its_weaker_part(shipped: Path):
    checked = check(LEDGER.find("rule-removes-chance"), store=shipped)
    found = parts(checked.findings)
    assert found == {
        "the random element is removed": "does not hold",
        "the best-paid jobs are favored": "holds under a definition",
    }
    assert checked.verdict == "does not hold"


def test_what_is_set_aside_makes_no_part_of_a_statement(shipped: Path):
    """The years one by one are shown beside two parts; as a part without a name they left the whole verdict open."""
    checked = check(LEDGER.find("first-term-curbs"), store=shipped)
    assert parts(checked.findings) == {
        "access was restricted": "holds",
        "the later administration lifted it": "holds under a definition",
    }
    assert checked.verdict == "holds under a definition"


def test_a_part_of_which_nothing_could_be_computed_is_open(shipped: Path):
    checked = check(LEDGER.find("cap-85000"), store=shipped)
    lost = [
        replace(one, outcome="not computed") if one.definition.part == "by lottery" else one for one in checked.findings
    ]
    assert parts(lost)["by lottery"] == "depends on an unknown"


@pytest.mark.parametrize("name", TESTABLE)
def test_a_threshold_that_the_statement_does_not_give_says_that_it_is_ours(name: str):
    claim = LEDGER.find(name)
    for one in claim.definitions:
        assert claim.sets(one) or re.search(r"\bours?\b", one.condition.why), (name, one.name)


@pytest.mark.parametrize("name", TESTABLE)
def test_a_testable_claim_names_a_better_file_or_rests_on_the_law(name: str):
    claim = LEDGER.find(name)
    assert claim.file or claim.law


def test_numbers_of_the_record_come_out(shipped: Path):
    """As the record of claims and the fact sheets print them."""
    tesla = {one.definition.name: one.number.value for one in check(LEDGER.find("tesla-724"), store=shipped).findings}
    assert [tesla[f"initial approvals of FY{year}"] for year in (2022, 2023)] == [337, 328]
    assert tesla["initial approvals of FY2024, to the unit"] == 742
    cap = {one.definition.name: one.number.value for one in check(LEDGER.find("cap-85000"), store=shipped).findings}
    assert (cap["numbers of the statute"], cap["new approvals"]) == (85_000, 141_207)
    tech = check(LEDGER.find("tech-60-percent"), store=shipped).findings
    assert [one.outcome for one in tech] == ["does not hold", "holds", "does not hold", "does not hold"]
    assert (tech[0].number.low, tech[0].number.high) == (0.65, 0.688)


def test_what_is_set_aside_or_not_computed_does_not_decide(shipped: Path):
    checked = check(LEDGER.find("amazon-largest"), store=shipped)
    missing = [one for one in checked.findings if one.outcome == "not computed"]
    assert len(missing) == 3
    assert not any(one.decides for one in missing)
    assert any("not computed" in line for line in changes(checked))


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (Number(0.6), "holds"),
        (Number(0.65), "does not hold"),
        (Number(0.6, 0.5, 0.6), "unknown"),
        (Number(0.7, 0.5, 0.7), "unknown"),
        (Number(None), "not computed"),
    ],
    ids=str,
)
def test_a_range_that_crosses_the_threshold_is_unknown(number: Number, outcome: str):
    assert Condition("between", (0.55, 0.65), date(2026, 11, 22), "a test").outcome(number) == outcome


def test_without_a_deciding_finding_the_verdict_is_open(shipped: Path):
    checked = check(LEDGER.find("amazon-largest"), store=shipped)
    assert judge(checked.claim, [one for one in checked.findings if not one.decides]) == "depends on an unknown"


def test_an_input_read_in_the_source_alone_is_not_provisional(shipped: Path):
    checked = check(LEDGER.find("tesla-724"), store=shipped)
    first = checked.findings[0]
    sure = Input("k", "label", "1", "source", ("openh1b",))
    assert not Checked(checked.claim, (replace(first, inputs=(sure,)),), checked.verdict).provisional


class TestRunoff:
    """Cohorts by tenure: what must be so whatever the parameters."""

    program = Program(exits=(0.11, 0.28), entrants=(0.58, 0.42), growth=0.032, interval=2.3)

    def test_the_stock_is_whole_and_falls_with_tenure(self):
        stock = self.program.stock()
        assert sum(map(sum, stock)) == pytest.approx(1)
        assert all(a > b for row in stock for a, b in pairwise(row))

    def test_nobody_has_left_at_once(self):
        assert self.program.left("no_entry", 0) == pytest.approx(1)
        assert self.program.left("no_renewals", 0) == 1

    def test_without_renewals_the_published_run_off_comes_out(self):
        """The fact sheet: 57-67% after one year, 13-33% after two, none after three, for 2.3 to 3.0 years."""
        ends = [Program((0.1,), (1.0,), 0.0, interval) for interval in (2.3, 3.0)]
        assert [round(one.left("no_renewals", 1), 2) for one in ends] == [0.57, 0.67]
        assert [round(one.left("no_renewals", 2), 2) for one in ends] == [0.13, 0.33]
        assert [one.left("no_renewals", 3) for one in ends] == [0, 0]

    def test_one_origin_leaving_evenly_is_a_power(self):
        one = Program((0.2,), (1.0,), 0.0, 2.3)
        assert one.left("no_entry", 3) == pytest.approx(0.8**3)
        assert one.beyond() == pytest.approx(0.8**6, rel=1e-3)

    def test_a_limit_on_years_only_takes_away(self):
        for years in (1, 2, 3):
            assert self.program.left("six_years", years) < self.program.left("no_entry", years)

    def test_beyond_six_years_is_near_the_published_fit(self):
        """The fact sheet's fit to published totals: 24% to 38% of the stock, median 32%."""
        assert 0.24 < self.program.beyond() < 0.38


def test_every_figure_is_used():
    """A figure that no claim reads would never be looked at again."""
    files = [path for path in HERE.rglob("*") if path.suffix in {".py", ".yaml"} and path.name != "figures.yaml"]
    text = " ".join(path.read_text(encoding="utf-8") for path in files)
    assert not [name for name in load_figures() if name not in text]


def test_every_source_of_the_ledger_is_cited():
    text = " ".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.yaml") if path.name != "sources.yaml")
    own = read_document(HERE / "sources.yaml", "sources.yaml").data
    assert not [name for name in own if not re.search(rf"[\[ ]{re.escape(name)}[],]", text)]
