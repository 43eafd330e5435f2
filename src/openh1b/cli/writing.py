"""Answers to the screen, into files or into a folder; nothing half-written."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from openh1b.errors import Fault, InputError

Format = Literal["table", "json", "csv", "parquet", "xlsx"]
BINARY = ("parquet", "xlsx")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder that appears whole or not at all. Raises InputError where it holds something already."""
    from openh1b.whole import whole_folder

    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(Fault(str(folder), "already exists and is not empty", expected="a new folder"))
    try:
        with whole_folder(folder) as partial:
            yield partial
    except OSError as error:
        raise InputError(Fault(str(folder), f"cannot be written: {error.strerror}")) from error


def emit(data: bytes, form: str) -> None:
    """Write to standard output; binary formats only where that is not a terminal."""
    if form in BINARY and sys.stdout.isatty():
        raise InputError(Fault("--format", f"{form} is not for a terminal", expected="--out DIR, or a pipe"))
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move them there: a failure while writing leaves all as it was.

    Raises InputError naming the file that cannot be written.
    """
    import secrets

    with ExitStack() as stack:
        partials = {}
        for path, data in files.items():
            with _written(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
                stack.callback(partial.unlink, missing_ok=True)
                partial.write_bytes(data)
            partials[path] = partial
        for path, partial in partials.items():
            with _written(path):
                partial.replace(path)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Errors of the system as errors that name the file."""
    if path.is_dir():
        raise InputError(Fault(str(path), "is a folder", expected="a file"))
    try:
        yield
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be written: {error.strerror}")) from error


def command_line() -> str:
    """The command as it was typed, so that a reader can repeat it."""
    return shlex.join(["openh1b", *sys.argv[1:]])
