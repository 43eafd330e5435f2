"""The check of who registered for a draw in which employers react: shares, keyed numbers and actions as written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import DrawError, InputError
from openh1b.selection.entries import ENTRIES, read_csv
from openh1b.selection.keys import uniforms

if TYPE_CHECKING:
    import polars as pl

    from openh1b.selection.manifest import Manifest, ResponseEntry

OUT = "out"

Row = tuple[str, str | None, str, object, object]  # file, unit, column, written, recomputed


def response_differences(folder: Path, manifest: Manifest, ids: Sequence[str] | pl.Series) -> Iterator[Row]:
    """What in the record of who registers does not follow from its shares and the seed, or is not what was drawn.

    ids: of entries.csv. Nothing where the manifest has no response. Whether the shares follow from the assumptions is
    not looked at: that needs the pool.
    """
    told = manifest.response
    if told is None:
        return
    name = Path(told.file).name
    try:
        frame = read_csv(folder / name)
    except DrawError as error:
        yield name, None, "contents", f"unreadable ({error})", "a table"
        return
    missing = [column for column in ("unit_id", "action", *told.units) if column not in frame.columns]
    if missing:
        yield from ((name, None, column, "no such column", "a column") for column in missing)
        return
    try:
        yield from _rows(name, frame, manifest, told)
    except InputError as error:  # ids that no draw can have
        yield name, None, "unit_id", str(error), "ids that can be hashed"
    here = {unit for unit, action in frame.select("unit_id", "action").iter_rows() if action != OUT}
    for unit in sorted(here.symmetric_difference(ids)):
        yield ENTRIES, unit, "unit_id", *(("no row", "a row") if unit in here else ("a row", "no row"))


def _rows(name: str, frame: pl.DataFrame, manifest: Manifest, told: ResponseEntry) -> Iterator[Row]:
    """Each unit whose action is not the one that its keyed number gives; and numbers by action."""
    import polars as pl

    actions, written = list(told.units), frame["action"].to_list()
    shares = frame.select(pl.col(actions).cast(pl.Float64, strict=False).fill_null(np.nan)).to_numpy()
    units = frame["unit_id"].fill_null("").to_list()
    luck = uniforms(units, seed=manifest.seed, season=manifest.season, purpose=told.purpose) if units else np.zeros(0)
    place = (luck[:, None] >= np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
    for unit, was, now in zip(units, written, (actions[k] for k in place), strict=True):
        if was != now:
            yield name, unit, "action", was, now
    counted = {action: written.count(action) for action in actions}
    if counted != told.units:
        yield "manifest.json", None, "response.units", told.units, counted
