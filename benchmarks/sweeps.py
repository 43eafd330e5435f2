"""Many points of aggregated pools in a sweep, as a user waits for them, against the same points compared one by one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.field import SEASON
from benchmarks.finding import Finding, Under
from benchmarks.size import Size
from benchmarks.timing import alternate
from openh1b.simulate import compare
from openh1b.sweep.plan import Plan
from openh1b.sweep.reading import read_plan
from openh1b.sweep.run import How, sweep

_FILE = """
base: {{season: {season}, policies: [lottery, weighted-levels]}}
grid: {{level_mix: [dhs-implied, eig-2025]}}
range: {{registrations: {{low: 250000, high: 450000, steps: {steps}}}}}
measures: [odds, selected]
by: [all, selection_level]
"""
_PART = 50
"""The other side runs one point in so many: it is the same for each."""


def by_sweep(size: Size) -> list[Finding]:
    """A sweep with its file read and its table written, on as many processes as there are processors."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        plan = _plan(folder, size.sweep_points)
        part = range(0, len(plan), _PART)

        def ours(number: int) -> None:
            sweep(_plan(folder, size.sweep_points), folder / f"{number}.parquet", How())

        def others(_: int) -> None:
            for point in part:
                compare(plan.point(point).scenario)

        pair = alternate(ours, others, min(3, size.rounds)).each(1, len(part) / len(plan))
    what = f"a sweep of {len(plan):,} points of published rows, two policies, written as Parquet"
    return [Finding(what, "compare of each point in turn, in one process, with ranges and changes", pair, Under(60.0))]


def _plan(folder: Path, points: int) -> Plan:
    file = folder / "sweep.yaml"
    file.write_text(_FILE.format(season=SEASON, steps=points // 2), encoding="utf-8")
    return read_plan(file)
