"""Answers to the screen, into files or into a folder; nothing half-written."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from openh1b.cli import places
from openh1b.errors import Fault, InputError

Format = Literal["table", "json", "csv", "parquet", "xlsx"]
BINARY = ("parquet", "xlsx")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder that appears whole or not at all. Raises InputError where it holds something already."""
    from openh1b.whole import whole_folder

    folder = folder.absolute()
    places.refuse(places.new_folder("--out", folder))
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
    """Write all files or none, in place of what was there, and folders on the way.

    Raises InputError naming the file that cannot be written.
    """
    from openh1b.whole import whole_files

    folders = [Fault(str(path), "is a folder", expected="a file") for path in files if path.is_dir()]
    if folders:
        raise InputError(folders)
    try:
        whole_files(files)
    except OSError as error:
        raise InputError(Fault(str(error.filename), f"cannot be written: {error.strerror}")) from error


def command_line() -> str:
    """The command as it was typed, so that a reader can repeat it."""
    return shlex.join(["openh1b", *sys.argv[1:]])
