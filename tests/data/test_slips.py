"""Slips of the pen about what is stored: named with what is right, and nothing is changed."""

from __future__ import annotations

import pytest

from openh1b.data.sql import query
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import hub_csv


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"without": ["hub-2021-double"]}, "Did you mean hub-2021-double-count?"),
        ({"table": "hubb"}, "Did you mean hub?"),
    ],
    ids=["correction", "table"],
)
def test_a_slip_is_told_of_a_file_that_is_stored_already_too(store, made, words, said):
    file = made(hub_csv(), "hub.csv")
    store.add([file])
    before = contents(store.root)
    with pytest.raises(DataError, match=r"no (correction|table)") as raised:
        store.add([file], **words)
    assert said in str(raised.value)
    assert contents(store.root) == before


def test_a_column_that_no_table_has_is_told_with_the_nearest(store, made):
    store.add([made(hub_csv(), "hub.csv")])
    with pytest.raises(DataError, match=r'"employr" not found.*Candidate bindings: "employer"'):
        query(store, "SELECT employr FROM hub")
