"""Work that takes longer than a request may: kept in memory and a folder each, for a while, then deleted."""

from __future__ import annotations

import atexit
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final, Literal

from openh1b.errors import Fault
from openh1b.web.api.children import Child, new_folder
from openh1b.web.api.route import Refused
from openh1b.web.api.uploads import begun

State = Literal["running", "done", "failed", "cancelled"]
MOST_AT_WORK: Final = 2
MOST_KEPT: Final = 50
KEPT_SECONDS: Final = 3600.0
LONGEST_SECONDS: Final = 3600.0


@dataclass(eq=False)
class Job:
    """A job. id: a random name that nobody can guess. ended: on the machine's own clock; None while it is at work."""

    id: str
    task: str
    child: Child
    made: datetime = field(default_factory=lambda: datetime.now(tz=UTC))
    ended: float | None = None
    cancelled: bool = False

    @property
    def state(self) -> State:
        """How it stands."""
        if self.cancelled:
            return "cancelled"
        if self.child.running:
            return "running"
        self.ended = self.ended or time.monotonic()
        done = self.child.done()
        return "done" if done is not None and "file" in done else "failed"

    def faults(self) -> list[Fault]:
        """Why it failed."""
        done = self.child.done()
        if done is None:
            return [Fault(self.task, "was ended before its time: it took too long, or too much memory")]
        return [Fault(**one) for one in done.get("faults", ())]

    def cancel(self) -> None:
        """End it; what it had done is deleted."""
        self.cancelled = True
        self.ended = time.monotonic()
        self.child.remove()


class Jobs:
    """The jobs of a server."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def begin(self, task: str, given: Mapping[str, Any]) -> Job:
        """Begin a task. Raises Refused where as many are at work as may be."""
        with self._lock:
            self._tidy()
            at_work = sum(one.state == "running" for one in self._jobs.values())
            if at_work >= MOST_AT_WORK:
                fault = Fault("jobs", f"{at_work} are at work", hint="Wait for one to end, or cancel one with DELETE.")
                raise Refused(429, [fault], {"retry-after": "10"})
            job = Job(secrets.token_urlsafe(16), task, begun(task, given, new_folder()))
            self._jobs[job.id] = job
        return job

    def find(self, name: str) -> Job:
        """A job by its name. Raises Refused."""
        with self._lock:
            self._tidy()
            job = self._jobs.get(name)
        if job is None:
            hint = "A job is kept for an hour after its end."
            raise Refused(404, [Fault("job", "there is none of this name", hint=hint)])
        return job

    def end_all(self) -> None:
        """End all and delete what they made."""
        with self._lock:
            for job in self._jobs.values():
                job.child.remove()
            self._jobs.clear()

    def _tidy(self) -> None:
        """End those that take too long; delete those that ended long ago, the oldest first where they are many."""
        now = time.monotonic()
        for job in self._jobs.values():
            if job.state == "running" and now - job.child.begun > LONGEST_SECONDS:
                job.child.end()
        over = [job for job in self._jobs.values() if job.ended is not None]
        old = [job for job in over if now - (job.ended or now) > KEPT_SECONDS]
        for job in dict.fromkeys([*old, *over[: max(0, len(self._jobs) - MOST_KEPT)]]):
            job.child.remove()
            del self._jobs[job.id]


JOBS: Final = Jobs()
atexit.register(JOBS.end_all)
