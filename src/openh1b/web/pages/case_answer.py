"""What the page of one case prints: the answer of `person`, laid out in parts."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from openh1b.cases import person_words as words
from openh1b.cases.employer_words import Words
from openh1b.cases.person import Case, Chance
from openh1b.cases.person_summary import is_past, law_range, next_step, odds_range, source_ids, tries_range, weak_inputs
from openh1b.charts.words import percent
from openh1b.cited.sources import HEAD, source_row
from openh1b.law import load_law
from openh1b.season.levels import ROMAN
from openh1b.season.seats import ADVANCED, REGULAR
from openh1b.web.drawing import drawing
from openh1b.web.pages import case_words as w
from openh1b.web.pages.case_chart import case_chart
from openh1b.web.pages.case_files import figure
from openh1b.web.pages.case_files import query_of as query
from openh1b.web.pictures import Picture
from openh1b.web.reproduce import Reproduce

FLAGS = ("soc", "area", "salary", "us_masters", "season", "opt_end", "stem", "policy", "past", "on")
"""What `openh1b person` takes."""
_BARE = ("us_masters", "stem", "past")


@dataclass(frozen=True)
class Big:
    """One figure in large type. about: the words below it."""

    label: str
    value: str
    about: str


@dataclass(frozen=True)
class Step:
    """A level on the scale of pay: where it begins and ends, in percent of the drawing; here: the offer is in it."""

    level: int
    name: str
    usd: str
    hourly: str
    left: float
    width: float
    here: bool


@dataclass(frozen=True)
class Odds:
    """The part on odds: the chart, the table by stage, what it is made of, and DHS's own table."""

    picture: Picture
    table: Words
    legend: tuple[str, ...]
    dhs: str


@dataclass(frozen=True)
class Answer:
    """bigs: the figures on top. ladder: the four levels; offer: where the pay lies on it, in percent."""

    headline: str
    bigs: tuple[Big, ...]
    facts: tuple[tuple[str, str], ...]
    ladder: tuple[Step, ...]
    offer: float
    warnings: tuple[str, ...]
    more_pay: str
    odds: Odds
    tries: tuple[str, ...]
    notes: tuple[str, ...]
    provisional: str
    sources: Words
    reproduce: Reproduce


def answer_of(found: Case, values: Mapping[str, str], origin: str) -> Answer:
    """The answer in words. values: of the address; origin: where this server is."""
    ladder, offer = _ladder(found)
    warning = f"{found.warning} {words.margin_words(found)}".strip() if found.warning else ""
    return Answer(
        headline=w.headline(found),
        bigs=tuple(_bigs(found)),
        facts=tuple(_facts(found)),
        ladder=ladder,
        offer=offer,
        warnings=tuple(filter(None, (warning,))),
        more_pay=_more_pay(found),
        odds=_odds(found, values),
        tries=tuple(w.tries_words(found)),
        notes=tuple(_notes(found)),
        provisional=", ".join(f"{name} ({read})" for name, read in weak_inputs(found)),
        sources=_sources(found),
        reproduce=_reproduce(values, origin),
    )


def _bigs(found: Case) -> Iterator[Big]:
    odds, step, over, law = odds_range(found), next_step(found), tries_range(found), law_range(found)
    name = ROMAN[found.offer.level - 1]
    yield Big("Wage level", name, w.level_words(found).removeprefix(f"{name}, ").removeprefix(f"{name}: "))
    seasons = len({one.all.scenario.season.number for one in found.chances})
    about = f"over {len(found.chances)} scenarios" if not is_past(found) else "by the season's own figures"
    about = "over the seasons' own figures" if is_past(found) and seasons > 1 else about
    if found.rule.selection.unit == "registration":
        about = f"of one registration, {about}; a person may have several"
    yield Big("Odds of selection", words.between(odds.low, odds.high), "; ".join(filter(None, (about, w.wider(odds)))))
    if law is not None:
        yield Big("By the law of the season", words.between(law.low, law.high), "without the policy that was asked for")
    if over is not None and found.tries is not None and len(found.tries.left) > 1:
        yield Big(f"Over {len(found.tries.left)} tries", words.between(over.low, over.high), "selected at least once")
    if step is not None:
        there = f"Odds there {words.between(step.odds.low, step.odds.high)}, at {words.dollars(step.usd)} a year"
        yield Big(f"To Level {ROMAN[step.level - 1]}", f"+{words.dollars(step.short_usd)}", there)


def _facts(found: Case) -> Iterator[tuple[str, str]]:
    offer = found.offer
    degree = "a US master's or higher" if found.typed.us_masters else "no US master's"
    yield "Job", f"{offer.occupation.soc_code} {offer.occupation.title}"
    yield "Place", f"{offer.area.name} (area {offer.area.code})"
    yield "Offer", f"{words.dollars(offer.salary.usd)} a year; {degree}"
    yield "Level", w.level_words(found)
    yield "Rule", words.rule_words(found)
    for note in offer.notes:
        yield "Read as", f"{note}."


