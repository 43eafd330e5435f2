"""One person's odds of selection: level by the rule, odds in each season scenario, the next level, tries, days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

from openh1b.cases.calendar_lines import Line, Rules
from openh1b.cases.calendar_student_lines import Student
from openh1b.cases.calendar_windows import check_open, season_window
from openh1b.cases.person_days import Tries, season_days, tries_from
from openh1b.cases.person_offer import Job, Offer, attempt, offer_of, read_job
from openh1b.cases.scenarios import Odds, ScenarioOdds, one_draw, scenario_odds, scenarios
from openh1b.cited.reading import read_day
from openh1b.errors import Fault, InputError
from openh1b.law import Policy, load_law, policy, policy_names
from openh1b.law.clock import FIRST_REGISTRATION_SEASON
from openh1b.law.overlay import CURRENT
from openh1b.season.levels import wage_year_warning
from openh1b.season.mixes import LEVELS, load_mixes
from openh1b.season.wages_table import WageTable

LAST_ASKED = 2100
DHS_TABLE = "dhs-2025"
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(LAST_ASKED, 12, 31)  # days outside are slips of the pen


@dataclass(frozen=True)
class Typed:
    """A person's question as it was typed.

    opt_end: last day of OPT before any STEM extension. on: the day of asking, today if not given. Both as YYYY-MM-DD.
    """

    soc: str
    area: str
    salary: str
    season: int
    us_masters: bool = False
    opt_end: str | None = None
    stem: bool = False
    past: bool = False
    policy: str = CURRENT
    on: str | None = None


@dataclass(frozen=True)
class Chance:
    """A person's odds in one scenario: now, at the next level (None at the highest), and over all tries.

    over: central, low and high of at least one selection; None where the tries are not known.
    """

    all: ScenarioOdds
    now: Odds
    next: Odds | None
    over: tuple[float, float, float] | None


@dataclass(frozen=True)
class DhsOdds:
    """Odds at a wage level as DHS printed them, and of one draw on DHS's own inputs: equal odds, mean entries."""

    level: int
    printed: float
    same_inputs: float


@dataclass(frozen=True, eq=False)
class Case:
    """The answer. law: the season's own rule; rule: the one that was asked for.

    by_law: odds under the law, where the rule asked for is another. dhs: the level's row of DHS's table, where the rule
    is that of the table. tries: None where the end of OPT was not given. warning: on the year of the wage table.
    """

    on: date
    typed: Typed
    offer: Offer
    law: Policy
    rule: Policy
    chances: tuple[Chance, ...]
    by_law: tuple[Odds, ...]
    dhs: DhsOdds | None
    tries: Tries | None
    days: tuple[Line, ...]
    warning: str | None

    @property
    def is_law(self) -> bool:
        """Whether the rule is the season's own law."""
        return self.rule is self.law

    @property
    def levels_matter(self) -> bool:
        """Whether the wage level changes the odds."""
        return any(float(abs(one.all.any - one.all.any[0]).max()) > 1e-9 for one in self.chances)


def person_case(typed: Typed, table: WageTable, *, today: date) -> Case:
    """The answer. table: wages by level, of the package or of a store.

    Raises InputError with every fault; NotComputable where the table has no wage for the job, or where a policy needs
    more of a person than wage level and US master's.
    """
    job, student, on, law, rule = _read(typed, table, today)
    offer = offer_of(job, table)
    day = min(on, season_window(typed.season).opens) if typed.past else on
    rules = Rules(load_law(), day)
    tries = None if student is None else tries_from(typed.season, student, rules)
    number = None if tries is None else len(tries.left)
    chances = tuple(_chance(one, offer, typed, number) for one in _odds(rule, typed))
    return Case(
        on=on,
        typed=typed,
        offer=offer,
        law=law,
        rule=rule,
        chances=chances,
        by_law=() if rule is law else _by_law(typed, law, offer),
        dhs=_dhs(rule, offer) if _is_of_the_table(rule) else None,
        tries=tries,
        days=season_days(typed.season, rules, tries),
        warning=wage_year_warning(typed.season, table.wage_year),
    )


