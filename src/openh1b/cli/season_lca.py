"""`openh1b season make --from lca`: a pool of people from the LCA filings of the store, and what fell out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from openh1b.cli.data_text import as_json, print_table
from openh1b.cli.writing import command_line
from openh1b.errors import Fault, InputError
from openh1b.law import season_name
from openh1b.scenario import DEFAULT_SEASON
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.filings import Filings
    from openh1b.data.filings_funnel import File
    from openh1b.data.filings_pool import FilingsPool
    from openh1b.data.store import Store
    from openh1b.season.published import Season

LABEL = "From LCA filings: a filing is no person. Who of these people has a US master's is made up."

Source = Annotated[
    Literal["lca"] | None, typer.Option("--from", help="lca: from the filings of the store, not synthetic people.")
]
Number = Annotated[
    int | None, typer.Option("--season", metavar="FY", help=f"With --from: cap fiscal year; default {DEFAULT_SEASON}.")
]
LevelBy = Annotated[
    Literal["offer", "lca"] | None,
    typer.Option("--level-by", help="With --from: level that the offer reaches (default), or that the LCA names."),
]
Floors = Annotated[
    Literal["table", "filing"] | None,
    typer.Option("--floors", help="With --from: as in the OFLC table (default), or moved to each filing's own."),
]
Worksites = Annotated[
    Literal["one", "first"] | None,
    typer.Option("--worksites", help="With --from: cases of one place of work (default), or all at their first."),
]
Count = Annotated[
    Literal["workers", "cases"] | None,
    typer.Option("--count", help="With --from: a person for each worker asked for (default), or one a case."),
]
Year = Annotated[
    int | None, typer.Option("--year", metavar="FY", help="With --from: fiscal year of the decisions; default all.")
]
WageYear = Annotated[
    int | None,
    typer.Option(
        "--wage-year", metavar="YYYY", help="With --from: OFLC table from July of this year; default nearest."
    ),
]
Unweighted = Annotated[
    bool, typer.Option("--unweighted", help="With --from: as many people as workers or cases, not as the season has.")
]
StoreFolder = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="With --from: folder of the store.")]


@dataclass(frozen=True)
class Asked:
    """The flags that only a pool of filings has, as they were given."""

    season: int | None
    level_by: Literal["offer", "lca"] | None
    floors: Literal["table", "filing"] | None
    worksites: Literal["one", "first"] | None
    count: Literal["workers", "cases"] | None
    year: int | None
    wage_year: int | None
    unweighted: bool
    store: Path | None

    def check_unused(self) -> None:
        """Raises InputError for each that was given without `--from lca`."""
        given = [f"--{name.replace('_', '-')}" for name, value in asdict(self).items() if value not in {None, False}]
        faults = [Fault(flag, "is only for a pool of filings", expected="--from lca as well") for flag in given]
        if faults:
            raise InputError(faults)

    def check(self, people: int | None) -> None:
        """Raises InputError for flags that do not go together."""
        faults = []
        if people is not None:
            faults.append(Fault("--people", "is only for synthetic people", expected="--season N, or --unweighted"))
        if self.level_by == "lca" and (self.floors or self.wage_year):
            flag = "--floors" if self.floors else "--wage-year"
            faults.append(Fault(flag, "has no use with --level-by lca", expected="--level-by offer"))
        if faults:
            raise InputError(faults)


def one_season(argument: int | None, flag: int | None, default: int | None = None) -> int:
    """The season, given as an argument or by --season. Raises InputError for two that differ, or for none."""
    if argument is not None and flag is not None and argument != flag:
        raise InputError(Fault("--season", f"{flag} beside FY {argument}", expected="one of them"))
    found = next((one for one in (argument, flag, default) if one is not None), None)
    if found is None:
        raise InputError(Fault("FY", "is missing", expected="a cap fiscal year, as in: openh1b season make 2026"))
    return found


def pool_of_filings(
    asked: Asked, season: Season, level_mix: str | None, us_masters: str, seed: str
) -> tuple[Filings, FilingsPool, dict[str, Any]]:
    """The filings, the pool made of them, and the record that is written beside it."""
    from openh1b.data.filings import Ask, filings
    from openh1b.data.filings_pool import Weights, pool_of
    from openh1b.data.store import Store

    store = Store(asked.store)
    given = {name: getattr(asked, name) for name in ("level_by", "floors", "worksites", "count", "year", "wage_year")}
    ask = Ask(**{name: value for name, value in given.items() if value is not None})
    found = filings(store, ask, described)
    weights = Weights(not asked.unweighted, level_mix, us_masters, seed)
    pool = pool_of(found, season, weights)
    return found, pool, _record(store, found, pool, {**asdict(ask), **asdict(weights)}, season)


def described(rows: pl.DataFrame) -> pl.DataFrame:
    """Group of employers and NAICS sector of LCA rows: names resolved as those of the hub are."""
    import polars as pl

    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.resolve import NEEDED, resolve
    from openh1b.sponsors.sectors import sector, title

    theirs = {name: pl.col(f"employer_{name}") for name in ("state", "city", "zip")}
    theirs |= {name: pl.col(name) for name in ("employer", "naics", "vintage")}
    theirs |= {"tax_id": pl.lit(None, pl.String), "part_year": pl.lit(value=False)}
    resolved = resolve(rows.select(theirs.get(name, pl.lit(0)).alias(name) for name in NEEDED))
    found = resolved.select(pl.col("group").replace(load_aliases().labels), industry=sector())
    return found.with_columns(title("industry"))


def _record(store: Store, found: Filings, pool: FilingsPool, asked: dict[str, Any], season: Season) -> dict[str, Any]:
    used = [one for one in store.vintages() if one.table == "lca" or (one.table == "oflc_wages" and found.wage_year)]
    return {
        "synthetic": False,
        "made_up": ["us_masters_or_higher"],
        "what": LABEL,
        "openh1b": __version__,
        "command": command_line(),
        "season": season.number,
        "season_name": season_name(season.number),
        "unit": season.unit,
        "people": pool.people,
        "counted": found.counted,
        "counted_by": found.ask.count,
        "asked": asked,
        "wage_year": found.wage_year,
        "us_masters_share": pool.masters,
        "steps": [asdict(step) for step in found.steps],
        "files": [asdict(file) for file in found.files],
        "counts": found.counts,
        "notes": list(pool.notes),
        "assumptions": [asdict(one) for one in pool.assumptions],
        "stored_files": [
            {"table": one.table, "vintage": one.vintage, "file": one.file, "sha256": one.source} for one in used
        ],
    }


def with_bytes(record: dict[str, Any], name: str, data: bytes) -> bytes:
    """The record as JSON, with the file's name and hash."""
    return as_json({**record, "file": name, "sha256": hashlib.sha256(data).hexdigest()})


def print_filings(found: Filings, pool: FilingsPool) -> None:
    """The funnel, the files, the levels, and what must be known."""
    first = found.steps[0].out + found.steps[0].left
    lines = [("rows stored", "", f"{first:,}", "")]
    lines += [(step.name, f"{step.out:,}", f"{step.left:,}", step.why) for step in found.steps]
    print_table(("Step", "Fell out", "Left", "Why"), lines, right=(1, 2))
    print_table(("File", "Rows", "In the pool", "Fell out at"), [_file(one) for one in found.files], right=(1, 2))
    levels = [(str(level), f"{n:,}", f"{n / pool.people:.1%}") for level, n in pool.by_level().items()]
    print_table(("Level", "People", "Share"), levels, right=(1, 2))
    for note in pool.notes:
        typer.echo(f"- {note}")


def _file(one: File) -> Sequence[str]:
    out = ", ".join(f"{name} {count:,}" for name, count in sorted(one.out.items(), key=lambda item: -item[1]))
    return one.vintage, f"{one.rows:,}", f"{one.kept:,}", out
