"""An employer's case as text for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from openh1b.cases import DISCLAIMER
from openh1b.cases import employer_words as words
from openh1b.cases.employer import EmployerCase
from openh1b.cases.employer_file import Intake
from openh1b.cases.employer_notes import COUNTED, GENERAL, RAISES, SIMILAR
from openh1b.cases.employer_words import Words
from openh1b.cli.matrices import plain
from openh1b.cli.screen import width
from openh1b.cli.writing import command_line

LEAST, WIDTH = 100, 120
_MOST_CANDIDATES, _MOST_RAISES, _MOST_NOTES = 25, 10, 6


def employer_text(case: EmployerCase, intake: Intake) -> str:
    """The answer as text; long tables are cut, and say so."""
    buffer = io.StringIO()
    console = Console(file=buffer, highlight=False, width=min(width(LEAST), WIDTH))
    for part in _parts(case, intake):
        console.print(part)
    return buffer.getvalue()


def _parts(case: EmployerCase, intake: Intake) -> Iterator[RenderableType]:
    yield Text(words.headline(case), style="bold")
    yield Text(DISCLAIMER, style="bold")
    for note in (*case.notes, *intake.notes[:_MOST_NOTES]):
        yield Text(note)
    yield Text()
    yield _table("Expected numbers, luck in brackets (5th to 95th percentile)", words.won_words(case))
    yield Text(words.independence(case), style="dim")
    yield Text(words.rates_words(case), style="dim")
    yield Text()
    title = "The season: persons registered and selected; yours expected, over what is not published of it"
    yield _table(title, words.season_words(case))
    yield Text()
    yield _table("Cost, US dollars", words.cost_words(case))
    yield Text(COUNTED, style="dim")
    yield Text()
    yield _table("Charges that are not in force", words.exposure_words(case))
    yield Text()
    yield from _raises(case)
    yield Text()
    yield _table("Candidates", _first(words.candidate_codes(case), _MOST_CANDIDATES))
    yield from _cut(len(case.chances), _MOST_CANDIDATES, "candidates")
    yield Text()
    for note in GENERAL:
        yield Text(note, style="dim")
    yield Text(f"Reproduce: {command_line()}", style="dim")


def _raises(case: EmployerCase) -> Iterator[RenderableType]:
    if not case.options:
        yield Text("Under this rule no raise changes the odds of these candidates.")
        return
    options, title = case.options, "Raises, the cheapest for each selection first"
    if case.plan is not None:
        yield Text(words.plan_words(case))
        options, title = case.plan.chosen, "The raises chosen"
    if options:
        yield _table(title, _first(words.raise_words(options), _MOST_RAISES))
        yield from _cut(len(options), _MOST_RAISES, "raises")
    yield Text(RAISES, style="dim")
    yield Text(SIMILAR, style="dim")


def _cut(number: int, most: int, what: str) -> Iterator[Text]:
    if number > most:
        yield Text(f"{number - most:,} more {what}: --out FILE.xlsx or --format json has all.")


def _first(table: Words, most: int) -> Words:
    return Words(table.head, table.rows[:most], table.numbers)


def _table(title: str, found: Words) -> RenderableType:
    table = plain(title)
    for place, head in enumerate(found.head):
        number = place >= len(found.head) - found.numbers
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in found.rows:
        table.add_row(*map(Text, row))
    return table
