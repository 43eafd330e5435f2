"""What one worker, one employer and one analyst of proposals wait for, each in a process of its own."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.field import SEASON
from benchmarks.finding import Finding, Under
from benchmarks.single import run
from benchmarks.size import Size
from benchmarks.timing import alternate
from openh1b.law import policy_names

_LIBRARIES = "import numpy, typer"
_PERSON = ("person", "--soc", "15-1252", "--area", "Seattle", "--salary", "165000", "--season", "2028")
_ASKED_ON = "2026-11-20"
_NEEDS_A_FILE = {"first-come"}
"""Policies that a published season lacks a column for: the days on which petitions came in."""
_LIST = ("candidate_id", "soc", "area", "offered_wage_usd", "us_masters_or_higher", "channel")
_JOBS = ("15-1252", "13-2011", "17-2112", "15-2051")
_AREAS = ("Seattle", "New York", "Chicago", "Dallas", "Atlanta")


def by_person(size: Size) -> list[Finding]:
    """`person`, `employer` and a comparison of every named policy, as typed; the other is what none can do without."""
    names = [name for name in policy_names() if name not in _NEEDS_A_FILE and name != "current"][: size.shelf]
    person = _command(*_PERSON, "--on", _ASKED_ON)
    shelf = _command("compare", *names, "--season", str(SEASON), "--format", "json")
    with TemporaryDirectory() as folder:
        file = _candidates(Path(folder), size.candidates)
        listed = _command("employer", str(file), "--season", "2028", "--on", _ASKED_ON, "--format", "json")
        pairs = [
            alternate(lambda _, code=code: run(code), lambda _: run(_LIBRARIES), min(3, size.rounds))
            for code in (person, listed, shelf)
        ]
    whats = (
        ("openh1b person in a new process", Under(0.5)),
        (f"openh1b employer with {size.candidates:,} candidates in a new process", Under(3.0)),
        (f"openh1b compare of {len(names)} named policies, FY{SEASON}, in a new process", Under(10.0)),
    )
    against = "Python that imports NumPy and Typer"
    return [Finding(what, against, pair, under) for (what, under), pair in zip(whats, pairs, strict=True)]


def _command(*words: str) -> str:
    """Code that runs a command line; an end with anything but success ends the benchmark."""
    return f"import sys; sys.argv = {['openh1b', *words]!r}; from openh1b.cli.app import main; main()"


def _candidates(folder: Path, number: int) -> Path:
    """A made list: jobs, places and pay in turn, so that every level comes up."""
    file = folder / "candidates.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(_LIST)
        for k in range(number):
            pay = 70_000 + 1_300 * (k % 120)
            writer.writerow((f"made-{k}", _JOBS[k % 4], _AREAS[k % 5], pay, "yes" if k % 3 else "no", "in_us"))
    return file
