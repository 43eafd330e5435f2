"""`openh1b season`: the seasons that are known, a season's synthetic people, and their score."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from openh1b.cli import options as o
from openh1b.cli import season_lca as lca
from openh1b.cli.season_wage import wage
from openh1b.cli.writing import command_line, emit
from openh1b.errors import Fault, InputError
from openh1b.law import season_name
from openh1b.scenario import DEFAULT_SEASON
from openh1b.season.published import FIRST, LAST, Season, Splits
from openh1b.season.published import season as season_of
from openh1b.season.score import FITTED_MIX, Score, score
from openh1b.season.seats import total
from openh1b.season.synthetic import synthetic_pool
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.pool import Pool

app = typer.Typer(help="Seasons: what is known of each, its synthetic people, and their score.", no_args_is_help=True)
app.command()(wage)

WIDTH = 140
LABEL = "Synthetic: none of these people exists. Made by OpenH1B from published figures, see docs/season.md."
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
        emit(_json([season_record(one) for one in seasons]), format)
        return
    heads = ("Season", "Unit drawn", "Registered", "Selected", "Weakest input")
    rows = [(season_name(s.number), s.unit, f"{s.units:,}", f"{total(s.seats):,}", s.status) for s in seasons]
    _print_table(heads, rows, right=(2, 3))
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
        emit(_json({**season_record(one), **_assumed(pool)}), format)
        return
    from openh1b.cli.season_text import figures, source_lines

    typer.echo(f"{season_name(season)}\n")
    _print_table(("", ""), figures(one))
    typer.echo(f"\n{LABEL}\n")
    rows = [(a.name, a.value, a.range, a.reason, " ".join(a.source_ids)) for a in pool.assumptions]
    _print_table(("Assumed", "Value", "Range", "Why", "Source"), rows, lines=True)
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
    found, pool, record = lca.pool_of_filings(asked, one, level_mix, us_masters, seed)
    data = _as_file(pool.frame, out.suffix)
    _write({out: data, beside: lca.with_bytes(record, out.name, data)})
    lca.print_filings(found, pool)
    typer.echo(
        f"{pool.people:,} people from {found.frame.height:,} filings in {out}; what they rest on is in {beside.name}."
    )


def _make_synthetic(out: Path, beside: Path, asked: tuple[Season, Splits], people: int | None, seed: str) -> None:
    import polars.selectors as cs

    one, splits = asked
    pool = synthetic_pool(one, splits, seed=seed, size=people)
    data = _as_file(pool.frame().with_columns(cs.ends_with("_usd").cast(int)), out.suffix)
    record = {
        "synthetic": True,
        "what": LABEL,
        "openh1b": __version__,
        "command": command_line(),
        "file": out.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "people": len(pool),
        "seed": seed,
        "splits": asdict(splits),
        **season_record(one),
        **_assumed(pool),
    }
    _write({out: data, beside: _json(record)})
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
        records = [score_record(line) for line in found]
        document = {"pool": pool.name, "seed": seed, "splits": asdict(splits), "scores": records}
        emit(_json(document) if format == "json" else _csv(records), format)
        return
    from openh1b.cli.season_text import HEADS, score_rows, score_summary

    typer.echo(f"{season_name(season)}: {len(pool):,} synthetic people, level mix {splits.level_mix}, seed {seed}")
    typer.echo(f"{LABEL}\n")
    _print_table(HEADS, list(score_rows(found)), right=(1, 2, 3))
    typer.echo(f"\n{score_summary(found)} Every value is in --format csv or json.")


def _asked(number: int, registrations: int | None, splits: Splits) -> tuple[Season, Splits]:
    return season_of(number, registrations=registrations, stages=splits.stages), splits


def season_record(one: Season) -> dict[str, Any]:
    """An entry of `season list --format json`: docs/formats.md names its keys."""
    return {
        "season": one.number,
        "season_name": season_name(one.number),
        "unit": one.unit,
        "units": one.units,
        "units_range": list(one.units_range),
        "selected": total(one.seats),
        "selected_range": list(one.selected_range),
        "rounds": [dict(part.seats) for part in one.seats],
        "status": one.status,
    }


def _assumed(pool: Pool) -> dict[str, Any]:
    return {"assumptions": [asdict(one) for one in pool.assumptions], "source_ids": list(pool.source_ids)}


def score_record(one: Score) -> dict[str, Any]:
    """An entry of `season score --format json`: the fields of Score, and how far ours is from the published."""
    return {**asdict(one), "difference": one.difference, "source_ids": " ".join(one.source_ids)}


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _csv(records: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def _as_file(frame: pl.DataFrame, ending: str) -> bytes:
    buffer = io.BytesIO()
    if ending == ".csv":
        frame.write_csv(buffer)
    elif ending == ".xlsx":
        frame.write_excel(buffer, worksheet="people", autofit=True)
    else:
        frame.write_parquet(buffer)
    return buffer.getvalue()


def _new_files(out: Path) -> Path:
    """The name of the file beside. Raises InputError for another ending, and where either file is there already."""
    beside = out.with_name(f"{out.name}.json")
    faults = [Fault(str(path), "already exists", expected="a new file") for path in (out, beside) if path.exists()]
    if out.suffix not in ENDINGS:
        faults.append(
            Fault("--out", f"{out.name}", expected=f"a file that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
        )
    if not out.absolute().parent.is_dir():
        faults.append(Fault("--out", f"{out.parent} is no folder", expected="a folder that exists"))
    if faults:
        raise InputError(faults)
    return beside


def _write(contents: dict[Path, bytes]) -> None:
    """All files or none."""
    partial = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial") for path in contents}
    try:
        for path, data in contents.items():
            partial[path].write_bytes(data)
        for path in contents:
            partial[path].rename(path)
    except OSError as error:
        raise InputError(Fault(str(next(iter(contents))), f"cannot be written: {error.strerror}")) from error
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def _print_table(
    heads: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    *,
    right: tuple[int, ...] = (),
    lines: bool = False,
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, show_header=any(heads), show_lines=lines, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, width=max(console.width, WIDTH)).print(table)
