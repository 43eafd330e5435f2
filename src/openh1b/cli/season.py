"""`openh1b season`: the seasons that are known, a season's synthetic people, and their score."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli import options as o
from openh1b.cli import season_lca as lca
from openh1b.cli.data_text import print_table
from openh1b.cli.places import ending, new_file, refuse
from openh1b.cli.season_levels import levels
from openh1b.cli.season_wage import wage
from openh1b.cli.writing import command_line, emit, replace_files
from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.documents.people import SYNTHETIC, synthetic_people_record
from openh1b.documents.season import score_document, season_document, season_row
from openh1b.law import season_name
from openh1b.scenario import DEFAULT_SEASON
from openh1b.season.published import FIRST, LAST, Season, Splits
from openh1b.season.published import season as season_of
from openh1b.season.score import FITTED_MIX, score
from openh1b.season.seats import total
from openh1b.season.synthetic import synthetic_pool

if TYPE_CHECKING:
    import polars as pl

app = typer.Typer(help="Seasons: what is known of each, its synthetic people, and their score.", no_args_is_help=True)
app.command()(wage)
app.command()(levels)

ENDINGS = (".parquet", ".csv", ".xlsx")

Year = Annotated[int, typer.Argument(metavar="FY", help="Cap fiscal year.")]
Seed = Annotated[str, typer.Option("--seed", metavar="TEXT", help="Seed of the people.")]
Form = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="table, json or csv.")]
Shown = Annotated[Literal["table", "json"], typer.Option("--format", help="table or json.")]


@app.command("list")
def list_(format: Shown = "table") -> None:  # noqa: A002 - the name of the flag
    """Every season with published registrations: what was drawn, from how many, how many were selected."""
    seasons = [season_of(number) for number in range(FIRST, LAST + 1)]
    if format == "json":
        emit(as_json([season_row(one) for one in seasons]), format)
        return
    heads = ("Season", "Unit drawn", "Registered", "Selected", "Weakest input")
    rows = [(season_name(s.number), s.unit, f"{s.units:,}", f"{total(s.seats):,}", s.status) for s in seasons]
    print_table(heads, rows, right=(2, 3))
    typer.echo(f"A later season is projected: openh1b season show {LAST + 1} --registrations N.")


@app.command()
def show(
    season: Year,
    registrations: o.Registrations = None,
    level_mix: o.LevelMix = "dhs-implied",
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    format: Shown = "table",  # noqa: A002
) -> None:
    """A season's figures, and everything that is assumed of its synthetic people, with sources."""
    one, splits = _asked(season, registrations, Splits(level_mix, us_masters, split))
    pool = synthetic_pool(one, splits, size=1)
    if format == "json":
        emit(as_json(season_document(one, pool)), format)
        return
    from openh1b.cli.season_text import figures, source_lines

    typer.echo(f"{season_name(season)}\n")
    print_table(("", ""), figures(one))
    typer.echo(f"\n{SYNTHETIC}\n")
    rows = [(a.name, a.value, a.range, a.reason, " ".join(a.source_ids)) for a in pool.assumptions]
    print_table(("Assumed", "Value", "Range", "Why", "Source"), rows, lines=True)
    typer.echo("\nSources")
    for line in source_lines(pool.source_ids):
        typer.echo(f"  {line}")


