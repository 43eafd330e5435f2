"""The lists of codes that a pool's occupations and areas are checked against (learn_season.py)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

_MARK = r"\s*\(#+\)$"  # the crosswalk's footnotes behind a title


def soc_2018(folder: Path) -> list[tuple[str, str]]:
    """soc_code, title of every detailed occupation."""
    rows = pl.read_csv(folder / "reference" / "soc_2018.csv", infer_schema_length=0)
    return list(rows.filter(pl.col("soc_group") == "Detailed").select("soc_code", "soc_title").sort("soc_code").rows())


def retired_codes(folder: Path, current: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """SOC 2010 code, its title, SOC 2018 code, of every code of SOC 2010 that SOC 2018 no longer has."""
    rows = pl.read_excel(
        folder / "reference" / "soc_2010_to_2018_crosswalk.xlsx", read_options={"header_row": 8}, drop_empty_rows=True
    )
    kept = [code for code, _ in current]
    retired = rows.filter(~pl.col("2010 SOC Code").is_in(kept))
    title = pl.col("2010 SOC Title").str.strip_chars().str.replace(_MARK, "")
    print(f"crosswalk: {len(rows):,} rows, {retired['2010 SOC Code'].n_unique()} codes of SOC 2010 retired")
    return list(retired.select("2010 SOC Code", title, "2018 SOC Code").sort("2010 SOC Code", "2018 SOC Code").rows())


def wage_areas(folder: Path) -> list[tuple[str, str, str]]:
    """area, name, states joined by a slash, of every OFLC wage area."""
    rows = pl.read_csv(folder / "oflc_wages" / "Geography.csv", infer_schema_length=0)
    states = pl.col("StateAb").unique().sort().str.join("/")
    found = rows.group_by("Area", "AreaName").agg(states).sort(pl.col("Area").cast(pl.Int64))
    return list(found.select("Area", "AreaName", "StateAb").rows())
