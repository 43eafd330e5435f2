"""The third clock, and the way between days and seasons."""

from __future__ import annotations

from datetime import date

import pytest
from law_folder import CAP, Folder

from openh1b.errors import PolicyError, SeasonError
from openh1b.law import Law, policy


def test_in_january_2021_a_later_season_was_to_be_ranked_by_level():
    then = policy(season=2023, known=date(2021, 1, 20)).selection
    assert then.tier == {"column": "selection_level", "first": "highest"}
    assert then.method == "ranked"
    assert policy(season=2023).selection.tier == "none"


@pytest.mark.parametrize(
    ("known", "tier_is_level"),
    [("2021-01-07", False), ("2021-01-08", True), ("2021-02-08", True), ("2021-09-14", True), ("2021-09-15", False)],
)
def test_the_2021_rule_came_and_went_as_known(known: str, tier_is_level: bool):
    tier = policy(season=2024, known=date.fromisoformat(known)).selection.tier
    assert (tier != "none") == tier_is_level


def test_after_the_delay_the_season_of_march_2021_was_a_lottery():
    assert policy(season=2022, known=date(2021, 2, 8)).selection.tier == "none"


@pytest.mark.parametrize(
    ("season", "known", "cap"),
    [
        (2001, "1998-10-20", 65_000),
        (2001, "1998-10-21", 107_500),
        (2001, "2000-10-16", 107_500),
        (2001, "2000-10-17", 195_000),
        (2002, "2000-10-16", 65_000),
        (2003, "2000-10-17", 195_000),
    ],
)
def test_the_cap_of_2000_superseded_that_of_1998(law: Law, season: int, known: str, cap: int):
    assert law.at("caps.regular", season=season, known=date.fromisoformat(known)).value == cap


def test_a_value_set_aside_later_is_open_ended_as_known_before(law: Law):
    day = date(2020, 10, 20)
    then, now = law.at("wages.percentiles", on=day, known=day), law.at("wages.percentiles", on=day)
    assert then.value == now.value
    assert (then.status, then.end) == ("in_force", None)
    assert (now.status, now.end) == ("set_aside", date(2020, 12, 1))


def test_events_begin_with_how_the_value_was_first_known(law: Law):
    events = law.at("selection.weight", season=2027).events
    assert [(event.status, event.known) for event in events] == [
        ("proposed", date(2025, 9, 24)),
        ("final", date(2025, 12, 29)),
        ("in_force", date(2026, 2, 27)),
    ]


def test_a_proposal_is_no_law(law: Law):
    known = date(2025, 12, 28)
    assert law.at("selection.weight", season=2027, known=known).value == 1
    assert [dated.status for dated in law.others("selection.weight", known)] == ["proposed"]


def test_a_count_without_a_day_of_publication_is_not_known_before_its_year_ends(law: Law):
    path = "seasons.registrations_total"
    assert law.find(path, season=2024, known=date(2024, 9, 29)) is None
    assert law.at(path, season=2024, known=date(2024, 9, 30)).value == 780_884


@pytest.mark.parametrize(
    ("day", "season"),
    [
        ("1991-03-31", 1991),
        ("1991-04-01", 1992),
        ("2019-03-31", 2019),
        ("2019-04-01", 2020),
        ("2020-02-29", 2020),
        ("2020-03-01", 2021),
        ("2021-03-08", 2021),
        ("2021-03-09", 2022),
        ("2026-03-03", 2026),
        ("2026-03-04", 2027),
        ("2027-02-28", 2027),
        ("2027-03-01", 2028),
    ],
)
def test_season_of_a_filing_day(law: Law, day: str, season: int):
    assert law.clock().season_of(date.fromisoformat(day)) == season


@pytest.mark.parametrize("season", range(1992, 2031))
def test_a_season_is_that_of_the_day_on_which_it_opens(law: Law, season: int):
    clock = law.clock()
    assert clock.season_of(clock.opens(season).day) == season


def test_only_a_season_without_a_window_has_an_assumed_opening(law: Law):
    assert [season for season in range(2018, 2030) if law.clock().opens(season).assumed] == [2028, 2029]


def test_a_window_not_yet_known_is_assumed(law: Law):
    assert law.clock(date(2025, 12, 1)).opens(2027).assumed


def test_a_season_that_cannot_be_is_refused():
    with pytest.raises(SeasonError, match="season: 20270 does not exist"):
        policy(season=20270)


def test_a_season_before_the_first_cap_says_since_when():
    with pytest.raises(PolicyError, match=r"caps.regular has no value for season 1991; expected 1992 or later"):
        policy(season=1991)


def test_a_year_without_a_count_names_the_years_that_have_one(law: Law):
    with pytest.raises(PolicyError, match="expected a season among 2024, 2025, 2026, 2027"):
        law.at("seasons.employers", season=2010)


def test_an_unknown_path_names_the_nearest(law: Law):
    with pytest.raises(PolicyError, match=r"no parameter 'caps.regluar'. Did you mean caps.regular\?"):
        law.at("caps.regluar", season=2020)
    with pytest.raises(PolicyError, match=r"Did you mean selection\?"):
        law.under("selektion")


def test_a_new_file_is_all_that_a_new_topic_needs(folder: Folder):
    folder.write("parameters/fees.yaml", CAP.replace("caps.regular", "fees.registration").replace("visas", "USD"))
    law = folder.load()
    assert law.at("fees.registration", season=1995).value == 65000
    assert law.under("fees") == ("fees.registration",)


def test_a_value_with_an_end_gives_way_to_the_one_below_it(folder: Folder):
    folder.write("parameters/caps.yaml", CAP.replace("{from: 1999,", "{from: 1999, to: 2003,"))
    law = folder.load()
    values = [law.at("caps.regular", season=season).value for season in (1998, 1999, 2003, 2004)]
    assert values == [65000, 115000, 115000, 65000]
    assert law.at("caps.regular", season=2005).start == 2004


def test_what_differs_between_two_days(law: Law):
    changed = {change.path: change for change in law.diff(date(2019, 3, 1), date(2019, 4, 1))}
    assert set(changed) == {"selection.order"}
    assert changed["selection.order"].before.value == ("advanced_degree", "regular")
    assert law.diff(date(2019, 3, 1), date(2019, 3, 1)) == ()
