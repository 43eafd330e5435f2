"""The file of assumptions and the corners of their ranges."""

from __future__ import annotations

from dataclasses import asdict, fields
from importlib.resources import files
from pathlib import Path

import pytest

from openh1b.cited.reading import read_document
from openh1b.cost.assumptions import inputs
from openh1b.cost.horizon import Horizon
from openh1b.errors import InputError, LawError
from openh1b.response.assumptions import Assumptions, check_parameters, corner, corners, load_parameters

TEXT = (files("openh1b.response") / "parameters.yaml").read_text(encoding="utf-8")


def faults(text: str, tmp_path: Path) -> str:
    file = tmp_path / "parameters.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        check_parameters(read_document(file, "parameters.yaml"))
    return str(caught.value)


def test_every_field_has_its_parameter_and_the_other_way_round():
    assert list(load_parameters()) == [field.name for field in fields(Assumptions)]


def test_rates_and_term_are_those_of_cost_and_of_no_second_file(tmp_path: Path):
    for name, source in {"discount": "discount", "separation": "separation", "term_years": "years"}.items():
        one, taken = inputs()[source], load_parameters()[name]
        assert (taken.low, taken.central, taken.high) == (one.value,) * 3
        assert taken.cite == one.cite
        assert f"\n{name}:" not in TEXT
    assert corner().annuity == Horizon().annuity
    again = f"{TEXT}\ndiscount:\n  label: Discount rate\n"
    assert "discount: is held by cost/assumptions.yaml" in faults(again, tmp_path)


def test_every_assumption_moves_a_figure_or_is_fixed():
    """One that nothing reads would make two corners that say nothing, at the cost of two more solutions."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(Path(str(files("openh1b.response"))).glob("*.py"))
        if path.name != "assumptions.py"
    )
    held = {"discount", "separation", "term_years"}  # by the annuity
    assert {name for name in load_parameters() if f".{name}" not in code} == held


def test_corners_are_all_low_all_high_and_each_alone():
    central = asdict(corner("central"))
    ranged = {name for name, one in load_parameters().items() if one.low != one.high and not one.optional}
    assert set(corners()) == {"central", "low", "high"} | {
        f"{name} {end}" for name in ranged for end in ("low", "high")
    }
    for label, one in corners().items():
        moved = {name for name, value in asdict(one).items() if value != central[name]}
        if label in ("low", "high"):
            assert moved == ranged
        elif label != "central":
            assert moved == {label.rsplit(" ", 1)[0]}


def test_size_of_employer_is_in_no_corner_but_its_own():
    assert not any(one.by_size for one in corners().values())
    assert corner("surplus_by_size").by_size


def test_an_unknown_corner_names_the_nearest():
    with pytest.raises(InputError, match="Did you mean median_surplus_usd low"):
        corner("median_surplus low")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dispersion:\n", "dispersal:\n", "Did you mean dispersion?"),
        ("  central: 110000\n", "  central: 210000\n", "lies outside"),
        ("  high: 200000\n", '  high: "$200,000"\n', "is not a number"),
        ("cite: [borjas-2026]", "cite: [borjas]", "no source borjas"),
        ("  read: assumption\n  cite: [borjas-2026]", "  read: guess\n  cite: [borjas-2026]", "is not one of"),
        ("  unit: USD, present value\n", "", "key unit is missing"),
        ("year: 2026, applies", "yeer: 2026, applies", "unknown key yeer"),
        ("  low: 0.05\n", "  low: -0.05\n", "expected a number from 0 to 1"),
    ],
)
def test_a_file_with_a_fault_is_refused(old: str, new: str, said: str, tmp_path: Path):
    assert old in TEXT
    assert said in faults(TEXT.replace(old, new, 1), tmp_path)


def test_all_faults_come_at_once(tmp_path: Path):
    text = TEXT.replace("  low: 40000\n", "  low: forty\n").replace("cite: [borjas-2026]", "cite: [borjas]", 1)
    assert faults(text, tmp_path).startswith("2 problems")
