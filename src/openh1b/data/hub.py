"""USCIS Employer Data Hub: sums by definition, the industry's label, the years a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.data.schemas import HUB_TYPES, INITIAL_TYPES

if TYPE_CHECKING:
    import polars as pl

_INDUSTRY = r"^([0-9]{2}(?:-[0-9]{2})?)\s*(?:-\s*(.+))?$"


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """The industry's number and its label apart: `31-33 - Manufacturing` is `31-33` and `Manufacturing`."""
    import polars as pl

    if "naics" not in named.columns:
        return named
    industry = pl.col("naics")
    return named.with_columns(
        pl.coalesce(industry.str.extract(_INDUSTRY, 1), industry),
        industry.str.extract(_INDUSTRY, 2).alias("naics_label"),
    )


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """All columns of the table: initial is new employment and new concurrent, continuing all else (rules of USCIS)."""
    import polars as pl

    frame = values
    if "initial_approvals" not in values.columns:
        frame = values.with_columns(
            pl.sum_horizontal(
                (pl.col(f"{name}_{end}") for name in HUB_TYPES if (name in INITIAL_TYPES) is initial),
                ignore_nulls=False,
            )
            .cast(pl.Int64)
            .alias(f"{kind}_{end}")
            for kind, initial in (("initial", True), ("continuing", False))
            for end in ("approvals", "denials")
        )
    return frame.with_columns(pl.lit(value=False).alias("part_year"))


def coverage(frame: pl.DataFrame) -> str:
    """The fiscal years in a file: `fy2021` or `fy2016-2024`."""
    years = sorted(frame["fiscal_year"].unique().to_list())
    return f"fy{years[0]}" if len(years) == 1 else f"fy{years[0]}-{years[-1]}"


def flags(frame: pl.DataFrame) -> tuple[str, ...]:
    """`subset` where all rows are of one industry or of one state: an export that was filtered."""
    several = [name for name in ("naics", "state") if frame[name].drop_nulls().n_unique() > 1]
    held = [name for name in ("naics", "state") if frame[name].is_not_null().any()]
    return ("subset",) if len(several) < len(held) and frame.height > 1 else ()
