"""`openh1b law`: what the law says on a day, as known on a day, and where it is written."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, date, datetime
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from openh1b.cited.reading import read_day
from openh1b.documents.law import changes_document, law_document, not_in_force
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.law import Dated, Law, load_law, season_name
from openh1b.law.wording import cited, counted_words, how_read, since, standing, value_in_words

app = typer.Typer(help="What the law says on a day, as known on a day, and where it is written.", no_args_is_help=True)

Format = Literal["table", "json"]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, as YYYY-MM-DD; today if not given.")]
Known = Annotated[
    str | None,
    typer.Option("--known", metavar="DATE", help="As known on this day; all that is known if not given."),
]
As = Annotated[Format, typer.Option("--format", help="table or json.")]


@app.command()
def show(
    path: Annotated[str | None, typer.Argument(help="A path or the beginning of one, such as `selection`.")] = None,
    on: On = None,
    known: Known = None,
    format: As = "table",  # noqa: A002 - the name of the flag
) -> None:
    """The law of a day: each value, since when, its standing, how it was read and where it is written."""
    law = load_law()
    day = datetime.now(tz=UTC).date() if on is None else read_day(on, "--on")
    seen = None if known is None else read_day(known, "--known")
    paths = law.paths if path is None else law.under(path)
    found = [value for value in (law.find(name, on=day, known=seen) for name in paths) if value is not None]
    if not found:
        law.at(paths[0], on=day, known=seen)  # says since when there is a value
    if format == "json":
        typer.echo(json.dumps(law_document(law, found, day, seen), indent=2))
    else:
        _show_table(law, found, day, seen)
        _say_without([name for name in paths if name not in {value.path for value in found}])


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="DATE", help="One day, as YYYY-MM-DD.")],
    second: Annotated[str, typer.Argument(metavar="DATE", help="Another day.")],
    known: Known = None,
    format: As = "table",  # noqa: A002 - the name of the flag
) -> None:
    """What differs between two days. Published counts, which differ every season, are left out."""
    law = load_law()
    days = (read_day(first, "first day"), read_day(second, "second day"))
    seen = None if known is None else read_day(known, "--known")
    changes = law.diff(*days, known=seen)
    if format == "json":
        typer.echo(json.dumps(changes_document(days, changes, seen), indent=2))
        return
    console = _console()
    differ = counted_words(len(changes), "parameters")
    console.print(f"From {days[0]} to {days[1]}, {_as_known(seen)}: {differ} changed.")
    for change in changes:
        console.print()
        console.print(Text(change.path, style="bold"))
        _line(console, f"{_value(change.before)} -> {_value(change.after)}")
        if change.after is not None:
            _line(console, f"{since(change.after)}; {cited(change.after.citations)}", style="dim")


@app.command("list")
def list_() -> None:
    """Every path of the law: what it is, its unit, its clock, and the span of its values."""
    law = load_law()
    console = _console()
    for path, parameter in law.parameters.items():
        held = law.spans(path)
        clock = "by fiscal year" if parameter.clock == "fiscal_year" else "by filing day"
        kind = (
            counted_words(len(held), "seasons") if parameter.annual else counted_words(len(parameter.entries), "values")
        )
        console.print(Text.assemble((path, "bold"), f"  {parameter.label}"), soft_wrap=False)
        _line(console, f"{parameter.unit}; {kind} {clock}, from {held[0].start}", style="dim")


@app.command()
def sources(
    names: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Only these; all if none is named.")] = None,
) -> None:
    """Every document that the law cites, with its short name and the number of values and policies that cite it."""
    law = load_law()
    if names:
        _check_ids(names, law)
    console = _console()
    counts = _cited_counts(law)
    for source in map(law.sources.__getitem__, names or law.sources):
        console.print(Text.assemble((source.id, "bold"), f"  {source.title}"))
        published = str(source.published or "")
        parts = [source.short, source.kind.replace("_", " "), source.reference, source.where, published, source.note]
        _line(
            console,
            "; ".join([part for part in parts if part] + [_times(counts[source.id])]),
            style="dim",
        )


def _check_ids(names: list[str], law: Law) -> None:
    faults = [
        Fault("ID", f"no source {name!r}", hint=did_you_mean(name, law.sources))
        for name in names
        if name not in law.sources
    ]
    if faults:
        raise InputError(faults)


def _show_table(law: Law, found: list[Dated], day: date, known: date | None) -> None:
    console = _console()
    clock = law.clock(known)
    season = clock.season_of(day)
    console.print(f"The law on {day}, for {season_name(season)}, {_as_known(known)}.")
    if clock.opens(season).assumed:
        console.print(f"The window of FY{season} is not known; that it opens on {clock.opens(season).day} is assumed.")
    for dated in found:
        console.print()
        console.print(Text.assemble((dated.path, "bold"), f"  {value_in_words(dated)}"))
        parts = [since(dated), "" if dated.annual else standing(dated), how_read(dated)]
        _line(console, "; ".join(part for part in parts if part))
        if dated.note:
            _line(console, dated.note)
        _line(console, cited(dated.citations), style="dim")
        for other in not_in_force(law, dated.path, dated, known):
            _line(console, f"Not in force: {value_in_words(other)}. {_sentence(standing(other))}; {how_read(other)}")
            _line(console, cited(other.citations), style="dim", indent=4)


def _say_without(paths: list[str]) -> None:
    if paths:
        console = _console()
        console.print()
        console.print(f"No value on that day: {', '.join(paths)}.")


def _times(count: int) -> str:
    return f"cited {counted_words(count, 'times')}" if count else "cited outside the law files"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(dated: Dated | None) -> str:
    return "no value" if dated is None else value_in_words(dated)


def _cited_counts(law: Law) -> dict[str, int]:
    counts = dict.fromkeys(law.sources, 0)
    for parameter in law.parameters.values():
        for entry in parameter.entries:
            later = (citation for event in entry.history for citation in event.citations)
            for name in {citation.source for citation in (*entry.citations, *later)}:
                counts[name] += 1
    for overlay in law.overlays.values():
        counts[overlay.document] += 1
    return counts


def _line(console: Console, text: str, *, style: str = "", indent: int = 2) -> None:
    margin = " " * indent
    filled = textwrap.fill(text, console.width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
    console.print(Text(filled, style=style))


def _console() -> Console:
    return Console(highlight=False)


def _as_known(known: date | None) -> str:
    return "with all that is known" if known is None else f"as known on {known}"