def _chance(odds: ScenarioOdds, offer: Offer, typed: Typed, tries: int | None) -> Chance:
    now, above = odds.of(offer.level, us_masters=typed.us_masters), offer.standing.next_level
    later = None if above is None else odds.of(above, us_masters=typed.us_masters)
    if tries is None:
        return Chance(odds, now, later, None)
    any_try, low, high = (at_least_one(one, tries) for one in (now.any, now.low, now.high))
    return Chance(odds, now, later, (any_try, low, high))


def entries_by_level(rule: Policy) -> dict[int, float] | None:
    """Entries a person at Levels I to IV, where a rule is by nothing else; None for other rules."""
    weight, tier = rule.selection.weight, rule.selection.tier
    if isinstance(weight, int | float) or tier != "none" or weight.get("column") != "selection_level":
        return None
    return {int(level): float(entries) for level, entries in weight["values"].items()}


def _is_of_the_table(rule: Policy) -> bool:
    """Whether a rule is the one for which DHS printed its table: one to four entries, a published number of seats."""
    return entries_by_level(rule) == {level: level for level in LEVELS} and rule.selection.seats == "published"


def _dhs(rule: Policy, offer: Offer) -> DhsOdds:
    table, place = load_mixes().published_odds[DHS_TABLE], offer.level - 1
    drawn = one_draw("dhs-implied", table.random, rule)
    return DhsOdds(offer.level, table.levels[place], float(drawn[place]))


def at_least_one(odds: float, tries: int) -> float:
    """Odds of at least one selection in so many years alike, each a draw of its own."""
    return float(1 - (1 - odds) ** tries)


def _by_law(typed: Typed, law: Policy, offer: Offer) -> tuple[Odds, ...]:
    return tuple(one.of(offer.level, us_masters=typed.us_masters) for one in _odds_on_shelf(CURRENT, law.season))


def _odds(rule: Policy, typed: Typed) -> tuple[ScenarioOdds, ...]:
    """Odds in each scenario. Those under a policy of the shelf are the same whoever asks; a file may change."""
    if typed.policy in policy_names():
        return _odds_on_shelf(typed.policy, typed.season)
    return tuple(scenario_odds(one, rule) for one in scenarios(typed.season))


@lru_cache(maxsize=64)
def _odds_on_shelf(name: str, season: int) -> tuple[ScenarioOdds, ...]:
    return tuple(scenario_odds(one, policy(name, season=season)) for one in scenarios(season))


def _read(typed: Typed, table: WageTable, today: date) -> tuple[Job, Student | None, date, Policy, Policy]:
    """What was typed, read. Raises InputError with every fault."""
    calls: tuple[Callable[[], object], ...] = (
        lambda: read_job(typed.soc, typed.area, typed.salary, table),
        lambda: _student(typed),
        lambda: _day_of_asking(typed, today),
        lambda: policy(typed.policy, season=min(max(typed.season, FIRST_REGISTRATION_SEASON), LAST_ASKED)),
    )
    (job, student, on, rule), faults = attempt(*calls)
    if faults:
        raise InputError(faults)
    law = rule if typed.policy == CURRENT else policy(season=typed.season)
    return job, student, on, law, rule


def _day_of_asking(typed: Typed, today: date) -> date:
    """The day, on which the season must still be open."""
    (on, _), faults = attempt(
        lambda: today if typed.on is None else read_day(typed.on, "--on"), lambda: _check_season(typed)
    )
    if faults:
        raise InputError(faults)
    check_open(typed.season, on, past=typed.past)
    return cast("date", on)


def _check_season(typed: Typed) -> None:
    if not FIRST_REGISTRATION_SEASON <= typed.season <= LAST_ASKED:
        expected = f"a cap fiscal year with registration, {FIRST_REGISTRATION_SEASON} to {LAST_ASKED}"
        raise InputError(Fault("--season", f"{typed.season}", expected=expected))


def _student(typed: Typed) -> Student | None:
    if typed.opt_end is None:
        if typed.stem:
            raise InputError(Fault("--stem", "without --opt-end", expected="the last day of OPT as well"))
        return None
    day = read_day(typed.opt_end, "--opt-end")
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise InputError(Fault("--opt-end", f"{day}", expected=f"a day from {_FIRST_DAY} to {_LAST_DAY}"))
    return Student(day, stem=typed.stem)
