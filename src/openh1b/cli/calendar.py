"""`openh1b calendar`: the dates of one stay in H-1B status, each with the law behind it."""

from __future__ import annotations

import re
import secrets
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from openh1b.cases.calendar import calendar_of
from openh1b.cases.calendar_checks import faults_of
from openh1b.cases.calendar_days import Period
from openh1b.cases.calendar_green_card import Cutoff, GreenCard, stored_cutoffs
from openh1b.cases.calendar_lines import Rules
from openh1b.cases.calendar_stay import Stay, Trip
from openh1b.cases.calendar_student_lines import Student
from openh1b.cli.calendar_text import calendar_json, calendar_text
from openh1b.errors import Fault, InputError
from openh1b.law import load_law
from openh1b.law.reading import read_date

Format = Literal["text", "json", "ics"]
SUFFIXES: dict[str, Format] = {".ics": "ics", ".json": "json"}
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
        Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store, for its visa bulletins.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="text, json or ics.")] = None,  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file; .ics and .json say the format.")
    ] = None,
) -> None:
    """The dates of one stay: validity, six years, extensions, grace. An estimate, not legal advice.

    Example: openh1b calendar --start 2022-10-01 --abroad 2023-12-10:2024-01-08 --labor-certification 2026-03-02
    """
    read = _Reading()
    first = read.day("--start", start)
    stay = Stay(
        start=first or date.min,
        abroad=tuple(Trip(*span) for span in read.spans("--abroad", abroad)),
        prior_l1=tuple(Period(*span) for span in read.spans("--prior-l1", prior_l1)),
        prior_h1b=tuple(Period(*span) for span in read.spans("--prior-h1b", prior_h1b)),
        validity_end=read.day("--validity-end", validity_end),
        i94_end=read.day("--i94-end", i94_end),
    )
    card = GreenCard(
        labor_certification=read.day("--labor-certification", labor_certification),
        i140_filed=read.day("--i140-filed", i140_filed),
        i140_approved=read.day("--i140", i140),
        priority_date=read.day("--priority-date", priority_date),
        country=None if country is None else country.strip().upper(),
        category=None if category is None else re.sub(r"[\s-]", "", category).upper(),
    )
    opt = read.day("--opt-end", opt_end)
    if stem and opt_end is None:
        read.faults.append(Fault("--stem", "without --opt-end", expected="the last day of OPT as well"))
    if not name.isprintable():
        read.faults.append(Fault("--name", f"{name!r}", expected="text on one line, without control characters"))
    day = read.day("--on", on) or datetime.now(tz=UTC).date()
    form = format or (SUFFIXES.get(out.suffix, "text") if out else "text")
    read.check(stay if first else None, card, opt, day)
    _check_new(out)
    cutoffs = _stored(store) if card.i140_approved else ()
    found = calendar_of(stay, card, student=Student(opt, stem=stem) if opt else None, on=day, cutoffs=cutoffs)
    if form == "ics":
        from openh1b.cases.calendar_file import calendar_file

        data = calendar_file(found, name)
    else:
        data = (calendar_json(found) if form == "json" else calendar_text(found, wide=out is not None)).encode()
    _write(data, out)


class _Reading:
    """Reads flags, and keeps every fault until all have been read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def day(self, flag: str, text: str | None) -> date | None:
        """A day as YYYY-MM-DD; None where none was given or it is no day."""
        try:
            return None if text is None else read_date(text.strip())
        except ValueError as error:
            self.faults.append(Fault(flag, str(error), expected="a day as YYYY-MM-DD, such as 2026-10-01"))
            return None

    def spans(self, flag: str, texts: list[str] | None) -> list[tuple[date, date]]:
        """Pairs of days, FROM:TO."""
        found = []
        for text in texts or []:
            parts = text.split(":")
            if len(parts) != 2:
                self.faults.append(Fault(flag, f"{text!r}", expected="two days as FROM:TO, 2025-12-20:2026-01-04"))
                continue
            first, last = (self.day(flag, part) for part in parts)
            if first is not None and last is not None:
                found.append((first, last))
        return found

    def check(self, stay: Stay | None, card: GreenCard, opt_end: date | None, on: date) -> None:
        """Raises InputError where something could not be read, with all that is wrong of the rest."""
        if not self.faults:
            return
        told = {fault.where for fault in self.faults}
        if told & {"--labor-certification", "--i140-filed"}:
            told.add("--priority-date")  # may stand on the one that could not be read
        rest = faults_of(stay, card, opt_end, Rules(load_law(), on))
        raise InputError([*self.faults, *(fault for fault in rest if fault.where not in told)])


def _stored(store: Path | None) -> tuple[Cutoff, ...]:
    """Final Action Dates of the store; none where it holds no bulletin."""
    from openh1b.data.store import Store

    place = Store(store)
    if not place.vintages("visa_bulletin"):
        return ()
    return stored_cutoffs(place.table("visa_bulletin").iter_rows(named=True))


def _check_new(out: Path | None) -> None:
    if out is None:
        return
    if out.exists():
        raise InputError(Fault(str(out), "already exists", expected="a new file"))
    if not out.absolute().parent.is_dir():
        raise InputError(Fault("--out", f"{out.parent} is no folder", expected="a folder that exists"))


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    partial = out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")
    try:
        partial.write_bytes(data)
        partial.rename(out)
    except OSError as error:
        raise InputError(Fault(str(out), f"cannot be written: {error.strerror}")) from error
    finally:
        partial.unlink(missing_ok=True)
    typer.echo(f"Written to {out}.")
