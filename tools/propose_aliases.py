"""Propose merges for src/openh1b/sponsors/aliases.yaml from hub files; a person decides each.

    python tools/propose_aliases.py h1b_datahubexport-2022.csv ... > proposals.csv

Two kinds of line. `add`: a name outside a group that shares tax-id digits and ZIP with the group's lines and is alike
(or begins with the same word). `reread`: a name that a `starts` entry claims though it shares neither digits nor ZIP
with the rest of the group. Likeness (RapidFuzz, 0 to 100) only orders the list.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz

from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.resolve import NEEDED, resolve

COLUMNS = (*NEEDED[:6], "naics", "tax_id", "state", "city", "zip")
NO_TAX_ID = (*NEEDED[:6], "state", "city", "zip")
FIELDS = ("kind", "group", "name", "like", "likeness", "tax_id", "zip", "approvals")


def read_hub(paths: list[Path]) -> pl.DataFrame:
    """Archive-layout hub files (11 columns, or 9 without header) as one frame of the columns of table `hub`."""
    return pl.concat([_read(path) for path in paths])


def _read(path: Path) -> pl.DataFrame:
    with path.open(encoding="utf-8-sig") as file:
        width = file.readline().count(",") + 1
    frame = pl.read_csv(path, has_header=width > len(NO_TAX_ID), infer_schema=False)
    frame.columns = list(COLUMNS if frame.width == len(COLUMNS) else NO_TAX_ID)
    absent = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in frame.columns]
    numbers = [pl.col(name).str.replace_all(",", "").cast(pl.Int64) for name in NEEDED[:1] + NEEDED[2:6]]
    frame = frame.with_columns(*absent, *numbers).select(COLUMNS)
    return frame.with_columns(vintage=pl.lit(path.stem), part_year=pl.lit(value=path.stem.endswith("2023")))


def proposals(hub: pl.DataFrame) -> list[dict[str, object]]:
    """Names to add to groups and names to read again, largest first."""
    lines = (
        resolve(hub)
        .filter(pl.col("key") != "")
        .with_columns(
            approvals=pl.col("initial_approvals") + pl.col("continuing_approvals"),
            tax_id=pl.col("tax_id").str.zfill(4),
            zip=pl.col("zip").str.zfill(5),
        )
    )
    grouped = lines.filter(pl.col("group").is_in(list(load_aliases().labels)))
    return [*_to_add(lines, grouped), *_to_reread(grouped)]


def _to_add(lines: pl.DataFrame, grouped: pl.DataFrame) -> list[dict[str, object]]:
    homes = (
        grouped.drop_nulls(["tax_id", "zip"])
        .group_by("group", "tax_id", "zip")
        .agg(weight=pl.col("approvals").sum(), like=pl.col("key").sort_by("approvals").last())
    )
    others = lines.join(grouped.select("key", "group").unique(), on=["key", "group"], how="anti")
    others = others.group_by("key", "tax_id", "zip").agg(pl.col("approvals").sum())
    pairs = others.join(homes.filter(pl.col("weight") >= 5), on=["tax_id", "zip"])
    found = [
        {"kind": "add", "name": row["key"], "likeness": round(fuzz.token_set_ratio(row["key"], row["like"]))}
        | {name: row[name] for name in ("group", "like", "tax_id", "zip", "approvals")}
        for row in pairs.iter_rows(named=True)
    ]
    return sorted(found, key=lambda row: (-int(row["likeness"]), str(row["group"])))


def _to_reread(grouped: pl.DataFrame) -> list[dict[str, object]]:
    members = grouped.group_by("group", "key").agg(
        pl.col("tax_id").drop_nulls().unique(), pl.col("zip").drop_nulls().unique(), pl.col("approvals").sum()
    )
    found = []
    for (group,), rows in members.group_by("group", maintain_order=True):
        records = rows.sort("approvals", descending=True).to_dicts()
        known = {*records[0]["tax_id"], *records[0]["zip"]}
        for row in records[1:]:
            mine = {*row["tax_id"], *row["zip"]}
            if not mine & known:
                found.append({"kind": "reread", "group": group, "name": row["key"], "approvals": row["approvals"]})
            known |= mine
    return found


def main() -> None:
    """Read the files named on the command line and write proposals to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(proposals(read_hub(parser.parse_args().files)))


if __name__ == "__main__":
    main()
