"""An employer's case as a workbook, and an empty table of candidates. Text is written as text, never as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from openh1b.cases import DISCLAIMER
from openh1b.cases.employer import EmployerCase
from openh1b.cases.employer_columns import CANDIDATES, EXAMPLES
from openh1b.cases.employer_notes import GENERAL
from openh1b.cases.employer_sheets import Head, Kind, Sheet, sheets, won
from openh1b.cases.employer_sources import assumptions
from openh1b.cases.employer_words import headline, independence, plan_words, rates_words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FORMATS: Final[dict[Kind, str]] = {
    "text": "@", "usd": "#,##0.00", "share": "0.0%", "number": "#,##0.00", "count": "#,##0",
}  # fmt: skip
_SAFE: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_WIDEST, _ROW_LIMIT = 60, 200


def workbook(case: EmployerCase) -> bytes:
    """The sheets summary, candidates, odds, raises, costs and sources."""
    buffer, book = _new()
    _summary(book, case)
    for sheet in sheets(case):
        _fill(book, book.add_worksheet(sheet.name), sheet)
    book.close()
    return buffer.getvalue()


def template() -> bytes:
    """An empty table with two made-up rows, and a sheet on what each column means."""
    buffer, book = _new()
    names = tuple(Head(name) for name in CANDIDATES.names)
    _fill(book, book.add_worksheet("candidates"), Sheet("candidates", names, EXAMPLES), as_text=True)
    rows = tuple(
        (
            column.name,
            "no" if column.nullable else "yes",
            column.meaning,
            " or ".join(column.allowed) if column.allowed else "a day as YYYY-MM-DD" if column.kind == "date" else "",
        )
        for column in CANDIDATES.columns
    )
    heads = tuple(map(Head, ("column", "needed", "what it means", "values")))
    said = ("", "", "The two rows of the first sheet are made up: replace them. One row a candidate.", "")
    _fill(book, book.add_worksheet("columns"), Sheet("columns", heads, (*rows, said)))
    book.close()
    return buffer.getvalue()


def _new() -> tuple[io.BytesIO, Workbook]:
    import xlsxwriter

    buffer = io.BytesIO()
    return buffer, xlsxwriter.Workbook(buffer, _SAFE)


def _summary(book: Workbook, case: EmployerCase) -> None:
    sheet = book.add_worksheet("summary")
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    lines = (headline(case), *case.notes, *GENERAL, independence(case), rates_words(case), plan_words(case))
    sheet.write_string(0, 0, DISCLAIMER, bold)
    at = 1
    for line in filter(None, lines):
        sheet.merge_range(at, 0, at, 8, "", wrap)
        sheet.write_string(at, 0, line, wrap)
        sheet.set_row(at, 15 * (1 + len(line) // 150))
        at += 1
    at = _rows(book, sheet, won(case), at + 1)
    heads = tuple(map(Head, ("input", "taken", "range", "why")))
    _rows(book, sheet, Sheet("assumptions", heads, assumptions(case)), at + 2)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 30, 17)


def _fill(book: Workbook, sheet: Worksheet, table: Sheet, *, as_text: bool = False) -> None:
    _rows(book, sheet, table, 0)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    text = book.add_format({"num_format": "@"})
    for place, head in enumerate(table.heads):
        sheet.set_column(place, place, _width(head, [row[place] for row in table.rows]), text if as_text else None)


def _rows(book: Workbook, sheet: Worksheet, table: Sheet, at: int) -> int:
    """Writes head and rows from a row on; the row after them."""
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    for place, head in enumerate(table.heads):
        sheet.write_string(at, place, head.name, bold)
    for row, cells in enumerate(table.rows, start=at + 1):
        for place, (head, cell) in enumerate(zip(table.heads, cells, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(row, place, cell, formats["text"])
            elif cell is not None:
                sheet.write_number(row, place, cell, formats[head.kind])
    return at + 1 + len(table.rows)


def _width(head: Head, cells: Sequence[Any]) -> float:
    longest = max((len(str(cell)) for cell in cells[:_ROW_LIMIT] if isinstance(cell, str)), default=0)
    least = 14 if head.kind == "usd" else 10
    return min(_WIDEST, max(least, longest + 2, min(len(head.name), 16) + 2))
