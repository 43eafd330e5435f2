"""Visa bulletin: employment-based cut-off dates, one a row, as a long table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_STATUSES = {"c": "current", "u": "unavailable", "date": "date"}


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """The bulletin's month as its first day, and the letters C and U as words."""
    import polars as pl

    month = pl.col("bulletin").str.replace(r"^([0-9]{4}-[0-9]{2})$", "$1-01")
    status = pl.col("status").str.to_lowercase().replace(_STATUSES)
    return named.with_columns(month, status)


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """With the fiscal year of the bulletin, which begins in October."""
    import polars as pl

    month = pl.col("bulletin")
    return values.with_columns((month.dt.year() + (month.dt.month() >= 10)).cast(pl.Int64).alias("fiscal_year"))


def coverage(frame: pl.DataFrame) -> str:
    """The first and the last bulletin: `2016-08-to-2026-07`."""
    months = sorted(frame["bulletin"].dt.strftime("%Y-%m").unique().to_list())
    return f"{months[0]}-to-{months[-1]}"
