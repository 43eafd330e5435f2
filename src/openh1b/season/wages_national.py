"""National wage percentiles by occupation (BLS OEWS), and the curve through them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import Fault, InputError, NotComputable
from openh1b.season.wages_table import FOLDER

YEAR = 2025  # the latest, and the one without top-codes
PRINTED = (10.0, 25.0, 50.0, 75.0, 90.0)
STATED = (17.0, 67.0)  # what Levels I and IV are called, about (wages.percentiles of the law)
_LEAST = 4  # printed percentiles without which no curve is drawn
_STEPS = 600  # points at which a curve is averaged; a mean of a third moves by less than 1e-4 with more of them
_STRETCH = np.linspace(0.0, 4.0, 81)
_THIRD = _STEPS // 3


def normal_scores(percentiles: Sequence[float]) -> Floats:
    """Standard normal quantiles of percentiles, each above 0 and below 100."""
    return np.array([NormalDist().inv_cdf(one / 100) for one in percentiles])


@lru_cache
def _middles() -> Floats:
    return normal_scores([100 * (k + 0.5) / _STEPS for k in range(_STEPS)])


@dataclass(frozen=True, eq=False)
class Curve:
    """Log wage by normal score of the percentile: straight between printed percentiles, and beyond them as next to.

    soc_code: the occupation, or the group whose percentiles stand for it. scores, logs: of the printed percentiles.
    highest: the highest percentile printed; above it the wage is top-coded and not known, unless it is the last.
    """

    soc_code: str
    scores: Floats
    logs: Floats
    highest: float

    def at(self, scores: Floats) -> Floats:
        """Log wage at normal scores."""
        z, y = self.scores, self.logs
        below = y[0] + (scores - z[0]) * (y[1] - y[0]) / (z[1] - z[0])
        above = y[-1] + (scores - z[-1]) * (y[-1] - y[-2]) / (z[-1] - z[-2])
        inside = np.interp(scores, z, y)
        return np.where(scores < z[0], below, np.where(scores > z[-1], above, inside))

    @cached_property
    def thirds(self) -> tuple[Floats, Floats]:
        """Log means of the lowest third and of the upper two thirds, for each stretch of the log curve."""
        shape = self.at(_middles()) - self.logs[0]
        wages = np.exp(np.multiply.outer(_STRETCH, shape))
        return np.log(wages[:, :_THIRD].mean(axis=1)), np.log(wages[:, _THIRD:].mean(axis=1))

    def ends(self) -> tuple[float, float]:
        """Means of the lowest third and of the upper two thirds of the curve itself, US dollars a year."""
        low, high = (float(np.exp(self.logs[0] + np.interp(1.0, _STRETCH, one))) for one in self.thirds)
        return low, high

    def fit(self, l1_usd: Floats, l4_usd: Floats) -> tuple[Floats, Floats]:
        """Shift and stretch with which the means of the thirds are Level I and Level IV; NaN where none does.

        l1_usd, l4_usd: (rows,). The log wage at a score is then shift + stretch * (at(score) - logs[0]).
        """
        low, high = self.thirds
        wanted = np.log(l4_usd) - np.log(l1_usd)
        stretch = np.interp(wanted, high - low, _STRETCH, left=np.nan, right=np.nan)
        return np.log(l1_usd) - np.interp(stretch, _STRETCH, low), stretch

    def wages_as_stated(self, l1_usd: float, l4_usd: float, percentiles: Sequence[float]) -> Floats:
        """The same for one area, were Levels I and IV the percentiles STATED of its wages. Shape (percentiles,)."""
        low, high = self.at(normal_scores(STATED))
        stretch = np.log(l4_usd / l1_usd) / (high - low)
        return np.asarray(l1_usd * np.exp(stretch * (self.at(normal_scores(percentiles)) - low)))

    def wages(self, l1_usd: Floats, l4_usd: Floats, percentiles: Sequence[float]) -> Floats:
        """Wages at percentiles in areas with these Level I and IV wages. Shape (rows, percentiles); NaN as in `fit`."""
        shift, stretch = self.fit(l1_usd, l4_usd)
        shape = self.at(normal_scores(percentiles)) - self.logs[0]
        return np.asarray(np.exp(shift[:, None] + np.multiply.outer(stretch, shape)))


def curve_through(soc_code: str, wages_usd: Mapping[float, float], highest: float) -> Curve:
    """The curve through wages at printed percentiles (percentile -> US dollars a year)."""
    kept = sorted(wages_usd)
    return Curve(soc_code, normal_scores(kept), np.log([wages_usd[one] for one in kept]), highest)


@dataclass(frozen=True)
class National:
    """One row of OEWS. wages_usd: percentile -> US dollars a year, of those printed. top_coded: those printed as #."""

    soc_code: str
    detail: str
    wages_usd: Mapping[float, float]
    top_coded: tuple[float, ...]
    mean_usd: float | None

    @property
    def highest(self) -> float:
        """The percentile above which nothing is known: 100 unless some are top-coded."""
        return max(self.wages_usd) if self.top_coded else 100.0


@lru_cache
def national(year: int = YEAR) -> Mapping[str, National]:
    """Detailed occupations and minor groups of one May: code -> row."""
    text = (FOLDER / "oews_national.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["year"] == str(year)]
    if not rows:
        raise InputError(Fault("year", f"no OEWS wages of May {year} are shipped", expected="2024 or 2025"))
    return {row["soc_code"]: _row(row) for row in rows}


def _row(row: Mapping[str, str]) -> National:
    printed = {one: row[f"p{one:.0f}"] for one in PRINTED}
    return National(
        row["soc_code"],
        row["detail"],
        {one: float(text) for one, text in printed.items() if text not in {"", "#"}},
        tuple(one for one, text in printed.items() if text == "#"),
        float(row["mean"]) if row["mean"] else None,
    )


def has_curve(soc_code: str) -> bool:
    """Whether enough percentiles are printed of an occupation, or of the broad group that BLS prints in its place."""
    row = _row_of(soc_code, YEAR)
    return row is not None and len(row.wages_usd) >= _LEAST


@lru_cache(maxsize=2_000)
def curve_of(soc_code: str, year: int = YEAR) -> Curve:
    """The national curve of an occupation.

    Where BLS prints a broad group in its place (13-1020 for 13-1021), that of the group, as `soc_code` of it says.
    Raises NotComputable where fewer than four percentiles are printed.
    """
    row = _row_of(soc_code, year)
    if row is None:
        raise NotComputable(f"{soc_code}: OEWS prints no national wages of it for May {year}.")
    if len(row.wages_usd) < _LEAST:
        coded = ", ".join(f"{one:.0f}" for one in row.top_coded)
        raise NotComputable(f"{soc_code}: OEWS of May {year} top-codes the percentiles {coded}; four are needed.")
    return curve_through(row.soc_code, row.wages_usd, row.highest)


def _row_of(soc_code: str, year: int) -> National | None:
    rows = national(year)
    return rows.get(soc_code[:7]) or rows.get(f"{soc_code[:6]}0") or rows.get(_JOINED.get(soc_code[:7], ""))


# Pairs that BLS prints as one with a code of its own making: occupations of one broad group, by their titles.
_JOINED = {
    **dict.fromkeys(("21-1011", "21-1014"), "21-1018"),
    **dict.fromkeys(("25-2055", "25-2056"), "25-2052"),
    **dict.fromkeys(("25-9042", "25-9043", "25-9049"), "25-9045"),
    **dict.fromkeys(("51-2022", "51-2023"), "51-2028"),
    **dict.fromkeys(("53-1042", "53-1043", "53-1044", "53-1049"), "53-1047"),
}
