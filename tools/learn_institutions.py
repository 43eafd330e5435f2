"""Make src/openh1b/sponsors/institutions.csv from the institutional directory of NCES IPEDS (hd2023.csv).

    python tools/learn_institutions.py hd2023.csv

Kept: institutions that grant degrees, with what a line of the hub can be told by. The last four digits of the employer
identification number and the ZIP get back the leading zeros that a spreadsheet took from some copies. Names and phones
of persons are in the directory and are not kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

CONTROL = {"1": "public", "2": "nonprofit", "3": "for-profit"}
OUT = Path(__file__).resolve().parents[1] / "src" / "openh1b" / "sponsors" / "institutions.csv"


def institutions(path: Path) -> pl.DataFrame:
    """One row a degree-granting institution: unitid, name, state, zip, tax_id (four digits or none), control."""
    raw = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
    raw.columns = [name.strip("\ufeff") for name in raw.columns]
    known = pl.col("EIN").str.strip_chars().str.len_chars() >= 7  # shorter is IPEDS's code for none
    return (
        raw.filter((pl.col("DEGGRANT").str.strip_chars() == "1") & pl.col("CONTROL").is_in(list(CONTROL)))
        .select(
            unitid="UNITID",
            name=pl.col("INSTNM").str.strip_chars(),
            state="STABBR",
            zip=pl.col("ZIP").str.split("-").list.first().str.strip_chars().str.zfill(5).str.head(5),
            tax_id=pl.when(known).then(pl.col("EIN").str.strip_chars().str.zfill(9).str.tail(4)),
            control=pl.col("CONTROL").replace(CONTROL),
        )
        .sort(pl.col("unitid").cast(pl.Int64))
    )


def main() -> None:
    """Write the list and say how many rows it has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    found = institutions(parser.parse_args().file)
    found.write_csv(OUT)
    print(f"{OUT.name}: {found.height:,} institutions, {found['tax_id'].null_count():,} without digits")


if __name__ == "__main__":
    main()
