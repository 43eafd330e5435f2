"""Rows of `openh1b data` as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

WIDTH = 140


def shown_cell(value: object) -> str:
    """A value as a table prints it: numbers plain, nothing where there is none."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def as_json(value: object) -> bytes:
    """JSON for a reader: indented, days as YYYY-MM-DD."""
    return (json.dumps(value, indent=2, ensure_ascii=False, default=_plain) + "\n").encode()


def _plain(value: object) -> str | float:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def as_csv(records: Sequence[dict[str, Any]], names: Sequence[str] = ()) -> bytes:
    """CSV with a header, also where there are no rows but `names` are given."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(names or (records[0] if records else ())), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: tuple[int, ...] = ()) -> None:
    """A table on the screen, as wide as it needs to be."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(escape(head), justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console(highlight=False, width=max(console.width, WIDTH)).print(table)
