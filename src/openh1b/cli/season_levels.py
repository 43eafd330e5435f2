"""`openh1b season levels`: the level that one salary reaches in every county of the country."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openh1b.cli.season_wage import Occupation, OfSeason, Table, WageYear, table_of
from openh1b.cli.writing import Format, emit, replace_files
from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    from openh1b.cases.county_levels import CountyLevels

ENDINGS = ("csv", "json", "parquet", "xlsx")


def levels(
    soc: Occupation,
    salary: Annotated[str, typer.Option("--salary", metavar="USD", help="Base pay: 165,000 a year, or 79.50/hour.")],
    state: Annotated[
        str | None, typer.Option("--state", metavar="CODE|NAME", help="Only counties of this state: WA, Washington.")
    ] = None,
    season: OfSeason = None,
    store: Table = None,
    wage_year: WageYear = None,
    format: Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")] = "table",  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there: .csv, .json, .parquet or .xlsx.")
    ] = None,
) -> None:
    """The wage level that one salary reaches for an occupation in every county; the figures of the map of My case.

    Example: openh1b season levels --soc 15-1252 --salary 165,000 --out counties.csv
    """
    form = _form(format, out)
    from openh1b.cases.county_levels import county_levels

    found = county_levels(soc, salary, table_of(store, wage_year), state=state, season=season)
    if form == "table":
        from openh1b.cli.season_levels_text import show

        show(found)
    elif out is None:
        emit(_bytes(found, form), form)
    else:
        replace_files({out: _bytes(found, form)})


def _form(asked: Format, out: Path | None) -> str:
    """The format: that of the file, if there is one. Raises InputError for an ending that says none, or another."""
    if out is None:
        return asked
    form = out.suffix.lower().removeprefix(".")
    if form not in ENDINGS or asked not in {"table", form}:
        problem = repr(out.name) if asked == "table" else f"{out.name!r} with --format {asked}"
        wanted = f".{asked}" if asked in ENDINGS else ", ".join(f".{one}" for one in ENDINGS)
        raise InputError(Fault("--out", problem, expected=f"a file that ends in {wanted}"))
    return form


def _bytes(found: CountyLevels, form: str) -> bytes:
    from openh1b.documents.formats import as_csv, as_json, framed
    from openh1b.documents.levels import levels_document

    document = levels_document(found)
    if form in {"json", "csv"}:
        return as_json(document) if form == "json" else as_csv(document["counties"])
    import polars as pl

    return framed(pl.DataFrame(document["counties"], infer_schema_length=None), form, "counties")
