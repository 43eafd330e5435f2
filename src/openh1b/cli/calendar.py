"""`openh1b calendar`: the dates of one stay in H-1B status, each with the law behind it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from openh1b.cases.calendar import calendar_of
from openh1b.cases.calendar_typed import TypedStay, read_stay
from openh1b.cases.stored import cutoffs_of
from openh1b.cli.calendar_text import calendar_text
from openh1b.cli.places import ending, new_file, refuse
from openh1b.cli.stores import held
from openh1b.cli.writing import replace_files
from openh1b.documents.calendar import calendar_document
from openh1b.errors import Fault

Format = Literal["text", "json", "ics"]
SUFFIXES: dict[str, Format] = {".ics": "ics", ".json": "json", ".txt": "text"}
SPAN = "FROM:TO"


def calendar(
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="First day in H-1B status, as YYYY-MM-DD.")],
    abroad: Annotated[
        list[str] | None,
        typer.Option("--abroad", metavar=SPAN, help="An absence: day of leaving, day of coming back; repeat."),
    ] = None,
    prior_l1: Annotated[
        list[str] | None, typer.Option("--prior-l1", metavar=SPAN, help="An earlier stay in L-1 status; repeat.")
    ] = None,
    prior_h1b: Annotated[
        list[str] | None, typer.Option("--prior-h1b", metavar=SPAN, help="An earlier stay in H-1B status; repeat.")
    ] = None,
    validity_end: Annotated[
        str | None, typer.Option("--validity-end", metavar="DATE", help="Last day of the present approval.")
    ] = None,
    i94_end: Annotated[
        str | None, typer.Option("--i94-end", metavar="DATE", help="Last day of the authorized stay (I-94).")
    ] = None,
    labor_certification: Annotated[
        str | None, typer.Option("--labor-certification", metavar="DATE", help="Day on which it was filed.")
    ] = None,
    i140: Annotated[
        str | None, typer.Option("--i140", metavar="DATE", help="Day on which an I-140 was approved.")
    ] = None,
    i140_filed: Annotated[
        str | None, typer.Option("--i140-filed", metavar="DATE", help="Day on which an I-140 was filed.")
    ] = None,
    priority_date: Annotated[
        str | None,
        typer.Option(
            "--priority-date", metavar="DATE", help="Default: the filing of the labor certification or I-140."
        ),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="ISO3", help="Country of birth, such as IND.")
    ] = None,
    category: Annotated[str | None, typer.Option("--category", metavar="NAME", help="EB1, EB2 or EB3.")] = None,
    opt_end: Annotated[
        str | None,
        typer.Option("--opt-end", metavar="DATE", help="Last day of work after study (OPT) before a STEM extension."),
    ] = None,
    stem: Annotated[bool, typer.Option("--stem", help="The degree allows the STEM extension.")] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Law of this day; also a job's end, a filing. Default: today."),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="In calendar titles; keeps two people apart.")
    ] = "",
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", callback=held, help="Folder of the store, for its visa bulletins."),
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="text, json or ics.")] = None,  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file; .ics, .json or .txt says the format.")
    ] = None,
) -> None:
    """The dates of one stay: validity, six years, extensions, grace. An estimate, not legal advice.

    Example: openh1b calendar --start 2022-10-01 --abroad 2023-12-10:2024-01-08 --labor-certification 2026-03-02
    """
    typed = TypedStay(
        start=start,
        abroad=tuple(abroad or ()),
        prior_l1=tuple(prior_l1 or ()),
        prior_h1b=tuple(prior_h1b or ()),
        validity_end=validity_end,
        i94_end=i94_end,
        labor_certification=labor_certification,
        i140=i140,
        i140_filed=i140_filed,
        priority_date=priority_date,
        country=country,
        category=category,
        opt_end=opt_end,
        stem=stem,
        on=on,
        name=name,
    )
    form = _format(format, out)
    read = read_stay(typed, today=datetime.now(tz=UTC).date())
    cutoffs = cutoffs_of(store) if read.card.i140_approved else ()
    found = calendar_of(read.stay, read.card, student=read.student, on=read.on, cutoffs=cutoffs)
    if form == "ics":
        from openh1b.cases.calendar_file import calendar_file

        data = calendar_file(found, name)
    elif form == "json":
        from openh1b.documents.formats import as_json

        data = as_json(calendar_document(found))
    else:
        data = calendar_text(found, wide=out is not None).encode()
    _write(data, out)


def _format(asked: Format | None, out: Path | None) -> Format:
    """The format: the one asked for, else that of the file. Raises InputError for a file that cannot be it."""
    said = None if out is None else SUFFIXES.get(out.suffix.lower())
    faults = new_file("--out", out)
    if asked is None:
        faults += ending("--out", out, tuple(SUFFIXES), more=", or --format")
    elif said not in {None, asked}:
        faults.append(Fault("--out", f"{out} is to be {asked}", expected=f"no ending that says {said}"))
    refuse(faults)
    return asked or said or "text"


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    replace_files({out: data})
    typer.echo(f"Written to {out}.")
