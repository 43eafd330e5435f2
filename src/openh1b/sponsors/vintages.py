"""Which lines of the hub a question is about: one vintage a year, whole years, and what was left out, said.

The hub's year is the fiscal year of the decision. A year can be held in several vintages, and a vintage can be of
part of the year or of one industry; lines of two vintages are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


_Vintage = dict[str, Any]
_ByYear = dict[int, _Vintage]
_SOME = 50  # fewer lines than this can be of one industry by chance


@dataclass(frozen=True)
class Chosen:
    """Lines of one vintage a year, in years `years`, and `notes`: what is missing and what was left out.

    part: those of the years of which a part is held; vintages: the file that each year is read from.
    """

    lines: pl.DataFrame
    years: tuple[int, ...]
    notes: tuple[str, ...]
    part: tuple[int, ...] = ()
    vintages: tuple[str, ...] = ()


def choose(hub: pl.DataFrame, years: Sequence[int] = (), *, part_years: bool = False) -> Chosen:
    """One vintage of each year asked for, or of all held: the whole year, else the one with most lines.

    part_years: take a part-year vintage where no whole year is held. A vintage whose lines are all of one industry is
    never taken for a year. Raises InputError where a year is not held, or is held only in part and part_years is not
    set.
    """
    table = _vintages(hub)
    whole = {row["fiscal_year"]: row for row in table if row["whole"]}
    part = {row["fiscal_year"]: row for row in table if not row["one_industry"]}
    usable = {**part, **whole} if part_years else whole
    asked = tuple(sorted(set(years))) or tuple(sorted(usable))
    _refuse(asked, usable, part)
    notes = [*_gaps(asked, whole), *_left_out(asked, usable, table)]
    if not years and not part_years:
        notes += _without(table, whole)
    taken = [usable[year] for year in asked]
    part_of = tuple(year for year in asked if year not in whole)
    vintages = tuple(str(row["vintage"]) for row in taken)
    return Chosen(_lines(hub, taken, table), asked, tuple(notes), part_of, vintages)


def _vintages(hub: pl.DataFrame) -> list[_Vintage]:
    """One row a year and vintage, the one with fewest lines first, so that the last of a year is the best."""
    import polars as pl

    sector = pl.col("naics").cast(pl.String).str.head(2)
    found = hub.group_by("fiscal_year", "vintage").agg(
        lines=pl.len(), part_year=pl.col("part_year").any(), sectors=sector.drop_nulls().n_unique()
    )
    found = found.with_columns(one_industry=(pl.col("sectors") == 1) & (pl.col("lines") > _SOME))
    found = found.with_columns(whole=~pl.col("part_year") & ~pl.col("one_industry"))
    return found.sort("fiscal_year", "lines", "vintage").to_dicts()


def _refuse(asked: tuple[int, ...], usable: _ByYear, part: _ByYear) -> None:
    held = ", ".join(str(year) for year in sorted(usable)) or "none"
    faults = [
        Fault("--year", f"FY{year} is held for part of the year only", hint="Ask for it with --part-years")
        if year in part
        else Fault("--year", f"FY{year} is not held", expected=f"one of {held}")
        for year in asked
        if year not in usable
    ]
    if not asked:
        faults = [Fault("hub", "no whole year is held", hint="--part-years takes the parts")]
    if faults:
        raise InputError(faults)


def _gaps(asked: tuple[int, ...], whole: _ByYear) -> list[str]:
    missing = [str(year) for year in range(asked[0], asked[-1] + 1) if year not in asked]
    notes = [f"Years between those counted and not among them: FY{', FY'.join(missing)}."] if missing else []
    counted = [f"FY{year}" for year in asked if year not in whole]
    return [*notes, f"Part of the year only: {', '.join(counted)}."] if counted else notes


def _without(table: list[_Vintage], whole: _ByYear) -> list[str]:
    parts = [f"FY{year}" for year in sorted({row["fiscal_year"] for row in table}) if year not in whole]
    return [f"Left out, held for part of the year or of the industries only: {', '.join(parts)}."] if parts else []


def _left_out(asked: tuple[int, ...], usable: _ByYear, table: list[_Vintage]) -> list[str]:
    others = [
        f"FY{row['fiscal_year']} {row['vintage']}"
        for row in table
        if row["fiscal_year"] in asked and row["vintage"] != usable[row["fiscal_year"]]["vintage"]
    ]
    return [f"Other vintages of the same years, not added: {', '.join(others)}."] if others else []


def _lines(hub: pl.DataFrame, taken: list[_Vintage], table: list[_Vintage]) -> pl.DataFrame:
    """Lines of the vintages taken; where a year has but one, its year alone tells them."""
    import polars as pl

    if len(taken) == len(table):
        return hub
    held = [row["fiscal_year"] for row in table]
    lines = hub.filter(pl.col("fiscal_year").is_in([row["fiscal_year"] for row in taken]))
    for row in taken:
        if held.count(row["fiscal_year"]) > 1:
            other = (pl.col("fiscal_year") == row["fiscal_year"]) & (pl.col("vintage") != row["vintage"])
            lines = lines.filter(~other)
    return lines
