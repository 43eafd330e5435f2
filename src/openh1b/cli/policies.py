"""`openh1b policies`: the shelf of named policies, one of them in full, and a check of one's own file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from openh1b.cli import options as o
from openh1b.cli.policies_text import show_list, show_one
from openh1b.cli.writing import Format, emit
from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.errors import Fault, InputError
from openh1b.law import load_law, plain
from openh1b.law.overlay import is_file
from openh1b.scenario import DEFAULT_SEASON
from openh1b.shelf import Shelved, check, law_of, shelf, shelved

app = typer.Typer(help="Named policies: what each changes, where it is written, what is and is not modelled.")

NAMES = ("name", "title", "author", "date", "status", "read", "changes", "reads", "document")
As = Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")]


@app.callback(invoke_without_command=True)
def policies(
    context: typer.Context,
    season: o.Season = DEFAULT_SEASON,
    format: Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")] = "table",  # noqa: A002
) -> None:
    """Every named policy: who wrote it, its standing, and what it changes of the law of a season.

    Example: openh1b policies --season 2027
    """
    if context.invoked_subcommand is not None:
        return
    found = shelf(season)
    if format == "table":
        show_list(found, season)
    elif format == "json":
        emit(as_json([record(one) for one in found]), format)
    else:
        rows = [_row(one) for one in found]
        emit(as_csv(rows, NAMES) if format == "csv" else _frame(rows, format), format)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A policy, overlays joined by +, a path set in line, or your own file.")],
    season: o.Season = DEFAULT_SEASON,
    format: As = "table",  # noqa: A002 - the name of the flag
) -> None:
    """One policy in full: what it sets beside the law of a season, its document, what is and is not modelled.

    Example: openh1b policies show weighted-levels+price.yearly_fee_usd=10000
    """
    found = shelved(name, season)
    if format == "json":
        emit(as_json(record(found)), format)
    else:
        show_one(found)


@app.command("check")
def check_(
    file: Annotated[Path, typer.Argument(help="A policy file of your own, ending in .yaml or .yml.")],
    season: o.Season = DEFAULT_SEASON,
) -> None:
    """Whether a policy file of your own is well formed and agrees with itself; every fault with its line.

    Example: openh1b policies check mine.yaml
    """
    if not is_file(str(file)):
        raise InputError(
            Fault(str(file), "is not named as a policy file", expected="a name that ends in .yaml or .yml")
        )
    found = shelved(str(file), season)
    check(found)
    show_one(found, heading=f"{file}: no fault found.")


def record(found: Shelved) -> dict[str, Any]:
    """A policy as JSON. The shape is documented in docs/formats.md."""
    law = load_law()
    return {
        "name": found.policy.name,
        "season": found.policy.season,
        "title": found.policy.title,
        "changes": found.standing,
        "sets": [
            {
                "path": one.path,
                "law": None if one.law is None else plain(one.law.value),
                "value": plain(one.set_to.value),
                "differs": one.moves,
                "computed": one.computed,
            }
            for one in found.changes
        ],
        "reads": list(found.reads),
        "readings": list(found.readings),
        "parts": [
            {
                "name": one.name,
                "author": one.author,
                "date": None if one.date is None else str(one.date),
                "status": one.status,
                "read": one.read,
                "summary": one.summary,
                "document": one.document,
                "citation": law_of(one, law),
                "models": list(one.models),
                "does_not_model": list(one.does_not_model),
            }
            for one in found.overlays
        ],
    }


def _row(found: Shelved) -> dict[str, Any]:
    one = found.overlays[0]
    values = (one.name, one.title, one.author, str(one.date), one.status, one.read)
    return dict(zip(NAMES, (*values, found.standing, ", ".join(found.reads), one.document), strict=True))


def _frame(rows: list[dict[str, Any]], form: str) -> bytes:
    import polars as pl

    return framed(pl.DataFrame(rows), form, "policies")
