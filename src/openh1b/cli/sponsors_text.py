"""Tables of `openh1b sponsors` as text, JSON and CSV. Notes go to standard error, so that output stays one table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from openh1b.cli.data_text import as_csv, as_json, print_table
from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.names import Name
    from openh1b.sponsors.profile import Reason

_SHARES = ("share", "denial_rate", "precision", "recall")
_MEASURES = {"herfindahl": ",.1f", "sponsors": ",.0f"}


def emit_table(table: pl.DataFrame, form: str, notes: Sequence[str]) -> None:
    """A table in one of the formats, and its notes."""
    records = table.to_dicts()
    print_notes(notes)
    if form == "json":
        write_json(records)
    elif form == "csv":
        sys.stdout.write(as_csv([_flat(row) for row in records], table.columns).decode())
    else:
        _print(table.columns, [[_cell(name, row) for name in table.columns] for row in records])


def write_json(value: object) -> None:
    """JSON to standard output."""
    sys.stdout.write(as_json(value).decode())


def print_notes(notes: Sequence[str]) -> None:
    """What was left out or is missing, on standard error."""
    for note in notes:
        typer.echo(note, err=True)


def print_published(name: str | None, years: Sequence[int] | None, form: str) -> None:
    """Published figures, where no file is loaded. Raises InputError where none fits."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.published import figures_of, load_published

    found = load_published() if name is None else figures_of(name)
    found = tuple(one for one in found if not years or one.year in years)
    if not found:
        problem = "no published figure fits, and no file of the hub is loaded"
        raise InputError(Fault("sponsors", problem, hint="openh1b data fetch hub, or openh1b data add FILE"))
    print_notes(["No file of the Employer Data Hub is loaded: figures as published, each with its source."])
    rows = [{**asdict(one), "label": load_aliases().label(one.who), "cite": "; ".join(one.cite)} for one in found]
    if form == "json":
        write_json(rows)
        return
    names = ["label", "year", "measure", "value", "rank", "read", "cite", "note"]
    if form == "csv":
        sys.stdout.write(as_csv([{key: row[key] for key in names} for row in rows], names).decode())
        return
    _print(names[:7], [[_cell(key, row) for key in names[:7]] for row in rows])
    print_notes([f"{row['label']} FY{row['year']}: {row['note']}." for row in rows if row["note"]])


def print_reasons(name: Name, reasons: Sequence[Reason], form: str) -> None:
    """What was made of a name, and why each spelling counts for the sponsor."""
    if form == "json":
        write_json({"name": asdict(name), "reasons": [asdict(one) for one in reasons]})
        return
    typer.echo(f"{name.raw}: key {name.key}")
    for step in name.steps:
        typer.echo(f"  {step}")
    for label, other in (("trade name", name.trade), ("former name", name.former)):
        if other:
            typer.echo(f"  {label}: {other}")
    if name.may_be_cut:
        typer.echo("  as long as the hub's cut: the name may go on")
    for one in reasons:
        years = f"FY{one.years[0]}" + (f" to FY{one.years[-1]}" if len(one.years) > 1 else "")
        typer.echo(f"{one.employer} ({', '.join(one.tax_ids) or 'no digits'}; {years}; {one.approvals:,} approvals)")
        typer.echo(f"  {one.entity}: {one.evidence} [{one.why}]")


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    numbers = tuple(
        index for index in range(len(heads)) if rows and all(row[index].strip("-+%,.0123456789") == "" for row in rows)
    )
    print_table(heads, rows, right=numbers)


def _cell(name: str, row: dict[str, Any]) -> str:
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, float):
        share = name in _SHARES or "share" in str(row.get("measure", ""))
        return f"{value:.2%}" if share else format(value, _MEASURES.get(str(row.get("measure")), ",.4g"))
    return f"{value:,}" if isinstance(value, int) and "year" not in name else str(value)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {key: " ".join(map(str, value)) if isinstance(value, list) else value for key, value in row.items()}
