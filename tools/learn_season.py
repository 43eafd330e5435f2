"""Learn the small tables of the synthetic season from official files, and write them with what was counted.

A developer's tool: neither the package nor its tests need it or the files. It reads a folder laid out as
`lca/`, `hub/`, `oflc_wages/`, `reference/` and writes CSV tables into the package; the counts it prints
belong into `learned.yaml` (docs/season.md says what each table is).

    python tools/learn_season.py [FOLDER] [OUT]     the default folder is that of OPENH1B_SHARED_DATA
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import brentq
from scipy.stats import gamma

from learn_codes import county_areas, retired_codes, soc_2018, wage_areas
from learn_filings import LEVEL_ROWS, filings, kind_of, positions, read_lca
from learn_places import areas_of_states, floors_of, read_floors
from openh1b.season.synthetic_margins import kind_shares, load_margins

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "openh1b" / "season" / "learned"
OUT = Path(sys.argv[2]) if len(sys.argv) > 2 else PACKAGE
KINDS = ("it_services", "manufacturing", "other")
MOST_OCCUPATIONS = 40
LEAST_RISE = 0.002  # of a level, between quantiles: many offers equal a floor, and a level mix may cut among them
FEWEST_ROWS = 100  # a cell of kind and level with fewer filings takes the positions of all kinds
QUANTILES = (*(k / 20 for k in range(20)), 0.975, 0.99, 1.0)
BANDS = (1, 2, 3, 4, 6, 10, 20, 50, 100, 300, 1000, 10_000_000)
CLASSES = ((1, "1"), (10, "2-10"), (100, "11-100"), (1000, "101-1,000"), (10_000_000, "1,001+"))
_LEGAL = r"\b(INC|LLC|CORP|CORPORATION|LTD|LIMITED|CO|COMPANY|LP|LLP|PC|US|USA)\b"
NAMED = {
    "Infosys": r"^INFOSYS",
    "TCS": r"^TATA CONSULTANCY",
    "HCL America": r"^HCL AMERICA",
    "Cognizant": r"^COGNIZANT",
    "Microsoft": r"^MICROSOFT",
    "IBM": r"^IBM\b|^INTERNATIONAL BUSINESS MACH",
    "Apple": r"^APPLE\b",
    "Ernst & Young": r"^ERNST (AND )?YOUNG",
    "Capgemini": r"^CAPGEMINI",
    "Wal-Mart": r"^WAL ?MART",
    "Intel": r"^INTEL\b",
    "JPMorgan": r"^J ?P ?MORGAN",
    "Goldman Sachs": r"^GOLDMAN SACHS",
    "Accenture": r"^ACCENTURE",
    "AWS": r"^AMAZON WEB",
    "LTIMindtree": r"^LARSEN AND TOUBRO|^LTIM|^MINDTREE",
    "Deloitte Consulting": r"^DELOITTE CONS",
    "Tech Mahindra": r"^TECH ?MAHINDRA",
    "Wipro": r"^WIPRO",
}


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table. Shares have six decimals."""
    found = [[f"{cell:.6f}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *found])
    print(f"{name}: {len(found):,} rows")


def raked(seed: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The table nearest to `seed` (same odds ratios) with these row and column sums."""
    table = seed.astype(float)
    for _ in range(10_000):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
        if np.abs(table.sum(axis=1) - rows).max() < 1e-13:
            break
    return table


def kind_margin() -> np.ndarray:
    """Shares of the kinds of NAICS, outsourcers inside `it_services`."""
    shares = kind_shares()
    return np.array([shares["outsourcer"] + shares["it_services"], shares["manufacturing"], shares["other"]])


def learn_states(rows: pl.DataFrame) -> None:
    """State given kind: filings smoothed by five rows' worth of independence a state, raked to both margins."""
    states = load_margins().shares["state"].parts
    names, target = list(states), np.array(list(states.values()))
    seed = np.zeros((len(KINDS), len(names)))
    for kind, state, count in rows.group_by("kind", "state").len().iter_rows():
        if state in states:
            seed[KINDS.index(kind), names.index(state)] += count
    mean = np.outer(kind_margin(), np.ones(len(names)))
    table = raked(seed + 5 * mean, kind_margin(), target)
    cells = [(k, s, table[i, j] / table[i].sum()) for i, k in enumerate(KINDS) for j, s in enumerate(names)]
    write("states.csv", ("kind", "state", "share"), cells)


def learn_occupations(rows: pl.DataFrame, titles: dict[str, str]) -> list[str]:
    """Occupation given kind, the 40 with most filings."""
    total = rows.group_by("soc").len().sort("len", "soc", descending=[True, False])
    kept = total.head(MOST_OCCUPATIONS)["soc"].to_list()
    print(f"occupations kept hold {total.head(MOST_OCCUPATIONS)['len'].sum():,} of {len(rows):,} filings")
    found = []
    for kind in KINDS:
        mine = rows.filter((pl.col("kind") == kind) & pl.col("soc").is_in(kept))
        by = dict(mine.group_by("soc").len().iter_rows())
        found += [(kind, soc, by[soc] / len(mine), titles[soc]) for soc in kept if soc in by]
    write("occupations.csv", ("kind", "soc_code", "share", "title"), found)
    return kept


def learn_positions(rows: pl.DataFrame) -> None:
    """Level shares by kind, raked to the published shares, and quantiles of the position inside each level."""
    levels = np.array(list(load_margins().shares["selection_level"].parts.values()))
    found = positions(rows)
    seed = np.array(
        [[len(found.filter((pl.col("kind") == k) & (pl.col("level") == n))) for n in LEVEL_ROWS] for k in KINDS]
    )
    table = raked(seed, kind_margin(), levels / levels.sum())
    out = []
    for i, kind in enumerate(KINDS):
        for j, level in enumerate(LEVEL_ROWS):
            cell = found.filter((pl.col("kind") == kind) & (pl.col("level") == level))
            from_kind = len(cell) >= FEWEST_ROWS
            used = cell if from_kind else found.filter(pl.col("level") == level)
            points = rising(np.quantile(used["position"].to_numpy(), QUANTILES))
            share = table[i, j] / table[i].sum()
            out += [
                (kind, level, share, p, float(x), len(cell), "kind" if from_kind else "all kinds")
                for p, x in zip(QUANTILES, points, strict=True)
            ]
    write("positions.csv", ("kind", "level", "share", "quantile", "position", "filings", "quantiles_of"), out)


def rising(points: np.ndarray) -> np.ndarray:
    """The same, with ties spread upwards."""
    steps = LEAST_RISE * np.arange(len(points))
    return np.asarray(np.maximum.accumulate(points - steps) + steps)


def learn_dependence(rows: pl.DataFrame) -> None:
    """Share of filings by H-1B-dependent employers, those named apart."""
    rest = rows.filter(~pl.any_horizontal(*(pl.col("employer").str.contains(p) for p in NAMED.values())))
    cells = [(k, float(rest.filter(pl.col("kind") == k)["dependent"].mean()), len(rest.filter(pl.col("kind") == k)))
             for k in KINDS]  # fmt: skip
    write("dependence.csv", ("kind", "share", "filings"), cells)


def learn_firms(lca: pl.DataFrame) -> None:
    """Kind and dependence of the firms that a published figure names, as they say in their own filings."""
    cells = []
    for name, pattern in NAMED.items():
        mine = lca.filter(pl.col("employer").str.contains(pattern) & pl.col("naics").is_not_null())
        naics = mine["naics"].value_counts().sort("count", "naics", descending=[True, False])["naics"][0]
        yes = mine["dependent"].mean()
        cells.append((name, kind_of(naics), naics, "yes" if yes > 0.5 else "no", len(mine)))
    write("firms.csv", ("employer", "kind", "naics", "h1b_dependent", "filings"), cells)


def learn_sizes(folder: Path) -> None:
    """People by size of employer and kind: initial approvals of FY2022, NAICS 61 and the named firms left out."""
    hub = pl.read_csv(folder / "hub" / "h1b_datahubexport-2022.csv", infer_schema_length=0, encoding="utf8-lossy")
    named = pl.any_horizontal(*(pl.col("name").str.contains(p) for p in NAMED.values()))
    rows = hub.select(
        name=pl.col("Employer").str.to_uppercase().str.replace_all(r"[^A-Z0-9 ]", " ").str.replace_all(_LEGAL, " ")
        .str.replace_all(r"\s+", " ").str.strip_chars(),
        naics=pl.col("NAICS"),
        approvals=pl.col("Initial Approval").str.replace_all(",", "").cast(pl.Int64),
    ).filter((pl.col("naics") != "61") & (pl.col("name") != "") & (pl.col("approvals") > 0))  # fmt: skip
    kinds = rows.group_by("name", "naics").agg(pl.col("approvals").sum()).sort("approvals", "naics", descending=True)
    firms = kinds.group_by("name", maintain_order=True).agg(pl.col("naics").first(), pl.col("approvals").sum())
    print(f"hub: {firms['approvals'].sum():,} initial approvals of {len(firms):,} employers, {len(rows):,} rows")
    rest = firms.filter(~named).with_columns(kind=pl.col("naics").map_elements(_hub_kind, return_dtype=pl.String))
    print(f"     less the named: {rest['approvals'].sum():,} of {len(rest):,}")
    cells = []
    for kind in KINDS:
        mine, low = rest.filter(pl.col("kind") == kind), 1
        for high in BANDS:
            band = mine.filter(pl.col("approvals").is_between(low, high))
            if len(band):
                label = next(text for top, text in CLASSES if high <= top)
                share = band["approvals"].sum() / mine["approvals"].sum()
                cells.append((kind, low, int(band["approvals"].max()), label, share, float(band["approvals"].mean())))
            low = high + 1
    write("sizes.csv", ("kind", "low", "high", "size", "share", "mean"), cells)


def _hub_kind(naics: str) -> str:
    return "it_services" if naics.startswith("54") else "manufacturing" if naics.startswith("3") else "other"


def learn_ages() -> None:
    """22 + a gamma number rounded down, with the published mean and share from 25 to 34."""
    figures = load_margins().figures
    mean, share = figures["mean_age"].value, figures["age_25_34"].value

    def law(shape: float, scale: float) -> np.ndarray:
        steps = np.diff(gamma.cdf(np.arange(0, 50), shape, scale=scale))
        return np.asarray(steps / steps.sum())

    def scale_for(shape: float) -> float:
        return float(brentq(lambda s: law(shape, s) @ np.arange(22, 71) - mean, 0.1, 30))

    shape = float(brentq(lambda a: law(a, scale_for(a))[3:13].sum() - share, 2.0, 40))
    print(f"ages: gamma shape {shape:.4f}, scale {scale_for(shape):.4f}")
    ages = law(shape, scale_for(shape))
    write("ages.csv", ("age", "share"), [(age, float(p)) for age, p in zip(range(22, 71), ages, strict=True)])


def list_codes(folder: Path) -> None:
    """The codes that there are: occupations, occupations of old, areas."""
    current = soc_2018(folder)
    write("soc_codes.csv", ("soc_code", "title"), current)
    write("soc_retired.csv", ("retired_code", "retired_title", "soc_code"), retired_codes(folder, current))
    write("oflc_areas.csv", ("area", "area_name", "states"), wage_areas(folder))
    write("county_areas.csv", ("state", "county", "area", "taken_from"), county_areas(folder))


def main() -> None:
    """Read the folder and write every table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["OPENH1B_SHARED_DATA"])
    OUT.mkdir(exist_ok=True)
    lca, floors = read_lca(folder), read_floors(folder)
    rows = filings(folder, lca, floors)
    titles = dict(pl.read_csv(folder / "oflc_wages" / "oes_soc_occs.csv").select("soccode", "Title").iter_rows())
    occupations = learn_occupations(rows, titles)
    learn_states(rows)
    areas = areas_of_states(folder, rows, tuple(load_margins().shares["state"].parts))
    write("areas.csv", ("state", "area", "share", "area_name"), areas)
    table, filled = floors_of(floors, occupations, sorted({area for _, area, _, _ in areas}))
    write("floors.csv", ("soc_code", "area", "l1_usd", "l4_usd", "taken_from"), table)
    print(f"floors filled in: {filled}")
    learn_positions(rows)
    learn_dependence(rows)
    learn_firms(lca)
    learn_sizes(folder)
    learn_ages()
    list_codes(folder)


if __name__ == "__main__":
    main()
