"""The table on the screen and the page in the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.table import Table

from benchmarks.chart import title_of
from benchmarks.finding import HEADINGS, Finding, Skipped, amount
from benchmarks.sizes import METHODS, Point

PLOT = "benchmarks-size.svg"


@dataclass(frozen=True)
class Run:
    """All that one run found, where, when and by which command. judged: whether sizes were large enough for targets."""

    findings: Sequence[Finding | Skipped]
    points: Sequence[Point]
    machine: dict[str, str]
    day: date
    command: str
    judged: bool

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The table's cells."""
        return [finding.cells(judged=self.judged) for finding in self.findings]


def show(run: Run, console: Console) -> None:
    """Print the table."""
    table = Table(title="Medians of a run; ratio: the other's cost over ours", title_justify="left", show_lines=True)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in run.rows:
        table.add_row(*row)
    console.print(table)


def page(run: Run) -> str:
    """The page in Markdown: the table, how it was measured, the machine, the plot and its numbers."""
    machine = [f"- {label}: {text}" for label, text in run.machine.items()]
    parts = [
        "# Speed",
        f"Written by `{run.command}` on {run.day.isoformat()}; do not edit by hand.",
        _markdown(HEADINGS, run.rows),
        _HOW,
        "## Machine",
        "\n".join(machine),
        "## Cost against size",
        f"![{title_of(run.points)}]({PLOT})",
        "Seconds a draw, or for the odds of everyone. The same numbers:",
        _size_table(run.points),
    ]
    return "\n\n".join(parts) + "\n"


_HOW = """\
How to read it:

- Ours and the other are timed turn by turn in the same process (the last lines: in new processes), and who goes first
  changes from round to round. A time is the median of the rounds. The ratio is the other's cost over ours in each
  round: its median, and in brackets its least and greatest. Above 1, ours costs less.
- People of the first lines and of the plot are made up: four wage levels with weights 1 to 4, 44% with a US master's;
  a first stage open to all and a second to those with a US master's not yet selected. Both sides do both stages, unless
  the line says otherwise.
- A key a person and a partition: an exponential number divided by the weight; the smallest win. It selects the same
  numbers with the same law as ours, as `tests/test_benchmarks.py` checks; so does numpy's `choice`.
- Synthetic people are those of `openh1b season make`, with every column; the seven policies are lottery,
  weighted-levels, level-ranking, pay-ranking, regional-pay-ranking, lifetime-value-ranking and
  advanced-degree-first+lottery, with odds, changes, gains and losses by level and degree, pay and spread of each.
  What is cached by a pool is forgotten from round to round.
- Intake reads a file of invented registrations, 2% of them with faults, and writes its five files.
- The LCA file is made for the run, in the layout of the files from FY2020 on, with invented rows; ours reads it, finds
  out what it is, gives each column its type, derives yearly pay and checks the table, and the other reads cells only:
  days stay text, ZIP codes become numbers, and nothing is refused. The line after it has pandas make the same columns:
  without contact persons, text as text and trimmed, days, numbers, yearly pay, SHA-256 of the file; but for cells of
  the usual form only, and without checks of layout and limits.
  Files of the hub are the official ones, in the folder that `OPENH1B_SHARED_DATA` names.
- The sweep reads its file, checks it, runs the points on one process a processor, and writes the table; the other side
  is one process, timed on every fiftieth point, so that the ratio holds the number of processors.
- Times of draws from a table include finding the classes and setting up; those of odds include it too.
- In a new process: the interpreter starts anew, files are still in the system's cache.
- Pages come from `openh1b serve` in a process of its own by HTTP on the same machine, warm, and no question is asked
  twice unless the line says so; an answer that is an error would end the run. Who asks takes a part of the processors
  too."""


def _size_table(points: Sequence[Point]) -> str:
    cost = {(p.method, p.people): p.seconds for p in points}
    people = sorted({p.people for p in points})
    rows = [
        (method, *(amount(cost[method, n], "s") if (method, n) in cost else "not run" for n in people))
        for method in METHODS
    ]
    return _markdown(("People", *(f"{n:,}" for n in people)), rows)


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
