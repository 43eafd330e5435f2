"""`openh1b data`: official files into the store, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from openh1b.cli.data_text import print_table, shown_cell
from openh1b.cli.fetch import fetch
from openh1b.cli.sponsors_names import forget_names, keep_names
from openh1b.cli.stores import held
from openh1b.cli.writing import emit
from openh1b.documents.formats import as_csv, as_json
from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openh1b.data.store import Store

app = typer.Typer(help="Official files: taken in, cleaned with reasons, and looked at.", no_args_is_help=True)
app.command()(fetch)

FIRST_ROWS = 10
SHOWN_ROWS = 1_000

StoreFolder = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", callback=held, help="Folder of the store; default: the user's data folder."),
]
NewStore = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store, made if it is not there.")
]
Form = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="table, json or csv.")]
Shown = Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")]
PartYear = Annotated[bool, typer.Option("--part-year", help="Take files of part of a year as well.")]


def _opened(folder: Path | None) -> Store:
    from openh1b.data.store import Store  # 50 ms that other commands need not wait for

    return Store(folder)


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV, gz, XLSX, Parquet or zip, as published.")
    ],
    store: NewStore = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="Leave a correction out; repeat.")
    ] = None,
    address: Annotated[str | None, typer.Option("--address", metavar="URL", help="Where the file is from.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="Day of publication.")] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="N", help="Year of a file that does not say it.")
    ] = None,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="TABLE", help="Which table it is, where two have its columns (oflc_wages_edc)."),
    ] = None,
    format: Shown = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Take files into the store, all or none. What a file is, is told by its columns and not by its name."""
    from openh1b.cli.options import day
    from openh1b.data.importing import Origin

    day(published, "--published")
    place = _opened(store)
    added = place.add(files, Origin(address, published), without or (), year, as_)
    keep_names(place, {one.vintage.table for one in added if one.is_new})
    if format == "json":
        records = [{"new": one.is_new, "left_out": dict(one.left_out), **place.record(one.vintage)} for one in added]
        emit(as_json(records), format)
        return
    for one in added:
        made = one.vintage
        for name, why in one.left_out:
            typer.echo(f"{made.file.partition('/')[0]}: left out {name}: {why}")
        if not one.is_new:
            typer.echo(f"{made.file}: in the store already, as {made.table} {made.vintage}")
            continue
        record = place.record(made)
        typer.echo(f"{made.file}: {made.table} {made.vintage}, layout {made.layout}, {made.rows:,} rows")
        for done in record["corrections"]:
            typer.echo(f"  {done['id']}: {done['action']}, {done['rows']:,} rows. {done['reason']}")
        if record["never_stored"]:
            typer.echo(f"  never stored, as personal: {len(record['never_stored'])} of the file's columns")


@app.command("list")
def list_(store: StoreFolder = None, format: Form = "table") -> None:  # noqa: A002
    """What is stored, and which of it stands for a table if nothing else is asked."""
    from openh1b.data.kinds import KINDS
    from openh1b.documents.stored import stored_rows

    place = _opened(store)
    records = stored_rows(choice for name in KINDS for choice in place.chosen(name))
    if format != "table":
        emit(as_json(records) if format == "json" else as_csv(records), format)
        return
    if not records:
        typer.echo(f"Nothing is stored in {place.root}. openh1b data add FILE puts files there.")
        return
    heads = ("Table", "Vintage", "Layout", "Rows", "Corrected", "Read", "File")
    print_table(heads, [_listed(record) for record in records], right=(3, 4))


def _listed(record: dict[str, Any]) -> tuple[str, ...]:
    read = "yes" if record["read"] else "no"
    if record["why"]:
        read += f": {record['why']}"
    counts = (f"{record['rows']:,}", f"{record['corrected']:,}")
    return (record["table"], record["vintage"], record["layout"], *counts, read, record["file"])


