"""A sweep's table: the same bytes however many processes, and whenever it was killed; nothing half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sweep.plan import Plan
from openh1b.sweep.reading import read_plan
from openh1b.sweep.run import How, sweep
from openh1b.tables import RESULT
from tests.sweep.conftest import COMMAND, SIXTY_FOUR

Planned = Callable[[str], Plan]
Run = Callable[..., subprocess.CompletedProcess[str]]

LONG = """
base: {season: 2027, policies: [weighted-levels]}
range:
  registrations: {low: 250000, high: 450000, steps: 128}
by: [all, selection_level]
ranges: true
"""


def table_of(plan: Plan, out: Path, **how: object) -> bytes:
    sweep(plan, out, How(**how))  # type: ignore[arg-type]
    return out.read_bytes()


def test_the_table_has_the_same_bytes_at_1_2_and_16_workers(planned: Planned, tmp_path: Path):
    plan = planned(SIXTY_FOUR)
    one, two, sixteen = (table_of(plan, tmp_path / f"{n}.parquet", workers=n) for n in (1, 2, 16))
    assert one == two == sixteen


def test_one_row_a_figure_sorted_by_point_with_what_varies(planned: Planned, tmp_path: Path):
    plan, seen = planned(SIXTY_FOUR), []
    done = sweep(plan, tmp_path / "out.parquet", How(workers=1), lambda now, points: seen.append((now, points)))
    frame = pl.read_parquet(done.out)
    assert tuple(frame.columns) == ("point", "scenario_sha256", "caps.regular", "registrations", *RESULT.names)
    assert frame["point"].is_sorted()
    assert frame.height == done.rows == 64 * 2 * 2 * 5  # points, policies, measures, groups
    assert set(frame["policy"]) == {"lottery", "weighted-levels"}
    assert frame.filter(point=63).row(0, named=True).items() >= {
        "caps.regular": 85_000, "registrations": 450_000, "level_mix": "eig-2025", "policy": "lottery",
        "scenario_sha256": plan.point(63).scenario.content_hash, "measure": "odds", "group": "all",
    }.items()  # fmt: skip
    assert seen == [(k, 64) for k in range(65)]
    assert not list(tmp_path.glob("*.parts"))


def test_the_record_beside_the_table_says_what_it_stands_on(planned: Planned, tmp_path: Path):
    policy = tmp_path / "mine.yaml"
    lottery = Path(__file__).parents[2] / "src" / "openh1b" / "law" / "policies" / "lottery.yaml"
    policy.write_text(lottery.read_text(encoding="utf-8").replace("name: lottery", "name: mine"), encoding="utf-8")
    done = sweep(
        planned(f"grid: {{policies: ['{policy}', current]}}\n"), tmp_path / "out.parquet", How(command="typed")
    )
    record = json.loads(done.record.read_text(encoding="utf-8"))
    assert record["sha256"] == sha256(done.out.read_bytes()).hexdigest()
    assert record["files"] == {str(policy): sha256(policy.read_bytes()).hexdigest()}
    assert record["command"] == "typed"
    assert record["sweep"]["base"]["season"] == 2026
    assert "Nobody reacted" in record["first_point"]["headline"]
    assert {"openh1b", "law_sha256", "versions", "points", "rows", "varies"} <= set(record)


def killed_half_way(file: Path, out: Path, workers: int) -> int:
    """SIGKILL a sweep once some parts are there; how many were."""
    process = subprocess.Popen(
        [*COMMAND, str(file), "--out", str(out), "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    parts = out.with_name(f"{out.name}.parts")
    deadline = time.monotonic() + 120
    while len(list(parts.glob("part-*.parquet"))) < 5:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(list(parts.glob("part-*.parquet")))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_sweep_goes_on_and_gives_the_bytes_of_one_that_was_not(
    written: Callable[[str], Path], tmp_path: Path, command: Run, workers: int
):
    file, out = written(LONG), tmp_path / "killed.parquet"
    there = killed_half_way(file, out, workers)
    assert not out.exists()
    assert there < 64
    resumed = command(str(file), "--out", str(out), "--workers", "1")
    assert resumed.returncode == 0, resumed.stderr
    assert f"{there * 2} of them by an earlier run" in resumed.stdout
    assert resumed.stderr.startswith(f"{there * 2} of 128 points\n")
    assert out.read_bytes() == table_of(read_plan(file), tmp_path / "whole.parquet", workers=1)
    assert not out.with_name("killed.parquet.parts").exists()


def stopped(plan: Plan, out: Path) -> Path:
    """A sweep that ended after three parts; its folder."""

    def stop(done: int, _: int) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, out, How(workers=1), stop)
    return out.with_name(f"{out.name}.parts")


def test_parts_of_another_sweep_are_refused_unless_it_begins_anew(planned: Planned, tmp_path: Path):
    out = tmp_path / "out.parquet"
    stopped(planned(SIXTY_FOUR), out)
    other = planned(SIXTY_FOUR.replace("2026", "2027"))
    with pytest.raises(InputError, match=r"parts of a sweep that differs in sweep; .*--fresh"):
        sweep(other, out, How(workers=1))
    assert sweep(other, out, How(workers=1, fresh=True)).resumed == 0


def test_a_half_written_part_is_computed_again(planned: Planned, tmp_path: Path):
    plan, out = planned(SIXTY_FOUR), tmp_path / "out.parquet"
    folder = stopped(plan, out)
    (folder / ".part-00007.parquet.0123.partial").write_bytes(b"half")
    done = sweep(plan, out, How(workers=1))
    assert done.resumed == 3
    assert out.read_bytes() == table_of(plan, tmp_path / "whole.parquet", workers=1)


def test_a_folder_that_holds_other_things_is_left_alone(planned: Planned, tmp_path: Path):
    folder = tmp_path / "out.parquet.parts"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    for fresh in (False, True):
        with pytest.raises(InputError, match=r"holds thesis\.txt"):
            sweep(planned(SIXTY_FOUR), tmp_path / "out.parquet", How(workers=1, fresh=fresh))
    assert (folder / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_sweep_that_is_running_is_not_run_twice(planned: Planned, tmp_path: Path):
    plan, out = planned(SIXTY_FOUR), tmp_path / "out.parquet"
    faults = []

    def again(_done: int, _all: int) -> None:
        with pytest.raises(InputError, match="another process is running this sweep") as raised:
            sweep(plan, out, How(workers=1))
        faults.append(raised.value)

    sweep(plan, out, How(workers=1), again)
    assert len(faults) == 65


def test_a_table_that_is_there_is_not_overwritten_unasked(planned: Planned, tmp_path: Path):
    out = tmp_path / "out.parquet"
    out.write_bytes(b"precious")
    with pytest.raises(InputError, match="already exists"):
        sweep(planned(SIXTY_FOUR), out, How(workers=1))
    assert out.read_bytes() == b"precious"
    assert table_of(planned(SIXTY_FOUR), out, workers=1, fresh=True) != b"precious"


def test_points_that_cannot_be_computed_are_named_and_nothing_is_written(planned: Planned, tmp_path: Path):
    # Each value runs with the first of the other axis; the two together do not fit.
    plan = planned("base: {policies: [lottery]}\ngrid: {season: [2026, 2030], registrations: [300000, null]}\n")
    with pytest.raises(InputError, match=r"point 3 \(season 2030, registrations None\): .*no published registrations"):
        sweep(plan, tmp_path / "out.parquet", How(workers=1))
    assert not (tmp_path / "out.parquet").exists()


def test_csv_has_the_rows_of_parquet(planned: Planned, tmp_path: Path):
    plan = planned(SIXTY_FOUR)
    table_of(plan, tmp_path / "a.parquet", workers=1)
    table_of(plan, tmp_path / "a.csv", workers=1)
    columns = ["point", "caps.regular", "registrations", "policy", "measure", "group", "value"]
    read = pl.read_csv(tmp_path / "a.csv", schema_overrides={"group": pl.String}).select(columns)
    assert read.equals(pl.read_parquet(tmp_path / "a.parquet").select(columns))


def test_a_worker_that_dies_is_told_and_what_was_done_is_kept(planned: Planned, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("openh1b.sweep.runners.run_part", _die)
    with pytest.raises(InputError, match="a worker process ended before its time"):
        sweep(planned(SIXTY_FOUR), tmp_path / "out.parquet", How(workers=2))


def _die(_: object) -> None:
    import os

    os._exit(9)
