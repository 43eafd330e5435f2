"""/claims/replications: published numbers beside ours, computed in half a minute by a process of its own."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from openh1b.evidence.replications.published import load_replications
from openh1b.evidence.replications.row import OUTCOMES, Ours, Row
from openh1b.evidence.replications.wording import HEADS, Sheet, sheets, summary
from openh1b.web.render import Context, render

router = APIRouter()
_MET: Final = frozenset({"equal", "inside", "near"})
LOOK_AGAIN: Final = 3
"""Seconds after which a browser asks how far it is."""


@dataclass(frozen=True)
class ScoresContext(Context):
    """The scoreboard. contents: id and title of each sheet, its numbers, how many are met, how many are missed.

    counts: outcome -> how many of those not fitted. fitted: how many are. met: sentence that adds them up.
    told: how far the computing is; empty once it is done.
    """

    template: ClassVar[str] = "claims_scores.html.j2"

    contents: tuple[tuple[str, str, int, int, int], ...]
    sheets: tuple[Sheet, ...]
    heads: tuple[str, ...]
    counts: Mapping[str, int]
    fitted: int
    met: str
    meanings: Mapping[str, str]
    summary: str
    told: str
    failed: bool


@dataclass
class Computing:
    """The one process that computes, and what came of it. Begun at the first question, kept while the server runs."""

    lock: Lock = field(default_factory=Lock)
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    rows: tuple[Row, ...] | None = None
    failed: bool = False

    def look(self, store: Path | None) -> None:
        """Begin where nothing was begun; take what came where it has ended."""
        with self.lock:
            if self.rows is not None or self.failed:
                return
            if self.process is None:
                self._begin(store)
            elif self.process.poll() is not None:
                self._take()

    def _begin(self, store: Path | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="openh1b-"))
        command = [sys.executable, "-P", "-m", "openh1b", "replicate", "--format", "json"]
        command += [] if store is None else ["--store", str(store)]
        with (self.folder / "rows").open("wb") as rows, (self.folder / "told").open("wb") as told:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdin=subprocess.DEVNULL, stdout=rows, stderr=told, start_new_session=True
            )

    def _take(self) -> None:
        try:
            found = json.loads(((self.folder or Path()) / "rows").read_text(encoding="utf-8"))
            self.rows = tuple(map(_row, found["rows"]))
        except (OSError, ValueError, KeyError):
            self.failed = True
        self._forget()

    @property
    def told(self) -> str:
        """How far it is."""
        if self.folder is None:
            return ""
        text = (self.folder / "told").read_text(encoding="utf-8", errors="replace").strip()
        return text.rpartition("\n")[2].removeprefix("replicate ") or "Beginning"

    def end(self) -> None:
        """End the process and begin anew at the next question."""
        with self.lock:
            if self.process is not None and self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self._forget()
            self.rows, self.failed = None, False

    def _forget(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder, self.process = None, None


def _row(one: Mapping[str, Any]) -> Row:
    of = load_replications()[one["replication"]]
    missing = one["cause"] if one["ours"] is None else ""
    ours = Ours(one["ours"], one["ours_low"], one["ours_high"], one["spread"], missing, one["outcome"] == "skipped")
    return Row(of, of.numbers[one["number"]], ours)


COMPUTING: Final = Computing()
atexit.register(COMPUTING.end)


def finding(rows: Sequence[Row]) -> str:
    """What came of it: of the numbers that test something, how many are met."""
    tests = [row.outcome for row in rows if not row.published.fitted and row.outcome in {*_MET, "misses"}]
    met = sum(one in _MET for one in tests)
    return f"{met} of {len(tests)} published numbers to which nothing was fitted are met"


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    """Outcome -> how many of the numbers to which nothing was fitted."""
    return {str(name): sum(row.outcome == name and not row.published.fitted for row in rows) for name in OUTCOMES}


def _met(counts: Mapping[str, int]) -> str:
    """How the counts make up the finding."""
    parts = [f"{counts[name]} {name}" for name in OUTCOMES if name in _MET]
    met, missed = sum(counts[name] for name in _MET), counts["misses"]
    return f"Met: {' + '.join(parts)} = {met}; with {missed} that miss, {met + missed} to which nothing was fitted."


def contents(rows: Sequence[Row]) -> Iterator[tuple[str, str, int, int, int]]:
    """A line a replication: id, title, its numbers, how many are met, how many are missed."""
    for name, group in groupby(rows, key=lambda row: row.of.name):
        mine = list(group)
        met, missed = (sum(row.outcome in of for row in mine) for of in (_MET, {"misses"}))
        yield name, mine[0].of.title, len(mine), met, missed


@router.get("/claims/replications")
def replications(request: Request) -> HTMLResponse:
    """The scoreboard, or how far it is."""
    COMPUTING.look(request.app.state.settings.store)
    rows = COMPUTING.rows
    numbers = [one for of in load_replications().values() for one in of.numbers.values()]
    fitted = sum(one.fitted for one in numbers)
    context = ScoresContext(
        title=finding(rows) if rows else "Replications",
        lead=f"{len(numbers)} published numbers beside what the engine gives. {fitted} of them were put in or fitted, "
        "and are marked so; a miss stays a miss, and its row says why as far as that is known.",
        contents=tuple(contents(rows)) if rows else (),
        sheets=tuple(sheets(rows)) if rows else (),
        heads=HEADS,
        counts=_counts(rows or ()),
        fitted=sum(row.published.fitted for row in rows or ()),
        met=_met(_counts(rows)) if rows else "",
        meanings={str(name): meaning for name, meaning in OUTCOMES.items()},
        summary=summary(rows) if rows else "",
        told="" if rows or COMPUTING.failed else COMPUTING.told,
        failed=COMPUTING.failed,
    )
    answer = render(request, context)
    if context.told:
        answer.headers["refresh"] = str(LOOK_AGAIN)
    return answer


@router.post("/claims/replications/stop")
def stop() -> Response:
    """End the computing."""
    COMPUTING.end()
    return RedirectResponse("/claims", 303)
