"""A tornado: one figure with each unknown alone at each of its cases, the others as in the base; the widest first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from openh1b.errors import Fault, InputError, SeasonError, did_you_mean
from openh1b.results import Figure, Spread
from openh1b.scenario import Scenario
from openh1b.simulate import Comparison
from openh1b.sweep.unknowns import Case, Unknown, Vary, run, unknowns

AS_TAKEN = "as taken"


@dataclass(frozen=True)
class Question:
    """Which figure: a measure of one group, under the last policy of the scenario.

    by, group: as in the table `result`; `all` in both is everyone. vary: what is tried beside the season's unknowns.
    """

    scenario: Scenario
    measure: str
    by: str
    group: str
    vary: Vary


@dataclass(frozen=True)
class Bar:
    """One unknown: lowest and highest value, where each arises, how far they lie apart. spread: what the ends are."""

    unknown: str
    low: float
    low_at: str
    high: float
    high_at: str
    width: float
    spread: Spread


@dataclass(frozen=True, eq=False)
class Tornado:
    """Bars by width. base: the figure with everything as taken. left_out: cases that do not fit the season, and why."""

    question: Question
    base: Figure
    found: Comparison
    bars: tuple[Bar, ...]
    left_out: tuple[str, ...]

    @property
    def policy(self) -> str:
        """The policy whose figure it is."""
        return self.found.runs[-1].name

    def records(self) -> list[dict[str, Any]]:
        """One mapping a bar, with what the figure is."""
        figure = self.base
        same = {
            "season": figure.season,
            "policy": figure.policy,
            "base_policy": figure.base_policy,
            "measure": figure.measure,
            "by": figure.by,
            "group": figure.group,
            "base": figure.value,
            "unit_of_measure": figure.unit_of_measure,
        }
        return [{**same, **asdict(bar)} for bar in self.bars]


def tornado(question: Question) -> Tornado:
    """Every unknown alone. Raises InputError for a measure or a group that the base does not have, nearest named."""
    found = run(Case(AS_TAKEN, question.scenario))
    base = _figure(found, question)
    if base.value is None:
        raise InputError(Fault("--measure", f"{question.measure} of {question.group} has no value in the base"))
    left_out: list[str] = []
    bars = [_bar(one, question, base.value, left_out) for one in unknowns(question.scenario, question.vary)]
    if not bars:
        raise InputError(Fault("--tornado", "nothing is unknown of a pool of your own", hint="Give --vary NAME=A,B."))
    bars.sort(key=lambda bar: (-bar.width, bar.unknown))
    return Tornado(question, base, found, tuple(bars), tuple(left_out))


def _bar(one: Unknown, question: Question, base: float, left_out: list[str]) -> Bar:
    """The base is a case of every unknown, so that its value lies within each bar."""
    values = [(base, AS_TAKEN)]
    for case in one.cases:
        try:
            value = _figure(run(case), question).value
        except SeasonError as error:
            if one.spread != "definition":  # given by the user, and not from the package's own list
                raise
            left_out.append(f"{one.name}, {case.label}: {error}")
            continue
        if value is not None:
            values.append((value, case.label))
    (low, low_at), (high, high_at) = (_first(values, end(value for value, _ in values)) for end in (min, max))
    return Bar(one.name, low, low_at, high, high_at, high - low, one.spread)


def _first(values: list[tuple[float, str]], end: float) -> tuple[float, str]:
    """The end and where it arises: a named case rather than the base, where both have it."""
    return next(one for one in reversed(values) if one[0] == end)


def _figure(found: Comparison, question: Question) -> Figure:
    """The figure of the last policy. Under a path of the law that is varied its name differs from the base's."""
    by, group, measure = question.by, question.group, question.measure
    try:
        return found.result.find(found.runs[-1].name, measure, by, group)
    except KeyError:
        pass
    mine = [one for one in found.result if one.policy == found.runs[-1].name]
    measures = dict.fromkeys(one.measure for one in mine)
    if measure not in measures:
        hint = did_you_mean(measure, measures)
        raise InputError(Fault("--measure", f"no figure of {measure!r} under {found.runs[-1].name}", hint=hint))
    known = dict.fromkeys(one.group for one in mine if one.by == by)
    raise InputError(Fault("--group", f"no group {group!r} by {by}", hint=did_you_mean(group, known)))
