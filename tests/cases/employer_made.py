"""Made-up candidates, of nobody."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SOCS = ("15-1252", "15-1211", "13-2011", "17-2071", "15-2051", "Software Developers", "29-1141")
AREAS = ("Seattle", "42660", "King County, WA", "35620", "41860", "Austin", "12060", "47900")
COLUMNS = (
    *("candidate_id", "soc", "area", "offered_wage_usd", "us_masters_or_higher", "channel"),
    *("opt_end", "stem", "job", "peers", "peers_wage_usd"),
)


def made(number: int, seed: int = 1) -> list[dict[str, str]]:
    """Rows as a file has them."""
    rng = np.random.Generator(np.random.Philox(seed))
    rows = []
    for k in range(number):
        pay, here = int(rng.integers(60_000, 260_000)), rng.random() < 0.6
        values = (
            f"made-{k:04d}-{int(rng.integers(16**4)):04x}",
            str(rng.choice(SOCS)),
            str(rng.choice(AREAS)),
            str(pay) if k % 7 else f"{pay / 2080:.2f}/hour",
            "yes" if rng.random() < 0.6 else "no",
            "in_us" if here else "consular",
            "2027-06-30" if here else "",
            "yes" if here and k % 2 else "",
            f"job {k % 9}",
            "",
            "",
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(**values: str) -> dict[str, str]:
    """One software developer in Seattle, with some cells set."""
    first = ("a-1", "15-1252", "Seattle", "165000", "yes", "in_us", "", "", "", "", "")
    return {**dict(zip(COLUMNS, first, strict=True)), **values}
