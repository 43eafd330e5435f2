"""`openh1b season wage`: wages by level of an occupation in an area, where an offer stands, wages at percentiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.stores import held
from openh1b.cli.writing import emit
from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    from openh1b.season.wages_table import WageTable


Occupation = Annotated[str, typer.Option("--soc", metavar="CODE|TITLE", help="Occupation: 15-1252, or a title.")]
OfSeason = Annotated[
    int | None, typer.Option("--season", metavar="FY", help="Say whether the table is that of its registration.")
]
Table = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", callback=held, help="Take the table of this store, not that shipped."),
]
WageYear = Annotated[
    int | None, typer.Option("--wage-year", metavar="YEAR", help="With --store: the wage year begins in July of it.")
]


def wage(
    soc: Occupation,
    area: Annotated[str, typer.Option("--area", metavar="CODE|NAME", help="Area: 42660, Seattle, King County, WA.")],
    salary: Annotated[
        str | None, typer.Option("--salary", metavar="USD", help="An offer: 165,000 a year, or 79.50/hour.")
    ] = None,
    hourly: Annotated[
        bool, typer.Option("--hourly", help="--salary is dollars an hour, as 79.50/hour is; times 2,080.")
    ] = False,
    percentiles: Annotated[
        str | None, typer.Option("--percentiles", metavar="P,...", help="Wages at percentiles too, as 34,52,70,88.")
    ] = None,
    season: OfSeason = None,
    store: Table = None,
    wage_year: WageYear = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="table, json or csv.")] = "table",  # noqa: A002
) -> None:
    """Wages of Levels I to IV of an occupation in an area, the level of an offer, and wages at percentiles.

    Example: openh1b season wage --soc 15-1252 --area Seattle --salary 165000
    """
    from openh1b.cli.season_wage_text import show
    from openh1b.documents.formats import as_csv, as_json
    from openh1b.documents.wages import WageAnswer, wage_document, wage_rows
    from openh1b.season.levels import wage_year_warning
    from openh1b.season.wages_percentiles import checked, percentile_wages, read_percentiles
    from openh1b.season.wages_table import floors_of

    if hourly and salary is None:
        raise InputError(Fault("--hourly", "says the unit of no pay", expected="--salary as well"))
    asked = None if percentiles is None else checked(read_percentiles(percentiles))
    table = table_of(store, wage_year)
    from openh1b.cases.person_offer import read_place
    from openh1b.cases.person_salary import read_salary

    occupation, place = read_place(soc, area, table)
    floors = floors_of(occupation.soc_code, place.code, table)
    pay = None if salary is None else read_salary(_with_unit(salary) if hourly else salary).usd
    estimates = None if asked is None else percentile_wages(occupation.soc_code, place.code, asked, table=table)
    warning = None if season is None else wage_year_warning(season, table.wage_year)
    notes = (occupation.note, place.note, warning or "", *(estimates.notes if estimates else ()))
    found = WageAnswer(occupation, place, floors, pay, estimates, tuple(one for one in notes if one))
    if format == "table":
        show(found, season)
    else:
        emit(as_json(wage_document(found)) if format == "json" else as_csv(wage_rows(found)), format)


def table_of(store: Path | None, wage_year: int | None) -> WageTable:
    """The table shipped, or that of a store. Raises InputError for a wage year that is not there."""
    from openh1b.season.levels import wage_year_name
    from openh1b.season.wages_table import StoredWages, shipped

    if store is None:
        if wage_year is not None and wage_year != shipped().wage_year:
            problem = f"{wage_year} is not shipped, only {wage_year_name(shipped().wage_year)}"
            raise InputError(Fault("--wage-year", problem, expected="--store DIR that holds it"))
        return shipped()
    from openh1b.data.store import Store

    return StoredWages(Store(store).table("oflc_wages"), wage_year)


def _with_unit(salary: str) -> str:
    return salary if "h" in salary.casefold() else f"{salary}/hour"
