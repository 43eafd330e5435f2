"""Sponsors ranked: approvals, denials, rates, trend, share, concentration, by group or legal entity.

Frames given here are resolved (resolve.py) and of one vintage a year (vintages.py). Initial is new employment and new
concurrent employment; continuing is all else, change of employer included. An approval is not a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.institutions import IPEDS, NOT_LISTED, load_lists
from openh1b.sponsors.sectors import NONE, sector, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

Count = Literal["initial", "continuing", "all"]
Level = Literal["group", "entity"]
COUNTS: Final = ("initial_approvals", "continuing_approvals", "initial_denials", "continuing_denials")
TOPS: Final = (1, 5, 10, 20, 50, 100)
COLUMNS: Final = (
    "rank", "sponsor", "label", "approvals", "denials", "denial_rate", "share", "first_year", "last_year",
    "first_approvals", "last_approvals", "change", "trend", "sector", "industry", "employer_kind", "cap_exempt",
)  # fmt: skip
"""Of a table of sponsors."""


def counted(count: Count) -> tuple[pl.Expr, pl.Expr]:
    """Approvals and denials of one kind, as expressions over lines of the hub."""
    import polars as pl

    kinds = ("initial", "continuing") if count == "all" else (count,)
    approvals, denials = ([pl.col(f"{kind}_{what}") for kind in kinds] for what in ("approvals", "denials"))
    return pl.sum_horizontal(approvals).alias("approvals"), pl.sum_horizontal(denials).alias("denials")


def sponsors(
    lines: pl.DataFrame, *, count: Count = "initial", level: Level = "group", most: int | None = None
) -> pl.DataFrame:
    """One row a sponsor, most approvals first; only the first `most` of them, if given.

    rank; sponsor (id) and label; approvals, denials (decisions); denial_rate (denials / decisions, 0 to 1); share of
    all approvals of the lines (0 to 1), of which lines without a name are a part; first_year, last_year with a line;
    first_approvals, last_approvals in the first and the last year of the lines, `change` between them, and `trend`, the
    least-squares slope over the years of the lines in approvals a year, a year without a line counting 0: both null
    for one year, or with a part of a year among them; sector and industry, as the petitioner states them in the line
    with most approvals; employer_kind and cap_exempt, from published lists (lists.yaml).
    """
    import polars as pl

    years = sorted(lines["fiscal_year"].unique().to_list())
    total = lines.select(counted(count)[0].sum()).item() or 0
    rows = lines.drop_nulls(level).with_columns(*counted(count)).rename({level: "sponsor"})
    decisions = pl.col("approvals") + pl.col("denials")
    table = rows.group_by("sponsor").agg(pl.col("approvals", "denials").sum()).filter(decisions > 0)
    table = _first(table, most)
    if most is not None:
        rows = rows.join(table, on="sponsor", how="semi")
    table = table.join(_of_years(rows, years), on="sponsor", maintain_order="left")
    table = table.join(_of_largest(rows), on="sponsor", maintain_order="left")
    compared = pl.lit(len(years) > 1 and not lines["part_year"].any())
    table = table.with_columns(
        denial_rate=pl.col("denials") / decisions,
        share=pl.col("approvals") / total if total else pl.lit(None, pl.Float64),
        change=pl.when(compared).then(pl.col("last_approvals") - pl.col("first_approvals")),
        trend=pl.when(compared).then("trend"),
        label=pl.col("sponsor").replace(load_aliases().labels),
    )
    return table.with_columns(industry=title("sector"), **_labels()).select(COLUMNS)


def _first(table: pl.DataFrame, most: int | None) -> pl.DataFrame:
    """In order and with ranks; what cannot be among the first `most` is not sorted."""
    import polars as pl

    if most is not None and 0 < most < table.height:
        table = table.filter(pl.col("approvals") >= table["approvals"].top_k(most).min())
    table = table.sort("approvals", "sponsor", descending=[True, False])
    rank = pl.col("approvals").rank("min", descending=True).cast(pl.Int64)
    return table.with_columns(rank=rank).head(table.height if most is None else most)


def _of_years(rows: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """By sponsor: its first and last year, approvals in those of the lines, and the slope between."""
    import polars as pl

    year, approvals = pl.col("fiscal_year"), pl.col("approvals")
    # In whole numbers up to the one division, so that the order of the lines cannot show.
    count, total = len(years), sum(years)
    spread = count * sum(one * one for one in years) - total**2 or 1
    parts = rows.select(
        "sponsor",
        "fiscal_year",
        first_approvals=approvals * (year == min(years, default=0)),
        last_approvals=approvals * (year == max(years, default=0)),
        trend=approvals * (count * year - total),
    )
    return parts.group_by("sponsor").agg(
        pl.col("first_approvals", "last_approvals").sum(),
        trend=pl.col("trend").sum() / spread,
        first_year=year.min(),
        last_year=year.max(),
    )


def _of_largest(rows: pl.DataFrame) -> pl.DataFrame:
    """By sponsor: sector and list of its line with most approvals; `control` is null where no list was asked."""
    import polars as pl

    control = pl.col("control") if "control" in rows.columns else pl.lit(None, pl.String).alias("control")
    ready = rows.select("sponsor", "approvals", sector().alias("sector"), control)
    ready = ready.sort("approvals", descending=True, maintain_order=True)
    return ready.unique("sponsor", keep="first").drop("approvals")


def _labels() -> dict[str, pl.Expr]:
    """employer_kind and cap_exempt from the lists that name the sponsor; nothing is said of the others."""
    import polars as pl

    of_list = load_lists()[IPEDS]
    exempt = pl.col("control").is_in(["public", "nonprofit"])
    return {
        "employer_kind": pl.when(pl.col("control").is_not_null())
        .then(pl.lit(of_list["kind"]))
        .otherwise(pl.lit("other")),
        "cap_exempt": pl.when(exempt).then(pl.lit(of_list["cap_exempt"])).otherwise(pl.lit(NOT_LISTED)),
    }


def industries(lines: pl.DataFrame, *, count: Count = "initial") -> pl.DataFrame:
    """One row a NAICS sector (`none`: no code given): title, approvals, denials, denial_rate, share, sponsors."""
    table = _by(lines, sector().fill_null(NONE).alias("sector"), count)
    return table.insert_column(1, table.select(title("sector").alias("title")).to_series())


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
        "share_with_one": some.filter(pl.col("approvals") == 1).height / some.height,
        "herfindahl": float(((some["share"] * 100) ** 2).sum()),
    }
    return found | {f"top_{k}_share": float(some["share"].head(k).sum()) for k in TOPS if k <= some.height}


def concentration_by_year(lines: pl.DataFrame, *, count: Count = "initial", level: Level = "group") -> pl.DataFrame:
    """One row a fiscal year: `year`, the measures of `concentration`, and part_year."""
    import polars as pl

    rows = []
    for year in sorted(lines["fiscal_year"].unique().to_list()):
        mine = lines.filter(pl.col("fiscal_year") == year)
        measures = concentration(sponsors(mine, count=count, level=level))
        whole = {"sponsors": int(measures.pop("sponsors"))}
        rows.append({"year": year, **whole, **measures, "part_year": bool(mine["part_year"].any())})
    return pl.DataFrame(rows, infer_schema_length=None)


def industry_note(lines: pl.DataFrame) -> tuple[str, ...]:
    """Years whose files give no industry, in a sentence; nothing where there are none."""
    import polars as pl

    bare = lines.group_by("fiscal_year").agg(pl.col("naics").is_null().all()).filter("naics").sort("fiscal_year")
    years = [f"FY{year}" for year in bare["fiscal_year"].to_list()]
    return (f"No industry in the file of {', '.join(years)}: all its lines are under `{NONE}`.",) if years else ()


def change_note(lines: pl.DataFrame) -> tuple[str, ...]:
    """What `change` and `trend` compare; nothing for one year."""
    years = sorted(lines["fiscal_year"].unique().to_list())
    if len(years) < 2:
        return ()
    if lines["part_year"].any():
        return ("change and trend are left out: a part of a year is among the years.",)
    return (f"change: FY{years[-1]} less FY{years[0]}. trend: approvals a year, least squares over the years counted.",)


def kind_words(kind: str, exempt: str) -> str:
    """What a published list says of a sponsor, as a sentence. kind, exempt: its employer_kind and cap_exempt."""
    listed = f"{load_lists()[IPEDS]['title']} (NCES)"
    if exempt != NOT_LISTED:
        return f"{kind}; exempt from the cap: {exempt}. By {listed}."
    return (
        f"{kind}: not on the list of institutions that is held here, {listed}. That does not mean subject to the cap: "
        "affiliated nonprofits and research organizations are on no list here."
    )


def label_note() -> str:
    """Where employer_kind and cap_exempt come from, and what they do not say."""
    title = load_lists()[IPEDS]["title"]
    return (
        f"employer_kind and cap_exempt: from {title} (NCES). Not on it: `other` and `{NOT_LISTED}`, which does not "
        "mean subject to the cap: affiliated nonprofits and research organizations are on no list here."
    )
