"""Values of another type, in Python: refused by the field's name with the way to what was meant, or taken as it."""

from __future__ import annotations

import pickle
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import openh1b
from openh1b import PoolFile, Scenario, compare, draw, load_law, policy
from openh1b.errors import ArgumentError, InputError

FRAME = pl.DataFrame({"beneficiary_id": ["Ann"]})


def refused(call, *given, **named) -> InputError:
    with pytest.raises(InputError) as error:
        call(*given, **named)
    return error.value


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("season", "2026", "season: '2026' (str); expected a whole number. Write season=2026."),
        ("season", 2026.0, "season: 2026.0 (float); expected a whole number. Write season=2026."),
        ("season", True, "season: True (bool); expected a whole number."),
        ("season", None, "season: None; expected a whole number."),
        ("season", np.datetime64("2026"), "season: a value of type numpy.datetime64; expected a whole number."),
        (
            "registrations",
            "350,000",
            ("registrations: '350,000' (str); expected a whole number or None. Write registrations=350000."),
        ),
        ("draws", "10", "draws: '10' (str); expected a whole number. Write draws=10."),
        ("seed", 1, "seed: 1 (int); expected text. Write seed='1'."),
        ("us_masters", 0.4, "us_masters: 0.4 (float); expected text. Write us_masters='0.4'."),
        (
            "known",
            "2026-01-02",
            ("known: '2026-01-02' (str); expected a datetime.date or None. Write known=date(2026, 1, 2)."),
        ),
        ("known", "soon", "known: 'soon' (str); expected a datetime.date or None."),
        (
            "seats",
            {"regular": 5, "advanced_degree": 2},
            (
                "seats: {'regular': 5, 'advanced_degree': 2} (dict); "
                "expected text or None. Write seats='regular=5,advanced_degree=2'."
            ),
        ),
        ("pool", "pool.csv", "pool: 'pool.csv' (str); expected a PoolFile or None. Write pool=PoolFile('pool.csv')."),
        (
            "pool",
            FRAME,
            (
                "pool: a value of type polars.DataFrame; expected a PoolFile or None. "
                'Write the table to a file with .write_csv("pool.csv"), then pool=PoolFile("pool.csv").'
            ),
        ),
        (
            "pool",
            pd.DataFrame({"n": [1]}),
            (
                "pool: a value of type pandas.DataFrame; expected a PoolFile or None. "
                'Write the table to a file with .to_csv("pool.csv", index=False), then pool=PoolFile("pool.csv").'
            ),
        ),
        ("people", "yes", "people: 'yes' (str); expected True or False. Write people=True."),
        ("people", "no", "people: 'no' (str); expected True or False. Write people=False."),
        (
            "policies",
            "lottery",
            ("policies: 'lottery' (str); expected a tuple or list of names. Write policies=('lottery',)."),
        ),
        (
            "policies",
            "lottery,current",
            (
                "policies: 'lottery,current' (str); expected a tuple or list of names. "
                "Write policies=('lottery', 'current')."
            ),
        ),
        ("policies", {"lottery"}, "policies: {'lottery'} (set); expected a tuple or list of names."),
        ("policies", ("lottery", 3), "policies[1]: 3 (int); expected a name as text."),
        (
            "by",
            "selection_level",
            ("by: 'selection_level' (str); expected a tuple or list of names. Write by=('selection_level',)."),
        ),
    ],
)
def test_a_field_of_another_type_is_named_with_what_was_expected_and_the_way_to_it(field, value, said):
    assert str(refused(Scenario, **{field: value})) == said


def test_a_time_is_no_day():
    said = str(refused(Scenario, known=datetime(2026, 1, 2, 12, tzinfo=UTC)))
    assert said.endswith("expected a datetime.date or None. Write known=date(2026, 1, 2).")


def test_a_policy_itself_is_named_by_its_name():
    given = policy("lottery", season=2026)
    assert refused(Scenario, policies=(given,)).faults[0].hint == "Write 'lottery'."


def test_all_faults_of_a_scenario_are_said_at_once_by_their_fields():
    error = refused(Scenario, season=1900, draws="many", seed="\n", policies=("a", "a"), people="no", pool=3)
    assert {fault.where for fault in error.faults} == {"season", "draws", "seed", "policies", "people", "pool"}


