"""Write the wage tables that the package ships (src/openh1b/season/wages/) from the official files.

python tools/make_wage_tables.py FOLDER, where FOLDER holds `oflc_wages/` and `oews/`. Every file is described, with the
sha256 of what it was made from, in wages.yaml beside it.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path

import numpy as np
import polars as pl
import yaml

HOME = Path(__file__).resolve().parent.parent / "src" / "openh1b"
OUT = HOME / "season" / "wages"
PRICES = "oflc_prevailing_wages_2025-26_by_soc_area.parquet"
WAGE_YEAR = 2025
OEWS_YEARS = (2024, 2025)
HOLDS = (
    "soc_code, area, yearly (dollars a year, else cents an hour), l1 and rise (Level IV less Level I) as three planes "
    "of bytes; 0 where there is no wage. Levels II and III are Level I plus one and two thirds of the rise, rounded to "
    "the unit, which was checked in every priced row"
)
POINTS = {"p10": "A_PCT10", "p25": "A_PCT25", "p50": "A_MEDIAN", "p75": "A_PCT75", "p90": "A_PCT90", "mean": "A_MEAN"}


def planes(values: np.ndarray) -> np.ndarray:
    """Whole numbers below 2^24 as three planes of bytes, which compress better than words."""
    if values.min() < 0 or values.max() >= 1 << 24:
        raise SystemExit("a wage does not fit in three bytes")
    return np.stack([(values >> shift) & 255 for shift in (0, 8, 16)]).astype(np.uint8)


def write_prices(folder: Path) -> dict[str, int]:
    """Level I and the rise to Level IV of each occupation and area: cents an hour, or dollars a year."""
    rows = pl.read_parquet(folder / "oflc_wages" / PRICES).with_columns(pl.col("soc", "area", "unit").cast(pl.String))
    rows = rows.with_columns(order=pl.col("area").cast(pl.Int64)).sort("soc", "order")
    soc, area = rows["soc"].unique().sort(), rows["order"].unique().sort()
    priced = rows.filter(pl.col("unit") != "none")
    yearly = soc.is_in(priced.filter(pl.col("unit") == "year")["soc"].unique().to_list()).to_numpy()
    check(priced, rows, len(soc) * len(area))
    cents = pl.when(pl.col("unit") == "year").then(100).otherwise(1)
    shape = (len(soc), len(area))
    l1, l4 = (rows.select((pl.col(f"l{n}_cents") // cents).fill_null(0)).to_numpy().reshape(shape) for n in (1, 4))
    np.savez(  # not compressed: to unpack it would take longer than the lookup that most people want
        OUT / "oflc_wages.npz",
        wage_year=np.array(WAGE_YEAR),
        soc_code=soc.to_numpy().astype("U7"),
        area=area.to_numpy().astype(np.int32),
        yearly=yearly,
        l1=planes(l1.astype(np.int64)),
        rise=planes((l4 - l1).astype(np.int64)),
    )
    return {"occupations": len(soc), "areas": len(area), "priced": len(priced), "not_priced": len(rows) - len(priced)}


def check(priced: pl.DataFrame, rows: pl.DataFrame, cells: int) -> None:
    """Stop where a rule by which the table is shortened does not hold in every row."""
    step = (pl.col("l4_cents") - pl.col("l1_cents")) / 3
    unit = pl.when(pl.col("unit") == "year").then(100).otherwise(1)
    off = priced.filter(
        ((pl.col("l1_cents") + step - pl.col("l2_cents")).abs() >= unit / 2)
        | ((pl.col("l1_cents") + 2 * step - pl.col("l3_cents")).abs() >= unit / 2)
        | (pl.col("l1_cents") % unit != 0)
        | (pl.col("l4_cents") < pl.col("l1_cents"))
    )
    mixed = priced.group_by("soc").agg(pl.col("unit").n_unique()).filter(pl.col("unit") > 1)
    if len(off) or len(mixed) or len(rows) != cells:
        raise SystemExit(f"{len(off)} rows off the thirds, {len(mixed)} occupations of two units, {len(rows)} rows")


def write_national(folder: Path) -> dict[str, int]:
    """National percentiles of detailed occupations and of the minor groups; `#` stays, `*` becomes empty."""
    found, counts = [], {}
    for year in OEWS_YEARS:
        rows = pl.read_excel(folder / "oews" / f"national_M{year}_dl.xlsx", infer_schema_length=0)
        kept = rows.filter(pl.col("O_GROUP").is_in(["detailed", "minor"]))
        kept = kept.filter(pl.col("A_PCT10").str.contains("[0-9]"))
        values = kept.select("O_GROUP", "OCC_CODE", *POINTS.values()).sort("O_GROUP", "OCC_CODE")
        found += [(str(year), *("" if v in {"*", "**", None} else v for v in row)) for row in values.iter_rows()]
        counts[f"rows_{year}"] = len(values)
        counts[f"top_coded_p90_{year}"] = len(values.filter(pl.col("A_PCT90") == "#"))
    write("oews_national.csv", ("year", "detail", "soc_code", *POINTS), found)
    return counts


def write_onet(folder: Path) -> dict[str, int]:
    """O*NET's finer occupations: those whose code does not end in .00."""
    rows = pl.read_csv(folder / "oflc_wages" / "xwalk_plus.csv", infer_schema_length=0)
    finer = rows.filter(~pl.col("OnetCode").str.ends_with(".00")).sort("OnetCode")
    if len(rows.filter(pl.col("OES_SOCCODE") != pl.col("OnetCode").str.head(7))):
        raise SystemExit("an O*NET code that does not begin as its SOC code")
    write("onet.csv", ("onet_code", "title"), finer.select("OnetCode", "ONetTitle").rows())
    return {"codes": len(finer)}


