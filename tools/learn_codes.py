"""The lists of codes that a pool's occupations and areas are checked against (learn_season.py)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from learn_places import CONNECTICUT

ANY = "(any)"  # the county of a state that has one area
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


def county_areas(folder: Path) -> list[tuple[str, str, str, str]]:
    """state, county or town, area, where taken from. A state with one area, whose places do not matter, has one row."""
    rows = pl.read_csv(folder / "oflc_wages" / "Geography.csv", infer_schema_length=0)
    places = rows.select("StateAb", "CountyTownName", "Area").drop_nulls().unique().sort("StateAb", "CountyTownName")
    single = places.group_by("StateAb").agg(pl.col("Area").unique()).filter(pl.col("Area").list.len() == 1)
    found = [(state, ANY, areas[0], "table") for state, areas in single.iter_rows()]
    several = places.filter(~pl.col("StateAb").is_in(single["StateAb"].to_list()))
    found += [(*row, "table") for row in several.iter_rows()]
    found += [("CT", f"{name.title()} County", area, "memory") for name, area in CONNECTICUT.items()]
    towns = _towns(folder, single["StateAb"].to_list())
    print(f"{len(places):,} places, {len(single)} states of one area, {len(CONNECTICUT)} old, {len(towns):,} towns")
    return sorted(found + towns)


def _towns(folder: Path, left_out: list[str]) -> list[tuple[str, str, str, str]]:
    """Cities and towns of New England, which filings name in the place of a county, by the area of their county."""
    name = "County name (or Township name for the New England states)"
    raw = pl.read_excel(folder / "reference" / "area_definitions_m2023.xlsx", infer_schema_length=0)
    towns = raw.filter((pl.col("Township code") != "000") & pl.col(name).str.contains(r" (city|town)$"))
    counties = pl.read_csv(folder / "reference" / "county_fips_to_oflc_area_2025-26.csv", infer_schema_length=0)
    areas = pl.concat([counties.select("fips", "area", taken_from=pl.lit("town")), _old_connecticut()])
    placed = towns.with_columns(fips=pl.col("FIPS code") + pl.col("County code")).join(areas, on="fips")
    placed = placed.filter(~pl.col("State abbreviation").is_in(left_out))
    return list(placed.select("State abbreviation", name, "area", "taken_from").unique().rows())


def _old_connecticut() -> pl.DataFrame:
    codes = sorted(CONNECTICUT)  # county codes are the odd numbers in the order of the names
    rows = [(f"09{2 * at + 1:03}", CONNECTICUT[name], "memory") for at, name in enumerate(codes)]
    return pl.DataFrame(rows, schema=["fips", "area", "taken_from"], orient="row")
