"""`--store`: a folder that is named must be there, but where a command makes it; the usual one need not be."""

from __future__ import annotations

from pathlib import Path

from openh1b.errors import DataError, Fault, nearest


def held(folder: Path | None) -> Path | None:
    """The folder named by `--store`, for commands that only read. Raises DataError where there is none."""
    if folder is None or folder.is_dir():
        return folder
    if folder.exists():
        raise DataError(Fault("--store", f"{folder} is a file", expected="the folder of a store"))
    raise DataError(
        Fault("--store", f"there is no folder {folder}", expected="the folder of a store", hint=_hint(folder))
    )


def _hint(folder: Path) -> str:
    above = folder.absolute().parent
    near = nearest(folder.name, [one.name for one in above.iterdir() if one.is_dir()]) if above.is_dir() else None
    return f"Did you mean {folder.with_name(near)}?" if near else "`openh1b data add FILE --store DIR` makes one."
