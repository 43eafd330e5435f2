"""A store for one test, and files made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from openh1b.data.store import Store
from openh1b.errors import DataError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Writes bytes to a file and returns its path."""

    def write(data: bytes, name: str = "file") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def refused(store: Store, made: Callable[..., Path]) -> Callable[..., str]:
    """The message with which a file is refused; the store is as it was, which is seen to as well."""

    def add(data: bytes, name: str = "file") -> str:
        before = contents(store.root)
        with pytest.raises(DataError) as caught:
            store.add([made(data, name)])
        assert contents(store.root) == before
        return str(caught.value)

    return add


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock, by its path."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
