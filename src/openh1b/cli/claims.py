"""`openh1b claims`: what has been said, tested where data can, with a verdict that anyone can recompute."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli import claims_text as text
from openh1b.cli import places
from openh1b.cli.sponsors_files import Answer, ChartFiles, Form, Out, check_endings, write_files
from openh1b.cli.stores import held
from openh1b.cli.writing import emit
from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    from openh1b.charts.chart import Chart
    from openh1b.evidence.verdict import Checked

app = typer.Typer(help="Public statements on the program: tested where data can, verdicts computed.")

StoreFolder = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", callback=held, help="Folder of the store; default: the user's data folder."),
]
Stance = Annotated[
    Literal["keep", "reform", "restrict", "restrict_by_price", "replace", "end", "none_stated"] | None,
    typer.Option("--position", help="Only claims of this position."),
]
Found = Annotated[
    Literal["holds", "holds under a definition", "does not hold", "depends on an unknown", "not testable"] | None,
    typer.Option("--verdict", help="Only claims of this verdict."),
]


def _today() -> date:
    return datetime.now(tz=UTC).date()


@app.callback(invoke_without_command=True)
def claims(
    context: typer.Context,
    position: Stance = None,
    verdict: Found = None,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
) -> None:
    """All claims, each with its verdict; or one of the commands below.

    Example: openh1b claims --position keep
    """
    if context.invoked_subcommand is not None:
        return
    check_endings(out, (), format)
    from openh1b.evidence.rows import claim_row

    checked = [one for one in _all(store) if position in {None, one.claim.position} and verdict in {None, one.verdict}]
    _deliver([claim_row(one) for one in checked], lambda: text.print_claims(checked), format, out)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A claim, as `openh1b claims` lists it.")],
    store: StoreFolder = None,
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")] = "table",  # noqa: A002
    chart: ChartFiles = None,
) -> None:
    """One claim in full: the number claimed beside every definition's, the inputs, what would change the verdict."""
    check_endings(None, chart or ())
    from openh1b.cli.sponsors_text import write_json
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import document
    from openh1b.evidence.verdict import check

    checked = check(load_ledger().find(name), store=store)
    if chart:
        from openh1b.evidence.claim_chart import claim_charts

        drawn = claim_charts(checked, str(_today()))
        if not drawn:
            raise InputError(Fault("--chart", f"{name} has no number that could be drawn"))
        _draw(drawn[0], chart)
    found = document(checked, _today())
    if format == "json":
        write_json(found)
    else:
        text.print_claim(checked, found)


@app.command("check")
def check_command(
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
) -> None:
    """Every claim computed again: the number claimed beside the number under each definition, and the verdict."""
    check_endings(out, (), format)
    from openh1b.evidence.rows import definition_rows

    checked = _all(store)
    rows = [row for one in checked for row in definition_rows(one)]
    _deliver(rows, lambda: text.print_check(checked), format, out)


@app.command("match")
def match_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An article, .txt or .html; - for standard input.")],
    every: Annotated[bool, typer.Option("--all", help="Also sentences on another subject.")] = False,
    store: StoreFolder = None,
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")] = "table",  # noqa: A002
) -> None:
    """The sentences of an article with the claims that they touch, near misses, and what is not in the ledger."""
    from openh1b.cli.sponsors_text import write_json
    from openh1b.evidence.article import read_article
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.match import match
    from openh1b.evidence.verdict import check

    ledger = load_ledger()
    found = match(read_article(_bytes(file), str(file)), ledger.claims.values())
    touched = {name: check(ledger.find(name), store=store) for one in found for name, _ in one.touches}
    shown = found if every else tuple(one for one in found if one.touches or one.near or one.on_topic)
    if format == "json":
        from openh1b.documents.claims import match_rows

        write_json(match_rows(found, touched))
    else:
        text.print_match(found, shown, touched)


@app.command()
def positions(
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Only this speaker, or part of a name.")
    ] = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """Positions over time by speaker, as reported; --chart draws the timeline."""
    check_endings(out, chart or (), format)
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import position_rows

    ledger = load_ledger()
    found = ledger.spoken(speaker)
    if chart:
        from openh1b.evidence.positions_chart import positions_chart

        _draw(positions_chart(found, str(_today())), chart)
    _deliver(position_rows(found), lambda: text.print_positions(found), format, out)


@app.command()
def page(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder.")] = Path("out/evidence"),
    store: StoreFolder = None,
) -> None:
    """All claims as one self-contained, dated page with charts, a card and a CSV file each."""
    from openh1b.cli.writing import new_folder
    from openh1b.evidence.page import write_page

    places.refuse(places.new_folder("--out", out))
    checked = _all(store)
    with new_folder(out) as partial, text.progress("Drawing", len(checked)) as step:
        write_page(checked, _today(), partial, step)
    typer.echo(f"Written to {out / 'index.html'}, with cards and CSV files beside it.")


def _all(store: Path | None) -> list[Checked]:
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.verdict import check

    known = load_ledger().claims.values()
    found = []
    with text.progress("Checking", len(known)) as step:
        for claim in known:
            found.append(check(claim, store=store))
            step()
    return found


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            Fault(str(file), f"cannot be read: {error.strerror}", expected="a .txt or .html file")
        ) from error


def _deliver(rows: Sequence[dict[str, object]], show_them: Callable[[], None], form: str, out: Path | None) -> None:
    """Rows into a file, or on the screen in the form asked for."""
    if form == "table" and out is None:
        show_them()
        return
    import polars as pl

    answer = Answer(pl.DataFrame(rows, infer_schema_length=None), (), None, list(rows))
    write_files(answer, out, ())
    if out is None:
        emit(answer.data(form), form)


def _draw(chart: Chart, files: Iterable[Path]) -> None:
    import polars as pl

    write_files(Answer(pl.DataFrame(), (), lambda: chart), None, list(files))
