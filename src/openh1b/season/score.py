"""A pool of people beside the published margins: what was fitted, what was not, and how far off each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Flags, Floats
from openh1b.season.mixes import LEVELS, level_mix
from openh1b.season.mixes import us_masters as split_of
from openh1b.season.pool import Pool
from openh1b.season.published import Season, Splits
from openh1b.season.synthetic import masters_share
from openh1b.season.synthetic_margins import PublishedFigure, load_margins
from openh1b.season.synthetic_tables import KINDS, of_kind

FITTED_MIX = "eig-2025"  # the mix whose shares of levels are the published ones


@dataclass(frozen=True)
class Score:
    """One published number beside the pool's.

    margin: name in margins.yaml. group: the value of the column; empty for a single figure. unit: share, USD, years or
    employers. read: how the published number was read. base: whom it counts.
    """

    margin: str
    label: str
    group: str
    unit: str
    published: float
    pool: float
    used_to_fit: bool
    base: str
    read: str
    source_ids: tuple[str, ...]
    note: str = ""

    @property
    def difference(self) -> float:
        """The pool's number less the published one."""
        return self.pool - self.published


def score(pool: Pool, season: Season, splits: Splits) -> tuple[Score, ...]:
    """Every published margin and pair beside the pool's, in the order of margins.yaml."""
    return (*_of_shares(pool), *_of_figures(pool), *_of_levels_by_kind(pool), *_of_splits(pool, season, splits))


def _of_shares(pool: Pool) -> Iterator[Score]:
    for name, one in load_margins().shares.items():
        counts = shares(pool, one.column, one.leave_out)
        fitted = one.used_to_fit and (one.column != "selection_level" or pool.level_mix == FITTED_MIX)
        for value, part in one.parts.items():
            found = counts.get(value, 0.0)
            yield Score(name, one.label, value, "share", part, found, fitted, one.base, one.read, one.cite, one.note)


def shares(pool: Pool, column: str, leave_out: tuple[str, ...] = ()) -> dict[str, float]:
    """Share of people with each value of a column, among those whose value is not left out."""
    found = pool.coded(column)
    counts = np.bincount(found.codes, weights=pool.n, minlength=len(found.labels))
    by = {_text(label): float(count) for label, count in zip(found.labels, counts, strict=True)}
    rest = {value: count for value, count in by.items() if value not in leave_out}
    total = sum(rest.values())
    return {value: count / total for value, count in rest.items()} if total else {}


def _text(label: object) -> str:
    return str(label).lower() if isinstance(label, bool | np.bool_) else str(label)


def _of_figures(pool: Pool) -> Iterator[Score]:
    for name, one in load_margins().figures.items():
        found = _MEASURES[one.measure](pool, one)
        yield Score(
            name, one.label, "", _unit(one), one.value, found, one.used_to_fit, one.base, one.read, one.cite, one.note
        )


def _unit(one: PublishedFigure) -> str:
    if one.measure == "employers":
        return "employers"
    if one.measure in {"mean", "quantile", "minimum"}:
        return "USD" if one.column == "offered_wage_usd" else "years"
    return "share"


def _where(pool: Pool, one: PublishedFigure) -> float:
    mask: Flags = np.ones(len(pool), dtype=bool)
    for column, values in one.where.items():
        found = pool.coded(column)
        mask &= np.array([_text(label) in values for label in found.labels])[found.codes]
    return _weighed(pool, mask)


def _beginning(pool: Pool, one: PublishedFigure) -> float:
    found = pool.coded(one.column or "")
    return _weighed(pool, np.char.startswith(found.labels.astype(np.str_), one.beginning or "")[found.codes])


def _between(pool: Pool, one: PublishedFigure) -> float:
    values = pool.array(one.column or "")
    return _weighed(pool, (values >= (one.low or 0)) & (values <= (one.high or 0)))


def _weighed(pool: Pool, mask: Flags) -> float:
    return float(pool.n[mask].sum() / pool.n.sum())


def _mean(pool: Pool, one: PublishedFigure) -> float:
    return float(np.average(pool.array(one.column or ""), weights=pool.n))


def _quantile(pool: Pool, one: PublishedFigure) -> float:
    return float(np.quantile(np.repeat(pool.array(one.column or ""), pool.n), one.at or 0.0))


def _minimum(pool: Pool, one: PublishedFigure) -> float:
    return float(pool.array(one.column or "").min())


def _people_of_employers(pool: Pool) -> Floats:
    found = pool.coded("employer")
    counts = np.bincount(found.codes, weights=pool.n).astype(float)
    return counts[counts > 0]


def _employers(pool: Pool, _: PublishedFigure) -> float:
    return float(len(_people_of_employers(pool)))


def _employers_between(pool: Pool, one: PublishedFigure) -> float:
    people = _people_of_employers(pool)
    return float(((people >= (one.low or 0)) & (people <= (one.high or 0))).mean())


_MEASURES: dict[str, Callable[[Pool, PublishedFigure], float]] = {
    "share": _where,
    "share_beginning": _beginning,
    "share_between": _between,
    "mean": _mean,
    "quantile": _quantile,
    "minimum": _minimum,
    "employers": _employers,
    "employers_between": _employers_between,
}


def _of_levels_by_kind(pool: Pool) -> Iterator[Score]:
    """Level given kind, as learned and raked; it is a pair of the published mix only, so of no other mix."""
    if pool.level_mix != FITTED_MIX:
        return
    kind, level = pool.coded("employer_kind"), pool.array("selection_level")
    for name in KINDS:
        mine = kind.codes == np.flatnonzero(kind.labels == name)[0] if name in kind.labels else np.zeros(0, bool)
        if not mine.any():
            continue
        learned = {row["level"]: float(row["share"]) for row in of_kind("positions", name)}
        for one in LEVELS:
            found = float(pool.n[mine & (level == one)].sum() / pool.n[mine].sum())
            yield Score(
                margin="selection_level_by_kind",
                label=f"selection level, employers of kind {name}",
                group=str(one),
                unit="share",
                published=learned[str(one)],
                pool=found,
                used_to_fit=True,
                base="filings FY2020 Q1, raked to winners of the random lottery",
                read="assumption",
                source_ids=("lca-fy2020-q1", "eig-simulation-2025"),
                note="no published pair; learned from filings",
            )


def _of_splits(pool: Pool, season: Season, splits: Splits) -> Iterator[Score]:
    """The named splits that were asked for: the level mix, and the share with a US master's."""
    mix, masters = level_mix(splits.level_mix), split_of(splits.us_masters)
    found = shares(pool, "selection_level")
    if splits.level_mix != FITTED_MIX:
        for level, part in zip(LEVELS, mix.shares, strict=True):
            yield Score(
                margin="level_mix",
                label=f"selection level, level mix {splits.level_mix}",
                group=str(level),
                unit="share",
                published=part,
                pool=found.get(str(level), 0.0),
                used_to_fit=True,
                base=mix.definition,
                read=mix.read,
                source_ids=mix.cite,
                note=mix.note,
            )
    yield Score(
        margin="us_masters",
        label=f"US master's or higher ({splits.us_masters})",
        group="",
        unit="share",
        published=masters_share(season, splits),
        pool=shares(pool, "us_masters_or_higher").get("true", 0.0),
        used_to_fit=True,
        base="derived for those who enter",
        read="assumption",
        source_ids=() if isinstance(masters, float) else masters.cite,
        note="given by the user" if isinstance(masters, float) else masters.label,
    )
