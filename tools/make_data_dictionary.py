"""Write docs/data-dictionary.md from the schemas, the maps and the corrections of the stored tables.

`python tools/make_data_dictionary.py` writes the page; with `--check` it writes nothing and ends with 1 if it is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from made_page import write_page
from openh1b.data.corrections import corrections
from openh1b.data.kinds import KINDS, publishers
from openh1b.data.maps import layouts
from openh1b.tables import Table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"


def page() -> str:
    """The whole page."""
    return "\n".join([*_opening(), *(line for name in KINDS for line in _table(name)), *_corrections()]) + "\n"


def _opening() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Made from the program by `tools/make_data_dictionary.py`; not edited by hand."
    yield ""
    yield "`openh1b data add FILE` takes official files into these tables. A file is recognised by its columns; a"
    yield "column that no map knows stops the import. Every column of a file is in the table, or kept in the file as"
    yield "it came (`openh1b data show TABLE --vintage NAME --raw`), or, where it is personal, never stored."


def _table(name: str) -> Iterator[str]:
    schema, publisher = KINDS[name].table, publishers()[name]
    yield from ("", f"## `{name}`", "")
    yield f"A row is {schema.row}."
    yield f"Published by: {publisher['producer']}, *{publisher['title']}*, <{publisher['address']}>"
    yield f"(address read: {publisher['read']})."
    yield f"Layouts read: {', '.join(f'`{layout.name}`' for layout in layouts(name))}."
    yield ""
    yield from _columns(schema)


def _columns(schema: Table) -> Iterator[str]:
    yield "| column | kind | unit | values | may be empty | meaning |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for column in schema.columns:
        values = ", ".join(column.allowed) if column.allowed else ""
        empty = "yes" if column.nullable else ""
        cells = (f"`{column.name}`", column.kind, column.unit or "", values, empty, column.meaning)
        yield f"| {' | '.join(cells)} |"


def _corrections() -> Iterator[str]:
    yield from ("", "## Corrections", "")
    yield "In their order, each with a guard where the error is of one file: where it does not find what it expects,"
    yield "the import stops. `openh1b data add --without ID` leaves one out."
    yield ""
    yield "| correction | table | action | why | evidence | read |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in corrections().values():
        action = f"{one.action} {one.flag}" if one.flag else one.action
        yield f"| `{one.id}` | {one.table} | {action} | {one.reason} | {one.evidence} | {one.read} |"


if __name__ == "__main__":
    sys.exit(write_page(PAGE, page(), sys.argv[1:]))