def _ladder(found: Case) -> tuple[tuple[Step, ...], float]:
    """The levels from half a step below Level I to half a step above Level IV or the offer."""
    floors, pay = found.offer.floors, found.offer.salary.usd
    step = max(floors.l4_usd - floors.l1_usd, 1) / 3
    low, high = min(floors.l1_usd, pay) - step / 2, max(floors.l4_usd + step / 2, pay) + step / 4
    ends = [low, *floors.usd[1:], high]

    def place(usd: float) -> float:
        return round(100 * (usd - low) / (high - low), 2)

    begins = w.alike(floors.usd)
    steps = tuple(
        Step(
            level=level,
            name=ROMAN[level - 1],
            usd=begins(floors.usd[level - 1]),
            hourly=f"{floors.an_hour[level - 1]:,.2f}",
            left=place(ends[level - 1]),
            width=round(place(ends[level]) - place(ends[level - 1]), 2),
            here=level == found.offer.level,
        )
        for level in (1, 2, 3, 4)
    )
    return steps, place(pay)


def _more_pay(found: Case) -> str:
    step, now = next_step(found), odds_range(found)
    if not found.levels_matter:
        return ""
    if step is None:
        return "Level IV is the highest: more pay does not change the odds."
    name = ROMAN[step.level - 1]
    return (
        f"Level {name} begins at {words.dollars(step.usd)} a year, {words.dollars(step.short_usd)} more. Odds there: "
        f"{words.between(step.odds.low, step.odds.high)} instead of {words.between(now.low, now.high)}; "
        f"{words.points(step.gain)} more in the same scenario. A dollar more that does not reach it changes nothing; "
        f"over the whole step it is {words.points(step.per_1000, 1)} for each $1,000. {words.REAL}"
    )


def _odds(found: Case, values: Mapping[str, str]) -> Odds:
    chart = case_chart(found)
    head, rows = _heads(found), tuple(_rows(found))
    table = Words(head, rows, len(head) - 1)
    each = tuple(one.all.scenario for one in found.chances)
    return Odds(
        picture=figure(
            chart,
            (drawing(chart), drawing(chart, 360)),
            Words(("Scenario", "Level", "Odds", "Low", "High"), tuple(map(_figures, chart.table)), 3),
            f"/case/{chart.name}.{{form}}{query(values)}",
        ),
        table=table,
        legend=tuple(w.legend(each, levels_matter=found.levels_matter)),
        dhs=_dhs(found),
    )


def _figures(one: Mapping[str, object]) -> tuple[str, ...]:
    ends = (f"{100 * float(str(one[name])):.1f}%" for name in ("value", "low", "high"))
    return (str(one["group"]), str(one["policy"]), *ends)


def _heads(found: Case) -> tuple[str, ...]:
    stages = ("Regular cap", "Advanced-degree cap", "Either", "Range")
    return ("Season, split by level", *stages, *(("DHS's way",) if found.dhs is not None else ()))


def _rows(found: Case) -> Iterator[tuple[str, ...]]:
    for _, group in groupby(found.chances, key=lambda one: one.all.scenario.season.number):
        each = list(group)
        for one in each if found.levels_matter else each[:1]:
            yield (w.scenario_name(one.all.scenario, levels_matter=found.levels_matter), *_cells(found, one))


def _cells(found: Case, one: Chance) -> Iterator[str]:
    advanced = one.now.by_stage.get(ADVANCED) if found.typed.us_masters else None
    for each in (one.now.by_stage.get(REGULAR), advanced, one.now.any):
        yield "-" if each is None else percent(each)
    yield words.between(one.now.low, one.now.high)
    if found.dhs is not None:
        yield percent(one.all.scenario.linear[found.offer.level - 1])


def _dhs(found: Case) -> str:
    one = found.dhs
    if one is None:
        return ""
    return (
        f"DHS printed {percent(one.printed)} for Level {ROMAN[one.level - 1]}; an exact draw on the same inputs gives "
        f"{percent(one.same_inputs)}. DHS's numbers are one number times 1, 2, 3 and 4. In a draw whoever is selected "
        "leaves it, so that each further entry adds less: DHS's way is too low for Level I and too high for Level IV, "
        "where it may exceed 100%. It says nothing of degrees."
    )


def _notes(found: Case) -> Iterator[str]:
    yield "Selected is not approved: a petition must follow, and be approved."
    if found.typed.us_masters:
        yield words.MASTERS
    if found.levels_matter:
        yield words.LOWEST


def _sources(found: Case) -> Words:
    known = load_law().sources
    rows = tuple(source_row(name, known)[:3] for name in source_ids(found) if name in known)
    return Words(HEAD[:3], rows, 0)


def _reproduce(values: Mapping[str, str], origin: str) -> Reproduce:
    """The command, the Python and the curl line of the same question."""
    mine = {name: values[name] for name in FLAGS if name in values}
    words = ["openh1b", "person"]
    for name, text in mine.items():
        flag = f"--{name.replace('_', '-')}"
        words += [flag] if name in _BARE else [flag, text]
    typed = ", ".join(f"{name}={_python(name, text)}" for name, text in mine.items())
    lines = (
        "from datetime import date",
        "from openh1b.cases.person import Typed, person_case",
        "from openh1b.season.wages_table import shipped",
        f"asked = Typed({typed})",
        "found = person_case(asked, shipped(), today=date.today())",
    )
    address = shlex.quote(f"{origin}/api/v1/person{query(mine)}")
    return Reproduce(shlex.join(words), "\n".join(lines), f"curl {address}")


def _python(name: str, text: str) -> str:
    return "True" if name in _BARE else text if name == "season" else repr(text)
