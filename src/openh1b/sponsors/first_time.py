"""`first_time_sponsor`: who has an approval in a year and none in the earlier years held, with the gaps said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.sponsors.ranks import Level, counted

if TYPE_CHECKING:
    import polars as pl


def first_time(lines: pl.DataFrame, year: int, *, level: Level = "group") -> pl.DataFrame:
    """Sponsors with an approval, initial or continuing, in `year` and none in an earlier year of the lines.

    One row a sponsor: sponsor and approvals in the year, most first. What the years not held would show is unknown:
    `first_time_note` says which they are.
    """
    import polars as pl

    rows = lines.drop_nulls(level).with_columns(counted("all")[0]).filter(pl.col("approvals") > 0)
    rows = rows.filter(pl.col("fiscal_year") <= year).select(pl.col(level).alias("sponsor"), "fiscal_year", "approvals")
    old = rows.filter(pl.col("fiscal_year") < year).select(pl.col("sponsor").unique())
    new = rows.filter(pl.col("fiscal_year") == year).join(old, on="sponsor", how="anti")
    table = new.group_by("sponsor").agg(pl.col("approvals").sum())
    return table.sort("approvals", "sponsor", descending=[True, False])


def with_first_time(table: pl.DataFrame, lines: pl.DataFrame, year: int, *, level: Level = "group") -> pl.DataFrame:
    """A table of sponsors with the flag `first_time_sponsor`. lines: of every year held."""
    import polars as pl

    new = first_time(lines, year, level=level)["sponsor"]
    return table.with_columns(first_time_sponsor=pl.col("sponsor").is_in(new.implode()))


def first_time_note(lines: pl.DataFrame, year: int) -> str:
    """What `first_time_sponsor` rests on: the earlier years held, in part or whole, and those that are not."""
    held = sorted({one for one in lines["fiscal_year"].unique().to_list() if one < year})
    meaning = f"first_time_sponsor: an approval in FY{year} and none in an earlier year held"
    if not held:
        return f"{meaning}; no earlier year is held, so that everybody counts as new."
    gaps = [f"FY{one}" for one in range(held[0], year) if one not in held]
    missing = ", ".join([*gaps, f"all before FY{held[0]}"])
    years = ", ".join(f"FY{one}" for one in held)
    return (
        f"{meaning} ({years}). Not held: {missing}; a sponsor of those years alone counts as new, and so does a new "
        "name of an old firm that is not in the alias file."
    )
