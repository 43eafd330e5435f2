"""Sponsors ranked: approvals, denials, rates, trend, share, concentration, by group or legal entity.

Frames given here are resolved (resolve.py) and of one vintage a year (vintages.py). Initial is new employment and new
concurrent employment; continuing is all else, change of employer included. An approval is not a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from openh1b.sponsors.aliases import load_aliases

if TYPE_CHECKING:
    import polars as pl

Count = Literal["initial", "continuing", "all"]
Level = Literal["group", "entity"]
SECTORS: Final = {
    "31": "31-33",
    "32": "31-33",
    "33": "31-33",
    "44": "44-45",
    "45": "44-45",
    "48": "48-49",
    "49": "48-49",
}
"""NAICS sectors that span several two-digit codes."""

COUNTS: Final = ("initial_approvals", "continuing_approvals", "initial_denials", "continuing_denials")
TOPS: Final = (1, 5, 10, 20, 50, 100)


def counted(count: Count) -> tuple[pl.Expr, pl.Expr]:
    """Approvals and denials of one kind, as expressions over lines of the hub."""
    import polars as pl

    kinds = ("initial", "continuing") if count == "all" else (count,)
    approvals, denials = ([pl.col(f"{kind}_{what}") for kind in kinds] for what in ("approvals", "denials"))
    return pl.sum_horizontal(approvals).alias("approvals"), pl.sum_horizontal(denials).alias("denials")


def sponsors(lines: pl.DataFrame, *, count: Count = "initial", level: Level = "group") -> pl.DataFrame:
    """One row a sponsor, most approvals first.

    rank; sponsor (id) and label; approvals, denials (decisions); denial_rate (denials / decisions, 0 to 1); share of
    all approvals of the lines (0 to 1); first_year, last_year with a line, first_approvals, last_approvals and
    `change` between the first and the last year of the lines; employer_kind, cap_exempt. Lines without a name count
    in the share's total.
    """
    import polars as pl

    first, last = lines["fiscal_year"].min(), lines["fiscal_year"].max()
    total = lines.select(counted(count)[0].sum()).item() or 0
    rows = lines.drop_nulls(level).with_columns(*counted(count))
    in_year = [(pl.col("approvals").filter(pl.col("fiscal_year") == year).sum()) for year in (first, last)]
    table = rows.group_by(pl.col(level).alias("sponsor")).agg(
        pl.col("approvals").sum(),
        pl.col("denials").sum(),
        first_year=pl.col("fiscal_year").min(),
        last_year=pl.col("fiscal_year").max(),
        first_approvals=in_year[0],
        last_approvals=in_year[1],
        sector=_sector().sort_by("approvals").last(),
    )
    decisions = pl.col("approvals") + pl.col("denials")
    table = (
        table.filter(decisions > 0)
        .sort("approvals", "sponsor", descending=[True, False])
        .with_columns(
            denial_rate=pl.col("denials") / decisions,
            share=pl.col("approvals") / total if total else pl.lit(None, pl.Float64),
            change=pl.lit(None, pl.Int64) if first == last else pl.col("last_approvals") - pl.col("first_approvals"),
            label=pl.col("sponsor").replace(load_aliases().labels),
            rank=pl.col("approvals").rank("min", descending=True).cast(pl.Int64),
            **_kinds(),
        )
    )
    order = ("rank", "sponsor", "label", "approvals", "denials", "denial_rate", "share", "first_year", "last_year",
             "first_approvals", "last_approvals", "change", "employer_kind", "cap_exempt")  # fmt: skip
    return table.select(order)


def _kinds() -> dict[str, pl.Expr]:
    """Kind of employer from its own statement (main NAICS sector); cap exemption needs a list, and none ships."""
    import polars as pl

    school = pl.when(pl.col("sector") == "61").then(pl.lit("education, as stated (NAICS 61)"))
    kind = school.when(pl.col("sector") == "92").then(pl.lit("public administration, as stated (NAICS 92)"))
    return {"employer_kind": kind.otherwise(pl.lit("other")), "cap_exempt": pl.lit("not listed")}


def industries(lines: pl.DataFrame, *, count: Count = "initial") -> pl.DataFrame:
    """One row a NAICS sector (`none`: no code given): approvals, denials, denial_rate, share, sponsors."""
    return _by(lines, _sector().fill_null("none").alias("sector"), count)


def states(lines: pl.DataFrame, *, count: Count = "initial") -> pl.DataFrame:
    """One row a state of the petitioner (not of the work): approvals, denials, denial_rate, share, sponsors."""
    import polars as pl

    return _by(lines, pl.col("state").fill_null("none"), count)


def _by(lines: pl.DataFrame, key: pl.Expr, count: Count) -> pl.DataFrame:
    import polars as pl

    rows = lines.with_columns(*counted(count))
    decided = pl.col("approvals") + pl.col("denials") > 0
    table = rows.group_by(key).agg(
        pl.col("approvals").sum(),
        pl.col("denials").sum(),
        sponsors=pl.col("group").filter(decided).drop_nulls().n_unique(),
    )
    decisions = pl.col("approvals") + pl.col("denials")
    table = table.filter(decisions > 0).with_columns(
        denial_rate=pl.col("denials") / decisions, share=pl.col("approvals") / pl.col("approvals").sum()
    )
    return table.sort("approvals", table.columns[0], descending=[True, False])


def _sector() -> pl.Expr:
    import polars as pl

    return pl.col("naics").cast(pl.String).str.strip_chars().str.head(2).replace(SECTORS)


def concentration(table: pl.DataFrame) -> dict[str, float]:
    """Of a table of sponsors: number with an approval, share with exactly one, Herfindahl index, shares of the top k.

    The Herfindahl index is the sum of squared percentage shares of the named sponsors, 0 to 10,000. Shares are 0 to 1.
    """
    import polars as pl

    some = table.filter(pl.col("approvals") > 0).sort("approvals", descending=True)
    if not some.height:
        return {"sponsors": 0.0}
    found = {
        "sponsors": float(some.height),
        "share_with_one": float((some["approvals"] == 1).mean() or 0.0),  # type: ignore[arg-type]
        "herfindahl": float(((some["share"] * 100) ** 2).sum()),
    }
    return found | {f"top_{k}_share": float(some["share"].head(k).sum()) for k in TOPS if k <= some.height}


def first_time(lines: pl.DataFrame, year: int, *, level: Level = "group") -> pl.DataFrame:
    """`first_time_sponsor` in `year`: approvals in it and none in an earlier year of the lines; sponsor and approvals.

    What the years not held would show is unknown: say them (`Chosen.notes`) beside this table.
    """
    import polars as pl

    rows = lines.drop_nulls(level).with_columns(counted("all")[0]).filter(pl.col("approvals") > 0)
    table = rows.group_by(pl.col(level).alias("sponsor")).agg(
        first=pl.col("fiscal_year").min(), approvals=pl.col("approvals").filter(pl.col("fiscal_year") == year).sum()
    )
    table = table.filter(pl.col("first") == year).drop("first")
    return table.sort("approvals", "sponsor", descending=[True, False])
