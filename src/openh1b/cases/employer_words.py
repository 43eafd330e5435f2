"""An employer's case in words: the same short tables for the page and for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openh1b.arrays import Floats
from openh1b.cases.employer import Chance, EmployerCase
from openh1b.cases.employer_luck import Luck
from openh1b.cases.employer_notes import INDEPENDENT, OBJECTIVE
from openh1b.cases.employer_plan import RaiseOption
from openh1b.cases.employer_sheets import level_words
from openh1b.law import season_name
from openh1b.law.wording import standing
from openh1b.season.levels import ROMAN

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A table as text. numbers: how many of the last columns are numbers."""

    head: Cells
    rows: tuple[Cells, ...]
    numbers: int


def headline(case: EmployerCase) -> str:
    """How many candidates, and the range over scenarios of the number selected."""
    expected = [one.selected.expected for one in case.won]
    number = len(case.chances)
    return (
        f"{number:,} candidate{'s' if number != 1 else ''} for {season_name(case.question.season)}: "
        f"{min(expected):,.1f} to {max(expected):,.1f} expected to be selected, over {len(expected)} season scenarios."
    )


def won_words(case: EmployerCase) -> Words:
    """How many are selected, filed for and approved, by scenario: expected, with luck in brackets."""
    rows = tuple((one.name, *(_luck(each) for each in (one.selected, one.filed, one.approved))) for one in case.won)
    return Words(("Season scenario", "Selected (luck)", "Filed", "Approved"), rows, 3)


def _luck(one: Luck) -> str:
    return f"{one.expected:,.1f} ({one.low:,} to {one.high:,})"


def season_words(case: EmployerCase) -> Words:
    """What each scenario is, and what in it is not published does to the expected number."""
    rows = tuple(
        (
            one.name,
            f"{odds.scenario.asked.pool.units:,}",
            f"{odds.scenario.selected:,}",
            ends(*one.selected_ends),
            ends(*one.approved_ends),
        )
        for one, odds in zip(case.won, case.odds, strict=True)
    )
    return Words(("Season scenario", "Registered", "Selected", "Yours selected", "Yours approved"), rows, 4)


def ends(low: float, high: float) -> str:
    """A range of numbers."""
    return f"{low:,.1f} to {high:,.1f}"


def cost_words(case: EmployerCase) -> Words:
    """Expected cost by scenario, and for each approved petition expected."""
    rows = tuple((one.name, _usd(one.cost_usd), _usd(one.per_visa_usd)) for one in case.won)
    return Words(("Season scenario", "Expected cost", "For each petition approved"), rows, 2)


def exposure_words(case: EmployerCase) -> Words:
    """Charges not in force: what the candidates cost without and with each, lowest to highest scenario."""
    base = case.costs.expected_usd
    rows = tuple(
        (
            f"{one.dated.label}, {_usd(one.usd)}",
            standing(one.dated),
            f"{one.bound:,}",
            span(base),
            span(base + one.expected_usd),
        )
        for one in case.costs.exposures
    )
    return Words(("Charge", "Standing", "Binds", "Expected cost without", "With it"), rows, 3)


def candidate_words(case: EmployerCase) -> Words:
    """One row a candidate."""
    head = ("Candidate", "Occupation", "Area", "Offer", "Level", "To the next level", "Odds", "Odds there", "Tries")
    return Words(head, tuple(_candidate(one) for one in case.chances), 6)


def candidate_codes(case: EmployerCase) -> Words:
    """The same with codes for occupation and area, for a narrow screen."""
    found = candidate_words(case)
    codes = ((one.candidate.occupation.soc_code, one.candidate.area.code) for one in case.chances)
    rows = tuple((row[0], *code, *row[3:]) for row, code in zip(found.rows, codes, strict=True))
    return Words(found.head, rows, found.numbers)


def _candidate(chance: Chance) -> Cells:
    one = chance.candidate
    return (
        one.id,
        one.occupation.title,
        one.area.name,
        _usd(one.wage_usd),
        level_words(one.standing.level, below=one.standing.below_level_1),
        "top level" if one.standing.short_usd is None else _usd(one.standing.short_usd),
        shares(chance.any),
        "-" if chance.next is None else shares(chance.next),
        "-" if chance.tries is None else str(len(chance.tries)),
    )


def raise_words(options: Sequence[RaiseOption]) -> Words:
    """Raises with what they add, in the scenario that they are chosen for and over all."""
    head = ("Occupation, area, job", "To level", "At least", "Raised", "A year", "More selected", "All scenarios")
    rows = tuple(
        (
            one.what.job.label,
            ROMAN[one.what.level - 1],
            _usd(one.what.to_usd),
            f"{len(one.what.raised)} + {one.what.peers} staff" if one.what.peers else f"{len(one.what.raised)}",
            _usd(one.what.usd),
            f"{one.objective:.2f}",
            f"{one.gain.min():.2f} to {one.gain.max():.2f}",
        )
        for one in options
    )
    return Words(head, rows, 5)


def plan_words(case: EmployerCase) -> str:
    """What the chosen raises are, cost and give, in a sentence or two; empty where no budget was given."""
    plan = case.plan
    if plan is None:
        return ""
    if not plan.chosen:
        if not case.options:
            return "Under this rule no raise changes the odds of these candidates."
        return f"No raise within {_usd(plan.budget_usd)} a year adds odds."
    name, k = case.names[case.objective], case.objective
    before, after = case.won[k].selected, plan.after[k]
    staff = f", of it {_usd(plan.for_staff_usd)} for present staff" if plan.for_staff_usd else ""
    exact = "" if plan.short_by == 0 else f" At most {plan.short_by:.4f} short of the best that was possible."
    return (
        f"Within {_usd(plan.budget_usd)} a year: {_usd(plan.usd)}{staff}. Expected to be selected in the scenario "
        f"{name}: {_luck(before)} before, {_luck(after)} after; over all scenarios {plan.gain.min():.2f} to "
        f"{plan.gain.max():.2f} more. {OBJECTIVE.format(name=name)}{exact}"
    )


def independence(case: EmployerCase) -> str:
    """That candidates are taken as independent, and what that overstates."""
    return INDEPENDENT.format(share=f"{100 * case.dependence:.2g}%")


def rates_words(case: EmployerCase) -> str:
    """The two rates, whose they are, and their ranges."""
    parts = []
    for rate in (case.rates.filed, case.rates.approved):
        own = rate.low == rate.high
        said = "the employer's own" if own else f"assumed, {shares((rate.low, rate.high))}; {rate.note}"
        parts.append(f"{rate.label}: {100 * rate.value:.1f}% ({said}).")
    return " ".join(parts)


def shares(values: Sequence[float] | Floats) -> str:
    """Lowest to highest of some shares, in percent."""
    low, high = (f"{100 * end:.1f}" for end in (min(values), max(values)))
    return f"{low}%" if low == high else f"{low}-{high}%"


def span(values: Sequence[float] | Floats) -> str:
    """Lowest to highest of some amounts."""
    return f"{_usd(min(values))} to {_usd(max(values))}"


def _usd(value: float | None) -> str:
    return "-" if value is None else f"${value:,.0f}"