def write_states(folder: Path) -> dict[str, int]:
    """Postal abbreviation and name of each state and territory of the table of areas."""
    rows = pl.read_csv(folder / "oflc_wages" / "Geography.csv", infer_schema_length=0)
    named = rows.select("StateAb", pl.col("State").str.to_titlecase().str.replace(" Of ", " of "))
    found = named.unique().sort("StateAb").rows()
    write("states.csv", ("state", "name"), found)
    return {"states": len(found)}


def write(name: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """One CSV file."""
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def raw_files(folder: Path, *names: str) -> list[dict[str, str]]:
    """Name and sha256 of each file that a table was made from."""
    return [{"file": n.split("/")[1], "sha256": hashlib.sha256((folder / n).read_bytes()).hexdigest()} for n in names]


def addresses() -> dict[str, str]:
    """Where the publishers are said to keep the files, from data/addresses.yaml."""
    listed = yaml.safe_load((HOME / "data" / "addresses.yaml").read_text(encoding="utf-8"))
    wages = listed["wages"]["files"][0]["address"].format(year=WAGE_YEAR, next_yy=f"{(WAGE_YEAR + 1) % 100:02}")
    oews = [listed["oews"]["files"][0]["address"].format(yy=f"{year % 100:02}") for year in OEWS_YEARS]
    return {"wages": wages, "oews": " and ".join(oews)}


def main() -> None:
    """Write the tables and their description."""
    folder = Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    prices, national = write_prices(folder), write_national(folder)
    onet, states = write_onet(folder), write_states(folder)
    where, copy = addresses(), "read as a file, in a public mirror's copy; US government data, not under copyright"
    document = {
        "oflc_wages.npz": {
            "label": "OFLC prevailing wages, all industries, by occupation and area",
            "sources": ["oflc-wages-2025-26"],
            "address": where["wages"],
            "read": "second-hand",
            "note": copy,
            "wage_year": WAGE_YEAR,
            "holds": HOLDS,
            "made_from": raw_files(folder, f"oflc_wages/{PRICES}"),
            "counts": prices,
        },
        "oews_national.csv": {
            "label": "OEWS national wages a year by occupation: percentiles and mean",
            "sources": ["oews-national"],
            "address": where["oews"],
            "read": "second-hand",
            "note": f"{copy}. # is top-coded (to May 2024, not in May 2025: no trend across it); empty is no estimate",
            "made_from": raw_files(folder, *(f"oews/national_M{year}_dl.xlsx" for year in OEWS_YEARS)),
            "counts": national,
        },
        "onet.csv": {
            "label": "O*NET's finer occupations, each within a SOC code of its first seven characters",
            "sources": ["oflc-wages-2025-26"],
            "address": where["wages"],
            "read": "second-hand",
            "note": f"{copy}. Codes and titles of the O*NET taxonomy, US Department of Labor",
            "made_from": raw_files(folder, "oflc_wages/xwalk_plus.csv"),
            "counts": onet,
        },
        "percentile_errors.csv": {
            "label": "errors of the percentile method in its trials, by percentile",
            "sources": ["oews-national"],
            "address": where["oews"],
            "read": "second-hand",
            "note": "worked out by tools/measure_percentile_floors.py from oews_national.csv; docs/decisions/0013",
            "made_from": raw_files(folder, *(f"oews/national_M{year}_dl.xlsx" for year in OEWS_YEARS)),
        },
        "states.csv": {
            "label": "states and territories of the table of areas",
            "sources": ["oflc-wages-2025-26"],
            "address": where["wages"],
            "read": "second-hand",
            "note": copy,
            "made_from": raw_files(folder, "oflc_wages/Geography.csv"),
            "counts": states,
        },
    }
    head = "# What each table of this folder is and what it was made from; written by tools/make_wage_tables.py.\n"
    text = yaml.safe_dump(document, sort_keys=False, width=120, allow_unicode=True)
    (OUT / "wages.yaml").write_text(head + text, encoding="utf-8")
    print(f"{sum(path.stat().st_size for path in OUT.iterdir()):,} bytes in {OUT.name}/")


if __name__ == "__main__":
    main()
