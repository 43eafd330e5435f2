"""Wages by occupation, area and level: the OFLC table that the package ships, or one from a user's store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from openh1b.arrays import Flags, Floats, Ints
from openh1b.errors import DataError, Fault, NotComputable
from openh1b.season.levels import HOURS_A_YEAR, Floors, wage_year_name

if TYPE_CHECKING:
    import polars as pl

FOLDER = Path(__file__).parent / "wages"
_LEVELS = ("l1_usd", "l2_usd", "l3_usd", "l4_usd")


class WageTable(Protocol):
    """What a table of wages can be asked. `name` says in words which it is; `wage_year` begins in July."""

    @property
    def name(self) -> str:
        """The table in words."""

    @property
    def wage_year(self) -> int:
        """The year in which its wage year begins."""

    def has_occupation(self, soc_code: str) -> bool:
        """Whether it has rows of an occupation, priced or not."""

    def find(self, soc_code: str, area: str) -> Floors | None:
        """The four wages; None where it has no row or no wage."""

    def everywhere(self, soc_code: str) -> dict[str, Floors]:
        """The four wages of an occupation by area, where it has them."""


def floors_of(soc_code: str, area: str, table: WageTable | None = None) -> Floors:
    """The four wages of an occupation in an area. table: the one that the package ships if none is given.

    Raises NotComputable where the table has no wage there; the rule then takes the level from the job's requirements.
    """
    chosen = shipped() if table is None else table
    found = chosen.find(soc_code, area)
    if found is None:
        why = "no wage for it in this area" if chosen.has_occupation(soc_code) else "no such occupation"
        raise NotComputable(
            f"{soc_code} in area {area}: {chosen.name} has {why}. Without an OEWS wage the level is that of the job's "
            "requirements by the Department of Labor's guidance (from memory), which is not modelled."
        )
    return found


@dataclass(frozen=True, eq=False)
class ShippedWages:
    """The table of the package: all occupations by all areas.

    soc_code (848,), area (530,), yearly (848,): dollars a year, else cents an hour. l1, rise: (3, 848, 530) planes of
    bytes of Level I and of Level IV less Level I, in those units; 0 where there is no wage.
    """

    wage_year: int
    soc_code: NDArray[np.str_]
    area: NDArray[np.int32]
    yearly: Flags
    l1: NDArray[np.uint8]
    rise: NDArray[np.uint8]

    @property
    def name(self) -> str:
        """The table in words."""
        return f"the OFLC table of {wage_year_name(self.wage_year)}"

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {str(code): place for place, code in enumerate(self.soc_code)}

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {str(code): place for place, code in enumerate(self.area)}

    def has_occupation(self, soc_code: str) -> bool:
        """Whether it has rows of an occupation, priced or not."""
        return soc_code in self._rows

    def find(self, soc_code: str, area: str) -> Floors | None:
        """The four wages; None where it has no row or no wage."""
        row, column = self._rows.get(soc_code), self._columns.get(area)
        if row is None or column is None:
            return None
        return self._floors(soc_code, area, *(int(_whole(one[:, row, column])) for one in (self.l1, self.rise)))

    def everywhere(self, soc_code: str) -> dict[str, Floors]:
        """The four wages of an occupation by area, where it has them."""
        row = self._rows.get(soc_code)
        if row is None:
            return {}
        lows, rises = (_whole(one[:, row]).tolist() for one in (self.l1, self.rise))
        found = zip(self._columns, lows, rises, strict=True)
        each = {area: self._floors(soc_code, area, low, rise) for area, low, rise in found}
        return {area: one for area, one in each.items() if one is not None}

    def _floors(self, soc_code: str, area: str, low: int, rise: int) -> Floors | None:
        """low, rise: Level I, and Level IV less Level I, in the units of the row; 0 where there is no wage."""
        if low == 0:
            return None
        hourly = not self.yearly[self._rows[soc_code]]
        levels = [low, low + round(rise / 3), low + round(2 * rise / 3), low + rise]
        l1, l2, l3, l4 = (round(one * HOURS_A_YEAR / 100, 2) if hourly else float(one) for one in levels)
        return Floors(soc_code, area, self.wage_year, l1, l2, l3, l4, hourly, self.name)

    def ends(self, soc_codes: NDArray[Any], areas: NDArray[Any]) -> tuple[Floats, Floats]:
        """Level I and IV of each row, US dollars a year; NaN where there is none. Both arrays hold codes as text."""
        row = np.array([self._rows.get(str(code), -1) for code in soc_codes], dtype=np.int64)
        column = np.array([self._columns.get(str(code), -1) for code in areas], dtype=np.int64)
        low, rise = (_whole(one[:, row, column]).astype(float) for one in (self.l1, self.rise))
        times = np.where(self.yearly[row], 1.0, HOURS_A_YEAR / 100)
        low[(row < 0) | (column < 0) | (low == 0)] = np.nan
        return low * times, (low + rise) * times


def _whole(planes: NDArray[np.uint8]) -> Ints:
    """Whole numbers from their three bytes, the least first; the planes lie along the first axis."""
    low, middle, high = planes.astype(np.int64)
    return np.asarray(low + (middle << 8) + (high << 16))


@lru_cache
def shipped() -> ShippedWages:
    """The table that the package ships, read once."""
    with np.load(FOLDER / "oflc_wages.npz") as held:
        return ShippedWages(int(held["wage_year"]), *(held[n] for n in ("soc_code", "area", "yearly", "l1", "rise")))


class StoredWages:
    """A stored table of another wage year: rows as `Store.table("oflc_wages")` gives them."""

    def __init__(self, frame: pl.DataFrame, wage_year: int | None = None) -> None:
        """wage_year: which to take; the latest if not given. Raises DataError where no row is of it."""
        years: list[int] = sorted(frame["wage_year"].unique().to_list())
        self._year = max(years, default=0) if wage_year is None else wage_year
        if self._year not in years:
            listed = ", ".join(wage_year_name(year) for year in years) or "none"
            said = "no wages" if wage_year is None else f"no wages of {wage_year_name(wage_year)}"
            raise DataError(Fault("oflc_wages", f"has {said}", expected=f"one of those stored: {listed}"))
        self._frame = frame.filter(frame["wage_year"] == self._year)
        self._found: dict[str, dict[str, Floors]] = {}

    @property
    def name(self) -> str:
        """The table in words."""
        return f"the stored OFLC table of {wage_year_name(self._year)}"

    @property
    def wage_year(self) -> int:
        """The year in which its wage year begins."""
        return self._year

    def has_occupation(self, soc_code: str) -> bool:
        """Whether it has rows of an occupation, priced or not."""
        return bool((self._frame["soc_code"] == soc_code).any())

    def find(self, soc_code: str, area: str) -> Floors | None:
        """The four wages; None where it has no row or no wage."""
        return self.everywhere(soc_code).get(area)

    def everywhere(self, soc_code: str) -> dict[str, Floors]:
        """The four wages of an occupation by area, where it has them."""
        if soc_code not in self._found:
            rows = self._frame.filter((self._frame["soc_code"] == soc_code) & self._frame["l1_usd"].is_not_null())
            each = (self._floors(row) for row in rows.unique("area", keep="first").to_dicts())
            self._found[soc_code] = {one.area: one for one in each}
        return self._found[soc_code]

    def _floors(self, row: dict[str, Any]) -> Floors:
        l1, l2, l3, l4 = (round(float(row[name]), 2) for name in _LEVELS)
        return Floors(row["soc_code"], row["area"], self._year, l1, l2, l3, l4, row["unit"] == "hour", self.name)
