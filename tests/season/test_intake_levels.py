"""The level of a registration: stated, lowest of its sites, reached by its lowest pay."""

from __future__ import annotations

import pytest

from openh1b.season.intake import take_in

HEAD = (
    "registration_id,beneficiary_id,employer,us_masters_or_higher,selection_level,site_levels,"
    "offered_wage_usd,offered_wage_high_usd,l1_usd,l2_usd,l3_usd,l4_usd"
)
FLOORS = "60000,80000,100000,120000"


@pytest.fixture
def level(csv_file):
    """Level (or the detail of its refusal) and pay in the pool of one registration."""

    def find(stated="", sites="", pay="", high="", floors=FLOORS):
        path = csv_file(f"{HEAD}\nR1,P1,Acme,no,{stated},{sites},{pay},{high},{floors}\n")
        found = take_in(path, season=2027)
        if found.refusals.height:
            assert found.refusals["reason"].to_list() == ["bad_level"]
            return found.refusals["detail"][0]
        return found.units["selection_level"][0]

    return find


@pytest.mark.parametrize(
    ("pay", "expected"),
    [("59999", 1), ("60000", 1), ("79999.99", 1), ("80000", 2), ("100000", 3), ("120000", 4), ("$250,000", 4)],
)
def test_pay_reaches_the_highest_floor_that_it_equals_or_exceeds(level, pay, expected):
    quoted = f'"{pay}"'
    assert level(pay=quoted) == expected


def test_the_lowest_pay_of_a_range_counts_whichever_column_it_is_in(level):
    assert level(pay="79000", high="130000") == 1
    assert level(pay="130000", high="79000") == 1


def test_the_lowest_of_several_sites_counts(level):
    assert level(sites="3;2;4") == 2
    assert level(sites=" IV ; III") == 3
    assert level(stated="4", sites="2;3") == 2
    assert level(stated="1", sites="2;3") == 1


def test_a_stated_level_stands_against_pay(level):
    assert level(stated="4", pay="65000") == 4


def test_registrations_whose_level_is_not_that_of_their_pay_are_counted(csv_file):
    rows = [f"R{k},P{k},Acme,no,{stated},,90000,,{FLOORS}" for k, stated in enumerate("12344")]
    found = take_in(csv_file("\n".join([HEAD, *rows]) + "\n"), season=2027)
    assert any("4 registrations state another level" in n and "(3 above, 1 below)" in n for n in found.notes)


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ({"sites": "2;7"}, "site_levels 2;7, expected 1 to 4 or I to IV for each site, as 2;3"),
        ({"sites": "2;"}, "site_levels 2;, expected 1 to 4 or I to IV for each site, as 2;3"),
        ({"stated": "2", "sites": "x"}, "site_levels x, expected 1 to 4 or I to IV for each site, as 2;3"),
        ({"stated": "0", "pay": "90000"}, "selection_level 0, expected 1 to 4 or I to IV"),
        ({"pay": "ninety"}, "pay and the four floors give no level"),
        ({"pay": "90000", "high": "x"}, "pay and the four floors give no level"),
        ({"pay": "90000", "floors": "60000,,100000,120000"}, "pay and the four floors give no level"),
        ({"pay": "90000", "floors": "60000,50000,100000,120000"}, "pay and the four floors give no level"),
        ({"floors": ",,,"}, "no level given"),
    ],
)
def test_what_gives_no_level_is_refused_with_what_was_found(level, given, detail):
    assert level(**given) == detail


def test_the_pool_has_the_pay_that_counts(csv_file):
    found = take_in(csv_file(f"{HEAD}\nR1,P1,Acme,no,,,130000,79000,{FLOORS}\n"), season=2027)
    assert found.units["offered_wage_usd"].to_list() == [79_000.0]
    assert "offered_wage_high_usd" not in found.units.columns


@pytest.mark.parametrize("text", ["1e5", "inf", "nan", "1_000", "0x10", "1e400", "-5", "0.5", "100000001"])
def test_numbers_are_read_as_in_a_pool_file(csv_file, text):
    rows = [f"R1,P1,Acme,no,2,,{text},,{FLOORS}", f"R2,P2,Acme,no,2,,90000,,{FLOORS}"]
    found = take_in(csv_file("\n".join([HEAD, *rows]) + "\n"), season=2027)
    assert ("offered_wage_usd" in found.units.columns) == (text == "1e5")
