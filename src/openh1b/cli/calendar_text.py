"""A calendar as a table with its sources below."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from openh1b.cases import DISCLAIMER
from openh1b.cases.calendar import Calendar
from openh1b.cases.calendar_lines import Line, proposals
from openh1b.documents.calendar import WEAK
from openh1b.law import Dated, load_law
from openh1b.law.wording import cited, how_read, standing, value_in_words

FILE_WIDTH = 120


def calendar_text(found: Calendar, *, wide: bool = False) -> str:
    """Dates, then the law behind each by number. wide: for a file, whatever the terminal."""
    screen = Console(highlight=False)
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        highlight=False,
        width=FILE_WIDTH if wide else screen.width,
        force_terminal=screen.is_terminal and not wide,
    )
    console.print(Text(f"H-1B calendar from {found.stay.start}, under the law of {found.on}. {DISCLAIMER}"))
    numbers = {one.path: place for place, one in enumerate(found.dated, start=1)}
    console.print(_table(found, numbers))
    for note in found.notes:
        console.print(Text(note))
    console.print(Text("\nThe law behind it, by the numbers above"))
    for one in found.dated:
        for text in _law_lines(one):
            console.print(Text(f"[{numbers[one.path]}] {text}"), soft_wrap=False)
    console.print(Text(f"\n{_provisional(found)}"))
    return buffer.getvalue()


def _table(found: Calendar, numbers: dict[str, int]) -> Table:
    table = Table(show_lines=False)
    for head in ("Day", "What", "How it comes about", "Law"):
        table.add_column(head, no_wrap=head == "Day", max_width=9 if head == "Law" else None)
    for line in found.lines:
        law = " ".join(f"[{numbers[one.path]}]" for one in line.dated)
        table.add_row(_day(line), line.label, line.text, Text(law))
    return table


def _day(line: Line) -> str:
    return "" if line.day is None else str(line.day)


def _law_lines(one: Dated) -> Iterator[str]:
    value = "see above" if one.path == "green_card.final_action_dates" else value_in_words(one)
    yield f"{one.label}: {value}. {_standing(one)}.{_note(one)} {cited(one.citations)}"
    for other in proposals(load_law(), one):
        yield f"Proposed instead: {value_in_words(other)}. {_standing(other)}.{_note(other)} {cited(other.citations)}"


def _standing(one: Dated) -> str:
    return _sentence(f"{standing(one)}; {how_read(one)}")


def _note(one: Dated) -> str:
    return f" {_sentence(one.note)}." if one.note else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _provisional(found: Calendar) -> str:
    weak = sum(one.read in WEAK for one in found.dated)
    return f"Provisional: {weak} of the {len(found.dated)} values of the law were not read in the source itself."
