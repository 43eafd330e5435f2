"""Files and folders that are there whole or not at all, whenever the process is killed; folders on the way are made."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to be filled beside its place, which it takes at the end; an empty folder gives way to it.

    Raises OSError as the system does where it cannot be written. After any error nothing is left.
    """
    partial = _beside(folder)
    with _way(folder):
        try:
            partial.mkdir()
            yield partial
            if folder.is_dir():
                folder.rmdir()
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def whole_files(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move them there: a failure while writing leaves all as it was.

    Raises OSError as the system does; its `filename` is the file that was to be.
    """
    with ExitStack() as stack:
        partials = {}
        for path, data in files.items():
            with _named(path):
                stack.enter_context(_way(path))
                partials[path] = _beside(path)
                stack.callback(partials[path].unlink, missing_ok=True)
                partials[path].write_bytes(data)
        for path, partial in partials.items():
            with _named(path):
                partial.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")


@contextmanager
def _way(path: Path) -> Iterator[None]:
    """The folders above a path, made where they are missing; they go again if what follows fails."""
    missing = [one for one in path.absolute().parents if not one.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in missing:
            with suppress(OSError):
                one.rmdir()
        raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
