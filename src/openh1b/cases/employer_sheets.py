"""An employer's case as tables of plain values: the sheets of the workbook, and one long table for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from openh1b.cases.employer import Chance, EmployerCase
from openh1b.cases.employer_sources import sources
from openh1b.law import Dated
from openh1b.law.wording import cited, how_read, standing
from openh1b.season.levels import ROMAN

Kind = Literal["text", "usd", "share", "number", "count"]


@dataclass(frozen=True)
class Head:
    """A column: its name and how its values are printed. share: 0 to 1. usd: US dollars."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """A table of values; None is an empty cell."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Any, ...], ...]


def sheets(case: EmployerCase) -> tuple[Sheet, ...]:
    """Every sheet in order; `summary` is written apart, with its notes."""
    return _candidates(case), _odds(case), _raises(case), _costs(case), _sources(case)


def won(case: EmployerCase) -> Sheet:
    """How many by scenario, with luck and with what is not published, each in columns of its own."""
    heads = [Head("scenario"), Head("registered persons", "count"), Head("selected in the season", "count")]
    for name in ("selected", "filed", "approved"):
        heads += [Head(f"{name}, expected", "number"), Head(f"{name}, luck 5%", "count")]
        heads.append(Head(f"{name}, luck 95%", "count"))
    heads += [Head(f"{name}, expected, {end} of unpublished inputs", "number") for name, end in _ENDS]
    heads += [Head("cost, expected", "usd"), Head("cost for each approved petition expected", "usd")]
    rows = []
    for one, odds in zip(case.won, case.odds, strict=True):
        parts = (
            part for each in (one.selected, one.filed, one.approved) for part in (each.expected, each.low, each.high)
        )
        ends = (*one.selected_ends, *one.approved_ends)
        season = (odds.scenario.asked.pool.units, odds.scenario.selected)
        rows.append((one.name, *season, *parts, *ends, one.cost_usd, one.per_visa_usd))
    return Sheet("won", tuple(heads), tuple(rows))


_ENDS: Final = (("selected", "low"), ("selected", "high"), ("approved", "low"), ("approved", "high"))


def _candidates(case: EmployerCase) -> Sheet:
    objective = case.names[case.objective]
    heads = (
        *(Head(name) for name in ("candidate_id", "soc_code", "occupation", "area", "area name", "job")),
        *(Head("offered_wage_usd", "usd"), Head("us_masters_or_higher"), Head("channel"), Head("level")),
        *(Head(f"Level {roman} wage", "usd") for roman in ROMAN),
        *(Head("next level"), Head("dollars a year to it", "usd")),
        *(Head("odds, lowest scenario", "share"), Head("odds, highest scenario", "share")),
        *(Head(f"odds: {name}", "share") for name in case.names),
        *(Head(f"odds at the next level: {objective}", "share"), Head("registrations left on OPT", "count")),
        *(Head("odds over them, lowest", "share"), Head("odds over them, highest", "share")),
        *(Head("registration", "usd"), Head("petition, if filed", "usd"), Head("level with the raises chosen")),
        Head("how cells were read"),
    )
    return Sheet("candidates", heads, tuple(_candidate(one, case) for one in case.chances))


def _candidate(chance: Chance, case: EmployerCase) -> tuple[Any, ...]:
    one, bill, over = chance.candidate, case.costs.bills[chance.candidate.abroad], chance.over_tries
    new = None if case.plan is None else case.plan.level.get(one.row)
    return (
        *(one.id, one.occupation.soc_code, one.occupation.title, one.area.code, one.area.name, one.job or None),
        *(one.wage_usd, "yes" if one.us_masters else "no", "consular" if one.abroad else "in_us"),
        level_words(one.standing.level, below=one.standing.below_level_1),
        *one.floors.usd,
        None if one.standing.next_level is None else ROMAN[one.standing.next_level - 1],
        one.standing.short_usd,
        *(float(chance.any.min()), float(chance.any.max())),
        *map(float, chance.any),
        None if chance.next is None else float(chance.next[case.objective]),
        None if chance.tries is None else len(chance.tries),
        *((None, None) if over is None else (float(over.min()), float(over.max()))),
        *(bill.registration_usd, bill.petition_usd),
        None if new is None else ROMAN[new - 1],
        "; ".join(one.readings) or None,
    )


def level_words(level: int, *, below: bool) -> str:
    """A level as a Roman numeral, and that pay below Level I counts as I."""
    return "I (below it)" if below else ROMAN[level - 1]


