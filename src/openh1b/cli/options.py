"""Flags that several commands share, and how they become a Scenario."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from openh1b.cited.reading import read_day
from openh1b.errors import Fault, PoolError
from openh1b.scenario import DEFAULT_SEASON, PoolFile

Season = Annotated[int, typer.Option("--season", help="Cap fiscal year; with --registrations a projected one.")]
Registrations = Annotated[
    int | None, typer.Option("--registrations", metavar="N", help="Eligible registrations of a projected season.")
]
LevelMix = Annotated[
    str,
    typer.Option("--level-mix", metavar="NAME", help="Split by wage level: dhs-implied, eig-2025, penn-wharton-2026."),
]
UsMasters = Annotated[
    str,
    typer.Option(
        "--us-masters",
        metavar="NAME|SHARE",
        help="Share with a US master's: uscis-57, eig-f1-grad, dhs-2019, fy2009, or 0.57, 57%.",
    ),
]
Split = Annotated[
    str,
    typer.Option(
        "--split", metavar="NAME", help="Split of selections between stages: caps, set-aside-used, late-regular-round."
    ),
]
PoolPath = Annotated[Path | None, typer.Option("--pool", metavar="FILE", help="Your own pool: CSV, Parquet or XLSX.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="OURS=THEIRS", help="Name a column of the file; repeat, or join with commas."),
]
Seats = Annotated[
    str | None,
    typer.Option(
        "--seats", metavar="STAGE=N,...", help="Seats by stage; stages not named get 0. Default: the season's."
    ),
]
Seed = Annotated[str, typer.Option("--seed", metavar="TEXT", help="Seed of repeated draws.")]
Known = Annotated[
    str | None,
    typer.Option("--known", metavar="DATE", help="Law as known on this day; all that is known if not given."),
]
EmployerSize = Annotated[
    str, typer.Option("--employer-size", metavar="N", help="Full-time equivalents: 26+, 1-25 or a number.")
]
Nonprofit = Annotated[bool, typer.Option("--nonprofit", help="Nonprofit in the sense of the USCIS fee rule.")]
AcwiaExempt = Annotated[bool, typer.Option("--acwia-exempt", help="Excused from the ACWIA fee.")]
FiftyFifty = Annotated[bool, typer.Option("--fifty-fifty", help="50 or more US employees, over half in H-1B or L-1.")]
Premium = Annotated[bool, typer.Option("--premium", help="With premium processing of each petition.")]
Attorney = Annotated[str, typer.Option("--attorney", metavar="USD", help="Counsel a petition; none is assumed.")]

DEFAULTS = {
    "season": DEFAULT_SEASON,
    "level_mix": "dhs-implied",
    "us_masters": "uscis-57",
    "split": "caps",
    "seed": "1",
}


def day(text: str | None, where: str) -> date | None:
    """A day as typed, None where none was. where: the flag that a fault names. Raises InputError."""
    return None if text is None else read_day(text, where)


def pool_file(path: Path | None, columns: list[str] | None) -> PoolFile | None:
    """`--pool` and `--columns`. Raises PoolError for a mapping that is not `ours=theirs`."""
    if path is None:
        if columns:
            raise PoolError(Fault("--columns", "names columns of no file", expected="--pool FILE as well"))
        return None
    faults, found = [], {}
    for part in (part for one in columns or [] for part in one.split(",")):
        ours, equals, theirs = part.partition("=")
        ours = ours.strip()
        if not equals or not ours or not theirs.strip():
            faults.append(Fault("--columns", f"{part!r}", expected="ours=theirs, as in selection_level=PW_WAGE_LEVEL"))
        elif ours in found:
            faults.append(Fault("--columns", f"{ours} is named twice"))
        else:
            found[ours] = theirs.strip()
    if faults:
        raise PoolError(faults)
    return PoolFile(str(path), found)


def by_columns(text: str | None) -> tuple[str, ...]:
    """`--by a,b*c`: groupings in order, each once."""
    return tuple(dict.fromkeys(part.strip() for part in (text or "").split(",") if part.strip()))
