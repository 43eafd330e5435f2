"""`openh1b season make --from lca`: a pool of people from the LCA filings of the store, and what fell out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.data_text import print_table
from openh1b.cli.stores import held
from openh1b.cli.writing import command_line
from openh1b.documents.formats import as_json
from openh1b.errors import Fault, InputError
from openh1b.scenario import DEFAULT_SEASON

if TYPE_CHECKING:
    from openh1b.data.filings_funnel import File
    from openh1b.season.published import Season
    from openh1b.sponsors.filings_people import People, Wanted

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
StoreFolder = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", callback=held, help="With --from: folder of the store.")
]


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

    @property
    def wanted(self) -> Wanted:
        """What of it is asked of filings."""
        from openh1b.sponsors.filings_people import Wanted

        return Wanted(self.level_by, self.floors, self.worksites, self.count, self.year, self.wage_year)

    def check(self, people: int | None) -> None:
        """Raises InputError for flags that do not go together."""
        faults = [*self.wanted.idle()]
        if people is not None:
            faults.insert(0, Fault("--people", "is only for synthetic people", expected="--season N, or --unweighted"))
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


def pool_of_filings(asked: Asked, season: Season, level_mix: str | None, us_masters: str, seed: str) -> People:
    """The filings of the store, and the pool made of them."""
    from openh1b.data.filings_pool import Weights
    from openh1b.data.store import Store
    from openh1b.sponsors.filings_people import people_of_filings

    weights = Weights(not asked.unweighted, level_mix, us_masters, seed)
    return people_of_filings(Store(asked.store), asked.wanted, season, weights)


def record_of(made: People, name: str, data: bytes) -> bytes:
    """The record beside the file `name` of bytes `data`, as JSON."""
    from openh1b.documents.people import filings_people_record

    return as_json(filings_people_record(made, command_line(), name, data))


def print_filings(made: People) -> None:
    """The funnel, the files, the levels, and what must be known."""
    found, pool = made.found, made.pool
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
