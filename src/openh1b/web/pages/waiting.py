"""Runs that take longer than anyone looks at an empty page: begun in a process of their own, with progress, cancelled.

The address stays that of the page: asked again it tells how far the run is, and at last it is the page. Without
JavaScript the page asks again by itself; with it only its main part is swapped.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from openh1b.errors import InputError
from openh1b.scenario import OFF, Scenario
from openh1b.web.address import to_query
from openh1b.web.passing import scope_out, settings_out
from openh1b.web.render import Context, render

if TYPE_CHECKING:
    from openh1b.web.api.jobs import Job

router = APIRouter()

NOW: Final = "openh1b.now"
"""In the scope of a request that is to be answered at once, however long it takes: it comes from such a run."""
HEAD: Final = "answer/head.json"
LONG_SECONDS: Final = 1.5
GONE_SECONDS: Final = 15.0
"""A run after which nobody has asked for so long makes room for others."""
_CORNERS: Final = 19
"""About how many corners the assumptions on employers have (response/assumptions.py)."""
_BUSY: Final = "Other runs are at work. This one begins as soon as there is room."


@dataclass(frozen=True)
class WaitingContext(Context):
    """text: what it is at. done, all: parts, where they are known. seconds: since it began. job: empty before that.

    back: where to go without it. cancel: what ends it.
    """

    template: ClassVar[str] = "waiting.html.j2"

    text: str
    done: int | None
    all: int | None
    seconds: int
    job: str
    back: str
    cancel: str = "/waiting/cancel"


@dataclass
class Run:
    """A page being made. quick: the address of the same without what takes long. asked: when it last was asked for."""

    job: Job
    quick: str
    asked: float


class Runs:
    """The runs of a server, by the page's whole address."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = Lock()

    def of(self, request: Request, scenario: Scenario) -> Run | None:
        """The run of a page, begun unless it is there; None where there is no room for it yet."""
        from openh1b.web.api.jobs import JOBS
        from openh1b.web.api.route import Refused

        with self._lock:
            self._tidy()
            run = self._runs.get(str(request.url))
            if run is None or run.job.state == "cancelled" or not run.job.child.folder.is_dir():
                given = {"scenario": scenario.to_json(), "request": scope_out(request.scope)}
                given["settings"] = settings_out(request.app.state.settings)
                try:
                    job = JOBS.begin("page", given)
                except Refused:
                    return None
                run = self._runs[str(request.url)] = Run(job, _quick(request, scenario), time.monotonic())
            run.asked = time.monotonic()
            return run

    def cancel(self, job: str) -> str | None:
        """End a run by its job's name; where to go then."""
        with self._lock:
            run = next((one for one in self._runs.values() if one.job.id == job), None)
        if run is None:
            return None
        run.job.cancel()
        return run.quick

    def _tidy(self) -> None:
        """Cancel what nobody waits for any more; forget what is gone."""
        now = time.monotonic()
        for address, run in list(self._runs.items()):
            if run.job.state == "running" and now - run.asked > GONE_SECONDS:
                run.job.cancel()
            if not run.job.child.folder.is_dir():
                del self._runs[address]


RUNS: Final = Runs()


def estimated(scenario: Scenario) -> float:
    """About how many seconds a comparison takes, as measured on two slow processors."""
    policies = len(scenario.policies) + (1 << len(scenario.factorial)) - 1
    people = scenario.people or bool(scenario.factorial)
    drawn = scenario.draws * (0.004 if people else 0.00002)
    corners = 0 if scenario.response == OFF else _CORNERS if scenario.response == "range" else 1
    return policies * (0.02 + drawn + 0.2 * people + 0.75 * corners)


def later(request: Request, scenario: Scenario) -> Response | None:
    """The page of a run that takes long: how far it is, or what came of it. None where the page is made at once.

    Raises InputError with what a run found wrong.
    """
    if request.scope.get(NOW) or estimated(scenario) < LONG_SECONDS:
        return None
    run = RUNS.of(request, scenario)
    if run is None:
        return _told(request, _quick(request, scenario), None, {"text": _BUSY})
    if run.job.state == "running":
        return _told(request, run.quick, run.job, run.job.child.told())
    if run.job.state == "failed":
        raise InputError(run.job.faults())
    folder = run.job.child.folder
    head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    return Response((folder / "answer/page.html").read_bytes(), head["status"], dict(head["headers"]))


def _quick(request: Request, scenario: Scenario) -> str:
    query = to_query(replace(scenario, response=OFF, draws=0, people=False))
    path = request.url.path if request.url.path == "/" else "/compare"
    return f"{path}?{query}" if query else path


def _told(request: Request, back: str, job: Job | None, told: dict[str, Any]) -> Response:
    context = WaitingContext(
        title="Computing",
        lead="This takes more than a moment. The page comes by itself; its address can be left and come back to.",
        text=told.get("text") or "Computing what nobody reacts to",
        done=told.get("done"),
        all=told.get("all"),
        seconds=0 if job is None else int(time.monotonic() - job.child.begun),
        job="" if job is None else job.id,
        back=back,
    )
    return render(request, context, 202)


@router.post("/waiting/cancel")
def cancel(job: Annotated[str, Form(max_length=80)]) -> Response:
    """End a run, and go to the same page without what takes long."""
    return RedirectResponse(RUNS.cancel(job) or "/compare", 303)
