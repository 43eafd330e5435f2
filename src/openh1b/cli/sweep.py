"""`openh1b sweep`: many runs from a file, and which unknowns matter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from openh1b.cli import options as o
from openh1b.cli.writing import command_line
from openh1b.errors import Fault, InputError
from openh1b.scenario import DEFAULT_SEASON, Scenario

_POINTS = ("file", "out", "workers", "scheduler", "fresh")
_SHOWN = ("out", "chart", "format")
_ASKED = (
    "tornado",
    "season",
    "registrations",
    "level_mix",
    "us_masters",
    "split",
    "policy",
    "measure",
    "group",
    "vary",
)

File = Annotated[Path | None, typer.Argument(metavar="FILE", help="YAML: what varies and what is kept.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="The table, .parquet or .csv; default: FILE.parquet in this folder."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, help="Processes; default: one a processor.")
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Run on this Dask cluster, as tcp://HOST:8786."),
]
Fresh = Annotated[bool, typer.Option("--fresh/--resume", help="Begin anew, or go on where a killed run was (default).")]
IsTornado = Annotated[bool, typer.Option("--tornado", help="Without FILE: each unknown of a season alone.")]
Policies = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="POLICY", help="Tornado: the policy; of several the last, against the first."),
]
Measured = Annotated[str, typer.Option("--measure", metavar="NAME", help="Tornado: the measure.")]
Group = Annotated[
    str, typer.Option("--group", metavar="COLUMN=VALUE", help="Tornado: of whom, as selection_level=1; or all.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option("--vary", metavar="NAME=A,B", help="Tornado: a further field, or path of the law, to try; repeat."),
]
Picture = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Tornado: draw it, .svg or .png.")]
Form = Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="Tornado: table, json or csv.")]


def sweep(
    context: typer.Context,
    file: File = None,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    fresh: Fresh = False,
    tornado: IsTornado = False,
    season: o.Season = DEFAULT_SEASON,
    registrations: o.Registrations = None,
    level_mix: o.LevelMix = "dhs-implied",
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    policy: Policies = None,
    measure: Measured = "odds",
    group: Group = "all",
    vary: Vary = None,
    chart: Picture = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
) -> None:
    """Run every point of FILE into one table; or find which unknowns move a figure most.

    Examples: openh1b sweep mixes.yaml --workers 2

    openh1b sweep --tornado --season 2026 --policy weighted-levels --group selection_level=1 --chart tornado.svg
    """
    if tornado:
        _check_given(context, "--tornado", (*_ASKED, *_SHOWN))
        base = Scenario(
            season=season,
            registrations=registrations,
            level_mix=level_mix,
            us_masters=us_masters,
            split=split,
            policies=tuple(policy or ("current",)),
        )
        _ask_tornado(base, (measure, group, vary or []), (out, chart, format))
        return
    if file is None:
        raise InputError(Fault("openh1b sweep", "neither a file nor --tornado", expected="one of them"))
    _run_file(context, file, (out, chart, format), (workers, scheduler, fresh))


_Where = tuple[Path | None, Path | None, str]


def _ask_tornado(base: Scenario, asked: tuple[str, str, list[str]], where: _Where) -> None:
    from openh1b.cli.sweep_text import Shown, show_tornado
    from openh1b.sweep.reading_tornado import question, vary_of
    from openh1b.sweep.tornado import tornado

    how = Shown(*where)
    how.check()
    measure, group, vary = asked
    show_tornado(tornado(question(base, measure, group, vary_of(vary))), how)


def _run_file(context: typer.Context, file: Path, where: _Where, run: tuple[int | None, str | None, bool]) -> None:
    """A file of points, or of one tornado."""
    from openh1b.cli.sweep_text import Shown, print_swept, progress, show_tornado
    from openh1b.sweep.reading import plan_of, read_file
    from openh1b.sweep.reading_tornado import question_of
    from openh1b.sweep.run import How, sweep
    from openh1b.sweep.tornado import tornado

    document, found = read_file(file)
    if "tornado" in found:
        _check_given(context, f"{file}, which has a key tornado", ("file", *_SHOWN))
        how = Shown(*where)
        how.check()
        show_tornado(tornado(question_of(document, found)), how)
        return
    _check_given(context, f"{file}, which has no key tornado", _POINTS)
    plan = plan_of(document, found)
    out = where[0] or Path(f"{file.stem}.parquet")
    with progress() as told:
        done = sweep(plan, out, How(*run, command_line()), told)
    print_swept(done, plan)


def _check_given(context: typer.Context, what: str, known: tuple[str, ...]) -> None:
    """Refuse flags that would be passed over."""
    faults = []
    for name in context.params:
        source = context.get_parameter_source(name)
        if name not in known and source is not None and source.name == "COMMANDLINE":
            flag = "FILE" if name == "file" else f"--{name.replace('_', '-')}"
            faults.append(Fault(flag, f"has no meaning beside {what}"))
    if faults:
        raise InputError(faults)
