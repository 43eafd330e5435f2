"""A download under way: NAME.part holds the bytes so far, NAME.part.json what they are the beginning of.

A process that is killed at any moment leaves either nothing, or bytes from which a later one can go on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from openh1b.errors import DataError, Fault

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True)
class Origin:
    """What a server said of the bytes that it sent: enough to ask for the rest of that file and of no other.

    `total` is in bytes, None where the server did not say; `modified` is the server's Last-Modified, as sent.
    """

    address: str
    etag: str | None = None
    modified: str | None = None
    total: int | None = None

    @property
    def validator(self) -> str | None:
        """What If-Range takes: a strong entity tag, or else the date; a weak tag does not promise the same bytes."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified

    def same_file(self, other: Origin) -> bool:
        """Whether another answer is about the same bytes, as far as both say."""
        pairs = ((self.etag, other.etag), (self.modified, other.modified), (self.total, other.total))
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


class PartFile:
    """The bytes of one file so far. Made by `part_file`, which holds it against other processes."""

    def __init__(self, path: Path, address: str, handle: BinaryIO) -> None:
        self.path = path
        self.address = address
        self.state = path.with_name(f"{path.name}.json")
        self._handle = handle
        self._kept = False
        self.size = handle.seek(0, os.SEEK_END)

    def origin(self) -> Origin | None:
        """Where the bytes kept come from; None where there are none, or none that can be gone on with."""
        try:
            raw = json.loads(self.state.read_text(encoding="utf-8"))
            origin = Origin(**raw)
        except (OSError, ValueError, TypeError):
            return None
        usable = self.size > 0 and origin.validator is not None and origin.address == self.address
        return origin if usable and (origin.total is None or self.size <= origin.total) else None

    def begin(self, origin: Origin) -> None:
        """Start anew with a file of this origin."""
        self.empty()  # first: a new state beside old bytes would be a lie if the process ended here
        self.state.write_text(json.dumps(asdict(origin)) + "\n", encoding="utf-8")

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._handle.write(data)
        self.size += len(data)

    def empty(self) -> None:
        """Forget the bytes."""
        self._handle.seek(0)
        self._handle.truncate()
        self.size = 0

    def sha256(self) -> str:
        """Checksum of the bytes, once all are there; they are on the disk after this."""
        self._handle.flush()
        os.fsync(self._handle.fileno())
        return sha256_of(self.path)

    def keep_as(self, target: Path) -> None:
        """Give the whole file its name, in one step."""
        self.state.unlink()
        self.path.replace(target)
        self._kept = True

    def clear(self) -> None:
        """Take away what nobody can go on from."""
        if not self._kept and self.origin() is None:
            self.path.unlink(missing_ok=True)
            self.state.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Checksum of a file, as 64 hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def part_file(target: Path, address: str) -> Iterator[PartFile]:
    """The part file of a target, open, for one process at a time; cleared away if it holds nothing to go on from.

    Raises DataError if another process has it, or the folder cannot be written.
    """
    path = target.with_name(f"{target.name}.part")
    try:
        with _alone(path) as handle:
            part = PartFile(path, address, handle)
            try:
                yield part
            finally:
                part.clear()
    except OSError as error:
        raise DataError(Fault(str(target), f"cannot be written: {error.strerror or error}")) from error


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as handle:
        if not _locked(handle) or not path.exists() or not os.path.samestat(os.fstat(handle.fileno()), path.stat()):
            raise DataError(Fault(str(path), "another process is fetching this file", hint="Wait for it, or stop it"))
        yield handle


def _locked(handle: BinaryIO) -> bool:
    """Take the file for this process until it is closed. Not on Windows, where `fcntl` is missing."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