def _odds(case: EmployerCase) -> Sheet:
    heads = (
        *(Head("level"), Head("us_masters_or_higher"), Head("scenario"), Head("odds", "share")),
        *(Head(f"odds in stage {name}", "share") for name in case.stages),
        *(Head("odds, low", "share"), Head("odds, high", "share"), Head("odds at the next level", "share")),
    )
    return Sheet("odds", heads, tuple(_by_scenario(case)))


def _by_scenario(case: EmployerCase) -> Iterator[tuple[Any, ...]]:
    """Odds hang on level and degree only, so that each is printed once, not for each candidate."""
    for level, roman in enumerate(ROMAN):
        for degree, said in enumerate(("no", "yes")):
            for name, one in zip(case.names, case.odds, strict=True):
                at = (level, degree)
                parts = map(float, (one.any[at], *one.stage[:, level, degree], one.low[at], one.high[at]))
                ahead = None if level == len(ROMAN) - 1 else float(one.any[level + 1, degree])
                yield (roman, said, name, *parts, ahead)


def _raises(case: EmployerCase) -> Sheet:
    objective = case.names[case.objective]
    heads = (
        *(Head("occupation, area, job"), Head("to level"), Head("to at least, a year", "usd")),
        *(Head("cost a year", "usd"), Head("of it for present staff", "usd")),
        *(Head("candidates raised", "count"), Head("present staff raised", "count"), Head("staff given")),
        Head(f"more selected, expected: {objective}", "number"),
        *(Head("more selected, lowest scenario", "number"), Head("more selected, highest scenario", "number")),
        *(Head("cost a year for each more selected", "usd"), Head("chosen within the budget"), Head("candidates")),
    )
    chosen = set() if case.plan is None else {id(one) for one in case.plan.chosen}
    rows = tuple(
        (
            *(one.what.job.label, ROMAN[one.what.level - 1], one.what.to_usd, one.what.usd, one.what.peers_usd),
            *(len(one.what.raised), one.what.peers, "no" if one.what.job.peers_usd is None else "yes"),
            *(one.objective, float(one.gain.min()), float(one.gain.max()), one.usd_for_each),
            "no budget given" if case.plan is None else "yes" if id(one) in chosen else "no",
            ", ".join(each.id for each in one.what.raised),
        )
        for one in case.options
    )
    return Sheet("raises", heads, rows)


def _costs(case: EmployerCase) -> Sheet:
    heads = (
        *(Head("what"), Head("case"), Head("US dollars", "usd"), Head("paid by"), Head("candidates", "count")),
        *(Head(f"expected: {name}", "usd") for name in case.names),
        *(Head("if all were filed for", "usd"), Head("standing"), Head("read"), Head("source")),
    )
    return Sheet("costs", heads, (*_fees(case), *_totals(case), *_exposures(case)))


def _fees(case: EmployerCase) -> Iterator[tuple[Any, ...]]:
    empty = (None,) * len(case.names)
    for abroad, where in ((False, "in_us"), (True, "consular")):
        number = sum(one.candidate.abroad == abroad for one in case.chances)
        if number:
            for item in case.costs.bills[abroad].items:
                yield (item.label, where, item.usd, item.payer, number, *empty, None, *_behind(item.dated))


def _totals(case: EmployerCase) -> Iterator[tuple[Any, ...]]:
    empty, number = (None,) * len(case.names), len(case.chances)
    total = case.costs
    none = (None, None, None)
    yield ("Registrations, selected or not", "all", total.registrations_usd, "employer", number, *empty, None, *none)
    expected = map(float, total.expected_usd)
    yield ("All fees, with counsel if given", "all", None, "employer", number, *expected, total.all_usd, *none)
    per = (one.per_visa_usd for one in case.won)
    yield ("The same for each approved petition expected", "all", None, "employer", number, *per, None, *none)


def _exposures(case: EmployerCase) -> Iterator[tuple[Any, ...]]:
    for one in case.costs.exposures:
        case_words = "not in force: added if it were"
        expected = map(float, one.expected_usd)
        yield (one.dated.label, case_words, one.usd, "employer", one.bound, *expected, one.all_usd, *_behind(one.dated))


def _behind(dated: Dated) -> tuple[str, str, str]:
    return standing(dated), how_read(dated), cited(dated.citations)


def _sources(case: EmployerCase) -> Sheet:
    heads = tuple(map(Head, ("short name", "source", "title", "where", "how it was read")))
    return Sheet("sources", heads, sources(case))
