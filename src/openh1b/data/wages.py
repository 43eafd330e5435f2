"""OFLC prevailing wages by occupation and area: four levels in dollars an hour or a year, and all of them a year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openh1b.data.lca import UNITS_A_YEAR
from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    import polars as pl

LEVELS = ("l1", "l2", "l3", "l4")
YEARLY = 1_000  # hourly levels of July 2025 end at 417.06, yearly ones begin at 15,080: one column holds both

_CENTS = r"^([0-9]+)([0-9]{2})$"
_WAGE_YEAR = re.compile(r"(20[0-9]{2})[-_ ](?:20)?([0-9]{2})(?![0-9])")


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """Cents to dollars, and `none` (no wage in this area) to empty; OFLC's label says which levels are a year's."""
    import polars as pl

    frame = named
    if "l1_cents" in named.columns:
        dollars = {f"{level}_cents": level for level in LEVELS}
        frame = named.with_columns(pl.col(name).str.zfill(3).str.replace(_CENTS, "$1.$2") for name in dollars)
        frame = frame.rename(dollars)
    if "unit" in frame.columns:
        frame = frame.with_columns(pl.col("unit").str.to_lowercase().replace({"none": None}))
    elif "label" in frame.columns:
        is_yearly = pl.col("label").str.to_lowercase().str.contains("annual", literal=True)
        frame = frame.with_columns(pl.when(is_yearly).then(pl.lit("year")).alias("unit")).drop("label")
    return frame


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """All columns: where the file does not say the unit, a level of 1,000 or more is a year's, a smaller an hour's."""
    import polars as pl

    guessed = pl.when(pl.col("l1") >= YEARLY).then(pl.lit("year")).when(pl.col("l1").is_not_null())
    frame = values.with_columns(pl.coalesce("unit", guessed.then(pl.lit("hour"))).alias("unit"))
    a_year = pl.col("unit").replace_strict(UNITS_A_YEAR, default=None, return_dtype=pl.Float64)
    return frame.with_columns((pl.col(level) * a_year).alias(f"{level}_usd") for level in LEVELS)


def year_of(where: str, sheet: str, name: str, said: int | None) -> int:
    """The year in which the wage year begins, in July: as said, else as the file's name has it (`2025-26`).

    Raises DataError where neither says it.
    """
    del sheet
    found = _WAGE_YEAR.search(name)
    if said is not None:
        return said
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return int(found[1])
    problem = "says neither in its rows nor in its name of which wage year it is"
    raise DataError(Fault(where, problem, hint="Say it: --year 2025 for July 2025 to June 2026"))


def areas(values: pl.DataFrame) -> pl.DataFrame:
    """The areas as they are: nothing in them is to be worked out."""
    return values


def coverage(frame: pl.DataFrame) -> str:
    """The wage year: `wage-year-2025-26`."""
    year = int(frame["wage_year"][0])
    return f"wage-year-{year}-{(year + 1) % 100:02}"
