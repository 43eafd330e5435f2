"""Where answers go: files and folders that a command may write, checked before anything is computed.

Folders on the way are made; what is there already is refused, but for charts, reports and tables that say they replace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openh1b.errors import Fault, InputError, nearest


def refuse(faults: Iterable[Fault]) -> None:
    """Raises InputError with all faults; none is none."""
    if found := list(faults):
        raise InputError(found)


def new_file(flag: str, path: Path | None) -> list[Fault]:
    """Faults of a place where a new file is to be; none for no place."""
    if path is None:
        return []
    if path.exists() or path.is_symlink():
        return [Fault(flag, f"{path} already exists", expected="a new file")]
    return _way(flag, path)


def new_folder(flag: str, path: Path | None) -> list[Fault]:
    """Faults of a place where a new folder is to be; an empty one gives way."""
    if path is None:
        return []
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        problem = f"{path} already exists" + (" and is not empty" if path.is_dir() else " and is a file")
        return [Fault(flag, problem, expected="a new or empty folder")]
    return _way(flag, path)


def ending(flag: str, path: Path | None, known: Sequence[str], *, more: str = "") -> list[Fault]:
    """Faults of a file's ending, in any case, by which its kind is told, with the nearest. more: what else would do."""
    if path is None or path.suffix.lower() in known:
        return []
    said = known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}"
    near = nearest(path.suffix, known)
    hint = f"Did you mean {near}?" if near and len(known) > 1 else None
    return [Fault(flag, repr(path.name or str(path)), expected=f"a file that ends in {said}{more}", hint=hint)]


def _way(flag: str, path: Path) -> list[Fault]:
    """The nearest folder above that is there must be one."""
    above = next((one for one in path.absolute().parents if one.exists()), None)
    return [] if above is None or above.is_dir() else [Fault(flag, f"{above} is a file", expected="a folder")]
