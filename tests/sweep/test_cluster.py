"""The same sweep on a Dask cluster of processes, one killed half-way: the bytes are those of a local run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from openh1b.sweep.reading import read_plan
from openh1b.sweep.run import How, sweep
from tests.sweep.conftest import COMMAND
from tests.sweep.test_run import LONG

Run = Callable[..., subprocess.CompletedProcess[str]]
QUIET = {**os.environ, "DASK_DISTRIBUTED__DASHBOARD__LINK": "", "PYTHONWARNINGS": "ignore"}


def dask(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=file, stderr=file, env=QUIET)


def until(found: Callable[[], object], what: str) -> object:
    deadline = time.monotonic() + 120
    while not (value := found()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return value


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process; its address and the workers."""
    log = folder / "scheduler.log"
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log=log)
    workers: list[subprocess.Popen[bytes]] = []
    try:
        match = until(lambda: re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text()), "no scheduler")
        address = match[1]  # type: ignore[index]
        for k in range(2):
            local = folder / f"worker-{k}"
            fixed = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(local))
            workers.append(dask("worker", address, *fixed, log=folder / f"worker-{k}.log"))
        for k in range(2):
            until(lambda k=k: "Registered to" in (folder / f"worker-{k}.log").read_text(), "no worker")
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


def test_a_worker_killed_half_way_changes_nothing(written: Callable[[str], Path], tmp_path: Path):
    file, out = written(LONG), tmp_path / "cluster.parquet"
    with cluster(tmp_path) as (address, workers):
        command = [*COMMAND, str(file), "--out", str(out), "--scheduler", address]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        parts = tmp_path / "cluster.parquet.parts"
        until(lambda: len(list(parts.glob("part-*.parquet"))) >= 5 or running.poll() is not None, "no parts")
        assert running.poll() is None, "it ended before a worker could be killed"
        workers[0].send_signal(signal.SIGKILL)
        told, complained = running.communicate(timeout=240)
        assert running.returncode == 0, complained
        assert workers[1].poll() is None
    assert "128 points" in told
    sweep(read_plan(file), tmp_path / "local.parquet", How(workers=1))
    assert out.read_bytes() == (tmp_path / "local.parquet").read_bytes()


@pytest.mark.parametrize(
    ("address", "says"), [("tcp://127.0.0.1:9", "no scheduler answers at"), ("mars", "'mars' is no address")]
)
def test_an_address_where_no_scheduler_is(written: Callable[[str], Path], address: str, says: str):
    file = written("grid: {seed: [1, 2]}\nmeasures: [odds]\n")
    code = (
        "import sys, openh1b.sweep.runners as r; r._WAIT = 1; "
        f"sys.argv = ['openh1b', 'sweep', {str(file)!r}, '--scheduler', {address!r}]; "
        "from openh1b.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=file.parent, capture_output=True, text=True, check=False, env=QUIET
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
