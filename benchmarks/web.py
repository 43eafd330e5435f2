"""What people wait for who look at the pages: many at once, any page, a slider that is moved."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from math import ceil
from statistics import median

from benchmarks.finding import Finding, Under
from benchmarks.size import Size
from benchmarks.timing import Pair, seconds
from openh1b.web.pages import PAGES

_SERVE = "from openh1b.cli import main; main()"
_ASKED = ("serve", "--port", "0", "--no-browser")
_PROJECTED = 2028
_CASE = "/case?soc=Software+Developers&area=Seattle&salary=165000&us_masters=true"
"""With an answer: odds, the map of counties, cost and calendar. Empty it is a form alone."""
_WARM_SECONDS = 8.0
"""Until everything is loaded and the processes beside the server are there."""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A server that has been started. numbers: of registrations that nobody has asked for."""

    port: int
    numbers: Iterator[int] = field(default_factory=lambda: count(300_001))

    def new(self, page: str) -> str:
        """The address of a page on a scenario that nobody has asked for."""
        return f"{page}?season={_PROJECTED}&registrations={next(self.numbers)}"

    def get(self, path: str) -> None:
        """Ask for a page, as a browser does. Raises RuntimeError for any answer but the page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("GET", path, headers={"accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                msg = f"{path} was answered with {answer.status}"
                raise RuntimeError(msg)
        finally:
            connection.close()

    def seconds(self, path: str) -> float:
        """How long a page takes."""
        return seconds(lambda: self.get(path))

    def together(self, paths: Sequence[str]) -> list[float]:
        """How long each of several pages takes that are asked for at once."""
        with ThreadPoolExecutor(len(paths)) as users:
            return sorted(users.map(self.seconds, paths))


@contextmanager
def served(warm: float) -> Iterator[Server]:
    """`openh1b serve` in a process of its own, on a free port, after so many seconds of use."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE, *_ASKED], stderr=subprocess.PIPE, text=True)
    try:
        told = process.stderr.readline() if process.stderr is not None else ""
        found = re.search(r":(\d+)/", told)
        if found is None:
            msg = f"the server did not start: {told}"
            raise RuntimeError(msg)
        server = Server(int(found[1]))
        until = time.monotonic() + warm
        for path in (*(page.path for page in PAGES), _CASE):
            server.get(path)
        while time.monotonic() < until:
            server.together([server.new("/compare") for _ in range(4)])
        yield server
    finally:
        process.terminate()
        process.communicate()


def by_web(size: Size) -> list[Finding]:
    """The pages of a server in a process of its own, as HTTP clients on the same machine have them."""
    with served(_WARM_SECONDS if size.judged else 0.0) as server:
        return [_many(server, size), _any(server, size), _slider(server, size)]


def _many(server: Server, size: Size) -> Finding:
    def late() -> float:
        times = server.together([server.new("/compare") for _ in range(size.users)])
        return times[ceil(0.95 * len(times)) - 1]

    pair = _each(late, lambda: server.seconds(server.new("/compare")), size.rounds)
    name = f"{size.users} users at once, each with a comparison of their own, as a page: the 95th percentile"
    return Finding(name, "one of them alone", pair, Under(2.0))


def _any(server: Server, size: Size) -> Finding:
    opened = (*(page.path for page in PAGES), _CASE)

    def slowest() -> float:
        return max(median(server.seconds(path) for _ in range(size.rounds)) for path in opened)

    pair = _each(slowest, lambda: server.seconds("/static/style.css"), size.rounds)
    name = f"the slowest of the {len(PAGES)} pages as they open, and of My case with its map, warm"
    return Finding(name, "a static file", pair, Under(0.3))


def _slider(server: Server, size: Size) -> Finding:
    pair = _each(lambda: server.seconds(server.new("/")), lambda: server.seconds("/"), size.rounds)
    return Finding(
        "the season's page on a season that nobody has asked for, as a slider asks", "the same again", pair, Under(0.4)
    )


def _each(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> Pair:
    """Both in every round: they time themselves."""
    costs = [(ours(), other()) for _ in range(rounds)]
    return Pair(tuple(one for one, _ in costs), tuple(one for _, one in costs))
