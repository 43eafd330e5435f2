"""Where parts are computed: in this process, in a pool of processes here, or on a Dask cluster. The same work each."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from openh1b.errors import Fault, InputError
from openh1b.sweep.point import Done, Work, run_part

_WORTH = 150
"""Points below which starting processes takes longer than they save."""
_WAIT = 30
"""Seconds to wait for a scheduler, and for its first worker."""
_ADDRESS = re.compile(r"([a-z]+://)?[^/\s:]+:\d{1,5}|([a-z]+://)?\[[0-9a-fA-F:.]+\]:\d{1,5}")
_EXPECTED = "an address such as tcp://127.0.0.1:8786"
_AGAIN = "What was done is kept: the same command goes on."


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def locally(works: Sequence[Work], workers: int | None) -> Iterator[Done]:
    """Parts as they are done, in any order. workers: processes; None is one a processor, fewer for few points."""
    points = sum(len(work.points) for work in works)
    many = min(workers or (cores() if points >= _WORTH else 1), len(works))
    if many <= 1:
        yield from map(run_part, works)
        return
    pool = ProcessPoolExecutor(many, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        for future in as_completed([pool.submit(run_part, work) for work in works]):
            yield future.result()
    except BrokenProcessPool:
        raise InputError(Fault("--workers", "a worker process ended before its time", hint=_AGAIN)) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def on_cluster(works: Sequence[Work], address: str) -> Iterator[Done]:
    """Parts as a Dask cluster finishes them. A worker that is lost has its parts computed by the others.

    The workers need openh1b installed; a pool's or a policy's file must be at the same path for them.
    Raises InputError where there is no scheduler at the address, no worker joins, or workers keep dying.
    """
    check_address(address)
    from distributed import Client, KilledWorker
    from distributed import as_completed as completed

    try:
        client = Client(address, timeout=_WAIT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(_no_scheduler(address, error)) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAIT)
        except TimeoutError:
            raise InputError(Fault("--scheduler", f"{address} has no worker after {_WAIT} seconds")) from None
        futures = [client.submit(run_part, work, pure=False) for work in works]
        try:
            for future in completed(futures):  # type: ignore[no-untyped-call]
                yield future.result()
                future.release()
        except KilledWorker as error:
            raise InputError(Fault("--scheduler", f"workers died at their work ({error})", hint=_AGAIN)) from None
        except ImportError as error:
            hint = "Install this version of openh1b for them."
            raise InputError(Fault("--scheduler", f"its workers lack a module ({error})", hint=hint)) from None


def check_address(address: str) -> None:
    """Raises InputError for what is no address: a client that cannot read one takes a minute to end."""
    if not _ADDRESS.fullmatch(address):
        raise InputError(Fault("--scheduler", f"{address!r} is no address", expected=_EXPECTED))


def _no_scheduler(address: str, error: Exception) -> Fault:
    problem = f"no scheduler answers at {address!r} ({type(error).__name__})"
    return Fault("--scheduler", problem, expected=_EXPECTED)
