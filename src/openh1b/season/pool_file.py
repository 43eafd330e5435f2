"""A user's own pool: CSV, Parquet or XLSX, one row a unit or with `n`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import SHOWN, Fault, PoolError
from openh1b.season.cell_values import group_values
from openh1b.season.codes import onet_codes
from openh1b.season.file_reading import read_bytes, read_table
from openh1b.season.pool import Pool
from openh1b.season.pool_checks import check_blanks, check_column, check_counts, check_ids, in_order
from openh1b.season.pool_columns import assign_columns, missing_columns, misspelt
from openh1b.tables import POOL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from os import PathLike

    import polars as pl

    from openh1b.season.raw_table import RawTable

_IDS = ("beneficiary_id", "registration_id")


def read_pool(
    path: str | PathLike[str],
    *,
    season: int,
    unit: str,
    columns: Mapping[str, str] | None = None,
    needs: Collection[str] = (),
) -> Pool:
    """Read and check a table of units, keeping the order of its rows.

    path: CSV in UTF-8 (comma, semicolon or tab), Parquet, or the first sheet of an XLSX workbook. The same table gives
    the same pool from each.
    unit: what a row counts: petition, registration or beneficiary.
    columns: ours -> theirs. Columns of the table `pool` are checked, all others kept as groups (text, trimmed, blank
    where empty).
    needs: the columns that the policy uses; they must be there and without blanks. One that is not of the table `pool`
    becomes a number where every cell is one.

    Ids are text exactly as in the file. An O*NET code is taken as the SOC code that it begins with, and noted. Raises
    PoolError with every fault found.
    """
    mapping = {ours: theirs.strip() for ours, theirs in (columns or {}).items()}
    data = read_bytes(Path(path))
    raw = read_table(Path(path).name, data, {mapping.get(name, name) for name in _IDS})
    positions, faults = assign_columns(raw.where, raw.headers, mapping)
    faults += misspelt(mapping, needs) + missing_columns(raw.where, positions, needs)
    content = _Content(raw, unit, mapping, frozenset(needs), positions)
    values, cell_faults = content.checked(SHOWN - len(faults))
    faults += cell_faults
    if faults:
        raise PoolError(faults)
    n = values.pop("n", None)
    return Pool(
        name=Path(path).name,
        season=season,
        unit=unit,
        columns=values,
        n=np.ones(raw.height, dtype=np.int64) if n is None else n.to_numpy().astype(np.int64),
        id_column=content.id_column,
        status="given by the user",
        sha256=hashlib.sha256(data).hexdigest(),
        notes=_notes(content, n),
    )


@dataclass(frozen=True, eq=False)
class _Content:
    """A file's cells with the names they have from now on; `positions` gives each name's column in the file."""

    raw: RawTable
    unit: str
    mapping: Mapping[str, str]
    needs: frozenset[str]
    positions: Mapping[str, int]

    @property
    def id_column(self) -> str | None:
        """The column that names a unit: that of the unit, else the other one. A petition is one employer's, too."""
        order = _IDS if self.unit == "beneficiary" else reversed(_IDS)
        return next((name for name in order if name in self.positions), None)

    @property
    def groups(self) -> list[str]:
        """Columns that are none of ours."""
        return [name for name in self.positions if name not in POOL]

    def checked(self, most: int) -> tuple[dict[str, pl.Series], list[Fault]]:
        """Every column as values, and the faults of all. most: how many of them will be shown."""
        values: dict[str, pl.Series] = {}
        by_column = []
        for name, position in self.positions.items():
            values[name], faults = self._column(name, self.raw.columns[position])
            by_column.append(faults)
        if "n" in values:
            by_column.append(check_counts(self.raw.where, values["n"], has_id=self.id_column is not None))
        return values, in_order(by_column, most)

    def _column(self, name: str, text: pl.Series) -> tuple[pl.Series, list[Fault]]:
        theirs = self.mapping.get(name, name)
        label = name if theirs == name else f"{name} ({theirs} in the file)"
        if name in _IDS:
            return text.alias(name), check_ids(self.raw.where, text, label, unique=self._unique(name))
        if name in POOL:
            values, faults = check_column(self.raw.where, text, POOL[name], label)
        else:
            values = group_values(text, used=name in self.needs)
            faults = check_blanks(self.raw.where, text, label) if name in self.needs else []
        return values.alias(name), faults

    def _unique(self, name: str) -> bool:
        """A person may have several registrations, each with its own id, but a registration has one person."""
        return POOL[name].unique and name in {"registration_id", self.id_column}


def _notes(content: _Content, n: pl.Series | None) -> tuple[str, ...]:
    raw = content.raw
    units = raw.height if n is None else int(n.sum())
    counted = "one row a unit" if n is None else "counted by n"
    notes = [f"{raw.height:,} rows standing for {units:,} units ({content.unit}), {counted}", *raw.notes]
    if content.mapping:
        notes.append("mapped: " + ", ".join(f"{ours} from {theirs}" for ours, theirs in content.mapping.items()))
    onet = onet_codes(raw.columns[content.positions["soc_code"]]) if "soc_code" in content.positions else 0
    if onet:
        notes.append(f"soc_code: {onet:,} rows with an O*NET code, taken as its SOC code (15-1252.00 as 15-1252)")
    if content.groups:
        notes.append("kept as groups: " + ", ".join(content.groups))
    return tuple(notes)
