"""A process that answers beside the server (beside.py): questions come as lines of JSON, answers go with their size.

It ends when the server does, since nobody can ask it then.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from threading import Lock
from typing import Any, BinaryIO

from starlette.types import ASGIApp

from openh1b.web.passing import Answer, ask, scope_in, settings_in


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Read the settings, load everything, say so, and answer until there are no more questions."""
    from openh1b.web.app import create_app, load_all

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    app = create_app(settings_in(json.loads(questions.readline())))
    load_all(app)
    answers.write(b"\n")
    answers.flush()
    asyncio.run(_Answering(app, answers).all(questions))


class _Answering:
    def __init__(self, app: ASGIApp, answers: BinaryIO) -> None:
        self.app, self.answers, self.lock = app, answers, Lock()

    async def all(self, questions: BinaryIO) -> None:
        """Every question at once as it comes, each in a task of its own."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in questions:
                asyncio.run_coroutine_threadsafe(self._one(json.loads(line)), loop)

        await asyncio.to_thread(read)

    async def _one(self, asked: dict[str, Any]) -> None:
        answer = await ask(self.app, scope_in(asked))
        await asyncio.to_thread(self._write, asked["number"], answer)

    def _write(self, number: int, answer: Answer) -> None:
        head = {"number": number, "status": answer.status, "headers": answer.headers, "size": len(answer.body)}
        with self.lock:
            self.answers.write(json.dumps(head).encode() + b"\n" + answer.body)
            self.answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
