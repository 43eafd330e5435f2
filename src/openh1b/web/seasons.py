"""What is published of a season, step by step from registration to visa; what is not says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from openh1b.cited.sources import citation_line
from openh1b.law import Dated, load_law
from openh1b.law.wording import how_read
from openh1b.scenario import Scenario
from openh1b.season.published import FIRST, LAST, season
from openh1b.season.seats import total

PROJECTED: Final = LAST + 1
"""The season after the last with published registrations, which it takes unless told otherwise."""

NOT_PUBLISHED: Final = "not published"
_STEPS: Final = (
    ("Registrations submitted", "seasons.registrations_total", "entries by employers; one person may have several"),
    ("Eligible registrations", "seasons.registrations_eligible", "without duplicates, deleted and unpaid entries"),
    ("Beneficiaries", "seasons.beneficiaries", "people with an eligible registration, each counted once"),
    ("Registrations selected", "seasons.registrations_selected", "all rounds; more than the cap, since not all file"),
    ("Beneficiaries selected", "seasons.beneficiaries_selected", "people, all rounds"),
)
_AFTER: Final = (
    ("Petitions filed", "of the selected; a selection may lapse unused"),
    ("Petitions approved", "hub files count decisions by fiscal year and employer, not by season of selection"),
    ("Admitted or status changed", "an approval is not a visa, nor a visa an admission"),
)
_COUNTED: Final = {
    "registration": ("seasons.registrations_eligible", "seasons.registrations_selected"),
    "beneficiary": ("seasons.beneficiaries", "seasons.beneficiaries_selected"),
}
"""Unit drawn -> the counts of a column, where they are published."""


@dataclass(frozen=True)
class Step:
    """One count on the way. value: None where it is not published. share: of the first count of its kind, for a bar."""

    label: str
    about: str
    value: int | None
    text: str
    share: float
    how: str
    source: str


@dataclass(frozen=True)
class Column:
    """One season in the row of all: its registrations or people drawn, and the selected.

    projected: nothing of it is published. drawn_known, selected_known: whether this very count is published; of the
    others the first follows from registrations, and the second is that of the season before.
    """

    season: int
    drawn: int
    selected: int
    unit: str
    projected: bool
    drawn_known: bool
    selected_known: bool


def asked_season(scenario: Scenario) -> Scenario:
    """The scenario with registrations for a season that is projected and has none given."""
    if scenario.season != PROJECTED or scenario.registrations is not None:
        return scenario
    return replace(scenario, registrations=latest_registrations())


@cache
def latest_registrations() -> int:
    """Eligible registrations of the last season that has them published."""
    return int(load_law().at("seasons.registrations_eligible", season=LAST).value)


def steps(number: int, taken: Mapping[str, int]) -> tuple[Step, ...]:
    """The counts of a season, in order; after selection nothing is published by season.

    taken: path -> what the odds take where nothing is published.
    """
    law = load_law()
    found = [(label, about, path, law.find(path, season=number)) for label, path, about in _STEPS]
    largest = max((one.value for *_, one in found if one is not None and one.value is not None), default=0)
    counted = tuple(_step(label, about, one, (largest, taken.get(path))) for label, about, path, one in found)
    return (*counted, *(Step(label, about, None, NOT_PUBLISHED, 0.0, "", "") for label, about in _AFTER))


def _step(label: str, about: str, one: Dated | None, beside: tuple[int, int | None]) -> Step:
    largest, taken = beside
    if one is None or one.value is None or not isinstance(one.start, int):
        how = "no published count was found for this season" + ("" if taken is None else f"; the odds take {taken:,}")
        return Step(label, about, None, NOT_PUBLISHED, 0.0, how, "")
    note = f"{one.note}; " if one.note else ""
    share = one.value / largest if largest else 0.0
    sources = citation_line(one.citations, load_law().sources)
    return Step(label, about, one.value, f"{one.value:,}", share, f"{note}{how_read(one)}", sources)


@cache
def columns() -> tuple[Column, ...]:
    """Every season that the page offers, in order."""
    return tuple(_column(number) for number in range(FIRST, PROJECTED + 1))


def _column(number: int) -> Column:
    projected = number > LAST
    found = season(number, registrations=latest_registrations() if projected else None)
    paths = _COUNTED[found.unit]
    known = [(one := load_law().find(path, season=number)) is not None and one.value is not None for path in paths]
    return Column(number, found.units, total(found.seats), found.unit, projected, *known)
