"""How much higher a wage may be for a level to hold: rounded so that the level does hold at what is said."""

from __future__ import annotations

import re
from datetime import date

import pytest

from openh1b.cases.person import Typed, person_case
from openh1b.cases.person_words import asked_of, margin_words
from openh1b.season.wages_table import shipped

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("salary", ["165000", "150000", "171300", "199999"])
def test_a_wage_higher_by_what_is_said_leaves_the_level(salary: str):
    found = person_case(Typed(soc="15-1252", area="Seattle", salary=salary, season=2028), shipped(), today=TODAY)
    said = re.search(r"at most ([0-9.]+)% higher", margin_words(found))
    assert said is not None
    floor = found.offer.floors.usd[found.offer.level - 1]
    share = float(said[1]) / 100
    assert floor * (1 + share) <= float(salary) < floor * (1 + share + 0.001)


def test_odds_of_a_season_of_registrations_are_those_of_one_registration():
    asked = Typed(soc="15-1252", area="Seattle", salary="165000", season=2024, past=True)
    assert asked_of(person_case(asked, shipped(), today=TODAY)).startswith("Odds of selection of one registration")
