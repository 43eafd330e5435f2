"""`openh1b sponsors` on a screen. Notes go to standard error, so that what is printed stays one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openh1b.cli.data_text import print_table
from openh1b.cli.sponsors_files import Answer, table_bytes, write_files
from openh1b.cli.writing import emit
from openh1b.documents.formats import as_json
from openh1b.errors import Fault, InputError, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.names import Name
    from openh1b.sponsors.profile import Reason

_SHARES = ("denial_rate", "precision", "recall")
PUBLISHED = ("label", "year", "measure", "value", "rank", "read", "cite", "note")


def emit_table(table: pl.DataFrame, form: str, notes: Sequence[str]) -> None:
    """A table in one of the formats, and its notes."""
    print_notes(notes)
    if form == "table":
        rows = [[_cell(name, row[name]) for name in table.columns] for row in table.to_dicts()]
        _print(table.columns, rows)
    else:
        emit(table_bytes(table, form, notes), form)


def write_json(value: object) -> None:
    """JSON to standard output."""
    emit(as_json(value), "json")


def print_notes(notes: Sequence[str]) -> None:
    """What was left out or is missing, on standard error."""
    for note in notes:
        typer.echo(note, err=True)


def print_published(name: str | None, years: Sequence[int] | None, form: str, out: Path | None) -> None:
    """Published figures, where no file is loaded. Raises InputError where none fits, with the nearest name."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.published import figures_of, load_published

    found = load_published() if name is None else figures_of(name)
    found = tuple(one for one in found if not years or one.year in years)
    if not found:
        raise _none_published(name, years)
    print_notes(["No file of the Employer Data Hub is loaded: figures as published, each with its source."])
    label = load_aliases().label
    rows = [{**asdict(one), "label": label(one.who), "cite": "; ".join(one.cite)} for one in found]
    if form == "json" and out is None:
        write_json(rows)
        return
    import polars as pl

    table = pl.DataFrame(rows, infer_schema_length=None).select(PUBLISHED)
    write_files(Answer(table, (), None, rows), out, ())
    if form == "table":
        emit_table(table.drop("note"), form, ())
        print_notes([f"{row['label']} FY{row['year']}: {row['note']}." for row in rows if row["note"]])
    elif out is None:
        emit_table(table, form, ())


def _none_published(name: str | None, years: Sequence[int] | None) -> InputError:
    """Nothing fits: the nearest name and the years that are published, and where files come from."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.published import figures_of, load_published

    every = load_published()
    files = "openh1b data fetch hub, or openh1b data add FILE"
    if name is not None and not figures_of(name):
        names = dict.fromkeys(load_aliases().label(one.who) for one in every)
        near = did_you_mean(name, names)
        problem = f"no published figure is of {name!r}, and no file of the hub is loaded"
        return InputError(Fault("NAME", problem, hint=f"{near} For all sponsors: {files}"))
    held = ", ".join(str(year) for year in sorted({one.year for one in every}))
    problem = (
        f"no published figure is of {', '.join(f'FY{year}' for year in years or ())}, and no file of the hub is loaded"
    )
    return InputError(Fault("--year", problem, expected=f"one of {held}", hint=files))


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


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, float):
        return f"{value:.2%}" if name in _SHARES or "share" in name else f"{value:z,.1f}"
    return f"{value:,}" if isinstance(value, int) and "year" not in name else str(value)
