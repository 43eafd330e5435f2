"""entries.csv: what went into a draw, so that anyone can make it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import DrawError, Fault
from openh1b.selection.race import GroupLimit, Race, RaceStage, make_stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from openh1b.arrays import Flags, Floats
    from openh1b.selection.manifest import Manifest, StageEntry

ENTRIES = "entries.csv"


def entries_frame(race: Race, ids: Sequence[str] | pl.Series) -> pl.DataFrame:
    """What the draw needs of each unit, in the order of its id.

    Stage k has the columns k.eligible, k.tier, k.weight and, for its quota j, k.quota.j (the unit's group); all but the
    first are empty where the unit is not eligible.
    """
    import polars as pl

    columns: dict[str, object] = {"unit_id": pl.Series("unit_id", ids, dtype=pl.String)}
    emptied = []
    for k, stage in enumerate(race.stages, start=1):
        columns[f"{k}.eligible"] = stage.eligible
        columns[f"{k}.tier"] = stage.tier_value[stage.tier]
        columns[f"{k}.weight"] = stage.weight
        names = [f"{k}.tier", f"{k}.weight"]
        for j, limit in enumerate(stage.limits, start=1):
            columns[f"{k}.quota.{j}"] = pl.Series(limit.labels, dtype=pl.String).gather(limit.group)
            names.append(f"{k}.quota.{j}")
        emptied.append(pl.when(f"{k}.eligible").then(pl.col(names)))
    return pl.DataFrame(columns).with_columns(emptied).sort("unit_id")


def read_entries(path: Path, manifest: Manifest) -> tuple[Race, pl.Series]:
    """The race and its ids as written in `path`. Raises DrawError that names every cell which cannot be used."""
    frame = read_csv(path)
    needed = ["unit_id"]
    for entry in manifest.stages:
        needed += [entry.eligible, entry.tier, entry.weight, *(quota.entries for quota in entry.quotas)]
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise DrawError([Fault(str(path), "is missing", column=name) for name in missing])
    faults: list[Fault] = []
    stages = tuple(_read_stage(frame, entry, faults) for entry in manifest.stages)
    if faults:
        raise DrawError(faults)
    return Race(np.ones(frame.height), stages), frame["unit_id"]


def _read_stage(frame: pl.DataFrame, entry: StageEntry, faults: list[Fault]) -> RaceStage:
    who = frame[entry.eligible].eq_missing("true").to_numpy()
    _fault_rows(frame, entry.eligible, ~(who | frame[entry.eligible].eq_missing("false").to_numpy()), faults)
    tier = _numbers(frame, entry.tier, who, faults)
    limits = []
    for quota in entry.quotas:
        labels = tuple(quota.seats)
        place = {label: index for index, label in enumerate(labels)}
        group = np.array([place.get(label or "", -1) for label in frame[quota.entries]], dtype=np.int64)
        _fault_rows(frame, quota.entries, who & (group < 0), faults)
        limits.append(GroupLimit(quota.column, labels, group, np.array(list(quota.seats.values()), dtype=np.int64)))
    return make_stage(
        entry.name,
        entry.seats,
        who=who,
        tier=-tier if entry.first == "highest" else tier,
        weight=_numbers(frame, entry.weight, who, faults),
        limits=tuple(limits),
    )


def _numbers(frame: pl.DataFrame, name: str, who: Flags, faults: list[Fault]) -> Floats:
    """A column as numbers, 1 where the unit is not eligible and nothing reads it."""
    import polars as pl

    values = frame[name].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    _fault_rows(frame, name, who & np.isnan(values), faults)
    return np.where(who, values, 1.0)


def _fault_rows(frame: pl.DataFrame, name: str, bad: Flags, faults: list[Fault]) -> None:
    faults += [
        Fault(ENTRIES, f"{frame[name][row]!r} cannot be used", row=row + 1, column=name)
        for row in np.flatnonzero(bad).tolist()
    ]


def read_csv(path: Path) -> pl.DataFrame:
    """A table with every cell as text, empty cells as nulls. Raises DrawError if it is none."""
    import polars as pl

    try:
        return pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DrawError(Fault(str(path), f"cannot be read: {error}", expected="a table in CSV")) from error
