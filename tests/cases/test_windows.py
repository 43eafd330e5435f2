"""Registration windows and the registrations that fall into OPT."""

from __future__ import annotations

from datetime import date

import pytest

from openh1b.cases.calendar_student import tries_left
from openh1b.cases.calendar_windows import check_open, next_window, season_window
from openh1b.errors import SeasonError


def seasons(opt_end: date, on: date, *, stem: bool = False) -> dict[int, str]:
    return {one.season: one.bridge for one in tries_left(opt_end, stem=stem, on=on)}


@pytest.mark.parametrize(
    ("day", "season", "is_open"),
    [
        (date(2026, 3, 3), 2027, False),
        (date(2026, 3, 4), 2027, True),
        (date(2026, 3, 19), 2027, True),
        (date(2026, 3, 20), 2028, False),
        (date(2026, 12, 31), 2028, False),
        (date(2020, 3, 1), 2021, True),
        (date(2010, 6, 1), 2021, False),
    ],
)
def test_a_day_belongs_to_the_window_it_lies_in_or_to_the_next(day: date, season: int, is_open: bool):
    found = next_window(day)
    assert (found.season, found.opens <= day <= found.closes) == (season, is_open)


def test_an_announced_window_is_as_announced():
    found = season_window(2026)
    assert (found.opens, found.closes, found.assumed) == (date(2025, 3, 7), date(2025, 3, 24), False)


def test_a_window_to_come_is_assumed_and_says_so():
    found = season_window(2028)
    assert (found.opens, found.closes) == (date(2027, 3, 1), date(2027, 3, 25))
    assert str(found).endswith("(assumed)")


@pytest.mark.parametrize("season", [2020, 1992, 2201])
def test_seasons_without_registration_have_no_window(season: int):
    with pytest.raises(SeasonError, match="has no registration"):
        season_window(season)


def test_a_season_is_open_until_its_window_closes():
    check_open(2027, date(2026, 3, 19))
    with pytest.raises(SeasonError, match=r"closed on 2026-03-19; expected 2028, FY2028 \(registration March 2027"):
        check_open(2027, date(2026, 3, 20))
    check_open(2027, date(2026, 3, 20), past=True)
    check_open(2028, date(2026, 3, 20))


def test_a_season_of_petitions_is_over():
    with pytest.raises(SeasonError, match=r"its registration is over; expected 2028"):
        check_open(2019, date(2026, 11, 22))


def test_twelve_months_of_opt_hold_one_registration():
    assert seasons(date(2027, 6, 30), date(2026, 7, 1)) == {2028: "cap-gap"}


def test_three_registrations_need_the_stem_extension():
    found = seasons(date(2027, 6, 30), date(2026, 7, 1), stem=True)
    assert found == {2028: "none needed", 2029: "none needed", 2030: "cap-gap"}


def test_two_registrations_where_opt_ends_between_window_and_filing():
    assert seasons(date(2027, 3, 9), date(2026, 3, 10)) == {2027: "none needed", 2028: "status only"}


@pytest.mark.parametrize(
    ("opt_end", "bridge"),
    [
        (date(2027, 2, 28), None),
        (date(2027, 3, 1), None),
        (date(2027, 3, 2), "status only"),
        (date(2027, 3, 31), "status only"),
        (date(2027, 4, 1), "cap-gap"),
        (date(2027, 9, 29), "cap-gap"),
        (date(2027, 9, 30), "none needed"),
    ],
)
def test_what_bridges_from_opt_to_october(opt_end: date, bridge: str | None):
    assert seasons(opt_end, date(2026, 11, 22)).get(2028) == bridge


def test_a_window_that_has_closed_is_no_try():
    assert 2027 in seasons(date(2027, 6, 30), date(2026, 3, 19))
    assert 2027 not in seasons(date(2027, 6, 30), date(2026, 3, 20))


def test_opt_that_is_over_leaves_no_try():
    assert seasons(date(2026, 6, 30), date(2026, 11, 22)) == {}


def test_cap_gap_of_a_try_reaches_to_april_of_its_fiscal_year():
    (one,) = tries_left(date(2027, 6, 30), stem=False, on=date(2026, 11, 22))
    assert (one.filing, one.work_starts, one.bridged_until) == (date(2027, 4, 1), date(2027, 10, 1), date(2028, 4, 1))
