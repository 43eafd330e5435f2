"""Published results beside ours: what is read, what is computed, what a difference amounts to."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from openh1b.cited.reading import read_text
from openh1b.errors import InputError, LawError
from openh1b.evidence.replications import compute
from openh1b.evidence.replications.published import check_replications, load_replications, replication
from openh1b.evidence.replications.row import Ours, Row
from openh1b.evidence.replications.wording import amount, difference, sheets, summary
from openh1b.season.mixes import load_mixes
from openh1b.season.synthetic_margins import load_margins

ROOT = Path(__file__).resolve().parents[2]
QUICK = ("dhs-odds", "order-2019", "uscis-counts", "stock-2019", "fy2027-masters", "order-effects")

GOOD = """\
one:
  title: a publication
  by: somebody
  method: as they did
  kind: same inputs
  unit: share
  printed_to: 0.01
  read: memory
  cite: [practitioner]
  numbers:
    first: {label: a number, value: 0.5}
"""


@pytest.fixture(scope="module")
def quick() -> dict[tuple[str, str], Row]:
    return {(row.of.name, row.published.id): row for row in compute.replicate(QUICK)}


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    yield __import__("refresh_replications")
    for name in ("refresh_replications", "refresh_readme"):
        sys.modules.pop(name, None)


def row(ours: Ours, **changes: object) -> Row:
    of = check_replications(read_text(GOOD, "made for a test"))["one"]
    return Row(of, replace(of.numbers["first"], **changes), ours)


# What is read


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("value: 0.5", "value: 0.5, ours: 0.5", "unknown key"),
        ("value: 0.5", "value: 0.5, outcome: equal", "unknown key"),
        ("value: 0.5", "low: 0.1", "low without the other end"),
        ("value: 0.5", "value: 0.5, low: 0.1, high: 0.2", "both a value and a range"),
        ("value: 0.5", "low: 0.3, high: 0.2", "is above high"),
        ("kind: same inputs", "kind: same input", "same inputs"),
        ("cite: [practitioner]", "cite: [practitoner]", "Did you mean practitioner"),
        ("cite: [practitioner]", "cite: []", "no source"),
        ("  cite: [practitioner]\n", "", "cite is given neither"),
        ("  read: memory\n", "", "read is given neither"),
        ("  method: as they did\n", "", "key method is missing"),
    ],
)
def test_a_list_that_hides_something_is_refused_with_its_line(before: str, after: str, problem: str):
    with pytest.raises(LawError, match=problem) as caught:
        check_replications(read_text(GOOD.replace(before, after), "made for a test"))
    assert all(fault.line for fault in caught.value.faults)


def test_all_faults_are_told_at_once():
    text = GOOD.replace("value: 0.5", "low: 0.1").replace("kind: same inputs", "kind: guess")
    with pytest.raises(LawError, match="2 problems"):
        check_replications(read_text(text, "made for a test"))


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="Did you mean dhs-odds"):
        replication("dhs-odd")


def test_every_number_is_computed_or_says_why_not(quick: dict[tuple[str, str], Row]):
    for one in load_replications().values():
        if one.name not in compute.COMPUTE and one.name not in compute.FROM_STORE:
            assert all(number.not_computed for number in one.numbers.values())
    assert all(found.ours.value is not None or found.ours.missing for found in quick.values())


def test_more_than_thirty_published_numbers_are_compared():
    computed = [one for one in load_replications().values() if one.name in compute.COMPUTE]
    numbers = [number for one in computed for number in one.numbers.values() if not number.not_computed]
    compared = [number for number in numbers if number.value is not None or number.low is not None]
    assert len(compared) >= 30


def test_published_numbers_that_other_files_hold_too_are_the_same():
    printed, odds = load_mixes().published_odds["dhs-2025"], replication("dhs-odds").numbers
    assert tuple(odds[f"{how}-{k}"].value for how in ("linear", "draw") for k in (1, 2, 3, 4)) == printed.levels * 2
    order, split = replication("order-2019"), load_mixes().us_masters["dhs-2019"].among_registered
    assert (order.given("advanced"), order.given("petitions")) == (split["part"], split["whole"])


def test_what_was_fitted_says_so_and_the_weighted_rows_were_not():
    margins, numbers = load_margins(), replication("eig-lottery").numbers
    names = ("f1", "no_status", "f1_graduates", "f1_bachelors", "outsourcers", "it_employers", "manufacturers")
    figures = {name: name.replace("_", "-") for name in (*names, "mean_age", "pay_p10", "pay_median", "pay_p90")}
    for name, ours in figures.items():
        one = margins.figures[name]
        assert (numbers[ours].value, numbers[ours].fitted) == (one.value, one.used_to_fit), name
    for level, share in margins.shares["selection_level"].parts.items():
        assert numbers[f"level-{level}"].value == pytest.approx(share, abs=1e-6)
        assert numbers[f"level-{level}"].fitted
    assert not any(number.fitted for number in replication("eig-weighted").numbers.values())


# What is computed


def test_dhs_linear_table_comes_out_exactly(quick: dict[tuple[str, str], Row]):
    found = [quick["dhs-odds", f"linear-{k}"].ours.value for k in (1, 2, 3, 4)]
    assert found == pytest.approx([0.1529, 0.3058, 0.4587, 0.6116], abs=1e-12)


def test_the_draw_on_dhs_inputs_gives_what_p_equals_1_minus_exp_of_kt_gives(quick: dict[tuple[str, str], Row]):
    found = [quick["dhs-odds", f"draw-{k}"].ours.value for k in (1, 2, 3, 4)]
    assert found == pytest.approx([0.172, 0.314, 0.432, 0.529], abs=6e-4)
    assert {quick["dhs-odds", f"draw-{k}"].outcome for k in (1, 2, 3, 4)} == {"misses"}


def test_two_draws_in_either_order_differ_by_5336(quick: dict[tuple[str, str], Row]):
    assert round(quick["order-2019", "two-draws"].ours.value or 0) == 5336
    assert quick["order-2019", "dhs"].outcome == "misses"
    assert quick["order-2019", "share"].outcome == "equal"


def test_the_stock_of_2019_adds_up(quick: dict[tuple[str, str], Row]):
    assert quick["stock-2019", "stock"].ours.value == 583_420


def test_the_rounds_of_fy2022_miss_by_46_and_say_why(quick: dict[tuple[str, str], Row]):
    found = quick["uscis-counts", "rounds-2022"]
    assert (found.difference, found.outcome) == (46, "misses")
    assert "memory" in found.why


def test_fy2027_masters_are_not_reached_under_any_published_split(quick: dict[tuple[str, str], Row]):
    found = quick["fy2027-masters", "after"]
    assert found.ours.low < found.ours.value <= found.ours.high < 0.715
    assert found.outcome == "misses"


@pytest.mark.parametrize("name", ["dhs-odds", "order-2019", "uscis-counts", "stock-2019"])
def test_another_published_number_is_another_outcome(name: str, quick: dict[tuple[str, str], Row]):
    for (of, _), found in quick.items():
        if of == name and found.outcome == "equal":
            moved = replace(found.published, value=(found.published.value or 0) + 2 * found.published.printed_to)
            assert Row(found.of, moved, found.ours).outcome == "misses"


# What a difference amounts to


@pytest.mark.parametrize(
    ("ours", "changes", "outcome"),
    [
        (Ours(0.504), {}, "equal"),
        (Ours(0.506), {}, "misses"),
        (Ours(0.6, 0.45, 0.7), {}, "inside"),
        (Ours(0.6, 0.55, 0.7), {}, "misses"),
        (Ours(0.52), {"tolerance": 0.05}, "near"),
        (Ours(0.53), {"tolerance": 0.05}, "misses"),
        (Ours(0.3), {"value": None, "low": 0.2, "high": 0.4}, "inside"),
        (Ours(0.41), {"value": None, "low": 0.2, "high": 0.4}, "misses"),
        (Ours(0.3), {"value": None}, "no published number"),
        (Ours(None, missing="no model"), {}, "not computed"),
        (Ours(None, missing="needs a file", skipped=True), {}, "skipped"),
    ],
)
def test_outcomes(ours: Ours, changes: dict[str, object], outcome: str):
    assert row(ours, **changes).outcome == outcome


def test_the_difference_from_a_range_is_that_from_its_nearer_end():
    below, above = (row(Ours(value), value=None, low=0.2, high=0.4) for value in (0.1, 0.5))
    assert (below.difference, above.difference) == (pytest.approx(-0.1), pytest.approx(0.1))
    assert (below.relative, above.relative) == (pytest.approx(-0.5), pytest.approx(0.25))


def test_a_miss_without_a_known_cause_says_that():
    assert row(Ours(0.9)).why == "not known"
    assert row(Ours(0.5)).why == ""
    assert row(Ours(None, missing="no model"), cause="another").why == "no model"


def test_words():
    assert amount(0.1529, "share", 0.0001) == "15.29%"
    assert amount(-80749, "USD", 1) == "-$80,749"
    assert amount(8.61e9, "USD", 1e7) == "$8.61bn"
    assert difference(row(Ours(0.6))) == "+10.00 points"
    told = [row(Ours(0.9)), row(Ours(0.9)), row(Ours(0.5), fitted=True)]
    assert summary(told).startswith("3 numbers. Not fitted: 2 misses. Fitted: 1, of which 0 miss.")
    sheet = next(sheets(told))
    assert sheet.notes == ("[1] not known.",)
    assert [cells[-1] for cells in sheet.rows] == ["[1]", "[1]", ""]


# Official files


def test_counts_without_their_file_are_skipped_by_its_name(tmp_path: Path):
    found = compute.replicate(["hub-counts"], store=tmp_path / "none")
    assert {one.outcome for one in found} == {"skipped"}
    assert "file of FY2014" in found[0].why


def test_the_page_of_hub_counts_is_fresh(shared_data, tool, tmp_path: Path):
    from openh1b.data.store import Store

    years = (2014, 2015, 2016, 2018, 2019, 2021, 2022, 2023)
    Store(tmp_path).add([shared_data(f"hub/h1b_datahubexport-{year}.csv") for year in years])
    found = {one.published.id: one for one in compute.replicate(["hub-counts"], store=tmp_path)}
    assert (found["all:2021:double"].ours.value, found["all:2021"].ours.value) == (141_194, 125_121)
    assert (found["INFOSYS:2021:double"].ours.value, found["INFOSYS:2021"].ours.value) == (5_256, 3_231)
    assert found["amazon:2025"].outcome == "skipped"
    assert tool.main(["--check", "--store", str(tmp_path)]) == 0


# The page


def test_the_page_and_its_chart_are_fresh(tool, capsys: pytest.CaptureFixture[str]):
    assert tool.main(["--check"]) == 0, capsys.readouterr().out


def test_the_page_names_every_replication():
    page = (ROOT / "docs" / "replications.md").read_text(encoding="utf-8")
    assert not [name for name in load_replications() if f"`openh1b replicate {name}`" not in page]


def test_the_file_is_one_mapping_without_repeated_numbers():
    path = ROOT / "src/openh1b/evidence/replications/replications.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(raw) == list(load_replications())