def test_a_wrong_kind_is_not_said_to_be_out_of_range_as_well():
    assert [fault.where for fault in refused(Scenario, season="1900", policies=3, factorial=()).faults] == [
        "season",
        "policies",
    ]


def test_lists_and_whole_numbers_of_numpy_make_the_same_scenario():
    taken = Scenario(season=np.int64(2026), policies=["lottery"], by=["selection_level"], draws=np.int32(5))
    plain = Scenario(season=2026, policies=("lottery",), by=("selection_level",), draws=5)
    assert (taken, hash(taken), taken.content_hash) == (plain, hash(plain), plain.content_hash)
    assert type(taken.season) is int


def test_a_file_by_its_path_object_is_that_by_its_text_and_has_a_hash():
    assert PoolFile(Path("here") / "pool.csv") == PoolFile(str(Path("here") / "pool.csv"))
    assert hash(Scenario(pool=PoolFile("pool.csv", {"n": "N"}))) == hash(
        Scenario(pool=PoolFile("pool.csv", {"n": "N"}))
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((FRAME,), "path: a value of type polars.DataFrame; expected the path of a CSV, Parquet or XLSX file. "),
        ((None,), "path: None; expected the path"),
        (("pool.csv", ["n"]), "columns: ['n'] (list); expected our names and those of the file"),
        (("pool.csv", {"n": 3}), "columns: {'n': 3} (dict); expected our names"),
    ],
)
def test_a_table_that_is_no_file_is_refused(given, said):
    assert str(refused(PoolFile, *given)).startswith(said)


@pytest.mark.parametrize("call", [compare, draw], ids=["compare", "draw"])
def test_a_policy_is_no_scenario(call):
    expected = f"'lottery' (str); expected a Scenario. Write {call.__name__}(Scenario(policies=('lottery',)))."
    assert str(refused(call, "lottery")) == f"scenario: {expected}"
    assert str(refused(call, None)) == "scenario: None; expected a Scenario."


def test_every_argument_of_policy_is_checked_at_once():
    error = refused(policy, None, season="2026", known="2026-01-01", law="law")
    assert [fault.where for fault in error.faults] == ["name", "season", "known", "law"]
    assert error.faults[1].hint == "Write season=2026."
    assert isinstance(error, ArgumentError)


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"on": "2026-03-10"}, "on"),
        ({"season": "2026"}, "season"),
        ({"season": 2026, "known": "2026-01-01"}, "known"),
        ({}, "on, season"),
        ({"season": 2026, "on": date(2026, 1, 1)}, "on, season"),
    ],
)
def test_a_value_of_the_law_asked_for_by_another_type_is_a_type_error_that_names_it(asked, where):
    error = refused(load_law().at, "caps.regular", **asked)
    assert [fault.where for fault in error.faults] == [where]
    assert isinstance(error, TypeError)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"policies": "lottery"}', "policies"),
        ('{"known": "2026-02-30"}', "known"),
        ('{"pool": {"file": "x"}}', "pool"),
        ('{"pool": {"path": 3}}', "path"),
        ('{"sesson": 2026}', "scenario"),
        ("[]", "scenario"),
        ("{", "scenario"),
    ],
)
def test_json_that_is_no_scenario_is_refused(text, where):
    assert [fault.where for fault in refused(Scenario.from_json, text).faults] == [where]


def test_a_fault_comes_whole_out_of_another_process():
    error = refused(Scenario, season="2026", draws=-1)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert (again.faults, str(again)) == (error.faults, str(error))


def test_an_unknown_name_of_the_package_is_one_that_python_can_put_right():
    with pytest.raises(AttributeError) as error:
        openh1b.comprae  # noqa: B018
    assert (error.value.name, error.value.obj) == ("comprae", openh1b)


def test_every_field_of_a_scenario_is_checked_for_its_type():
    for one in fields(Scenario):
        with pytest.raises(InputError, match=rf"^{one.name}: .*; expected"):
            Scenario(**{one.name: object()})
