"""A pool of people from filings: how many each stands for, who of them has a US master's, and what is to be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from openh1b.data.filings_words import assumptions, notes
from openh1b.errors import Fault, SeasonError
from openh1b.season.mixes import LEVELS, level_mix
from openh1b.season.pool import Assumption
from openh1b.season.published import Splits, whole
from openh1b.season.synthetic import masters_share
from openh1b.selection.keys import uniforms

if TYPE_CHECKING:
    import polars as pl

    from openh1b.arrays import Floats, Ints
    from openh1b.data.filings import Filings
    from openh1b.season.published import Season

_PURPOSE: Final = "filings/us_masters"


@dataclass(frozen=True)
class Weights:
    """How filings become people. season_total: as many as the season has, else the workers asked for or cases.

    level_mix: within it, by the shares of a named mix; None keeps those of the filings.
    """

    season_total: bool = True
    level_mix: str | None = None
    us_masters: str = "uscis-57"
    seed: str = "1"


@dataclass(frozen=True, eq=False)
class FilingsPool:
    """One row for people alike, `n` of them; `masters` is the share with a US master's that was assigned."""

    frame: pl.DataFrame
    masters: float
    notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def people(self) -> int:
        """How many people the pool stands for."""
        return int(self.frame["n"].sum())

    def by_level(self) -> dict[int, int]:
        """People at each level that has any."""
        return dict(
            self.frame.select("selection_level", "n")
            .group_by("selection_level")
            .sum()
            .sort("selection_level")
            .iter_rows()
        )


def pool_of(found: Filings, season: Season, weights: Weights) -> FilingsPool:
    """People of a season from filings: each filing stands for a number in proportion to its count.

    Raises SeasonError where a level of the mix has no filing, or a share does not fit the season.
    """
    share = masters_share(season, Splits(us_masters=weights.us_masters))
    n = _numbers(found, season.units, weights)
    frame = _with_masters(found.frame, n, share, weights, season.number)
    said = notes(found, int(n.sum()))
    return FilingsPool(frame, share, said, assumptions(found, season, weights, share))


def _numbers(found: Filings, units: int, weights: Weights) -> Ints:
    counted = found.frame["counted"].to_numpy().astype(np.float64)
    if not weights.season_total:
        return counted.astype(np.int64)
    if weights.level_mix is None:
        return whole(counted / counted.sum() * units, units)
    shares = np.array(level_mix(weights.level_mix).shares)
    level = found.frame["selection_level"].to_numpy() - 1
    held = np.bincount(level, weights=counted, minlength=len(LEVELS))
    faults = [
        Fault("--level-mix", f"{weights.level_mix} puts {share:.0%} at level {n}, where there is no filing")
        for n, share, mine in zip(LEVELS, shares, held, strict=True)
        if share and not mine
    ]
    if faults:
        raise SeasonError(faults)
    return whole((counted / held[level]) * (shares / shares.sum())[level] * units, units)


def _with_masters(frame: pl.DataFrame, n: Ints, share: float, weights: Weights, season: int) -> pl.DataFrame:
    """Each row as two, with a US master's and without; one where the other stands for nobody.

    The share is met within each level to less than one person. Which of alike people have the degree is drawn: filings
    are laid end to end in an order by keyed numbers, and of every 1 / share people one has it.
    """
    import polars as pl

    luck = uniforms(frame["case_number"], seed=weights.seed, season=season, purpose=_PURPOSE)
    masters = _dealt(n, frame["selection_level"].to_numpy(), luck, share)
    holders = frame.drop("counted").with_columns(us_masters_or_higher=pl.lit(value=True), n=pl.Series(masters))
    others = holders.with_columns(us_masters_or_higher=pl.lit(value=False), n=pl.Series(n - masters))
    both = pl.concat([holders.with_row_index("row_"), others.with_row_index("row_")]).filter(pl.col("n") > 0)
    return both.sort("row_", pl.col("us_masters_or_higher")).select("n", pl.exclude("row_", "n"))


def _dealt(n: Ints, level: Ints, luck: Floats, share: float) -> Ints:
    """Of the `n` people of each row, how many have a US master's: the share of all up to a row, less those before."""
    masters = np.zeros_like(n)
    for one in LEVELS:
        rows = np.flatnonzero(level == one)
        rows = rows[np.argsort(luck[rows], kind="stable")]
        up_to_row = np.floor(np.cumsum(n[rows]) * share + 0.5).astype(np.int64)
        masters[rows] = np.diff(up_to_row, prepend=0)
    return masters
