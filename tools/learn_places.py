"""Counties, OFLC areas and wage floors for learn_season.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

HOURS = 2080
FEWEST_IN_AREA = 3  # filings; a smaller area goes to the others of its state
_KINDS_OF_COUNTY = r"\b(COUNTY|PARISH|BOROUGH|CENSUS AREA|MUNICIPALITY|MUNICIPIO|PLANNING REGION|CITY|ISLAND)\b"
# Connecticut gave up its counties for planning regions; the OFLC area that holds most of each old county, from memory.
CONNECTICUT = {
    "FAIRFIELD": "14860", "HARTFORD": "25540", "MIDDLESEX": "25540", "TOLLAND": "25540", "NEW HAVEN": "35300",
    "NEW LONDON": "35980", "LITCHFIELD": "900001", "WINDHAM": "900001",
}  # fmt: skip


def county_key(name: str | None) -> str:
    """A county's name as both lists spell it."""
    text = re.sub(r"[^A-Z ]", "", (name or "").upper().replace("SAINT ", "ST "))
    return re.sub(r"\s+", " ", re.sub(_KINDS_OF_COUNTY, " ", text)).strip().replace(" ", "")


def county_table(folder: Path) -> pl.DataFrame:
    """state, key, area: of a county and a city of one name, the county's area."""
    rows = pl.read_csv(folder / "oflc_wages" / "Geography.csv", infer_schema_length=0)
    found = [
        (r["StateAb"], county_key(r["CountyTownName"]), r["Area"], "County" in (r["CountyTownName"] or ""))
        for r in rows.iter_rows(named=True)
    ]
    found += [("CT", county_key(name), area, True) for name, area in CONNECTICUT.items()]
    table = pl.DataFrame(found, schema=["state", "key", "area", "county_first"], orient="row")
    return table.sort("county_first", descending=True).unique(["state", "key"], keep="first").drop("county_first")


def read_floors(folder: Path) -> pl.DataFrame:
    """soc, area, l1, l4 in dollars a year, of every priced cell."""
    raw = pl.read_parquet(folder / "oflc_wages" / "oflc_prevailing_wages_2025-26_by_soc_area.parquet")
    text = raw.with_columns(pl.col("soc", "area", "unit").cast(pl.String))
    times = pl.when(pl.col("unit") == "hour").then(HOURS / 100).otherwise(0.01)
    priced = text.filter((pl.col("unit") != "none") & (pl.col("l4_cents") > pl.col("l1_cents")))
    return priced.select("soc", "area", l1=pl.col("l1_cents") * times, l4=pl.col("l4_cents") * times)


def areas_of_states(folder: Path, rows: pl.DataFrame, states: Sequence[str]) -> list[tuple[str, str, float, str]]:
    """Shares of areas in each state by filings; a state without any takes its area with most counties."""
    geography = pl.read_csv(folder / "oflc_wages" / "Geography.csv", infer_schema_length=0)
    names = dict(geography.select("Area", "AreaName").iter_rows())
    most = geography.group_by("StateAb", "Area").len().sort("len", "Area", descending=[True, False])
    counts = rows.drop_nulls("area").group_by("state", "area").len()
    found, lacking = [], []
    for state in states:
        mine = counts.filter(pl.col("state") == state).sort("len", "area", descending=[True, False])
        kept = mine.filter(pl.col("len") >= FEWEST_IN_AREA) if len(mine) else mine
        kept = kept if len(kept) else mine.head(1)
        if not len(kept):
            lacking.append(state)
            area = most.filter(pl.col("StateAb") == state)["Area"][0]
            found.append((state, area, 1.0, names[area]))
            continue
        total = kept["len"].sum()
        found += [(state, area, count / total, names[area]) for _, area, count in kept.iter_rows()]
    print(f"areas: {len({a for _, a, _, _ in found})}; states without a filing: {', '.join(lacking)}")
    return found


def floors_of(
    floors: pl.DataFrame, occupations: Sequence[str], areas: Sequence[str]
) -> tuple[list[tuple[str, str, int, int, str]], int]:
    """Level I and IV of each occupation and area kept; how many cells had no wage and were filled in.

    A missing cell takes the median over all occupations of area against median area, times the occupation's median.
    """
    mine = floors.filter(pl.col("soc").is_in(list(occupations)))
    middle = {soc: (l1, l4) for soc, l1, l4 in mine.group_by("soc").agg(pl.median("l1", "l4")).iter_rows()}
    level = mine.join(mine.group_by("soc").agg(mid=pl.median("l1")), on="soc").group_by("area")
    dear = dict(level.agg((pl.col("l1") / pl.col("mid")).median()).iter_rows())
    given = {(soc, area): (l1, l4) for soc, area, l1, l4 in mine.select("soc", "area", "l1", "l4").iter_rows()}
    found, filled = [], 0
    for soc in occupations:
        for area in areas:
            own = given.get((soc, area))
            l1, l4 = own or (middle[soc][0] * dear.get(area, 1.0), middle[soc][1] * dear.get(area, 1.0))
            filled += own is None
            found.append((soc, area, round(l1), round(l4), "table" if own else "filled"))
    return found, filled
