"""Resolved lines of the hub, kept in the store beside the files that they are made of.

Resolving takes seconds, a question should not. The table is named by a hash of the hub's stored files, of the years
that are read from each, and of all that decides how names are resolved; where any of these changed it is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.data.choosing import choose
from openh1b.data.derived import forget_derived, keep_derived, read_derived
from openh1b.data.kinds import KINDS

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.store import Store

NAME: Final = "sponsors"
COLUMNS: Final = (
    "fiscal_year", "employer", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials",
    "naics", "tax_id", "state", "vintage", "part_year", "key", "entity", "group", "why", "control",
)  # fmt: skip
"""Of table `hub` what questions need, and what resolving (resolve.py) and published lists (institutions.py) add."""

_FOLDER = Path(__file__).parent
_MADE_BY: Final = (
    "aliases.yaml", "institutions.csv", "names.py", "places.py", "resolve.py", "aliases.py", "institutions.py",
    "sectors.py", "stored.py",
)  # fmt: skip
_BEHIND: Final = {"entity": "group", "key": "entity"}
"""Columns that mostly repeat another: kept only where they differ, which halves the file."""


def resolved_lines(
    store: Store, columns: Sequence[str] = COLUMNS, say: Callable[[str], None] | None = None
) -> pl.DataFrame | None:
    """Columns of the resolved lines of every year held, part-years too; None where no file of the hub is stored.

    Kept lines are read; stale ones are made again and kept where the folder can be written. say: told what takes time.
    Raises DataError where files of the hub are stored and none of them can stand for a year.
    """
    key = table_key(store)
    if key is None:
        return store.table("hub", part_year=True) if store.vintages("hub") else None
    wanted = _needed(columns)
    found = read_derived(store.root, NAME, key, wanted)
    if found is None:
        found = _pack(_made(store, say))
        keep_derived(store.root, NAME, key, found)
    return _unpacked(found.select(wanted)).select(columns)


def refresh(store: Store, say: Callable[[str], None] | None = None) -> bool:
    """Make the kept lines anew where they are stale; whether any were made and kept. say: told what takes time."""
    key = table_key(store)
    if key is None:
        forget_stale(store)
        return False
    if read_derived(store.root, NAME, key, ["fiscal_year"]) is not None:
        return False
    return keep_derived(store.root, NAME, key, _pack(_made(store, say)))


def forget_stale(store: Store) -> None:
    """Remove kept lines that are not of the files which the store holds now."""
    forget_derived(store.root, NAME, but=table_key(store))


def table_key(store: Store) -> str | None:
    """A hash of all that the resolved lines of a store depend on; None where it holds no lines of the hub."""
    chosen = [one for one in choose(KINDS["hub"], store.vintages("hub"), part_year=True) if one.taken]
    if not chosen:
        return None
    files = [(one.vintage.vintage, one.vintage.hashes[one.vintage.path], one.years) for one in chosen]
    return hashlib.sha256(json.dumps([files, _resolver(_FOLDER)]).encode()).hexdigest()


@cache
def _resolver(folder: Path) -> str:
    """The resolver's version: a hash of its own text, so that no change of a rule or an alias is overlooked."""
    found = hashlib.sha256()
    for name in _MADE_BY:
        found.update((folder / name).read_bytes())
    return found.hexdigest()


def _made(store: Store, say: Callable[[str], None] | None) -> pl.DataFrame:
    from openh1b.sponsors.institutions import with_control
    from openh1b.sponsors.resolve import NEEDED, resolve, with_digits

    hub = store.table("hub", part_year=True, columns=NEEDED)
    if say is not None:
        say(f"Resolving sponsors' names in {hub.height:,} lines of the hub, once for these files.")
    return with_control(resolve(with_digits(hub))).select(COLUMNS)


def _pack(lines: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return lines.with_columns(
        pl.when(pl.col(name).ne_missing(pl.col(other))).then(name).alias(name) for name, other in _BEHIND.items()
    )


def _unpacked(lines: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    for name, other in _BEHIND.items():
        if name in lines.columns:
            lines = lines.with_columns(pl.coalesce(name, other))
    return lines


def _needed(columns: Sequence[str]) -> list[str]:
    """The columns to be read for these: those that a column is kept as the difference from as well."""
    needed = set(columns)
    for name in reversed(_BEHIND):
        if name in needed:
            needed.add(_BEHIND[name])
    return [name for name in COLUMNS if name in needed]
