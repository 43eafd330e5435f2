"""Pay and shares as people type them: read as stated, or refused with what they may be."""

from __future__ import annotations

import pytest

from openh1b.cost.salary import read_salary, read_share
from openh1b.errors import InputError


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("165000", 165_000),
        ("165,000", 165_000),
        ("$165,000.50", 165_000.5),
        ("165000 a year", 165_000),
        ("USD 90000", 90_000),
    ],
)
def test_a_year_of_pay(text: str, usd: float):
    assert read_salary(text).usd == usd
    assert read_salary(text).reading == ""


def test_an_hour_of_pay_counts_2_080_hours_and_says_so():
    found = read_salary("79.33/hour")
    assert found.usd == pytest.approx(165_006.4)
    assert "79.33 USD an hour read as 165,006 USD a year (2,080 hours)" in found.reading


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("165", "165,000 a year, if thousands are meant; or 343,200 a year, if pay an hour"),
        ("165000000", "165,000, if three zeros are too many"),
        ("165k", "Does it stand for 165,000"),
        ("1000/week", "Pay by the week"),
        ("abc", "'abc' is no amount"),
        ("-5", "'-5' is no amount"),
        ("0", "0 is no pay of a year"),
        ("16,50", "'16,50' is no amount"),
        ("", "'' is no amount"),
    ],
)
def test_what_is_no_pay_of_a_year_is_refused_with_what_it_may_be(text: str, said: str):
    with pytest.raises(InputError) as raised:
        read_salary(text)
    assert said in str(raised.value)


@pytest.mark.parametrize(("text", "share"), [("0.35", 0.35), ("35%", 0.35), ("9.4 %", 0.094), ("0", 0), ("100%", 1)])
def test_a_share(text: str, share: float):
    assert read_share(text, "--odds") == pytest.approx(share)


@pytest.mark.parametrize("text", ["35", "1.5", "350%", "x", "", "nan", "-0.1", "inf"])
def test_what_is_no_share_is_refused(text: str):
    with pytest.raises(InputError, match="is no share"):
        read_share(text, "--odds")


def test_a_bare_percentage_is_asked_about():
    with pytest.raises(InputError, match="Write 35% for a percentage"):
        read_share("35", "--odds")
