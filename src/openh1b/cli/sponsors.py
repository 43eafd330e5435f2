"""`openh1b sponsors`: who sponsors, from the hub files of the store, or else from published figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.sponsors_files import Answer, ChartFiles, Form, Format, Out, check_endings, write_files
from openh1b.cli.sponsors_text import emit_table, print_notes, print_published, print_reasons
from openh1b.cli.stores import held
from openh1b.cli.writing import emit
from openh1b.errors import Fault, InputError
from openh1b.sponsors.columns import COUNTED, EXPLAINED, SEARCHED, SHOWN

if TYPE_CHECKING:
    import polars as pl

    from openh1b.charts.chart import Chart
    from openh1b.charts.sponsors import Asked
    from openh1b.sponsors.ranks import Count as CountName
    from openh1b.sponsors.vintages import Chosen

app = typer.Typer(
    help="Who sponsors: first decisions on petitions by fiscal year of the decision. Approvals are not people.",
    no_args_is_help=True,
)

StoreFolder = Annotated[Path | None, typer.Option("--store", metavar="DIR", callback=held, help="Folder of the store.")]
Years = Annotated[
    list[int] | None, typer.Option("--year", metavar="FY", help="A fiscal year; repeat. Default: all whole years held.")
]
Count = Annotated[Literal["initial", "continuing", "all"], typer.Option("--count", help="initial, continuing or all.")]
Level = Annotated[Literal["group", "entity"], typer.Option("--level", help="group or legal entity.")]
Shown = Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")]
Rows = Annotated[int, typer.Option("--rows", min=0, help="How many rows; 0 is all.")]
PartYears = Annotated[bool, typer.Option("--part-years", help="Count part-year files where no whole year is held.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A group, a legal entity, or a spelling.")]


def hub_table(store: Path | None) -> pl.DataFrame | None:
    """Table `hub` of a store, every year held, part-year ones too; None where no hub file is loaded."""
    from openh1b.data.store import Store

    place = Store(store)
    return place.table("hub", part_year=True) if place.vintages("hub") else None


def resolved_table(store: Path | None, columns: Sequence[str]) -> pl.DataFrame | None:
    """Columns of the hub's lines with entity, group and why; None where no hub file is loaded."""
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines

    return resolved_lines(Store(store), columns, say=lambda text: print_notes([text]))


@dataclass(frozen=True)
class _Where:
    """Where an answer goes: the screen, a file, charts. Raises InputError for files of no known kind."""

    form: Format
    out: Path | None
    charts: Sequence[Path]

    def __post_init__(self) -> None:
        check_endings(self.out, self.charts, self.form)

    def put(self, answer: Answer, shown: pl.DataFrame | None = None) -> None:
        """The answer into the files, and on the screen unless a file has it. shown: what a screen has room for."""
        write_files(answer, self.out, self.charts)
        if self.form == "table":
            emit_table(answer.table if shown is None else shown, self.form, answer.notes)
        elif self.out is None:
            print_notes(answer.notes)
            emit(answer.data(self.form), self.form)


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
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """Sponsors with most approvals: rank, approvals, denials, denial rate, share, change and trend over the years."""
    from openh1b.sponsors import first_time as new
    from openh1b.sponsors import ranks

    where = _Where(format, out, chart or ())
    resolved = resolved_table(store, tuple(dict.fromkeys((*COUNTED, "group", level, "control"))))
    if resolved is None:
        _published(None, years, where)
        return
    chosen = _chosen(resolved, years, part_years=part_years)
    most = None if first_time else rows or None
    table = ranks.sponsors(chosen.lines, count=count, level=level, most=most)
    notes = [*chosen.notes, *ranks.change_note(chosen.lines)]
    if first_time or format != "table" or out is not None:
        table = new.with_first_time(table, resolved, chosen.years[-1], level=level)
        notes.append(new.first_time_note(resolved, chosen.years[-1]))
    table = (table.filter("first_time_sponsor") if first_time else table).head(rows or table.height)
    if format != "table" or out is not None or (table["employer_kind"] != "other").any():
        notes.append(ranks.label_note())

    def _draw() -> Chart:
        from openh1b.charts.sponsors import top_chart

        return top_chart(table, _asked(chosen, count), level, first_time=first_time)

    where.put(Answer(table, notes, _draw), _screen(table))


def _screen(table: pl.DataFrame) -> pl.DataFrame:
    """The columns of a table of sponsors that a screen has room for, without those that say nothing here."""
    names = ["rank", "label", "approvals", "denials", "denial_rate", "share", "change", "trend", "industry"]
    names = [name for name in names if name not in {"change", "trend"} or table[name].is_not_null().any()]
    return table.select(*names, *(["employer_kind"] if (table["employer_kind"] != "other").any() else []))


