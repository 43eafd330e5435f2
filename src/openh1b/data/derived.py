"""Tables made from stored ones and kept beside them, so that an answer need not be computed twice.

A derived table is no record of anything: its name says from what it was made, and one that is stale, damaged or missing
is made again by whoever asks. So it is not in the index, needs no lock, and a folder that cannot be written is no
error.
"""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from openh1b.data.index import inside

if TYPE_CHECKING:
    import polars as pl

FOLDER = "derived"
_PARTIAL, _LEFT_BEHIND = ".partial", 3600  # seconds after which an unfinished file belongs to nobody that still runs


def derived_path(root: Path, name: str, key: str) -> Path:
    """Where the table `name` made from what `key` names is, or would be. key: a hash of all that it is made from."""
    return root / FOLDER / f"{name}-{key[:16]}.parquet"


def read_derived(root: Path, name: str, key: str, columns: list[str]) -> pl.DataFrame | None:
    """Columns of a derived table, or None where there is none made from this, or it cannot be read."""
    import polars as pl

    path = derived_path(root, name, key)
    if not inside(root, path.relative_to(root).as_posix()) or not path.is_file():
        return None
    try:
        return pl.read_parquet(path, columns=columns, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError):
        return None


def keep_derived(root: Path, name: str, key: str, table: pl.DataFrame) -> bool:
    """Put a derived table in its place, whole, and remove those it replaces; whether that could be done.

    A process that is killed meanwhile leaves the older table, and an unfinished file that a later one removes.
    """
    path = derived_path(root, name, key)
    partial = path.with_name(f".{name}-{secrets.token_hex(4)}{_PARTIAL}")
    try:
        if not inside(root, FOLDER):
            return False
        path.parent.mkdir(exist_ok=True)
        with partial.open("wb") as file:
            table.write_parquet(file, compression="zstd", compression_level=1, row_group_size=1 << 16)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _clean(path, name)
    except OSError:
        return False
    finally:
        _forget(partial)
    return True


def forget_derived(root: Path, name: str, but: str | None = None) -> None:
    """Remove every table of this name. but: a key whose table stays."""
    kept = derived_path(root, name, but) if but is not None else None
    if inside(root, FOLDER):
        for path in (root / FOLDER).glob(f"{name}-*.parquet"):
            if path != kept:
                _forget(path)


def _clean(kept: Path, name: str) -> None:
    for path in kept.parent.iterdir():
        stale = path.name.startswith(f"{name}-") and path != kept
        left = path.name.startswith(f".{name}-") and path.stat().st_mtime < time.time() - _LEFT_BEHIND
        if stale or left:
            _forget(path)


def _forget(path: Path) -> None:
    """Remove a file, if it is there and may be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
