"""Pay as people type it."""

from __future__ import annotations

import pytest

from openh1b.cases.person_salary import read_salary
from openh1b.errors import InputError


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("165000", 165_000),
        ("$165,000", 165_000),
        ("165,000.50", 165_000.50),
        ("USD 165,000", 165_000),
        ("165 000", 165_000),
        ("165000 a year", 165_000),
        ("165k", 165_000),
        ("79.50/hour", 165_360),
        ("$80 / hr", 166_400),
        ("80 per hour", 166_400),
        ("150000-180000", 150_000),
        ("150-180k", 150_000),
        ("70-80/hour", 145_600),
        ("1000", 1_000),
        ("10000000", 10_000_000),
    ],
)
def test_pay_is_read_as_dollars_a_year(text: str, usd: float):
    assert read_salary(text).usd == usd


@pytest.mark.parametrize("text", ["165k", "80/hour", "150000-180000", "70-80/hour"])
def test_whatever_was_read_into_the_text_is_said(text: str):
    assert read_salary(text).note


def test_an_hour_is_2080_hours_a_year():
    assert "2,080 hours a year, $166,400.00" in read_salary("80/hour").note
    assert read_salary("80/hour").hourly == 80


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("165", "Did you mean 165000 a year, or 165/hour"),
        ("999", "999/hour"),
        ("165.000", "Did you mean 165000 a year"),
        ("80", "80/hour ($166,400 a year)"),
        ("165000000", "Did you mean 165000 (with three zeros less)"),
        ("16500000", "Did you mean 165000 (in cents)"),
        ("10000001", "Did you mean 100000"),
        ("99999999999", "slip of the pen"),
        ("165000/hour", "Did you mean 165,000 a year?"),
        ("0", "slip of the pen"),
        ("-5", "above 0"),
        ("\u2212165000", "above 0"),
        ("\u20ac165000", "US dollars"),
        ("165000 INR", "US dollars"),
        ("13750/month", "that of a year"),
        ("1,65,000", "between thousands"),
        ("180000-150000", "no range of pay"),
        *((text, "no pay that can be read") for text in ("", "abc", "nan", "inf", "1e5", "165_000")),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_was_meant(text: str, meant: str):
    with pytest.raises(InputError) as error:
        read_salary(text)
    assert meant in str(error.value)
    assert str(error.value).startswith("--salary: ")