@app.command()
def show(
    name: Name,
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """One sponsor: its legal entities, and its decisions by year."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.profile import find_group, only_in, years_of
    from openh1b.sponsors.profile import show as shown

    where = _Where(format, out, chart or ())
    resolved = resolved_table(store, SHOWN)
    if resolved is None:
        _published(name, None, where)
        return
    chosen = _chosen(resolved, None, part_years=part_years)
    group = find_group(name, resolved)
    found, table = shown(group, chosen.lines), years_of(group, chosen.lines)
    notes = chosen.notes if table.height else (*chosen.notes, only_in(group, resolved))

    def _draw() -> Chart:
        from openh1b.charts.sponsor_years import show_chart

        return show_chart(load_aliases().label(group), found["years"], _asked(chosen, "all"))

    if format == "table":
        typer.echo(f"{found['group']}: {len(found['entities'])} legal entities: {'; '.join(found['entities'])}")
    where.put(Answer(table, notes, _draw, found))


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Part of a name.")],
    store: StoreFolder = None,
    rows: Rows = 50,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
) -> None:
    """Names that hold a text, and the group that each counts for: a match is not a merge."""
    from openh1b.sponsors.profile import search as found

    where = _Where(format, out, ())
    resolved = resolved_table(store, SEARCHED)
    if resolved is None:
        _published(text, None, where)
        return
    table = found(text, resolved)
    where.put(Answer(table.head(rows or table.height)))


@app.command()
def industries(
    years: Years = None,
    count: Count = "initial",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """Approvals and denials by industry, NAICS sector as the petitioner states it."""
    from openh1b.sponsors.ranks import industries as by_industry
    from openh1b.sponsors.ranks import industry_note

    where = _Where(format, out, chart or ())
    chosen = _needed(store, ("group",), years, part_years=part_years)
    _places(by_industry(chosen.lines, count=count), "title", _asked(chosen, count, industry_note(chosen.lines)), where)


@app.command()
def states(
    years: Years = None,
    count: Count = "initial",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """Approvals and denials by state of the petitioner, which need not be the state of the work."""
    from openh1b.sponsors.ranks import states as by_state

    where = _Where(format, out, chart or ())
    chosen = _needed(store, ("group", "state"), years, part_years=part_years)
    _places(by_state(chosen.lines, count=count), "state", _asked(chosen, count), where)


def _places(table: pl.DataFrame, column: str, asked: Asked, where: _Where) -> None:
    from openh1b.charts.sponsors import places_chart

    where.put(Answer(table, asked.notes, lambda: places_chart(table, asked, column)))


@app.command()
def concentration(
    years: Years = None,
    count: Count = "initial",
    level: Level = "group",
    part_years: PartYears = False,
    store: StoreFolder = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
) -> None:
    """Herfindahl index (0 to 10,000) and shares of the largest sponsors, by fiscal year."""
    from openh1b.sponsors.ranks import concentration_by_year

    where = _Where(format, out, chart or ())
    chosen = _needed(store, ("group", level), years, part_years=part_years)
    table = concentration_by_year(chosen.lines, count=count, level=level)

    def _draw() -> Chart:
        from openh1b.charts.sponsor_years import concentration_chart

        return concentration_chart(table, _asked(chosen, count), level)

    names = ["year", "sponsors", "share_with_one", "herfindahl", "top_1_share", "top_10_share", "top_100_share"]
    where.put(Answer(table, chosen.notes, _draw), table.select(name for name in names if name in table.columns))


@app.command()
def explain(name: Name, store: StoreFolder = None, format: Shown = "table") -> None:  # noqa: A002 - the name of the flag
    """Why lines count for a sponsor: what was cut from the name, and the evidence of each merge."""
    from openh1b.sponsors.names import read_name
    from openh1b.sponsors.profile import explain as reasons
    from openh1b.sponsors.profile import find_group

    resolved = resolved_table(store, EXPLAINED)
    found = [] if resolved is None else reasons(find_group(name, resolved), resolved)
    print_reasons(read_name(name), found, format)


@app.command()
def check(store: StoreFolder = None, format: Form = "table", out: Out = None) -> None:  # noqa: A002 - the name of the flag
    """Precision and recall of the resolution on the labelled pairs shipped with the program."""
    from openh1b.sponsors.pairs import scores

    where = _Where(format, out, ())
    where.put(Answer(scores(hub_table(store))))


def _published(name: str | None, years: Sequence[int] | None, where: _Where) -> None:
    """What is published, where no file is loaded. Raises InputError for a chart, which needs whole years."""
    if where.charts:
        problem = "published figures are too few for a chart, and no file of the hub is loaded"
        raise InputError(Fault("--chart", problem, hint="openh1b data fetch hub, or openh1b data add FILE"))
    print_published(name, years, where.form, where.out)


def _needed(store: Path | None, names: Sequence[str], years: list[int] | None, *, part_years: bool) -> Chosen:
    resolved = resolved_table(store, tuple(dict.fromkeys((*COUNTED, *names))))
    if resolved is None:
        where = "the store" if store is None else str(store)
        raise InputError(Fault(where, "holds no file of the Employer Data Hub", hint="openh1b data add FILE"))
    return _chosen(resolved, years, part_years=part_years)


def _chosen(resolved: pl.DataFrame, years: list[int] | None, *, part_years: bool) -> Chosen:
    from openh1b.sponsors.vintages import choose

    return choose(resolved, years or (), part_years=part_years)


def _asked(chosen: Chosen, count: CountName, notes: tuple[str, ...] = ()) -> Asked:
    from openh1b.charts.sponsors import Asked

    return Asked(count, chosen.years, chosen.part, chosen.vintages, (*chosen.notes, *notes))
