"""Work in processes of their own: a file that brings a parser down brings down nothing else, and work can be ended.

Each has a folder of its own, with what it is to do, how far it is and what came of it; the folder goes with it.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

ASKED, TOLD, DONE, ANSWER, UPLOADED = "asked.json", "told.json", "done.json", "answer", "uploaded"
MOST: Final = 4
"""Processes at once. Each takes a processor and may take gigabytes."""
_LOCK: Final = Lock()
_RUNNING: Final[set[Child]] = set()


class TooMany(Exception):  # noqa: N818 - an answer, not a mistake of ours
    """As many are at work as may be."""


@dataclass(eq=False)
class Child:
    """A process and its folder. begun: on the machine's own clock, in seconds."""

    folder: Path
    process: subprocess.Popen[bytes]
    begun: float = field(default_factory=time.monotonic)

    @property
    def running(self) -> bool:
        """Whether it still is at work."""
        if self.process.poll() is None:
            return True
        with _LOCK:
            _RUNNING.discard(self)
        return False

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False where it was not done in time, and then it is ended."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.end()
            return False
        return not self.running

    def ends_within(self, seconds: float) -> bool:
        """Wait for its end; False where it still is at work then."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return not self.running

    def end(self) -> None:
        """End it and all it started, now."""
        if self.process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
            self.process.wait()
        with _LOCK:
            _RUNNING.discard(self)

    def told(self) -> dict[str, Any]:
        """How far it is."""
        return _read(self.folder / TOLD) or {}

    def done(self) -> dict[str, Any] | None:
        """What came of it: `file` and `media`, or `status` and `faults`; None where it ended without a word."""
        return _read(self.folder / DONE)

    def remove(self) -> None:
        """End it and delete its folder."""
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_folder() -> Path:
    """An empty folder that only this user can read."""
    return Path(tempfile.mkdtemp(prefix="openh1b-"))


def start(task: str, given: Mapping[str, Any], folder: Path) -> Child:
    """Begin a task (tasks.py) in a folder of `new_folder`. Raises TooMany."""
    (folder / ASKED).write_text(json.dumps({"task": task, **given}), encoding="utf-8")
    (folder / ANSWER).mkdir()
    with _LOCK:
        for one in [one for one in _RUNNING if one.process.poll() is not None]:
            _RUNNING.discard(one)
        if len(_RUNNING) >= MOST:
            raise TooMany
        process = subprocess.Popen(  # noqa: S603 - this Python, our own module
            [sys.executable, "-P", "-m", "openh1b.web.api.worker", str(folder), str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        child = Child(folder, process)
        _RUNNING.add(child)
    return child


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


@atexit.register
def end_all() -> None:
    """End every process that is at work, and delete its folder."""
    for one in list(_RUNNING):
        one.remove()
