"""A season of synthetic people: made, compared under seven policies, drawn; registrations taken in; the report."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from benchmarks.field import SEASON, Field
from benchmarks.finding import Finding, Under
from benchmarks.many_draws import keyed, measured, peak
from benchmarks.rivals import choice
from benchmarks.single import run
from benchmarks.size import Size
from benchmarks.timing import Pair, alternate
from openh1b.arrays import Ints
from openh1b.asked import Asked, ask, policies_of
from openh1b.cli.intake import write_intake
from openh1b.pay import PAY
from openh1b.scenario import Scenario
from openh1b.season.entry import race, rule
from openh1b.season.intake import take_in
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.race import Race
from openh1b.simulate import compare_on

POLICIES = ("lottery", "weighted-levels", "level-ranking", "pay-ranking", "regional-pay-ranking") + (
    "lifetime-value-ranking",
    "advanced-degree-first+lottery",
)
_INTAKE_SEASON = 2027
_MAKE = Path(__file__).resolve().parent.parent / "tools" / "make_registrations.py"
BARE = "Python that does nothing"


@dataclass(frozen=True, eq=False)
class People:
    """So many synthetic people under the weighted rule, one row each, for the season's seats."""

    count: int

    @cached_property
    def asked(self) -> Asked:
        """The season with these people in place of its own number."""
        return replace(ask(Scenario(season=SEASON)), pool=made(self.count, "1"))

    @property
    def pay(self) -> Ints:
        """Pay of each person, whole US dollars a year."""
        return self.asked.pool.array(PAY).astype(np.int64)

    def by_person(self) -> Race:
        """A new race with one row a person; nothing in it is worked out yet."""
        pool = replace(self.asked.pool)  # a copy: it has coded none of its columns
        (policy,) = policies_of(Scenario(season=SEASON, policies=("weighted-levels",)))
        return race(rule(policy, self.asked.seats, pool.units), pool)


def made(count: int, seed: str) -> Pool:
    """Synthetic people with every column there: a pool makes some only when they are read."""
    pool = synthetic_pool(season(SEASON), Splits(), seed=seed, size=count)
    return replace(pool, columns=dict(pool.columns))


def by_season(size: Size) -> list[Finding]:
    """People made, compared and drawn, each against what it could not do without or would otherwise be done by."""
    people, field = People(size.season_people), Field(size.season_people)
    columns = len(people.asked.pool.columns)
    counted, seven = f"{size.season_people:,} synthetic people", Scenario(season=SEASON, policies=POLICIES)

    def compared(_: int) -> None:
        compare_on(replace(people.asked, pool=replace(people.asked.pool)), seven)

    def choices(number: int) -> None:
        for _ in POLICIES:
            choice(field, np.random.default_rng(number))

    def uniforms(number: int) -> None:
        generator = np.random.default_rng(number)
        for _ in range(columns):
            generator.random(size.season_people)

    making = alternate(lambda number: made(size.season_people, f"bench {number}"), uniforms, size.rounds)
    return [
        Finding(f"{counted} made, {columns} columns", "as many uniform numbers", making, Under(2.0)),
        Finding(
            f"seven policies compared on {counted}, closed form with spread and pay",
            "one draw of each by numpy Generator.choice, no measures",
            alternate(compared, choices, size.rounds),
            Under(1.0),
        ),
        *_by_draws(size, people, field),
    ]


def _by_draws(size: Size, people: People, field: Field) -> list[Finding]:
    draws, part = size.table_draws, max(1, size.table_draws // 5)
    pair = alternate(
        lambda number: measured(people, draws, number), lambda number: keyed(field, part, number), min(3, size.rounds)
    )
    code = f"from benchmarks.season import People, measured; people = People({size.season_people}); people.asked"
    peaks = Pair((peak(f"{code}; measured(people, {draws}, 0)"),), (peak(code),))
    name = f"{draws:,} draws of {size.season_people:,} synthetic people under weighted-levels, with measures of pay"
    against = "as many draws by bare keys and a partition, no measures"
    return [
        Finding(name, against, pair.each(1, part / draws), Under(15.0)),
        Finding("peak memory of a process that does it", "one that makes the people", peaks, Under(1.5e9, "B"), "B"),
    ]


def by_intake(size: Size) -> list[Finding]:
    """Registrations of a file taken in and written, against reading the file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "registrations.csv"
        command = [sys.executable, str(_MAKE), str(size.registrations), "--season", str(_INTAKE_SEASON)]
        subprocess.run([*command, "--out", str(file)], check=True, capture_output=True)

        def ours(number: int) -> None:
            write_intake(take_in(file, season=_INTAKE_SEASON), Path(folder) / f"out {number}", "make bench")

        pair = alternate(ours, lambda _: pl.read_csv(file), min(3, size.rounds))
    name = f"intake of {size.registrations:,} registrations, files written"
    return [Finding(name, "polars.read_csv of the file", pair, Under(10.0))]


def by_report(size: Size) -> list[Finding]:
    """The page with charts, from nothing, as a user waits for it."""
    with TemporaryDirectory() as folder:
        page = str(Path(folder) / "compare.html")
        asked = f"import sys; sys.argv = ['openh1b', 'compare', '--report', {page!r}]"
        code = f"{asked}; from openh1b.cli import main; main()"
        pair = alternate(lambda _: run(code), lambda _: run("pass"), size.rounds)
    return [Finding("openh1b compare --report FILE in a new process", BARE, pair, Under(3.0))]