@app.command()
def show(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="hub, lca, ...")],
    vintage: Annotated[
        list[str] | None, typer.Option("--vintage", metavar="NAME", help="A vintage, or the beginning of its name.")
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The file as it came; with one --vintage.")] = False,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=0, help="How many rows.")] = FIRST_ROWS,
    part_year: PartYear = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002
) -> None:
    """A stored table: what a row is, its columns, and its first rows. csv and json give the rows alone."""
    from openh1b.data.kinds import KINDS

    place = _opened(store)
    if raw and len(vintage or ()) != 1:
        raise DataError(Fault("--raw", "needs one file", expected="one --vintage NAME (openh1b data list)"))
    frame = place.raw(table, (vintage or [""])[0]) if raw else place.table(table, vintage, part_year=part_year)
    head = frame.head(rows)
    if format != "table":
        records = head.to_dicts()
        emit(as_json(records) if format == "json" else as_csv(records, frame.columns), format)
        return
    schema = KINDS[table].table
    typer.echo(f"{table}: {frame.height:,} rows" + ("" if raw else f", each {schema.row}"))
    empty = frame.null_count().row(0)
    if raw:
        held = [(name, f"{count:,}") for name, count in zip(frame.columns, empty, strict=True)]
        print_table(("Column", "Empty"), held, right=(1,))
    else:
        pairs = zip(schema.columns, empty, strict=True)
        lines = [(c.name, c.kind, c.unit or "", f"{count:,}", c.meaning) for c, count in pairs]
        print_table(("Column", "Kind", "Unit", "Empty", "Meaning"), lines, right=(3,))
    for number, row in enumerate(head.iter_rows(named=True), start=1):
        filled = ", ".join(f"{name}={shown_cell(value)}" for name, value in row.items() if value not in {None, ""})
        typer.echo(f"{number}. {filled}")


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT; TABLE_all has every vintage.")],
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002
) -> None:
    """Ask the stored tables in SQL (DuckDB): read-only, without files or network.

    Example: openh1b data sql "SELECT fiscal_year, sum(initial_approvals) FROM hub GROUP BY 1 ORDER BY 1"
    """
    from openh1b.data.sql import MOST_ROWS
    from openh1b.data.sql import query as ask

    found = ask(_opened(store), query, SHOWN_ROWS if format == "table" else MOST_ROWS)
    if format != "table":
        records = [dict(zip(found.names, row, strict=True)) for row in found.rows]
        emit(as_json(records) if format == "json" else as_csv(records, found.names), format)
    else:
        cells: Sequence[Sequence[str]] = [[shown_cell(value) for value in row] for row in found.rows]
        print_table(found.names, cells)
    if found.cut:
        typer.echo(f"Only the first {len(found.rows):,} rows are shown.", err=True)


@app.command()
def check(
    store: StoreFolder = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Also make every table anew from the stored files and compare.")
    ] = False,
    format: Shown = "table",  # noqa: A002
) -> None:
    """Whether the store holds what was put into it: bytes, columns, guards. Exit code 1 where it does not."""
    from openh1b.data.checking import check_store

    found = check_store(_opened(store), rebuild=rebuild)
    if format == "json":
        record = {"vintages": found.vintages, "rows": found.rows, "notes": list(found.notes)}
        emit(as_json({**record, "faults": [str(fault) for fault in found.faults]}), format)
    else:
        for note in found.notes:
            typer.echo(note)
    if found.faults:
        typer.echo(f"openh1b: {DataError(found.faults)}", err=True)
        raise typer.Exit(1)
    if format != "json":
        typer.echo(f"{found.vintages:,} vintages, {found.rows:,} rows: as they were written.")


@app.command()
def remove(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The table, such as hub.")],
    vintage: Annotated[str | None, typer.Argument(metavar="VINTAGE", help="Or the beginning of its name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every vintage of the table.")] = False,
    store: StoreFolder = None,
) -> None:
    """Take a vintage, or with --all a whole table, out of the store."""
    place = _opened(store)
    held = place.vintages(table)  # names an unknown table
    if (vintage is None) is not everything:
        expected = f"one of {', '.join(one.vintage for one in held)}, or --all"
        raise DataError(Fault("VINTAGE", f"which vintage of {table} is to go is not clear", expected=expected))
    gone = held if vintage is None else (place.vintage(table, vintage),)
    place.remove(gone)
    forget_names(place, {one.table for one in gone})
    for one in gone:
        typer.echo(f"Removed {one.table} {one.vintage} ({one.file}).")
