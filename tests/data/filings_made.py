"""LCA rows for new employment and a wage table, re-typed or made up: no real person is in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl

from openh1b.data.filings import Ask, Filings, filings
from openh1b.data.store import Store
from tests.data.made_files import LCA, lca_csv

SEATTLE, PORTLAND, RICHMOND, SOUTHSIDE = "42660", "38900", "40060", "5100002"
HOURLY = {
    ("15-1252", SEATTLE): (5661, 7175, 8688, 10202),  # as published for July 2025 to June 2026
    ("15-1252", PORTLAND): (4000, 5000, 6000, 7000),
    ("15-1252", RICHMOND): (4000, 5000, 6000, 7000),
    ("11-3021", SEATTLE): (7000, 8000, 9000, 10000),
}
CASE = {
    **LCA,
    "SOC_CODE": "15-1252",
    "SOC_TITLE": "Software Developers",
    "FULL_TIME_POSITION": "Y",
    "WORKSITE_CITY": "Seattle",
    "WORKSITE_COUNTY": "KING COUNTY",
    "WORKSITE_STATE": "WA",
    "WAGE_RATE_OF_PAY_FROM": "150000",
    "PW_OTHER_SOURCE": "OES",
    "TOTAL_WORKSITE_LOCATIONS": "1",
}


def cases(*changes: dict[str, str]) -> bytes:
    """One case for each mapping of what differs from CASE, each with a number of its own."""
    numbered = [
        {"CASE_NUMBER": f"I-200-19268-{at:06}", **change} for at, change in enumerate(changes or ({},), start=1)
    ]
    return lca_csv(*numbered, base=CASE)


def wages() -> bytes:
    """The wage table, with a cell that has no wage."""
    rows = [(soc, area, "hour", *cents) for (soc, area), cents in HOURLY.items()]
    rows.append(("11-1011", SEATTLE, "none", None, None, None, None))
    buffer = io.BytesIO()
    names = ["soc", "area", "unit", "l1_cents", "l2_cents", "l3_cents", "l4_cents"]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(buffer)
    return buffer.getvalue()


def described(rows: pl.DataFrame) -> pl.DataFrame:
    """Group and industry as they are filed."""
    return rows.select(group="employer", industry=pl.col("naics").str.head(2))


def taken(store: Store, made: Callable[..., Path], *changes: dict[str, str], **asked: object) -> Filings:
    """What comes through of such cases."""
    store.add([made(cases(*changes), "cases.csv")])
    store.add([made(wages(), "wages_2025-26.parquet")])
    return filings(store, Ask(**asked), described)  # type: ignore[arg-type]


def fell(found: Filings) -> dict[str, int]:
    """Rows that fell out, by step."""
    return {step.name: step.out for step in found.steps if step.out}
