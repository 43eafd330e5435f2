"""`openh1b sponsors`: who sponsors, from the hub files of the store, or else from published figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.sponsors_text import emit_table, print_notes, print_published, print_reasons, write_json
from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.vintages import Chosen

app = typer.Typer(
    help="Who sponsors: first decisions on petitions by fiscal year of the decision. Approvals are not people.",
    no_args_is_help=True,
)

StoreFolder = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store.")]
Years = Annotated[
    list[int] | None, typer.Option("--year", metavar="FY", help="A fiscal year; repeat. Default: all whole years held.")
]
Count = Annotated[Literal["initial", "continuing", "all"], typer.Option("--count", help="initial, continuing or all.")]
Level = Annotated[Literal["group", "entity"], typer.Option("--level", help="group or legal entity.")]
Form = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="table, json or csv.")]
Shown = Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")]
Rows = Annotated[int, typer.Option("--rows", min=1, help="How many rows.")]
PartYears = Annotated[bool, typer.Option("--part-years", help="Count part-year files where no whole year is held.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A group, a legal entity, or a spelling.")]


def hub_table(store: Path | None) -> pl.DataFrame | None:
    """Table `hub` of a store, every year held, part-year ones too; None where no hub file is loaded."""
    from openh1b.data.store import Store

    place = Store(store)
    return place.table("hub", part_year=True) if place.vintages("hub") else None


@app.command()
def top(
    years: Years = None,
    count: Count = "initial",
    level: Level = "group",
    rows: Rows = 20,
    first_time: Annotated[bool, typer.Option("--first-time", help="Only sponsors new in the last year.")] = False,
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Sponsors with most approvals: rank, approvals, denials, denial rate, share, change over the years."""
    from openh1b.sponsors import ranks

    resolved = _resolved(store)
    if resolved is None:
        print_published(None, years, format)
        return
    chosen = _chosen(resolved, years, part_years=part_years)
    table = ranks.sponsors(chosen.lines, count=count, level=level)
    if first_time:
        known = _chosen(resolved, None, part_years=part_years)
        print_notes((f"New in FY{chosen.years[-1]} among the years held; a new name of an old firm counts as new.",))
        new = ranks.first_time(known.lines, chosen.years[-1], level=level)
        table = table.filter(table["sponsor"].is_in(new["sponsor"].to_list()))
    if format == "table":
        table = table.drop("sponsor", "first_year", "last_year", "first_approvals", "last_approvals", "cap_exempt")
    emit_table(table.head(rows), format, chosen.notes)


@app.command()
def show(name: Name, part_years: PartYears = False, store: StoreFolder = None, format: Shown = "table") -> None:  # noqa: A002
    """One sponsor: its legal entities, and its decisions by year."""
    from openh1b.sponsors.profile import find_group
    from openh1b.sponsors.profile import show as shown

    resolved = _resolved(store)
    if resolved is None:
        print_published(name, None, format)
        return
    chosen = _chosen(resolved, None, part_years=part_years)
    found = shown(find_group(name, resolved), chosen.lines)
    if format == "json":
        print_notes(chosen.notes)
        write_json(found)
        return
    import polars as pl

    typer.echo(f"{found['group']}: {len(found['entities'])} legal entities: {'; '.join(found['entities'])}")
    emit_table(pl.DataFrame(found["years"]), format, chosen.notes)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Part of a name.")],
    store: StoreFolder = None,
    rows: Rows = 50,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Names that hold a text, and the group that each counts for: a match is not a merge."""
    from openh1b.sponsors.profile import search as found

    resolved = _resolved(store)
    if resolved is None:
        print_published(text, None, format)
        return
    emit_table(found(text, resolved).head(rows), format, ())


@app.command()
def industries(
    years: Years = None,
    count: Count = "initial",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Approvals and denials by industry, NAICS sector as the petitioner states it."""
    from openh1b.sponsors.ranks import industries as by_industry

    chosen = _chosen(_needed(store), years, part_years=part_years)
    emit_table(by_industry(chosen.lines, count=count), format, chosen.notes)


@app.command()
def states(
    years: Years = None,
    count: Count = "initial",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Approvals and denials by state of the petitioner, which need not be the state of the work."""
    from openh1b.sponsors.ranks import states as by_state

    chosen = _chosen(_needed(store), years, part_years=part_years)
    emit_table(by_state(chosen.lines, count=count), format, chosen.notes)


@app.command()
def concentration(
    years: Years = None,
    count: Count = "initial",
    level: Level = "group",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Herfindahl index (0 to 10,000) and shares of the largest sponsors."""
    import polars as pl

    from openh1b.sponsors import ranks

    chosen = _chosen(_needed(store), years, part_years=part_years)
    found = ranks.concentration(ranks.sponsors(chosen.lines, count=count, level=level))
    table = pl.DataFrame({"measure": list(found), "value": list(found.values())})
    emit_table(table, format, chosen.notes)


@app.command()
def explain(name: Name, store: StoreFolder = None, format: Shown = "table") -> None:  # noqa: A002 - the name of the flag
    """Why lines count for a sponsor: what was cut from the name, and the evidence of each merge."""
    from openh1b.sponsors.names import read_name
    from openh1b.sponsors.profile import explain as reasons
    from openh1b.sponsors.profile import find_group

    resolved = _resolved(store)
    found = [] if resolved is None else reasons(find_group(name, resolved), resolved)
    print_reasons(read_name(name), found, format)


@app.command()
def check(store: StoreFolder = None, format: Form = "table") -> None:  # noqa: A002 - the name of the flag
    """Precision and recall of the resolution on the labelled pairs shipped with the program."""
    from openh1b.sponsors.pairs import scores

    emit_table(scores(hub_table(store)), format, ())


def _resolved(store: Path | None) -> pl.DataFrame | None:
    hub = hub_table(store)
    if hub is None or "group" in hub.columns:
        return hub
    from openh1b.sponsors.resolve import resolve

    return resolve(hub)


def _needed(store: Path | None) -> pl.DataFrame:
    resolved = _resolved(store)
    if resolved is None:
        where = "the store" if store is None else str(store)
        raise InputError(Fault(where, "holds no file of the Employer Data Hub", hint="openh1b data add FILE"))
    return resolved


def _chosen(resolved: pl.DataFrame, years: list[int] | None, *, part_years: bool) -> Chosen:
    from openh1b.sponsors.vintages import choose

    return choose(resolved, years or (), part_years=part_years)
