"""Values given in line, policies that contradict themselves, and seats that follow the caps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openh1b.cited.kinds import Kind
from openh1b.errors import PolicyError
from openh1b.law import policy
from openh1b.law.consistency import contradictions
from openh1b.naming import parts
from openh1b.scenario import Scenario
from openh1b.season.entry import moved, rule
from openh1b.season.seats import Round
from openh1b.simulate import compare

SEATS = (Round({"regular": 90_740, "advanced_degree": 27_920}),)
FILE = """\
name: mine
title: A test
author: a test
document: user
date: 2026-11-21
status: hypothetical
read: assumption
summary: A test.
sets:
{sets}
models: [what it sets]
does_not_model: [all else]
"""


def told(name: str, season: int = 2026) -> list[str]:
    """The faults of a policy name."""
    with pytest.raises(PolicyError) as caught:
        policy(name, season=season)
    return [str(fault) for fault in caught.value.faults]


def test_a_part_sets_a_path_in_line_and_says_that_nobody_stands_behind_it():
    found = policy("weighted-levels+price.yearly_fee_usd=10000", season=2026)
    assert found.name == "weighted-levels+price.yearly_fee_usd=10000"
    assert found.price.yearly_fee_usd == 10_000
    assert found.selection == policy("weighted-levels", season=2026).selection
    dated = found.dated["price.yearly_fee_usd"]
    assert (dated.status, dated.read, dated.citations[0].source) == ("hypothetical", "assumption", "openh1b")
    assert found.sets == {"selection.method", "selection.tier", "selection.weight", "price.yearly_fee_usd"}


def test_a_value_in_line_is_yaml_with_brackets_quotes_and_plus_signs():
    name = 'selection.tier={expression: "offered_wage_usd + 2 * (age + 1)", first: highest}+caps.regular=1'
    found = policy(name, season=2026)
    assert found.selection.tier["expression"] == "offered_wage_usd + 2 * (age + 1)"
    assert found.caps.regular == 1
    assert policy("wages.floor_percentiles=[34, 52, 70, 88.5]", season=2026).wages.floor_percentiles == (
        34,
        52,
        70,
        88.5,
    )


def test_an_unknown_path_names_the_nearest():
    assert told("current+caps.regluar=1") == ["policy: caps.regluar: no such parameter. Did you mean caps.regular?"]


def test_a_path_set_twice_names_both_parts():
    first, second = "caps.regular=1", "cap-doubled"
    assert told(f"{second}+{first}") == [
        f"policy: caps.regular is set by both {second} and {first}; expected one of them."
    ]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("caps.regular=-1", "-1 is below 0"),
        ("caps.regular=1.5", "1.5 is not a whole number"),
        ("caps.regular=", "no value after =; expected visas"),
        ("caps.regular=NO", "NO would be read as true or false"),
        ("selection.seats=evryone", "Did you mean everyone?"),
        ("selection.tier={column: age}", "is not none, {column, first}"),
        ("wages.floor_percentiles=[50, 40, 60, 70]", "do not rise"),
        ("seasons.rounds=3", "a published count, which no policy can set"),
    ],
)
def test_a_value_in_line_that_does_not_fit_is_refused_with_its_path(part: str, problem: str):
    (fault,) = told(f"weighted-levels+{part}")
    assert fault.startswith(f"policy: {part.partition('=')[0]}: ")
    assert problem in fault


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("$215", "write 215, without a currency sign"),
        ("US$ 215.50", "write 215.50, without a currency sign"),
        ("10,000", "write 10000, without commas"),
        ("$10,000", "write 10000, without a currency sign or commas"),
        ("215 USD", "write 215, without a currency sign"),
    ],
)
def test_a_fee_with_a_currency_sign_or_commas_names_the_number_to_write(text: str, write: str):
    (fault,) = told(f"price.yearly_fee_usd={text}")
    assert fault == f"policy: price.yearly_fee_usd: {text!r} is not a number; {write}."


@pytest.mark.parametrize("text", ["ten", "1,00", "$", "1 2", "10000"])
def test_a_text_that_is_no_amount_gets_no_such_advice(text: str):
    (problem,) = Kind("number").problems(text)
    assert problem == f"{text!r} is not a number"


def test_every_fault_of_a_name_is_told_at_once():
    faults = told("lotery+price.yearly_fee_usd=$1+caps.regluar=1+caps.regular=1+caps.regular=2")
    assert [fault.split(":")[1].strip().split()[0] for fault in faults] == [
        "no",
        "price.yearly_fee_usd",
        "caps.regluar",
        "caps.regular",
    ]


@given(st.lists(st.sampled_from(["lottery", "a.b=[1, 2]", 'c="x+y,z"', "d={e: f}"]), min_size=1, max_size=4))
def test_parts_are_those_that_were_joined(names: list[str]):
    assert list(parts("+".join(names))) == names
    assert list(parts(",".join(names), ",")) == names


@pytest.mark.parametrize(
    ("sets", "path"),
    [
        ({"selection.method": "ranked"}, "selection.method"),
        ({"selection.method": "ranked", "selection.tier": "none"}, "selection.method"),
        (
            {
                "selection.method": "ranked",
                "selection.tier": {"column": "age", "first": "lowest"},
                "selection.weight": {"column": "age"},
            },
            "selection.weight",
        ),
        ({"selection.method": "lottery", "selection.weight": {"column": "age"}}, "selection.weight"),
        ({"selection.method": "lottery", "selection.tier": {"column": "age", "first": "lowest"}}, "selection.tier"),
        ({"selection.method": "weighted", "selection.weight": 2}, "selection.weight"),
        ({"selection.seats": "everyone", "caps.regular": 5}, "caps.regular"),
        (
            {"caps.regular": 0, "caps.advanced_degree": 0, "selection.quotas": ({"column": "a", "seats": 1},)},
            "selection.quotas",
        ),
        ({"selection.order": ("regular",), "caps.advanced_degree": 5}, "caps.advanced_degree"),
        ({"selection.order": ("regular", "regular")}, "selection.order"),
        ({"selection.who": {"regular": True}}, "selection.who"),
        ({"selection.who": {"regular": True, "advanced_degree": "x", "third": True}}, "selection.who"),
        ({"wages.threshold_percentiles": (50, 50, 60, 70)}, "wages.threshold_percentiles"),
        ({"caps.regular": 5_000, "caps.h1b1_set_aside": 6_800}, "caps.h1b1_set_aside"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused_at_the_path(sets: dict[str, object], path: str):
    assert path in [where for where, _ in contradictions(sets)]


def test_a_file_that_contradicts_itself_is_refused_with_every_line(tmp_path: Path):
    sets = "  selection.method: ranked\n  wages.floor_percentiles: [50, 40, 60, 70]\n  price.yearly_fee_usd: $5\n"
    (tmp_path / "mine.yaml").write_text(FILE.format(sets=sets.rstrip()), encoding="utf-8")
    faults = told(str(tmp_path / "mine.yaml"))
    assert [fault.partition(":")[0].rsplit(" ", 1)[-1] for fault in faults] == ["12", "10", "11"]
    assert "write 5, without a currency sign" in faults[0]


@pytest.mark.parametrize("season", [2021, 2026, 2027])
def test_published_seats_follow_the_caps_with_selection_beyond_the_cap_kept(season: int):
    found = rule(policy("cap-doubled", season=season), SEATS, 339_000)
    assert [stage.seats for stage in found.stages] == [181_480, 55_840]
    more = rule(policy("current+caps.regular=130000", season=season), SEATS, 339_000)
    assert [stage.seats for stage in more.stages] == [181_480, 27_920]
    none = rule(policy("cap-zero", season=season), SEATS, 339_000)
    assert {stage.seats for stage in none.stages} == {0}


def test_caps_that_stand_for_seats_are_the_seats():
    assert [stage.seats for stage in rule(policy("cap-doubled", season=2019), SEATS, 9).stages] == [40_000, 130_000]


def test_a_stage_that_the_law_had_no_number_for_gets_its_cap():
    one = policy("current+caps.advanced_degree=20000+selection.seats=published", season=2003)
    assert moved(7, one, "advanced_degree") == 20_000
    assert moved(7, policy(season=2003), "advanced_degree") == 7


def test_caps_as_they_are_move_no_seat():
    same = policy("current+caps.regular=65000", season=2026)
    assert rule(same, SEATS, 339_000) == rule(policy(season=2026), SEATS, 339_000)


def test_a_cap_of_0_selects_nobody_and_everything_is_still_said():
    found = compare(Scenario(policies=("current", "cap-zero"), people=True))
    assert found.result.find("cap-zero", "selected").value == 0
    assert found.result.find("cap-zero", "pay_median").value is None
    assert found.headline.startswith(
        "The cap binds under current: 339,000 beneficiaries, 118,660 seats; it binds under"
    )


def test_the_first_words_say_whether_the_cap_binds():
    found = compare(Scenario(policies=("current", "i-squared-2018")))
    assert found.headline.startswith(
        "The cap binds under current: 339,000 beneficiaries, 118,660 seats; it does not bind under i-squared-2018: "
        "seats for all. Compared: "
    )
    assert compare(Scenario()).headline.startswith("The cap binds: 339,000 beneficiaries, 118,660 seats. Compared: ")


def test_what_changes_no_figure_is_named():
    found = compare(Scenario(policies=("current", "current+fees.registration=300+caps.h1b1_set_aside=0")))
    (note,) = [note for note in found.notes if "fees.registration" in note]
    assert note.endswith("caps.h1b1_set_aside and fees.registration change no figure while nobody reacts.")
    assert not [note for note in compare(Scenario(policies=("cap-doubled",))).notes if "no figure" in note]
