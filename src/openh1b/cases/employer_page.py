"""An employer's case as one page of HTML, and one sheet for each worker that holds nothing of the others'."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from openh1b.cases import DISCLAIMER
from openh1b.cases import employer_words as words
from openh1b.cases.calendar_student import Try
from openh1b.cases.employer import Chance, EmployerCase
from openh1b.cases.employer_notes import COUNTED, GENERAL, RAISES, SCENARIOS, SIMILAR
from openh1b.cases.employer_sheets import level_words
from openh1b.cases.employer_sources import assumptions, sources
from openh1b.cases.employer_words import Words, shares
from openh1b.charts.templates import environment
from openh1b.cited.sources import HEAD
from openh1b.law import season_name
from openh1b.season.levels import ROMAN, wage_year_warning
from openh1b.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

_MOST_OPTIONS = 30
_BRIDGES = {"none needed": "none needed", "cap-gap": "cap-gap", "status only": "status only, work stops"}


@dataclass(frozen=True)
class Bar:
    """One scenario drawn: the middle, luck and unpublished inputs, in percent of the width."""

    name: str
    expected: float
    luck: tuple[float, float]
    season: tuple[float, float]
    text: str


def page(case: EmployerCase, command: str) -> str:
    """The page for the employer; it runs no script and asks for nothing from anywhere. command: what repeats it."""
    return (
        _environment()
        .get_template("employer.html.j2")
        .render(
            disclaimer=DISCLAIMER,
            version=__version__,
            title=f"Candidates for FY{case.question.season}",
            headline=words.headline(case),
            notes=case.notes,
            general=GENERAL,
            bars=bars(case),
            most=len(case.chances),
            won=words.won_words(case),
            season=words.season_words(case),
            rates=words.rates_words(case),
            independence=words.independence(case),
            cost=words.cost_words(case),
            counted=COUNTED,
            exposure=words.exposure_words(case),
            plan=words.plan_words(case),
            chosen=words.raise_words(case.plan.chosen) if case.plan and case.plan.chosen else None,
            raises=words.raise_words(case.options[:_MOST_OPTIONS]),
            left_out=max(0, len(case.options) - _MOST_OPTIONS),
            raise_notes=(RAISES, SIMILAR),
            candidates=words.candidate_words(case),
            assumptions=Words(("Input", "Taken", "Range", "Why"), assumptions(case), 0),
            sources=Words(HEAD, sources(case), 0),
            command=command,
        )
    )


def bars(case: EmployerCase) -> tuple[Bar, ...]:
    """The scenarios on one scale, from nobody to all candidates."""
    whole = max(1, len(case.chances))
    return tuple(
        Bar(
            name=one.name,
            expected=100 * one.selected.expected / whole,
            luck=(100 * one.selected.low / whole, 100 * one.selected.high / whole),
            season=(100 * one.selected_ends[0] / whole, 100 * one.selected_ends[1] / whole),
            text=f"{one.selected.expected:,.1f}, luck {one.selected.low:,} to {one.selected.high:,}",
        )
        for one in case.won
    )


class _Grids:
    """Tables as HTML, each drawn once: those of equal level and degree, or of equal OPT, are the same."""

    def __init__(self) -> None:
        self.drawn: dict[Hashable, str] = {}
        self.draw: Any = getattr(_environment().get_template("grid.html.j2").module, "grid")  # noqa: B009

    def __call__(self, key: Hashable, make: Callable[[], Words]) -> str:
        if key not in self.drawn:
            self.drawn[key] = self.draw(make())
        return self.drawn[key]


def worker_sheet(chance: Chance, case: EmployerCase, grids: _Grids | None = None) -> str:
    """One candidate's own page: their level, odds and days, and nothing of any colleague."""
    kept = grids or _Grids()
    one = chance.candidate
    warning = wage_year_warning(case.question.season, case.table_year)
    return (
        _environment()
        .get_template("employer_worker.html.j2")
        .render(
            disclaimer=DISCLAIMER,
            version=__version__,
            id=one.id,
            season=season_name(case.question.season),
            facts=tuple(_facts(chance, case)),
            odds=kept(("odds", one.standing.level, one.us_masters), lambda: _own_odds(chance, case)),
            tries=_tries(chance, kept),
            notes=(SCENARIOS, *((warning,) if warning else ()), *one.readings),
        )
    )


def worker_files(case: EmployerCase) -> Iterator[tuple[str, str]]:
    """Name of a file and its page for each candidate. Ids that cannot be names of files get a part of their hash."""
    taken: set[str] = set()
    grids = _Grids()
    for chance in case.chances:
        name = _file_name(chance.candidate.id, taken)
        taken.add(name.casefold())
        yield name, worker_sheet(chance, case, grids)


def _file_name(text: str, taken: set[str]) -> str:
    safe = re.sub(r"[^A-Za-z0-9_-]+", "_", text)[:60]
    if safe != text or f"{safe}.html".casefold() in taken:
        safe = f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return f"{safe}.html"


def _facts(chance: Chance, case: EmployerCase) -> Iterator[tuple[str, str]]:
    one = chance.candidate
    yield "Occupation", f"{one.occupation.soc_code} {one.occupation.title}"
    yield "Area", f"{one.area.name} ({one.area.code})"
    yield "Offer", f"${one.wage_usd:,.2f} a year"
    yield "US master's or higher", "yes" if one.us_masters else "no"
    yield "Wage level", level_words(one.standing.level, below=one.standing.below_level_1)
    levels = (f"{roman} ${usd:,.2f}" for roman, usd in zip(ROMAN, one.floors.usd, strict=True))
    yield "Wages of Levels I to IV, a year", "; ".join(levels)
    if one.standing.next_level is not None and one.standing.short_usd is not None:
        where = f"Level {ROMAN[one.standing.next_level - 1]} begins ${one.standing.short_usd:,.2f} a year higher"
        yield "Next level", f"{where}; between levels the odds do not move"
    yield "Wage table", case.table
    window = f"{case.window.opens} to {case.window.closes}"
    yield "Registration", f"not announced; assumed {window}" if case.window.assumed else window


def _own_odds(chance: Chance, case: EmployerCase) -> Words:
    head = ("Season scenario", *(stage.replace("_", " ") for stage in case.stages), "Any stage", "Range", "Next level")
    rows = tuple(
        (
            name,
            *(shares((one, one)) for one in map(float, chance.stage[k])),
            shares((chance.any[k], chance.any[k])),
            shares((chance.low[k], chance.high[k])),
            "-" if chance.next is None else shares((chance.next[k], chance.next[k])),
        )
        for k, name in enumerate(case.names)
    )
    return Words(head, rows, len(head) - 1)


def _tries(chance: Chance, kept: _Grids) -> dict[str, Any] | None:
    over = chance.over_tries
    if chance.tries is None or over is None:
        return None
    head = ("Season", "Registration", "Work from", "Until then")
    tries = chance.tries
    table = kept(tries, lambda: Words(head, tuple(map(_try, tries)), 0))
    return {"number": len(tries), "odds": shares(over), "table": table}


def _try(one: Try) -> tuple[str, str, str, str]:
    until = f" to {one.bridged_until}" if one.bridged_until else ""
    return f"FY{one.season}", str(one.window), str(one.work_starts), _BRIDGES[one.bridge] + until


@lru_cache
def _environment() -> Environment:
    return environment(("openh1b.cases", "."), ("openh1b.charts", "."))
