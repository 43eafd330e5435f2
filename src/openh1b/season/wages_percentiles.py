"""Wages at any percentile of an occupation in an area, estimated, with the error that the method showed in trials.

Method `thirds`: the national curve of the occupation (log wage by normal score of the percentile) is shifted and
stretched until the mean of its lowest third is the area's Level I and the mean of its upper two thirds its Level IV,
as OFLC makes them (from memory). Trials and figures: docs/decisions/0013-percentile-floors.md.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import Fault, InputError, NotComputable, PoolError
from openh1b.law import load_law
from openh1b.season.levels import Floors
from openh1b.season.pool import Pool
from openh1b.season.wages_national import YEAR, Curve, curve_of
from openh1b.season.wages_table import FOLDER, WageTable, floors_of, shipped

LOWEST, HIGHEST = 5.0, 95.0
METHOD = "thirds"
LEVELS = ("l1_usd", "l2_usd", "l3_usd", "l4_usd")

Middle = Literal["percentile", "thirds"]


@dataclass(frozen=True, eq=False)
class Estimates:
    """Wages at percentiles. All arrays are (percentiles,).

    usd: US dollars a year. error_share: median of the absolute error in trials, as a share. error_p90: its 90th
    percentile. as_stated_usd: what they would be, were Levels I and IV the 17th and 67th percentile as they are
    called: another reading, no end of a range. method: the method's name. notes: what is to be said of these numbers.
    """

    soc_code: str
    area: str
    percentiles: tuple[float, ...]
    usd: Floats
    error_share: Floats
    error_p90: Floats
    as_stated_usd: Floats
    method: str
    notes: tuple[str, ...]


def percentile_wages(
    soc_code: str, area: str, percentiles: Sequence[float], *, table: WageTable | None = None, year: int = YEAR
) -> Estimates:
    """Wages at percentiles of an occupation in an area.

    percentiles: from 5 to 95. table: the wage table; that of the package if none is given. year: OEWS of that May.
    Raises InputError for other percentiles, NotComputable where a wage or the national percentiles are missing or
    top-coded.
    """
    asked = checked(percentiles)
    floors = floors_of(soc_code, area, table)
    curve = _curve(soc_code, asked, year)
    usd = curve.wages(np.array([floors.l1_usd]), np.array([floors.l4_usd]), asked)[0]
    if np.isnan(usd).any():
        raise NotComputable(f"{soc_code} in area {area}: Levels I and IV lie too far apart for the national curve.")
    stated = curve.wages_as_stated(floors.l1_usd, floors.l4_usd, asked)
    notes = tuple(_notes(floors, curve, asked, year))
    return Estimates(soc_code, area, asked, usd, *trial_errors(asked), stated, METHOD, notes)


def percentile_floors(pool: Pool, percentiles: Sequence[float], *, middle: Middle = "percentile") -> Floats:
    """Wages at four percentiles for each row of a pool, US dollars a year. Shape (rows, 4).

    From the pool's own `l1_usd` and `l4_usd` where it has them, else from the table of the package by `soc_code` and
    `area`. The percentiles of the law in force at the pool's season give the levels as they are. middle: `percentile`
    estimates the two middle ones; `thirds` puts them at the thirds in dollars between the outer two, as INA 212(p)(4)
    does today. Raises PoolError for a pool without occupation and area, and for rows of which no estimate can be had.
    """
    asked = checked(percentiles, count=4)
    _need(pool, ("soc_code", "area"))
    l1, l4 = _ends(pool)
    if asked == _in_force(pool.season):
        own = [pool.array(name).astype(float) for name in LEVELS if name in pool.columns]
        return np.stack(own, axis=1) if len(own) == 4 else _thirds(l1, l4)
    wages = _estimated(pool, l1, l4, asked)
    return wages if middle == "percentile" else _thirds(wages[:, 0], wages[:, 3])


def read_percentiles(text: str, where: str = "--percentiles") -> list[float]:
    """Percentiles as typed, with commas. where: the flag or field. Raises InputError naming each that is no number."""
    faults, found = [], []
    for part in text.split(","):
        try:
            found.append(float(part))
        except ValueError:
            faults.append(Fault(where, f"{part.strip()!r}", expected="numbers with commas, as 34,52,70,88"))
    if faults:
        raise InputError(faults)
    return found


def checked(percentiles: Sequence[float], *, count: int | None = None) -> tuple[float, ...]:
    """Percentiles that can be estimated, rising. Raises InputError with every fault."""
    where = "--percentiles"
    faults = [
        Fault(where, f"{one:g}", expected=f"percentiles from {LOWEST:g} to {HIGHEST:g}: the curve has 10 to 90")
        for one in percentiles
        if not LOWEST <= one <= HIGHEST
    ]
    if any(after <= before for before, after in pairwise(percentiles)):
        faults.append(Fault(where, ", ".join(f"{one:g}" for one in percentiles), expected="percentiles that rise"))
    if not percentiles or (count is not None and len(percentiles) != count):
        faults.append(Fault(where, f"{len(percentiles)} percentiles", expected=f"{count or 'one or more'}"))
    if faults:
        raise InputError(faults)
    return tuple(float(one) for one in percentiles)


def trial_errors(percentiles: Sequence[float]) -> tuple[Floats, Floats]:
    """Median and 90th percentile of the absolute error at percentiles, as shares of the wage.

    Of the trials `left_out` and `group` the larger at each printed percentile; between these as near, and beyond the
    10th and the 90th as there.
    """
    rows = _error_rows()
    at = sorted({percentile for _, percentile in rows})
    larger = np.array([np.maximum(rows["left_out", one], rows["group", one]) for one in at])
    return np.interp(percentiles, at, larger[:, 0]), np.interp(percentiles, at, larger[:, 1])


@lru_cache
def _error_rows() -> dict[tuple[str, float], tuple[float, float]]:
    text = (FOLDER / "percentile_errors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(r["trial"], float(r["percentile"])): (float(r["median"]), float(r["p90"])) for r in rows}


def _curve(soc_code: str, percentiles: Sequence[float], year: int) -> Curve:
    curve = curve_of(soc_code, year)
    if max(percentiles) > curve.highest:
        raise NotComputable(
            f"{soc_code}: OEWS of May {year} top-codes what lies above its {curve.highest:g}th percentile, so that "
            f"{max(percentiles):g} cannot be estimated."
        )
    return curve


def _notes(floors: Floors, curve: Curve, percentiles: Sequence[float], year: int) -> list[str]:
    made = f"Estimated by the method `{METHOD}` from {floors.table} and OEWS national percentiles of May {year}; the"
    notes = [f"{made} error is that of trials on other populations, since no area's percentiles were at hand."]
    if curve.soc_code != floors.soc_code:
        notes.append(f"OEWS prints {curve.soc_code} in place of {floors.soc_code}; its curve was taken.")
    if max(percentiles) > 90 or min(percentiles) < 10:
        notes.append("Beyond the 10th and 90th percentile the curve runs on as it ran before: there is no trial of it.")
    return notes


def _need(pool: Pool, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in pool.columns]
    if missing:
        why = "wages at percentiles need occupation and area; this pool has no column"
        raise PoolError([Fault(pool.name, f"{why} {name}", hint=f"Name it: --columns {name}=...") for name in missing])


def _ends(pool: Pool) -> tuple[Floats, Floats]:
    """Level I and IV of each row: the pool's own, else the table's, worked out once for each occupation and area."""
    if {"l1_usd", "l4_usd"} <= set(pool.columns):
        return pool.array("l1_usd").astype(float), pool.array("l4_usd").astype(float)
    soc, area = pool.coded("soc_code"), pool.coded("area")
    cells, place = np.unique(soc.codes * len(area.labels) + area.codes, return_inverse=True)
    table = shipped()
    wages = np.full((len(cells), 2), np.nan)
    for k, cell in enumerate(cells):
        row, column = divmod(int(cell), len(area.labels))
        found = table.find(str(soc.labels[row]), str(area.labels[column]))
        if found is not None:
            wages[k] = found.l1_usd, found.l4_usd
    _refuse(pool, np.isnan(wages[:, 0])[place], f"{table.name} has no wage for this occupation and area")
    return wages[place, 0], wages[place, 1]


def _estimated(pool: Pool, l1: Floats, l4: Floats, percentiles: Sequence[float]) -> Floats:
    """One curve for each occupation, over its rows."""
    soc = pool.coded("soc_code")
    order = np.argsort(soc.codes, kind="stable")
    bounds = np.searchsorted(soc.codes[order], np.arange(len(soc.labels) + 1))
    wages, lacking = np.full((len(pool), len(percentiles)), np.nan), []
    for k, code in enumerate(soc.labels):
        rows = order[bounds[k] : bounds[k + 1]]
        try:
            wages[rows] = _curve(str(code), percentiles, YEAR).wages(l1[rows], l4[rows], percentiles)
        except NotComputable as error:
            lacking.append(Fault(pool.name, str(error).rstrip("."), row=int(rows[0]) + 1, column="soc_code"))
    if lacking:
        raise PoolError(lacking)
    _refuse(pool, np.isnan(wages).any(axis=1), "Levels I and IV lie too far apart for the national curve")
    return wages


def _refuse(pool: Pool, wrong: np.ndarray, problem: str) -> None:
    """Raise PoolError where a row is wrong, naming each occupation and area once."""
    if not wrong.any():
        return
    soc, area = pool.array("soc_code"), pool.array("area")
    first = {(str(soc[i]), str(area[i])): int(i) for i in np.flatnonzero(wrong)[::-1]}
    rows = sorted((row, cell) for cell, row in first.items())
    raise PoolError([Fault(pool.name, f"{problem}: {code} in {place}", row=row + 1) for row, (code, place) in rows])


def _in_force(season: int) -> tuple[float, ...] | None:
    """Percentiles of Levels I to IV by the law in force when the season opened."""
    law = load_law()
    found = law.find("wages.percentiles", on=law.clock().opens(season).day)
    return None if found is None or found.value is None else tuple(float(one) for one in found.value)


def _thirds(low: Floats, high: Floats) -> Floats:
    return np.stack([low + (high - low) * k / 3 for k in range(4)], axis=1)
