"""Filings that came through as columns of the table `pool` and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openh1b.data.filings_levels import FLOORS
from openh1b.season.codes import titles
from openh1b.season.synthetic_tables import table

if TYPE_CHECKING:
    import polars as pl

WHERE_WHOLE: Final = ("h1b_dependent", "regional_prices")
"""Columns that are left out where a row has no value: territories have no price level, some files no dependence."""

_NOT_SAID = "not said"


def pool_columns(rows: pl.DataFrame, described: pl.DataFrame, level_by: str, *, by_case: bool) -> pl.DataFrame:
    """One row a case, with `counted` before all else: its workers for new employment, or by_case 1.

    described: `group` and `industry` of each row. A column of the table `pool` in which a row has no value is left out,
    since a pool may have no blanks there.
    """
    import polars as pl

    quarter = pl.format("FY{}Q{}", _fiscal_year(), pl.col("decided_on").dt.quarter() % 4 + 1)
    naics = pl.col("naics").fill_null("")
    kind = pl.when(naics.str.starts_with("5415")).then(pl.lit("it_services"))
    columns = rows.hstack(described).with_columns(
        counted=pl.lit(1, pl.Int64) if by_case else pl.col("new_employment"),
        employer=pl.col("employer").fill_null(_NOT_SAID),
        group=pl.col("group").fill_null(_NOT_SAID),
        industry=pl.col("industry").fill_null(_NOT_SAID),
        employer_kind=kind.when(naics.str.starts_with("3")).then(pl.lit("manufacturing")).otherwise(pl.lit("other")),
        state=pl.col("worksite_state").str.to_uppercase(),
        offered_wage_usd=pl.col("wage_usd").round().cast(pl.Int64),
        lca_level=pl.col("wage_level").cast(pl.String).fill_null(_NOT_SAID),
        decided=quarter,
    )
    names = ["case_number", "decided", "employer", "group", "employer_kind", "industry", "state", "offered_wage_usd"]
    if level_by == "lca":
        columns = columns.with_columns(selection_level="wage_level")
    else:
        columns = columns.with_columns(
            pl.col(FLOORS).cast(pl.Int64),
            soc_code="soc_2018",
            occupation=pl.col("soc_2018").replace(titles()),
        )
        names += ["soc_code", "occupation", "area", *FLOORS]
    columns = columns.join(_prices(), on="state", how="left", maintain_order="left")
    whole = [name for name in WHERE_WHOLE if not columns[name].null_count()]
    return columns.select("counted", *names, "selection_level", "lca_level", *whole)


def _fiscal_year() -> pl.Expr:
    import polars as pl

    day = pl.col("decided_on")
    return day.dt.year() + (day.dt.month() >= 10).cast(pl.Int32)


def _prices() -> pl.DataFrame:
    import polars as pl

    rows = [(row["state"], float(row["index"])) for row in table("state_prices")]
    return pl.DataFrame(rows, schema={"state": pl.String, "regional_prices": pl.Float64}, orient="row")
