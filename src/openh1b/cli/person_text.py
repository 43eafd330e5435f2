"""One person's odds in plain words, for a terminal of 80 columns."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby

from openh1b.cases import DISCLAIMER
from openh1b.cases.person import Case, Chance
from openh1b.cases.person_summary import is_past, law_range, next_step, odds_range, source_ids, tries_range, weak_inputs
from openh1b.cases.person_words import (
    LOWEST,
    MASTERS,
    REAL,
    above_level,
    asked_of,
    between,
    dollars,
    level_splits,
    margin_words,
    points,
    rule_words,
)
from openh1b.cli.person_tries import tries_words
from openh1b.cli.person_words import assumed_words, labelled, paragraph, ranged, season_words
from openh1b.cli.words import percent
from openh1b.cli.writing import command_line
from openh1b.law import season_name
from openh1b.season.levels import ROMAN
from openh1b.season.seats import ADVANCED, REGULAR

_MOST, _LEAST = 96, 60


def person_text(found: Case) -> str:
    """The answer as text, as wide as the terminal."""
    wide = max(_LEAST, min(_MOST, shutil.get_terminal_size().columns)) - 1
    makers = (_head, _facts, _odds, _levels, _dhs, _tries, _days, _end)
    blocks = ("\n".join(make(found, wide)) for make in makers)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(found: Case, wide: int) -> Iterator[str]:
    yield paragraph(f"{asked_of(found)}, {season_name(found.typed.season)}", wide)
    yield paragraph(DISCLAIMER, wide)


def _facts(found: Case, wide: int) -> Iterator[str]:
    offer = found.offer
    yield labelled("Job", f"{offer.occupation.soc_code} {offer.occupation.title}", wide)
    yield labelled("Place", f"{offer.area.code} {offer.area.name}", wide)
    degree = "a US master's or higher" if found.typed.us_masters else "no US master's (--us-masters if there is one)"
    yield labelled("Offer", f"{dollars(offer.salary.usd)} a year; {degree}", wide)
    yield labelled("Level", _level(found), wide)
    yield labelled("Rule", rule_words(found), wide)
    for note in offer.notes:
        yield labelled("Read as", f"{note}.", wide)


def _level(found: Case) -> str:
    if not found.offer.standing.below_level_1:
        return above_level(found)
    least = dollars(found.offer.floors.l1_usd)
    return f"I: the offer is below Level I, {least}, as a private survey of wages may allow, and counts as Level I."


def _odds(found: Case, wide: int) -> Iterator[str]:
    yield paragraph(f"Odds of selection: {ranged(odds_range(found))}. {_over(found)}", wide)
    law = law_range(found)
    if law is not None:
        yield paragraph(f"By the law of the season: {ranged(law)}.", wide)
    yield ""
    yield from _table(found)
    yield ""
    yield paragraph(_legend(found), wide)


def _over(found: Case) -> str:
    """What the range is over."""
    each = sum(len(rows) for rows in _seasons(found))
    if is_past(found):
        return f"Over {each} splits by level of its own figures." if each > 1 else "By the season's own figures."
    text = f"Over {each} scenarios of the season. None is a forecast, and they are not averaged: which season comes is "
    return f"{text}not known."


def _seasons(found: Case) -> Iterator[list[Chance]]:
    """The scenarios of each season whose figures they take; one where the split by level does not matter."""
    for _, group in groupby(found.chances, key=lambda one: one.all.scenario.season.number):
        rows = list(group)
        yield rows if found.levels_matter else rows[:1]


def _table(found: Case) -> Iterator[str]:
    heads = ["Regular", "Advanced", "Either", "Range"]
    if found.dhs is not None:
        heads += [f"All at {ROMAN[found.offer.level - 1]}", "DHS-linear"]
    widths = [max(9, len(head) + 2) for head in heads]
    yield f"{'Split by level':<19}" + "".join(f"{head:>{w}}" for head, w in zip(heads, widths, strict=True))
    for rows in _seasons(found):
        yield season_words(rows[0].all.scenario, own=is_past(found))
        for one in rows:
            label = one.all.scenario.level_mix if found.levels_matter else "any split"
            cells = _cells(found, one)
            yield f"  {label:<17}" + "".join(f"{cell:>{w}}" for cell, w in zip(cells, widths, strict=True))


def _cells(found: Case, one: Chance) -> list[str]:
    advanced = one.now.by_stage.get(ADVANCED) if found.typed.us_masters else None
    cells = [percent(each) for each in (one.now.by_stage.get(REGULAR), advanced, one.now.any)]
    cells.append(f"{100 * one.now.low:.0f}-{100 * one.now.high:.0f}%")
    if found.dhs is not None:
        place = found.offer.level - 1
        cells += [percent(float(one.all.by_level[place])), percent(one.all.scenario.linear[place])]
    return cells


def _legend(found: Case) -> str:
    each = tuple(one.all.scenario for one in found.chances)
    text = f"{assumed_words(each)}Range: over a season's open numbers (people, number selected, how it splits between "
    text += "the two caps). "
    if not found.levels_matter:
        return text + "Under this rule the wage level does not change the odds."
    splits = "; ".join(level_splits(each))
    return f"{text}Split by level: who registers at I/II/III/IV, which no agency publishes: {splits}."


def _levels(found: Case, wide: int) -> Iterator[str]:
    floors = found.offer.floors
    by_level = zip(ROMAN, floors.usd, floors.an_hour, strict=True)
    each = ", ".join(f"{name} {dollars(round(usd))} ({hour:,.2f})" for name, usd, hour in by_level)
    yield labelled("Levels", f"begin at {each}: dollars a year (an hour), {floors.table}.", wide)
    if found.warning:
        yield labelled("Warning", f"{found.warning} {margin_words(found)}".rstrip(), wide)
    if found.levels_matter:
        yield labelled("More pay", _more_pay(found), wide)


def _more_pay(found: Case) -> str:
    step, now = next_step(found), odds_range(found)
    if step is None:
        return "Level IV is the highest: more pay does not change the odds."
    name = ROMAN[step.level - 1]
    text = f"Level {name} begins at {dollars(step.usd)} a year, {dollars(step.short_usd)} more. Odds there: "
    text += f"{between(step.odds.low, step.odds.high)} instead of {between(now.low, now.high)}; "
    text += f"{points(step.gain)} more in the same scenario. A dollar more that does not reach it changes nothing; "
    return f"{text}over the whole step it is {points(step.per_1000, 1)} for each $1,000. {REAL}"


def _dhs(found: Case, wide: int) -> Iterator[str]:
    one = found.dhs
    if one is None:
        return
    name = ROMAN[one.level - 1]
    most = max(found.chances, key=lambda chance: chance.all.scenario.linear[-1]).all.scenario
    text = f"DHS printed {percent(one.printed)} for Level {name}; an exact draw on the same inputs gives "
    text += f"{percent(one.same_inputs)}. DHS's numbers are one number times 1, 2, 3 and 4. In a draw whoever is "
    text += (
        "selected leaves it, so that each further entry adds less: DHS's way is too low for Level I and too high for "
    )
    text += "Level IV. In the table above `DHS-linear` is DHS's way, "
    text += f"beside `All at {name}`, the exact odds of all at that level, with a US master's or without."
    if most.linear[-1] > 1:
        text += f" DHS's way gives Level IV {most.linear[-1]:.0%} in `{most.name}`, which no odds can be."
    yield labelled("DHS table", text, wide)


def _tries(found: Case, wide: int) -> Iterator[str]:
    for label, text in tries_words(found, tries_range(found)):
        yield labelled(label, text, wide)


def _days(found: Case, wide: int) -> Iterator[str]:
    for line in found.days:
        yield labelled(line.label, line.text, wide)


def _end(found: Case, wide: int) -> Iterator[str]:
    notes = ["Selected is not approved: a petition must follow, and be approved."]
    notes += [MASTERS] if found.typed.us_masters else []
    notes += [LOWEST] if found.levels_matter else []
    yield paragraph(" ".join(notes), wide)
    weak = ", ".join(f"{name} ({read})" for name, read in weak_inputs(found))
    yield paragraph(f"Provisional, since not read in the source itself: {weak}.", wide)
    yield paragraph(f"Sources (`openh1b law sources` says what they are): {', '.join(source_ids(found))}.", wide)
    yield paragraph(f"Reproduce: {command_line()}", wide)
