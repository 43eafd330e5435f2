"""The files of the package: complete on every day on which anything changes, cited throughout, and like the record."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from openh1b.law import Law, Policy, load_law, policy
from openh1b.law.parameters import HERE
from openh1b.law.policy import VIEWED
from openh1b.law.values import following
from openh1b.tables import POOL

STAGES = ("regular", "advanced_degree")

LAW = load_law()


def change_dates() -> tuple[date, ...]:
    """Every day on which the law of some path begins, ends or changes; annual counts are left out."""
    steady = [path for path, parameter in LAW.parameters.items() if not parameter.annual]
    spans = [span for path in steady for span in LAW.spans(path)]
    turns = [when for span in spans for when in (span.start, *(() if span.end is None else (following(span.end),)))]
    return tuple(sorted({LAW.clock().opens(when).day if isinstance(when, int) else when for when in turns}))


CHANGES = change_dates()
AROUND = sorted({day for change in CHANGES for day in (change - timedelta(days=1), change)})
KNOWN = sorted(
    {
        when
        for parameter in LAW.parameters.values()
        for entry in parameter.entries
        for when in (entry.known, *(event.known for event in entry.history))
        if when is not None and when >= date(1991, 4, 1)
    }
)


def check_complete(found: Policy) -> None:
    chosen = found.selection
    assert found.caps.regular > found.caps.h1b1_set_aside >= 0
    assert set(chosen.order) <= set(STAGES)
    assert set(chosen.order) <= set(chosen.who)
    assert (found.caps.advanced_degree > 0) == ("advanced_degree" in chosen.order)
    assert (chosen.method == "weighted") == (chosen.weight != 1)
    assert (chosen.method in ("ranked", "final_day_draw", "first_come")) == (chosen.tier != "none")
    assert set(VIEWED) <= set(found.dated)
    assert all(found.dated[path].citations for path in VIEWED)


def test_the_law_has_many_changes_to_walk_through():
    assert len(CHANGES) >= 15
    assert len(KNOWN) >= 30


@pytest.mark.parametrize("day", [day for day in AROUND if day >= CHANGES[0]], ids=str)
def test_the_policy_is_complete_the_day_before_and_the_day_of_every_change(law: Law, day: date):
    season = law.clock().season_of(day)
    check_complete(policy(season=season))
    assert all(law.find(path, on=day) is not None for path in VIEWED)


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_the_policy_is_complete_as_known_around_every_piece_of_news(law: Law, known: date):
    for day in (known - timedelta(days=1), known):
        season = law.clock(day).season_of(day)
        found = policy(season=season, known=day)
        assert set(VIEWED) <= set(found.dated)
        assert found.caps.regular > 0


def test_before_the_first_change_there_is_no_cap(law: Law):
    assert law.find("caps.regular", on=CHANGES[0] - timedelta(days=1)) is None


def test_every_value_and_event_cites_a_listed_source(law: Law):
    for parameter in law.parameters.values():
        for entry in parameter.entries:
            cited = [*entry.citations, *(citation for event in entry.history for citation in event.citations)]
            assert cited
            assert all(event.citations for event in entry.history)
            assert {citation.source for citation in cited} <= set(law.sources)


def test_every_listed_source_is_used_somewhere(law: Law):
    files = [
        path
        for path in HERE.parent.rglob("*")
        if path.suffix in (".yaml", ".py", ".csv") and path.name != "sources.yaml"
    ]
    words = {
        word for path in files for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", path.read_text(encoding="utf-8"))
    }
    assert set(law.sources) - words == set()


def test_columns_that_the_rules_name_are_columns_of_a_pool(law: Law):
    named = set()
    values = [entry.value for path in ("selection.tier", "selection.weight") for entry in law.parameters[path].entries]
    values += [value for overlay in law.overlays.values() for value in overlay.sets.values()]
    for value in values:
        if hasattr(value, "get") and "column" in value:
            named.add(value["column"])
    for entry in law.parameters["selection.who"].entries:
        named.update(who for who in entry.value.values() if who is not True)
    assert named == {"received_on", "selection_level", "offered_wage_usd", "us_masters_or_higher", "bid_usd"}
    assert named <= set(POOL.names)


@pytest.mark.parametrize("season", range(2021, 2027))
def test_published_registrations_add_up(law: Law, season: int):
    def count(name: str) -> int:
        return law.at(f"seasons.{name}", season=season).value

    assert count("registrations_single") + count("registrations_multiple") == count("registrations_eligible")
    assert count("registrations_selected") < count("registrations_eligible") < count("registrations_total")


def test_what_was_not_found_is_null_with_a_note(law: Law):
    found = law.at("seasons.registrations_selected", season=2027)
    assert found.value is None
    assert found.note == "not found"


@pytest.mark.parametrize(("season", "low", "high"), [(2025, 423000, 442000), (2026, 336000, 339000)])
def test_where_sources_differ_the_range_is_given(law: Law, season: int, low: int, high: int):
    assert law.at("seasons.beneficiaries", season=season).range == (low, high)


def test_rounds_number_as_many_as_are_listed(law: Law):
    for season in range(2021, 2027):
        listed = law.at("seasons.rounds", season=season).value
        assert len(listed) == law.at("registration.rounds", season=season).value
