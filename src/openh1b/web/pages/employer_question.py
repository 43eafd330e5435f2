"""What the page of an employer's list can be asked: fields named as the flags of `openh1b employer`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from openh1b.cases.calendar_windows import next_window
from openh1b.cases.cost_typed import amount
from openh1b.cases.employer import Question
from openh1b.cases.employer_costs import Filer
from openh1b.cases.scenarios import scenarios
from openh1b.cited.reading import read_day
from openh1b.cost.share import read_share
from openh1b.errors import Fault, InputError
from openh1b.web.api.asked import plain_policy
from openh1b.web.pages.case_cost import filer_of
from openh1b.web.pages.case_form import Field, Group
from openh1b.web.pages.case_question import employer_fields, policies, seasons

FILE: Final = "file"
T = TypeVar("T")


def groups(today: date) -> tuple[Group, ...]:
    """The form, empty, without the file."""
    return (
        Group("The season", tuple(_season(today))),
        Group("The employer, for the cost", tuple(_employer()), folded=True),
    )


def names(today: date) -> frozenset[str]:
    """Every name that the address, or the form, may hold."""
    return frozenset(one.name for group in groups(today) for one in group.fields)


def _season(today: date) -> Iterator[Field]:
    yield Field("season", "Season", "choice", choices=seasons(today))
    yield Field("policy", "Rule", "choice", choices=policies())
    hint = "US dollars, such as 250,000; which raises give most odds?"
    yield Field("budget", "Budget for raises, a year", "pay", hint=hint)
    names = [one.name for one in scenarios(next_window(today).season)]
    choices = (("", names[0]), *((name, name) for name in names[1:]))
    yield Field("scenario", "Scenario of the raises", "choice", choices=choices)
    yield Field("on", "Day of asking", "date", hint="Today if left blank")


def _employer() -> Iterator[Field]:
    yield Field("filed_rate", "Petitions filed, of those selected", hint="Your own share, such as 95%")
    yield Field("approved_rate", "Petitions approved, of those filed", hint="Your own share, such as 97%")
    yield from (one for one in employer_fields() if one.name != "channel")
    yield Field("columns", "Other names of columns", hint="As offered_wage_usd=Pay; several with commas")


def question_of(values: Mapping[str, str], today: date) -> Question:
    """The question of a form. Raises InputError with every fault."""
    faults: list[Fault] = []

    def take(read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except InputError as error:
            faults.extend(error.faults)
            return otherwise

    def share(name: str) -> float | None:
        return None if name not in values else take(lambda: read_share(values[name], name), None)

    day = take(lambda: read_day(values["on"], "on") if "on" in values else today, today)
    season = take(lambda: _number(values["season"]) if "season" in values else next_window(day).season, 0)
    petitioner = take(lambda: filer_of(values), None)
    question = Question(
        season=season,
        on=day,
        policy=take(lambda: plain_policy(values.get("policy", "current")), "current"),
        budget_usd=take(lambda: amount(values["budget"], "budget"), None) if "budget" in values else None,
        scenario=values.get("scenario"),
        filed_rate=share("filed_rate"),
        approved_rate=share("approved_rate"),
        filer=Filer(petitioner.employer, petitioner.premium, petitioner.attorney_usd) if petitioner else Filer(),
        past=bool(season) and season < next_window(day).season,
    )
    if faults:
        raise InputError(faults)
    return question


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise InputError(Fault("season", repr(text[:20]), expected="a fiscal year such as 2028"))
    return int(text)
