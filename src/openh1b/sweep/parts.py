"""The folder beside a sweep's table where finished parts wait, so that a killed sweep goes on where it was.

A part is written under another name, made durable, and moved to its own in one step, so that a file named as a part is
whole. `sweep.json` says what the parts belong to; parts of another sweep, law or version are never mixed in.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openh1b.data.lock import locked
from openh1b.errors import Fault, InputError

_RECORD, _LOCK = "sweep.json", ".lock"
_PART = re.compile(r"part-(\d{5})\.parquet")


@dataclass(frozen=True)
class Parts:
    """The folder, which one process holds at a time."""

    folder: Path

    def path(self, part: int) -> Path:
        """The file of a part, whether it is there or not."""
        return self.folder / f"part-{part:05d}.parquet"

    @property
    def finished(self) -> frozenset[int]:
        """Parts that are there."""
        found = (_PART.fullmatch(path.name) for path in self.folder.iterdir())
        return frozenset(int(match[1]) for match in found if match)

    def add(self, part: int, data: bytes) -> None:
        """A finished part."""
        write_whole(self.path(part), data)

    def remove(self) -> None:
        """Remove the folder: its parts are in the table."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def holding(out: Path, record: dict[str, Any], *, fresh: bool) -> Iterator[Parts]:
    """The folder of parts of `out`, with what an earlier run of the same sweep left; none of it if `fresh`.

    Raises InputError where it belongs to another sweep, another process holds it, or it cannot be written.
    """
    folder = out.with_name(f"{out.name}.parts")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _begin(folder, json.loads(json.dumps(record)), fresh=fresh)
            yield Parts(folder)
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise InputError(Fault(str(error.filename or folder), problem)) from error


def _begin(folder: Path, record: dict[str, Any], *, fresh: bool) -> None:
    held = [path for path in folder.iterdir() if path.name != _LOCK]
    strange = sorted(path.name for path in held if path.name != _RECORD and not _ours(path.name))
    if strange:
        raise InputError(Fault(str(folder), f"holds {strange[0]}", expected="a folder of parts, or none"))
    for path in held:
        if fresh or path.name.startswith("."):
            path.unlink()
    if (folder / _RECORD).exists():
        _check_same(folder, json.loads((folder / _RECORD).read_text(encoding="utf-8")), record)
    else:
        for path in folder.glob("part-*.parquet"):  # of nobody knows what
            path.unlink()
        write_whole(folder / _RECORD, json.dumps(record, indent=1, ensure_ascii=False).encode())


def _ours(name: str) -> bool:
    return bool(_PART.fullmatch(name)) or (name.startswith(".") and name.endswith(".partial"))


def _check_same(folder: Path, before: dict[str, Any], now: dict[str, Any]) -> None:
    differ = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    if differ:
        problem = f"holds parts of a sweep that differs in {', '.join(differ)}"
        hint = "Give --fresh to begin anew, or another --out."
        raise InputError(Fault(str(folder), problem, expected="parts of the same sweep", hint=hint))


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all, whenever the process is killed."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("a+b") as file:
        if not locked(file):
            problem = "another process is running this sweep"
            raise InputError(Fault(str(folder), problem, hint="Wait until it is done, or end it."))
        yield
