"""What the page of one case can be asked: its fields, named as the flags of `person`, `cost` and `calendar` are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from openh1b.cases.calendar_windows import next_window
from openh1b.cases.scenarios import scenario_odds, scenarios
from openh1b.errors import OpenH1BError
from openh1b.law import load_law, policy
from openh1b.law.clock import FIRST_REGISTRATION_SEASON
from openh1b.season.counties import states
from openh1b.season.published import LAST
from openh1b.web.pages.case_form import Field, Group

COMING: Final = 4
"""Seasons to come that are offered."""
EXAMPLE: Final = {"soc": "Software Developers", "area": "Seattle", "salary": "165000", "us_masters": "true"}


def groups(today: date) -> tuple[Group, ...]:
    """The form, empty. today: decides which seasons are still to come."""
    return (
        Group("The offer", tuple(_offer(today))),
        Group("Work after study, and the rule", tuple(_study())),
        Group("The employer, for the cost", tuple(employer_fields()), folded=True),
        Group("Days of the stay, for the calendar", tuple(_stay()), folded=True),
    )


def names(today: date) -> frozenset[str]:
    """Every name that the address may hold."""
    return frozenset(one.name for group in groups(today) for one in group.fields) | {"state", "past"}


def _offer(today: date) -> Iterator[Field]:
    yield Field("soc", "Job", hint="A title such as Software Developers, or a code such as 15-1252")
    yield Field("area", "Place of work", hint="A city such as Seattle, a county such as King County, WA, or a code")
    yield Field("salary", "Base pay", "pay", hint="165,000 a year, or 79.50/hour; a range counts at its lowest")
    yield Field("season", "Season", "choice", choices=seasons(today))
    yield Field("us_masters", "US master's degree or higher", "flag")


def _study() -> Iterator[Field]:
    yield Field("opt_end", "Last day of OPT", "date", hint="Before any STEM extension; gives the tries that are left")
    yield Field("stem", "The degree allows the STEM extension", "flag")
    yield Field("policy", "Rule", "choice", choices=policies())
    yield Field("on", "Day of asking", "date", hint="Today if left blank")


def employer_fields() -> Iterator[Field]:
    """Tests of the employer on which fees depend."""
    yield Field("employer_size", "Employees", "choice", choices=(("26+", "26 or more"), ("1-25", "25 or fewer")))
    yield Field(
        "channel",
        "Where the person is",
        "choice",
        choices=(("in_us", "In the United States: change of status"), ("consular", "Abroad: visa at a consulate")),
    )
    yield Field("attorney", "Counsel, US dollars a petition", "pay", hint="None is assumed")
    yield Field("premium", "Premium processing", "flag")
    yield Field("nonprofit", "Nonprofit under the USCIS fee rule", "flag")
    yield Field("acwia_exempt", "Excused from the ACWIA fee", "flag")
    yield Field("fifty_fifty", "50 or more employees, over half in H-1B or L-1", "flag")


def _stay() -> Iterator[Field]:
    spans = "Days of leaving and coming back, as 2028-12-20:2029-01-04; several with commas"
    yield Field("start", "First day in H-1B status", "date", hint="1 October of the season if left blank")
    yield Field("abroad", "Absences", hint=spans)
    yield Field("prior_h1b", "Earlier stays in H-1B", hint="As FROM:TO; several with commas")
    yield Field("prior_l1", "Earlier stays in L-1", hint="As FROM:TO; several with commas")
    yield Field("validity_end", "Last day of the approval", "date")
    yield Field("i94_end", "Last day of the I-94", "date")
    yield Field("labor_certification", "Labor certification filed", "date")
    yield Field("i140_filed", "I-140 filed", "date")
    yield Field("i140", "I-140 approved", "date")
    yield Field("priority_date", "Priority date", "date")
    yield Field("country", "Country of birth", hint="Three letters, such as IND")
    yield Field("category", "Category", "choice", choices=(("", "-"), *((f"EB{n}", f"EB-{n}") for n in (1, 2, 3))))
    yield Field("name", "Name in the calendar's titles", hint="Keeps two people's calendars apart")


def seasons(today: date) -> tuple[tuple[str, str], ...]:
    """Seasons that can be asked about, the next to come first, those whose registration is over last."""
    first = next_window(today).season
    coming = [(str(season), f"FY{season} (March {season - 1})") for season in range(first, first + COMING)]
    over = [
        (str(season), f"FY{season}, registration over")
        for season in range(first - 1, FIRST_REGISTRATION_SEASON - 1, -1)
    ]
    return (*coming, *over)


@lru_cache
def policies() -> tuple[tuple[str, str], ...]:
    """The law, and the policies of the shelf that need no more of a person than wage level and degree."""
    coming = LAST + 1
    one = scenarios(coming)[0]
    found = [("current", "The law of the season")]
    for name, overlay in load_law().overlays.items():
        try:
            scenario_odds(one, policy(name, season=coming))
        except OpenH1BError:
            continue
        found.append((name, f"{overlay.title} ({name})"))
    return tuple(found)


def state_choices() -> tuple[tuple[str, str], ...]:
    """States and territories, by name."""
    return tuple(sorted(states().items(), key=lambda one: one[1]))