@app.command()
def make(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file: .parquet, .csv or .xlsx.")],
    season: Annotated[int | None, typer.Argument(metavar="FY", help="Cap fiscal year.")] = None,
    people: Annotated[
        int | None, typer.Option("--people", metavar="N", help="How many; default: the season's.")
    ] = None,
    seed: Seed = "1",
    registrations: o.Registrations = None,
    level_mix: Annotated[
        str | None, typer.Option("--level-mix", metavar="NAME", help="Split by wage level; default dhs-implied.")
    ] = None,
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    source: lca.Source = None,
    number: lca.Number = None,
    level_by: lca.LevelBy = None,
    floors: lca.Floors = None,
    worksites: lca.Worksites = None,
    count: lca.Count = None,
    year: lca.Year = None,
    wage_year: lca.WageYear = None,
    unweighted: lca.Unweighted = False,
    store: lca.StoreFolder = None,
) -> None:
    """Write a season's synthetic people, or with --from lca those of filings, and FILE.json, which says what they are.

    Examples: openh1b season make 2026 --people 1000 --out people.csv

    openh1b season make --from lca --season 2026 --out filings.parquet
    """
    beside = _new_files(out)
    asked = lca.Asked(number, level_by, floors, worksites, count, year, wage_year, unweighted, store)
    if source is None:
        asked.check_unused()
        splits = Splits(level_mix or o.DEFAULTS["level_mix"], us_masters, split)  # type: ignore[arg-type]
        _make_synthetic(out, beside, _asked(lca.one_season(season, None), registrations, splits), people, seed)
        return
    asked.check(people)
    one = season_of(lca.one_season(season, number, DEFAULT_SEASON), registrations=registrations, stages=split)
    made = lca.pool_of_filings(asked, one, level_mix, us_masters, seed)
    data = _as_file(made.pool.frame, out.suffix.lower())
    replace_files({out: data, beside: lca.record_of(made, out.name, data)})
    lca.print_filings(made)
    many = made.found.frame.height
    typer.echo(f"{made.pool.people:,} people from {many:,} filings in {out}; what they rest on is in {beside.name}.")


def _make_synthetic(out: Path, beside: Path, asked: tuple[Season, Splits], people: int | None, seed: str) -> None:
    import polars.selectors as cs

    one, splits = asked
    pool = synthetic_pool(one, splits, seed=seed, size=people)
    data = _as_file(pool.frame().with_columns(cs.ends_with("_usd").cast(int)), out.suffix.lower())
    told = {"seed": seed, "splits": asdict(splits), **season_row(one)}
    record = synthetic_people_record(pool, told, command_line(), out.name, data)
    replace_files({out: data, beside: as_json(record)})
    typer.echo(f"{len(pool):,} synthetic people of FY{one.number} in {out}; what they rest on is in {beside.name}.")


@app.command("score")
def score_(
    season: Year,
    seed: Seed = "1",
    registrations: o.Registrations = None,
    level_mix: o.LevelMix = FITTED_MIX,
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    format: Form = "table",  # noqa: A002
) -> None:
    """Each published margin and pair beside that of the synthetic people, fitted or not."""
    one, splits = _asked(season, registrations, Splits(level_mix, us_masters, split))
    pool = synthetic_pool(one, splits, seed=seed)
    found = score(pool, one, splits)
    if format != "table":
        document = score_document(found, pool, seed, splits)
        emit(as_json(document) if format == "json" else as_csv(document["scores"]), format)
        return
    from openh1b.cli.season_text import HEADS, score_rows, score_summary

    typer.echo(f"{season_name(season)}: {len(pool):,} synthetic people, level mix {splits.level_mix}, seed {seed}")
    typer.echo(f"{SYNTHETIC}\n")
    print_table(HEADS, list(score_rows(found)), right=(1, 2, 3))
    typer.echo(f"\n{score_summary(found)} Every value is in --format csv or json.")


def _asked(number: int, registrations: int | None, splits: Splits) -> tuple[Season, Splits]:
    return season_of(number, registrations=registrations, stages=splits.stages), splits


def _as_file(frame: pl.DataFrame, ending: str) -> bytes:
    return frame.write_csv().encode() if ending == ".csv" else framed(frame, ending.removeprefix("."), "people")


def _new_files(out: Path) -> Path:
    """The name of the file beside. Raises InputError for another ending, and where either file is there already."""
    beside = out.with_name(f"{out.name}.json")
    refuse([*ending("--out", out, ENDINGS), *new_file("--out", out), *new_file("--out", beside)])
    return beside
