"""Further processes that answer what needs only the question, so that people at once have more than one processor.

Python computes on one processor a process. Where nothing else is being computed the server answers by itself; what
comes meanwhile goes to the process with the least to do. What is kept between requests (jobs, uploads, files to be
saved) is the server's own and never goes there.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from openh1b.web.passing import Answer, scope_out, settings_out
from openh1b.web.settings import Settings

PURE: Final = frozenset({"/", "/compare", "/case", "/api/v1/compare", "/api/v1/odds"})
"""Pages whose answer follows from their address alone, and takes long enough for the way to pay."""
_LONG: Final = (b"response", b"draws", b"people")
"""Questions with one of these may become runs of their own (pages/waiting.py), which the server keeps."""
MOST: Final = 3
_HEAD_BYTES: Final = 1024**2
_ENDING_SECONDS: Final = 3.0


@dataclass(eq=False)
class Helper:
    """One such process. waiting: number of a question -> its answer to come."""

    process: Process
    waiting: dict[int, asyncio.Future[Answer]] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)
    reading: asyncio.Task[None] | None = None

    async def answer(self, scope: Scope) -> Answer:
        """The answer to a question without a body. Raises OSError where the process has ended."""
        number = next(self.numbers)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.waiting[number] = answer
        try:
            await self._write({"number": number, **scope_out(scope)})
            return await answer
        finally:
            self.waiting.pop(number, None)

    async def begin(self, settings: Settings) -> bool:
        """Tell it the settings and wait until it can answer; False where it ended instead."""
        await self._write(settings_out(settings))
        if self.process.stdout is None or not await self.process.stdout.readline():
            return False
        self.reading = asyncio.create_task(self._read())
        return True

    async def end(self) -> None:
        """End it: it ends by itself when nobody can ask it any more."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), _ENDING_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        if self.reading is not None:
            await self.reading

    async def _write(self, message: dict[str, Any]) -> None:
        if self.process.stdin is None or self.process.stdin.is_closing():
            raise BrokenPipeError
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        await self.process.stdin.drain()

    async def _read(self) -> None:
        """Hand every answer to who waits for it, until the process ends."""
        out = self.process.stdout
        while out is not None and (line := await out.readline()):
            head = json.loads(line)
            with suppress(asyncio.IncompleteReadError):
                body = await out.readexactly(head["size"])
                _settle(self.waiting.get(head["number"]), Answer(head["status"], head["headers"], body))
        for one in self.waiting.values():
            if not one.done():
                one.set_exception(BrokenPipeError())


def _settle(waiting: asyncio.Future[Answer] | None, answer: Answer) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(answer)


class Beside:
    """An application with processes beside it. here: how many of its questions are being answered in this process."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.here = 0
        self.helpers: list[Helper] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, answered here or beside; a process that has ended is asked no more."""
        if not self._is_pure(scope):
            await self.app(scope, receive, send)
            return
        helper = min(self.helpers, key=lambda one: len(one.waiting), default=None)
        if helper is not None and len(helper.waiting) < self.here:
            try:
                answer = await helper.answer(scope)
            except OSError:
                self.helpers = [one for one in self.helpers if one is not helper]
            else:
                for message in answer.messages():
                    await send(message)
                return
        self.here += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.here -= 1

    def _is_pure(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in PURE:
            return False
        query = scope["query_string"]
        return len(query) <= self.settings.limits.address_letters and not any(one in query for one in _LONG)

    async def start(self) -> None:
        """Start as many processes as there are processors to spare; without them everything is answered here."""
        with suppress(OSError):
            for _ in range(_number(self.settings)):
                helper = Helper(
                    await create_subprocess_exec(
                        sys.executable, "-P", "-m", "openh1b.web.helper", stdin=PIPE, stdout=PIPE, limit=_HEAD_BYTES
                    )
                )
                try:
                    if await helper.begin(self.settings):
                        self.helpers.append(helper)
                except asyncio.CancelledError:
                    await helper.end()
                    raise

    async def end(self) -> None:
        """End them all."""
        helpers, self.helpers = self.helpers, []
        await asyncio.gather(*(one.end() for one in helpers))


def _number(settings: Settings) -> int:
    if settings.helpers is not None:
        return settings.helpers
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, processors - 1)
