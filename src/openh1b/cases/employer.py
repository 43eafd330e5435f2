"""One employer's candidates in one season: levels, odds by scenario, selected, costs, and raises under a budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from openh1b.arrays import Floats
from openh1b.cases.calendar_student import Try, tries_left
from openh1b.cases.calendar_windows import Window, check_open, season_window
from openh1b.cases.employer_costs import Costs, Filer, costs
from openh1b.cases.employer_luck import Luck, dependence, luck
from openh1b.cases.employer_notes import notes_of
from openh1b.cases.employer_plan import Plan, RaiseOption, options_of, plan_of
from openh1b.cases.employer_rates import Rates, rates
from openh1b.cases.employer_staff import Candidate, Job
from openh1b.cases.scenarios import ScenarioOdds, scenario_odds, scenarios
from openh1b.cost.fee_law import FeeLaw, fee_law
from openh1b.cost.revenue import filing_day
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.law import Policy, policy
from openh1b.law.clock import FIRST_REGISTRATION_SEASON
from openh1b.season.wages_table import WageTable

MOST_BUDGET: Final = 1e12
LAST_ASKED: Final = 2100


@dataclass(frozen=True)
class Question:
    """What an employer asks.

    budget_usd: for raises, a year in all. scenario: whose odds the raises are to improve; the first if not given.
    on: day of asking. past: whether a season whose registration is over may be asked about.
    """

    season: int
    on: date
    policy: str = "current"
    budget_usd: float | None = None
    scenario: str | None = None
    filed_rate: float | None = None
    approved_rate: float | None = None
    filer: Filer = field(default_factory=Filer)
    past: bool = False


@dataclass(frozen=True, eq=False)
class Chance:
    """One candidate's odds. any, low, high: by scenario; low, high over what is not published in it.

    stage: (scenarios, stages). next: by scenario at the next level, None at Level IV. tries: seasons from the one asked
    about on that study and its extension allow; None where no opt_end was given.
    """

    candidate: Candidate
    any: Floats
    low: Floats
    high: Floats
    stage: Floats
    next: Floats | None
    tries: tuple[Try, ...] | None

    @property
    def over_tries(self) -> Floats | None:
        """Odds of being selected at least once, by scenario, each season being like the scenario."""
        return None if self.tries is None else np.asarray(1 - (1 - self.any) ** len(self.tries))


@dataclass(frozen=True)
class Won:
    """How many in one scenario: selected, filed for, approved, each with its luck.

    selected_ends: expected number over what is not published in the scenario; approved_ends: over the rates too.
    per_visa_usd: expected cost for each approved petition expected; None where none is.
    """

    name: str
    selected: Luck
    filed: Luck
    approved: Luck
    selected_ends: tuple[float, float]
    approved_ends: tuple[float, float]
    cost_usd: float
    per_visa_usd: float | None


@dataclass(frozen=True, eq=False)
class EmployerCase:
    """The answer. Scenarios and candidates keep one order. objective: the place of the scenario of the raises."""

    question: Question
    policy: Policy
    law: FeeLaw
    window: Window
    table: str
    table_year: int
    odds: tuple[ScenarioOdds, ...]
    rates: Rates
    chances: tuple[Chance, ...]
    won: tuple[Won, ...]
    costs: Costs
    options: tuple[RaiseOption, ...]
    plan: Plan | None
    objective: int
    dependence: float
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios by name."""
        return tuple(one.scenario.name for one in self.odds)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of selection."""
        return self.odds[0].stages


def employer_case(jobs: Sequence[Job], question: Question, table: WageTable) -> EmployerCase:
    """The answer for all candidates of the jobs. table: the wages by which their levels were found.

    Raises InputError for whatever cannot be asked, all at once; NotComputable for a rule that needs more of a person
    than level and degree.
    """
    share = check_question(question)
    law = fee_law(filing_day(question.season), name=question.policy)
    rule = policy(question.policy, season=question.season)
    odds = tuple(scenario_odds(one, rule) for one in scenarios(question.season))
    names = [one.scenario.name for one in odds]
    objective = 0 if question.scenario is None else names.index(question.scenario)
    candidates = sorted((one for job in jobs for one in job.candidates), key=lambda one: one.row)
    chances = tuple(_chances(candidates, odds, question))
    any_odds = np.array([one.any for one in chances]).T.reshape(len(odds), len(chances))
    spent = costs(candidates, any_odds * share.filed.value, question.filer, law)
    options = options_of(jobs, odds, objective)
    plan = None if question.budget_usd is None else plan_of(options, question.budget_usd, odds, candidates)
    return EmployerCase(
        question=question,
        policy=rule,
        law=law,
        window=season_window(question.season),
        table=table.name,
        table_year=table.wage_year,
        odds=odds,
        rates=share,
        chances=chances,
        won=tuple(_won(k, one, chances, share, spent) for k, one in enumerate(odds)),
        costs=spent,
        options=options,
        plan=plan,
        objective=objective,
        dependence=max(
            dependence(float(row.sum()), one.scenario.selected) for row, one in zip(any_odds, odds, strict=True)
        ),
        notes=notes_of(jobs, rule, table, question.season),
    )


def check_question(question: Question) -> Rates:
    """The two rates of a question. Raises InputError with all that is wrong with it."""
    faults: list[Fault] = []
    budget = question.budget_usd
    if budget is not None and not 0 <= budget < MOST_BUDGET:
        faults.append(Fault("--budget", f"{budget:,.12g}", expected="US dollars a year, from 0"))
    found = rates()
    for check in (_rates, _season, _policy, _scenario):
        try:
            found = check(question) or found
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _rates(question: Question) -> Rates | None:
    return rates(question.filed_rate, question.approved_rate)


def _season(question: Question) -> None:
    if not FIRST_REGISTRATION_SEASON <= question.season <= LAST_ASKED:
        expected = f"{FIRST_REGISTRATION_SEASON} to {LAST_ASKED}"
        raise InputError(Fault("--season", f"FY{question.season}", expected=expected))
    check_open(question.season, question.on, past=question.past)


def _policy(question: Question) -> None:
    policy(question.policy, season=min(max(question.season, FIRST_REGISTRATION_SEASON), LAST_ASKED))


def _scenario(question: Question) -> None:
    name = question.scenario
    if name is None or question.season > LAST_ASKED:
        return
    names = [one.name for one in scenarios(question.season)]
    if name not in names:
        expected = "; ".join(names)
        raise InputError(
            Fault("--scenario", f"no scenario {name!r}", expected=expected, hint=did_you_mean(name, names))
        )


def _chances(candidates: Sequence[Candidate], odds: Sequence[ScenarioOdds], question: Question) -> Iterator[Chance]:
    kept: dict[tuple[date, bool], tuple[Try, ...]] = {}
    any_, low, high = (np.array([getattr(one, name) for one in odds]) for name in ("any", "low", "high"))
    stage = np.array([one.stage for one in odds])
    for one in candidates:
        level, degree = one.standing.level - 1, int(one.us_masters)
        ahead = None if one.standing.next_level is None else any_[:, one.standing.next_level - 1, degree]
        yield Chance(
            candidate=one,
            any=any_[:, level, degree],
            low=low[:, level, degree],
            high=high[:, level, degree],
            stage=stage[:, :, level, degree],
            next=ahead,
            tries=_tries(one, question, kept),
        )


def _tries(
    one: Candidate, question: Question, kept: dict[tuple[date, bool], tuple[Try, ...]]
) -> tuple[Try, ...] | None:
    if one.opt_end is None:
        return None
    key = (one.opt_end, one.stem)
    if key not in kept:
        found = tries_left(one.opt_end, stem=one.stem, on=min(question.on, season_window(question.season).opens))
        left = tuple(each for each in found if each.season >= question.season)
        kept[key] = left if left and left[0].season == question.season else ()
    return kept[key]


def _won(k: int, odds: ScenarioOdds, chances: Sequence[Chance], share: Rates, spent: Costs) -> Won:
    p = np.array([one.any[k] for one in chances])
    low, high = (float(sum(getattr(one, end)[k] for one in chances)) for end in ("low", "high"))
    approved = luck(p * share.both)
    cost = float(spent.expected_usd[k])
    return Won(
        name=odds.scenario.name,
        selected=luck(p),
        filed=luck(p * share.filed.value),
        approved=approved,
        selected_ends=(low, high),
        approved_ends=(low * share.low, high * share.high),
        cost_usd=cost,
        per_visa_usd=cost / approved.expected if approved.expected > 0 else None,
    )


def by_name(case: EmployerCase, values: Floats) -> Mapping[str, float]:
    """Values by the name of their scenario."""
    return {name: float(value) for name, value in zip(case.names, values, strict=True)}
