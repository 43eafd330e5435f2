"""The one place that knows the order of the steps: law, season, selection, results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openh1b.asked import Asked, ask, people, policies_of
from openh1b.charges import abroad_note, charge_figures, charged
from openh1b.errors import Fault, PoolError
from openh1b.grouping import Grouping, groupings
from openh1b.law import Policy, season_name
from openh1b.measures import Run, figures
from openh1b.naming import spoken
from openh1b.outcomes import (
    PRICE_ALONE,
    PRICE_REACTING,
    binding,
    binds,
    clearing,
    counted,
    empty,
    level_figures,
    listed,
    may_bind,
    without_effect,
)
from openh1b.pay import PAY, PayByGroup, pay_figures
from openh1b.ranges import ranges
from openh1b.results import Figure, Result
from openh1b.scenario import OFF, Scenario, check_scenario
from openh1b.season.entry import race, rule
from openh1b.season.pool import Assumption, Pool
from openh1b.season.wage_rules import enter
from openh1b.selection.counts import counts
from openh1b.selection.draw import Selection
from openh1b.selection.draw import draw as draw_units
from openh1b.selection.odds import odds
from openh1b.selection.race import Race
from openh1b.selection.rule import Rule

if TYPE_CHECKING:
    import polars as pl

    from openh1b.reaction import Progress, Reaction
    from openh1b.response.record import Entry

DEFAULT_BY = ("selection_level*us_masters_or_higher", "selection_level", "us_masters_or_higher")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Policies on one pool, and what came of it. notes: what must be said with every number.

    people: the synthetic people behind figures of pay, where those were asked for; people_runs: the policies on them.
    reactions: the policies with employers reacting, where that was asked for.
    """

    scenario: Scenario
    asked: Asked
    runs: tuple[Run, ...]
    result: Result
    notes: tuple[str, ...]
    people: Asked | None = None
    people_runs: tuple[Run, ...] = ()
    reactions: tuple[Reaction, ...] = ()

    def __repr__(self) -> str:
        pool, one = self.pool, self.scenario
        held = f"{counted(pool.units, pool.unit)}, {pool.name}; {len(self.result):,} figures, {len(self.notes)} notes"
        return f"<Comparison of {listed([run.name for run in self.runs])}, season {one.season}: {held}>"

    @property
    def pool(self) -> Pool:
        """The pool on which all policies ran."""
        return self.asked.pool

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What was assumed, each once by its name: of published rows first, then of people."""
        of_people = self.people.pool.assumptions if self.people is not None else ()
        of_runs = (one for run in self.runs if run.entered is not None for one in run.entered.assumptions)
        found = (*self.pool.assumptions, *of_people, *of_runs)
        return tuple({one.name: one for one in reversed(found)}.values())[::-1]

    @property
    def headline(self) -> str:
        """Whether the cap binds, what was compared, on whom, and that nobody reacted."""
        names, units = [spoken(run.name) for run in self.runs], counted(self.pool.units, self.pool.unit)
        verb = "Odds under" if len(names) == 1 else "Compared:"
        bound, season = binding(self.runs, self.pool.unit), season_name(self.scenario.season)
        bound += may_bind(self.runs, self.result)
        return (
            f"{bound} {verb} {listed(names)} on {season}: {units}, {self.pool.name}. "
            f"Nobody reacted{', but where it says that employers do' if self.reactions else ''}."
        )


def compare(scenario: Scenario) -> Comparison:
    """Run every policy of a scenario on its pool. Raises InputError for whatever cannot be asked.

    With `scenario.people` the pay of the selected is added from the season's synthetic people.

        >>> import openh1b
        >>> found = openh1b.compare(openh1b.Scenario(policies=("lottery", "weighted-levels"), by=("selection_level",)))
        >>> odds = found.result.find("weighted-levels", "odds", by="selection_level", group="4")
        >>> f"{odds.value:.1%}"
        '59.7%'
    """
    check_scenario(scenario, "compare")
    return compare_on(ask(scenario), scenario)


def compare_on(asked: Asked, scenario: Scenario) -> Comparison:
    """The same on a pool that is already there, such as people made before: `ask` gave it for this scenario."""
    runs = _runs(asked, scenario)
    found = groupings(asked.pool, scenario.by or _default_by(asked.pool))
    result = Result(_figures(runs, asked, found, asked_for=bool(scenario.by)))
    comparison = Comparison(scenario, asked, runs, result, _notes(asked, runs, scenario.by))
    comparison = with_people(comparison) if scenario.people or scenario.factorial else comparison
    return comparison if scenario.response == OFF else with_response(comparison)


def with_response(found: Comparison, *, told: Progress | None = None) -> Comparison:
    """The comparison with figures of the same policies when employers react; `scenario.response` says how.

    On the season's synthetic people, or on a user's pool that has pay. told: called as each policy and corner begins.
    """
    from openh1b.reaction import RANGE, reaction_figures, reactions
    from openh1b.reaction_luck import luck, luck_notes

    scenario = found.scenario
    how = RANGE if scenario.response == OFF else scenario.response
    asked = people(found.asked, scenario.seed)
    policies = [run.policy for run in found.runs]
    by = scenario.by or tuple(name for name in DEFAULT_BY[1:2] if name in asked.pool.columns)
    made = reactions(asked, policies, how, by, told=told)
    ends = luck(made, asked, scenario, by)
    result = Result((*found.result, *reaction_figures(made, by, ends)))
    of_all = (*luck_notes(made, asked, scenario), *(note for one in made for note in one.notes))
    notes = dict.fromkeys((*(PRICE_REACTING if note == PRICE_ALONE else note for note in found.notes), *of_all))
    people_of = asked if asked is not found.asked and found.people is None else found.people
    scenario = replace(scenario, response=how)
    return replace(found, scenario=scenario, result=result, notes=tuple(notes), people=people_of, reactions=made)


def with_people(found: Comparison) -> Comparison:
    """The comparison with the pay of the selected among the season's synthetic people; a user's pool stays as it is."""
    if found.asked.season is None or found.people is not None:
        return found
    scenario = replace(found.scenario, people=True)
    if found.pool.synthetic:
        return replace(found, scenario=scenario, people=found.asked, people_runs=found.runs)
    of_people = people(found.asked, scenario.seed)
    runs = _runs(of_people, scenario)
    pay = _pay(runs, of_people.pool, groupings(of_people.pool, ()))
    result = Result((*found.result, *pay))
    return replace(found, scenario=scenario, result=result, people=of_people, people_runs=runs)


def _runs(asked: Asked, scenario: Scenario) -> tuple[Run, ...]:
    return tuple(_run(one, asked, scenario) for one in policies_of(scenario))


def _run(one: Policy, asked: Asked, scenario: Scenario) -> Run:
    made = rule(one, asked.seats, asked.pool.units)
    entered = enter(asked.pool, one)
    raced = race(made, entered.pool, one.name)
    ran, other = entered.race(raced), entered.other_race(raced)
    limited = any(stage.limits for stage in ran.stages)
    draws = 0 if limited else scenario.draws
    drawn = counts(ran, draws, seed=scenario.seed, season=scenario.season) if draws else None
    return Run(one, made, odds(ran), drawn, scenario.seed, entered, None if other is None else odds(other))


def _default_by(pool: Pool) -> tuple[str, ...]:
    return tuple(spec for spec in DEFAULT_BY if all(name in pool.columns for name in spec.split("*")))


def _figures(runs: Sequence[Run], asked: Asked, found: Sequence[Grouping], *, asked_for: bool) -> Iterator[Figure]:
    """asked_for: whether the groupings were asked for, and not only those of the default table."""
    for run in runs:
        for grouping, over in zip(found, ranges(run, asked, found), strict=True):
            yield from figures(run, runs[0], asked.pool, grouping, over)
    shown = found if asked_for else found[:1]
    yield from _pay(runs, asked.pool, shown)
    if charged([run.policy for run in runs]):
        yield from (
            figure for run in runs for grouping in shown for figure in charge_figures(run, asked.pool, grouping)
        )
    if any(run.policy.wages.threshold_percentiles is not None for run in runs):
        yield from (figure for run in runs for figure in level_figures(run, asked.pool, found[0]))


def _pay(runs: Sequence[Run], pool: Pool, found: Sequence[Grouping]) -> Iterator[Figure]:
    if PAY in pool.columns:
        for by in (PayByGroup(pool, grouping) for grouping in found):
            for run in runs:
                yield from pay_figures(run, by)


_UNRELATED = {"age", "country"}
_BY_DEGREE_ONLY = {"channel", "degree", "prior_status"}


def _notes(asked: Asked, runs: Sequence[Run], by: Sequence[str]) -> tuple[str, ...]:
    notes = [*asked.pool.notes, *(_made_up(by) if asked.pool.synthetic else ())]
    if asked.season is None:
        notes.append(
            "The pool is as given; it was not checked whether it is a cap season. Filings such as LCAs are neither "
            "registrations nor visas."
        )
    for run in runs:
        seats = sum(stage.seats for stage in run.rule.stages)
        own = run.policy.caps == run.policy.own_caps
        if own and run.policy.selection.seats == "published" and seats >= asked.pool.units:
            so = f"yet not all are selected: {empty(run)}" if binds(run) else "so that all eligible are selected"
            of = f"{seats:,} seats for the {asked.pool.units:,} units of the pool"
            notes.append(f"{run.name}: {of}, {so}{'' if asked.own_seats else '; set --seats'}.")
        notes += run.entered.notes if run.entered is not None else ()
        notes += (*_closed_by_quotas(run), *without_effect(run), *clearing(run))
        if charged([one.policy for one in runs]):
            notes += abroad_note(run.policy, asked.pool)
    return tuple(dict.fromkeys(notes))


def _closed_by_quotas(run: Run) -> Iterator[str]:
    """Stages with seats of which no group may take one, because its share of few seats is less than one."""
    for stage in run.rule.stages:
        for quota in stage.quotas:
            if stage.seats > 0 and quota.seats == 0 and not any(quota.by_group.values()):
                yield (
                    f"{run.name}: each {quota.column} may take 0 of the {stage.seats:,} seats of stage {stage.name} (a "
                    "share is rounded down to whole seats), so that nobody is selected there."
                )


def _made_up(by: Sequence[str]) -> Iterator[str]:
    """What groups of synthetic people cannot show, because nothing published ties their column to pay or level."""
    names = {name for spec in by for name in spec.split("*")}
    for name in sorted(names & _UNRELATED):
        yield (
            f"By {name}: drawn independently of everything else, since no source gives them together. What differs "
            "between these groups is chance in making the people, not a finding."
        )
    for name in sorted(names & _BY_DEGREE_ONLY):
        yield (
            f"By {name}: drawn independently of pay and level, since no source gives them together. What differs "
            "between these groups comes from the share with a US master's, and from chance in making the people."
        )


@dataclass(frozen=True, eq=False)
class Draw:
    """One draw of who is selected, with all that a receipt needs.

    entry: who of the pool registers, where employers react; race, ids and selection are then of those alone.
    """

    asked: Asked
    policy: Policy
    rule: Rule
    race: Race
    ids: pl.Series
    selection: Selection
    entry: Entry | None = None

    def __repr__(self) -> str:
        drawn = f"{int(self.selection.selected.sum()):,} of {len(self.ids):,} selected from {self.asked.pool.name}"
        return f"<Draw under {self.policy.name}, season {self.policy.season}: {drawn}>"


def draw(scenario: Scenario) -> Draw:
    r"""Draw the first policy of a scenario on a user's pool.

    Where `scenario.response` names a corner, employers first decide who registers, one keyed number a person.
    Raises PoolError where a row is not one named unit, InputError for a response that is not one world.

        >>> import openh1b
        >>> from pathlib import Path
        >>> text = "beneficiary_id,us_masters_or_higher\nAnn,yes\nBen,no\nCho,no\n"
        >>> size = Path("people.csv").write_text(text)
        >>> pool = openh1b.PoolFile("people.csv")
        >>> asked = openh1b.Scenario(policies=("lottery",), pool=pool, seats="regular=1,advanced_degree=0", seed="noon")
        >>> drawn = openh1b.draw(asked)
        >>> drawn
        <Draw under lottery, season 2026: 1 of 3 selected from people.csv>
        >>> drawn.ids.filter(drawn.selection.selected).to_list()
        ['Ben']
    """
    check_scenario(scenario, "draw")
    if scenario.response != OFF:
        from openh1b.reaction import check_one_world

        check_one_world(scenario.response)
    asked = ask(scenario)
    pool = asked.pool
    if pool.id_column is None:
        raise PoolError(
            Fault(
                pool.name,
                "a draw needs a name for each unit",
                expected="a column beneficiary_id or registration_id",
                hint="Map one with --columns beneficiary_id=YOUR_COLUMN.",
            )
        )
    one = policies_of(scenario)[0]
    made = rule(one, asked.seats, pool.units)
    who = _entry(asked, one, scenario)
    if who is None:
        entered = enter(pool, one)
        ran = entered.race(race(made, entered.pool, one.name))
    else:
        pool = who.registered.pool  # with the policy's floors met and levels by its thresholds: nobody is barred
        ran = race(made, pool, one.name)
    ids = pool.frame([str(pool.id_column)])[str(pool.id_column)]
    return Draw(asked, one, made, ran, ids, draw_units(ran, ids, seed=scenario.seed, season=scenario.season), who)


def _entry(asked: Asked, one: Policy, scenario: Scenario) -> Entry | None:
    if scenario.response == OFF:
        return None
    from openh1b.response.record import entry

    return entry(asked.pool, one, seats=asked.seats, label=scenario.response, seed=scenario.seed)
