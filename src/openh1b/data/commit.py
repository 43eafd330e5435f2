"""Changes to a store that happen whole or not at all, whenever the process is killed.

New files are written into a folder of their own, moved to names that the index does not name yet, and then the index
is replaced in one step. Until that step a reader sees the store as it was; what a killed import left is removed by the
next.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openh1b.data.index import NAME, Index, inside, read_index
from openh1b.data.lock import locked
from openh1b.errors import DataError, Fault

FOLDERS = ("tables", "raw", "sources")
_LOCK, _PARTIAL = ".lock", ".import-"


class Batch:
    """Files that are to be in the store once the index names them."""

    def __init__(self, root: Path, index: Index) -> None:
        self.root, self.index = root, index
        self.folder = root / f"{_PARTIAL}{secrets.token_hex(6)}"
        self.paths: list[str] = []

    def write(self, path: str, data: bytes) -> None:
        """A new file at `path` in the store, not yet visible. Raises DataError where the path leaves the store."""
        if not inside(self.root, path):
            raise DataError(Fault(str(self.root), f"{path!r} leaves the store"))
        _write(self.folder / path, data)
        self.paths.append(path)

    def commit(self, index: Index) -> None:
        """Make `index` what the store holds."""
        for path in self.paths:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).replace(self.root / path)
        _write(self.folder / NAME, index.to_json())
        (self.folder / NAME).replace(self.root / NAME)
        _sync_folder(self.root)


@contextmanager
def changing(root: Path) -> Iterator[Batch]:
    """A batch on a store, with nobody else changing it; a store that was not there is not there if nothing came of it.

    Raises DataError where somebody else is changing it, or it cannot be written.
    """
    try:
        _check_is_store(root)
        new = [folder for folder in (root, *root.parents) if not folder.exists()]
        root.mkdir(parents=True, exist_ok=True)
        try:
            with _alone(root):
                batch = Batch(root, read_index(root))
                _clean(root, batch.index)
                try:
                    yield batch
                finally:
                    shutil.rmtree(batch.folder, ignore_errors=True)
                    _clean(root, read_index(root))
                    _forget(root, new)
        finally:
            _forget(root, new)  # where a file that is open cannot be removed
    except OSError as error:
        raise DataError(Fault(str(root), f"the store cannot be written ({error.strerror or error})")) from error


def _forget(root: Path, new: list[Path]) -> None:
    """Remove the lock and the folders that were made for a store in which nothing is."""
    if not new or (root / NAME).exists():
        return
    with suppress(OSError):
        (root / _LOCK).unlink(missing_ok=True)
        for folder in (*(root / name for name in FOLDERS if (root / name).exists()), *new):
            folder.rmdir()


def _check_is_store(root: Path) -> None:
    """A folder that holds other things is not taken for a store: cleaning would be no kindness there."""
    if root.exists() and not root.is_dir():
        raise DataError(Fault(str(root), "is not a folder", expected="the folder of a store"))
    if not root.exists() or (root / NAME).exists():
        return
    others = [path.name for path in root.iterdir() if path.name not in {*FOLDERS, _LOCK}]
    others = [name for name in others if not name.startswith(_PARTIAL)]
    if others:
        problem = f"holds {sorted(others)[0]} and is no store"
        raise DataError(Fault(str(root), problem, expected="a store, or a new or empty folder"))


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    with (root / _LOCK).open("a+b") as file:
        # Another may have removed it: one that made the folder and had nothing to keep.
        if not locked(file) or not _is_still(root / _LOCK, file.fileno()):
            raise DataError(_busy(root))
        yield


def _is_still(path: Path, handle: int) -> bool:
    with suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(handle))
    return False


def _busy(root: Path) -> Fault:
    return Fault(str(root), "another import is changing the store", hint="Wait until it is done, and ask again")


def _clean(root: Path, index: Index) -> None:
    """Remove what no index names: the leftovers of a killed import, and files of what was removed."""
    for folder in root.glob(f"{_PARTIAL}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for name in FOLDERS:
        if (root / name).is_symlink():
            raise DataError(Fault(str(root / name), "is a link", expected="a folder of the store"))
        for path in (root / name).rglob("*"):
            if path.is_file() and path.relative_to(root).as_posix() not in index.files:
                path.unlink()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
