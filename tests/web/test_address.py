"""Scenario <-> query string: nothing lost, nothing let in that may not come from outside."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openh1b.errors import InputError
from openh1b.scenario import PoolFile, Scenario
from openh1b.web.address import NAMES, from_query, to_query

POLICIES = st.sampled_from(
    (
        "current",
        "lottery",
        "weighted-levels",
        "lottery+no-cap",
        "current+caps.regular=130000",
        "current+wages.threshold_percentiles=[17, 34, 50, 67]",
        'current+selection.weight={"column":"selection_level","values":{"1":1,"2":2,"3":3,"4":9}}',
    )
)
TEXT = st.text("abz019+&=%?#,;:/[]{} \"'<>é中", min_size=1, max_size=12).filter(lambda text: text == text.strip())
SCENARIOS = st.builds(
    Scenario,
    season=st.integers(1992, 2100),
    registrations=st.none() | st.integers(1, 100_000_000),
    policies=st.lists(POLICIES, min_size=1, max_size=4, unique=True).map(tuple),
    level_mix=TEXT,
    us_masters=TEXT,
    split=TEXT,
    seats=st.none() | st.just("regular=65000,advanced_degree=20000"),
    by=st.lists(st.sampled_from(("a", "b*c", "d")), unique=True).map(tuple),
    draws=st.integers(0, 1_000_000),
    seed=TEXT,
    known=st.none() | st.dates(date(1991, 1, 1), date(2100, 1, 1)),
    people=st.booleans(),
    response=st.sampled_from(("off", "central")),
)


def read(query: str) -> Scenario:
    return from_query(parse_qsl(query, keep_blank_values=True))


@settings(deadline=None)
@given(SCENARIOS)
def test_an_address_holds_the_whole_scenario(scenario):
    assert read(to_query(scenario)) == scenario


@settings(deadline=None)
@given(SCENARIOS, SCENARIOS)
def test_an_address_holds_the_scenario_against_any_other_default(scenario, base):
    kept = [name for name in NAMES if getattr(base, name) is not None and getattr(scenario, name) is None]
    if not kept:
        pairs = parse_qsl(to_query(scenario, base=base), keep_blank_values=True)
        assert from_query(pairs, base=base) == scenario


def test_every_field_but_the_file_has_a_name():
    assert set(NAMES) == {one.name for one in fields(Scenario)} - {"pool"}


def test_defaults_are_left_out():
    assert to_query(Scenario()) == ""
    assert to_query(Scenario(season=2027)) == "season=2027"


def test_flags_of_the_command_line_and_lists_with_commas_are_read_too():
    assert read("level-mix=eig-2025&policies=lottery,weighted-levels").level_mix == "eig-2025"
    assert read("policies=lottery,weighted-levels").policies == ("lottery", "weighted-levels")


def test_a_form_with_empty_fields_asks_for_the_defaults():
    assert read("season=&registrations=&policies=&known=&people=&seed=") == Scenario()


def test_every_fault_is_said_at_once_with_the_nearest_name():
    with pytest.raises(InputError) as error:
        read("sesson=2026&draws=many&known=2026-02-30&people=perhaps")
    faults = {fault.where: fault for fault in error.value.faults}
    assert set(faults) == {"sesson", "draws", "known", "people"}
    assert faults["sesson"].hint == "Did you mean season?"


def test_an_unknown_policy_is_said_beside_the_other_faults():
    with pytest.raises(InputError) as error:
        read("policies=lotery,weighted-levels&season=abc&draws=-5")
    said = [str(fault) for fault in error.value.faults]
    assert [fault.where for fault in error.value.faults] == ["season", "policy", "draws"], said
    assert error.value.faults[1].hint == "Did you mean lottery?"


@pytest.mark.parametrize(
    "query",
    [
        "policies=mine.yaml",
        "policies=lottery%2B/etc/passwd.yml",
        "policies=current%2Bselection.who={regular: {expression: '1=1'}}",
        "policies=current%2Bselection.weight={expression: 'random()'}",
        "policies=current%2Bselection.tier={expression: pay, first: highest}",
        "policies=current%2Bselection.quotas=[]",
        "pool=/etc/passwd",
        "season=2026&season=2027",
        "season=٢٠٢٦",
        "draws=99999999999999999999",
        "policies=" + "&policies=".join(f"current%2Bcaps.regular={k}" for k in range(13)),
        "policies=" + "x" * 500,
    ],
)
def test_files_expressions_and_what_is_not_meant_are_refused(query):
    with pytest.raises(InputError):
        read(query)


def test_a_pool_of_ones_own_has_no_address():
    with pytest.raises(InputError):
        to_query(Scenario(pool=PoolFile("pool.csv")))


@pytest.mark.parametrize("field", ["policies", "factorial"])
def test_a_policy_file_cannot_be_named_in_an_address(field: str) -> None:
    with pytest.raises(InputError, match=r"x\.yaml"):
        from_query([(field, "lottery,x.yaml")])
