"""Files that a form sends: read in a process of their own, whose page tells how far it is where that takes long.

What is done soon is answered at once. Else the browser is led to an address that nobody can guess, where the answer
comes to be; with JavaScript only the page's main part is swapped.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from openh1b.errors import Fault, InputError, OpenH1BError
from openh1b.web.pages.waiting import WaitingContext
from openh1b.web.render import render

if TYPE_CHECKING:
    from openh1b.web.api.children import Child
    from openh1b.web.api.uploads import Upload

router = APIRouter()

QUICK_SECONDS: Final = 2.0
KEPT_SECONDS: Final = 15 * 60.0
_GONE: Final = "It is gone: what comes of a file is kept for a quarter of an hour at most. Send the file again."


@dataclass(frozen=True)
class Outcome:
    """What came of a file. data: the task's answer, with others beside it in `folder`. faults: why there is none."""

    data: bytes = b""
    folder: Path = Path()
    faults: tuple[Fault, ...] = ()
    status: int = 200


@dataclass(frozen=True)
class Way:
    """Of a form. page: its path. back: where Cancel leads. show: the answer. once: what is shown is not kept."""

    page: str
    back: str
    show: Callable[[Request, Outcome], Response]
    once: bool = False


@dataclass(eq=False)
class Sent:
    """A file at work. name: of the file. over: set when nothing of it is wanted any more."""

    child: Child
    name: str
    seconds: float
    way: Way
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    late: bool = False
    shown: Response | None = None
    over: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def answer(self, request: Request) -> Response:
        """The answer, when the process has ended; its folder goes."""
        with self.lock:
            if self.shown is None:
                self.shown = self.way.show(request, self._outcome())
                self.child.remove()
                if self.way.once:
                    self.over.set()
            return self.shown

    def _outcome(self) -> Outcome:
        from openh1b.web.api.uploads import late, result

        if self.late:
            return Outcome(faults=(late(self.name, self.seconds),), status=422)
        try:
            return Outcome(bytes(result(self.child, self.name).body), self.child.folder)
        except InputError as error:
            return Outcome(faults=error.faults, status=422)


class Files:
    """The files at work, and those whose answer waits, by a name that nobody can guess."""

    def __init__(self) -> None:
        self._held: dict[str, Sent] = {}

    def keep(self, one: Sent) -> None:
        """Watch over a file until its time is over."""
        self._held[one.id] = one
        Thread(target=self._watch, args=(one,), daemon=True).start()

    def find(self, name: str) -> Sent | None:
        """A file by its name; None where it is gone."""
        return self._held.get(name)

    def _watch(self, one: Sent) -> None:
        if not one.child.ends_within(max(0.0, one.seconds - (time.monotonic() - one.child.begun))):
            one.late = True
            one.child.end()
        one.over.wait(KEPT_SECONDS)
        self._held.pop(one.id, None)
        one.child.remove()


FILES: Final = Files()


def posted(request: Request, upload: Upload, way: Way) -> Response:
    """The answer to a form with a file; where that takes longer than a moment, the way to where it will be."""
    from openh1b.web.api.asked import settings_of
    from openh1b.web.api.route import Refused
    from openh1b.web.api.uploads import sent

    try:
        child, name = sent(request, upload)
    except Refused as error:
        return way.show(request, Outcome(faults=error.faults, status=error.status))
    except InputError as error:
        return way.show(request, Outcome(faults=error.faults, status=422))
    except OpenH1BError as error:
        return way.show(request, Outcome(faults=(Fault(upload.task, str(error)),), status=422))
    one = Sent(child, name, settings_of(request).limits.seconds, way)
    if one.seconds <= QUICK_SECONDS:
        one.late = not child.wait(one.seconds)
    if one.late or child.ends_within(QUICK_SECONDS):
        return one.answer(request)
    FILES.keep(one)
    return RedirectResponse(f"{way.page}/sent/{one.id}", 303)


@router.get("/draw/sent/{name}")
@router.get("/employer/sent/{name}")
def waiting(request: Request, name: str) -> Response:
    """How far a file is, or what came of it."""
    one = FILES.find(name)
    if one is None:
        raise HTTPException(404, _GONE)
    return _told(request, one) if one.child.running and not one.late else one.answer(request)


def _told(request: Request, one: Sent) -> Response:
    told = one.child.told()
    context = WaitingContext(
        title="Reading the file",
        lead="This takes more than a moment. The page comes by itself.",
        text=told.get("text") or "A process of its own begins",
        done=told.get("done"),
        all=told.get("all"),
        seconds=int(time.monotonic() - one.child.begun),
        job=one.id,
        back=one.way.back,
        cancel="/sent/cancel",
    )
    answer = render(request, context, 202)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.post("/sent/cancel")
def cancel(job: Annotated[str, Form(max_length=80)]) -> Response:
    """End the reading of a file, and go to the empty form."""
    one = FILES.find(job)
    if one is None:
        return RedirectResponse("/", 303)
    one.child.end()
    one.over.set()
    return RedirectResponse(one.way.back, 303)
