"""The LCA sample as rows to learn from: kind, occupation, place and pay, with what was dropped (learn_season.py)."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import polars as pl

from learn_places import county_key, county_table

LEVEL_ROWS = (1, 2, 3, 4)
LCA = "LCA_Disclosure_Data_FY2020_Q1_first5000_contacts_blanked.csv"
_A_YEAR = {"Hour": 2080.0, "Week": 52.0, "Bi-Weekly": 26.0, "Month": 12.0, "Year": 1.0}
_LEVEL = {"I": 1, "II": 2, "III": 3, "IV": 4}


def kind_of(naics: str) -> str:
    """Kind of employer by its NAICS code."""
    return "it_services" if naics.startswith("5415") else "manufacturing" if naics.startswith("3") else "other"


def read_lca(folder: Path) -> pl.DataFrame:
    """Certified H-1B filings of employers outside NAICS 61 (education, whose petitions are mostly cap-exempt)."""
    raw = pl.read_csv(folder / "lca" / LCA, infer_schema_length=0)
    h1b = raw.filter(pl.col("VISA_CLASS") == "H-1B")
    certified = h1b.filter(pl.col("CASE_STATUS").str.starts_with("Certified"))
    naics = certified.filter(pl.col("NAICS_CODE").is_not_null())
    kept = naics.filter(~pl.col("NAICS_CODE").str.starts_with("61"))
    print(
        f"LCA: {len(raw):,} rows, {len(h1b):,} H-1B, {len(certified):,} certified, "
        f"{len(naics):,} with NAICS, {len(kept):,} outside NAICS 61"
    )
    return kept.select(
        employer=pl.col("EMPLOYER_NAME").str.to_uppercase().str.replace_all(r"[^A-Z0-9 ]", " ")
        .str.replace_all(r"\s+", " ").str.strip_chars(),
        naics="NAICS_CODE",
        kind=pl.col("NAICS_CODE").map_elements(kind_of, return_dtype=pl.String),
        dependent=pl.col("H_1B_DEPENDENT") == "Y",
        soc_given="SOC_CODE",
        soc_title=pl.col("SOC_TITLE").str.to_uppercase().str.strip_chars(),
        state="WORKSITE_STATE",
        county="WORKSITE_COUNTY",
        full_time=pl.col("FULL_TIME_POSITION") == "Y",
        pay=_yearly("WAGE_RATE_OF_PAY_FROM", "WAGE_UNIT_OF_PAY"),
        prevailing=_yearly("PREVAILING_WAGE", "PW_UNIT_OF_PAY"),
        pw_level=pl.col("PW_WAGE_LEVEL").replace_strict(_LEVEL, default=None, return_dtype=pl.Int64),
        oews=pl.col("PW_OTHER_SOURCE") == "OES",
    )  # fmt: skip


def _yearly(amount: str, unit: str) -> pl.Expr:
    """A wage as dollars a year. An hourly unit beside more than 1,000 is a yearly amount whose unit is wrong."""
    value = pl.col(amount).str.replace_all(r"[$, ]", "").cast(pl.Float64, strict=False)
    times = pl.col(unit).replace_strict(_A_YEAR, default=None, return_dtype=pl.Float64)
    return pl.when((pl.col(unit) == "Hour") & (value > 1000)).then(value).otherwise(value * times)


def filings(folder: Path, lca: pl.DataFrame, floors: pl.DataFrame) -> pl.DataFrame:
    """One row a filing, with its SOC 2018 code and the OFLC area and ladder of its place."""
    coded = lca.join(_successors(folder, lca), on=["soc_given", "soc_title"], how="inner").drop("soc_given")
    print(f"     occupation known: {len(coded):,}")
    keys = coded.with_columns(key=pl.struct("state", "county").map_elements(_key, return_dtype=pl.String))
    placed = keys.join(county_table(folder), on=["state", "key"], how="left")
    lost = placed.filter(pl.col("area").is_null())
    print(f"     county not matched: {len(lost):,}")
    ladder = floors.select("soc", "area", "l1", "l4")
    typical = floors.group_by("soc").agg(ratio=(pl.col("l4") / pl.col("l1")).median())
    return (
        placed.join(ladder, on=["soc", "area"], how="left")
        .join(typical, on="soc", how="left")
        .with_columns(ratio=pl.coalesce(pl.col("l4") / pl.col("l1"), pl.col("ratio")))
    )


def _key(place: dict[str, str]) -> str:
    return county_key(place["county"])


def _successors(folder: Path, lca: pl.DataFrame) -> pl.DataFrame:
    """Each SOC 2010 code as filed, with its SOC 2018 code. A code turned into a date is read by its title.

    Of several successors the one whose title is most like the old is taken.
    """
    path = folder / "reference" / "soc_2010_to_2018_crosswalk.xlsx"
    table = pl.read_excel(path, has_header=False).slice(5)
    table.columns = ["old", "old_title", "new", "new_title"]
    by_title = {_plain(title): old for old, title in table.select("old", "old_title").drop_nulls().iter_rows()}
    likeness: dict[str, tuple[float, str]] = {}
    for old, was, new, now in table.drop_nulls().iter_rows():
        like = difflib.SequenceMatcher(None, _plain(was), _plain(now)).ratio()
        likeness[old] = max(likeness.get(old, (0.0, "")), (like, new))
    current = {new for _, new in likeness.values()}
    found, damaged, repaired = [], 0, 0
    for given, said, count in lca.group_by("soc_given", "soc_title").len().iter_rows():
        code = (given or "")[:7]
        if re.fullmatch(r"[A-Z][a-z]{2}-\d\d", given or ""):
            damaged += count
            code = by_title.get(_plain(said), "")
            repaired += count if code else 0
        new = likeness[code][1] if code in likeness else code
        found += [(given, said, new)] if new in current else []
    print(f"     damaged codes: {damaged}, of which read by their title: {repaired}")
    return pl.DataFrame(found, schema=["soc_given", "soc_title", "soc"], orient="row")


def _plain(title: str) -> str:
    return re.sub(r"[^A-Z ]", "", title.upper()).strip()


def positions(rows: pl.DataFrame) -> pl.DataFrame:
    """Position of the offer on the ladder of its own occupation, place and year: 1 at Level I, 4 at Level IV.

    The ladder is inferred: the prevailing wage is the floor of the level filed, and the others stand to it as in the
    2025-26 table. A filing for which that gives less than Level I counts as Level I.
    """
    known = rows.filter(
        pl.col("full_time") & pl.col("oews") & pl.col("pw_level").is_not_null() & (pl.col("ratio") > 1)
        & (pl.col("pay") >= pl.col("prevailing") * 0.999) & (pl.col("pay") < pl.col("prevailing") * 5)
    )  # fmt: skip
    step = (pl.col("ratio") - 1) / 3
    l1 = pl.col("prevailing") / (1 + step * (pl.col("pw_level") - 1))
    found = known.with_columns(position=(1 + (pl.col("pay") / l1 - 1) / step).round(6))
    print(f"     with a position: {len(found):,}")
    top = found["position"].quantile(0.995)
    return found.with_columns(
        position=pl.col("position").clip(upper_bound=top), level=pl.col("position").floor().clip(1, 4).cast(pl.Int64)
    )
