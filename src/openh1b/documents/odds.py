"""Odds of every row of a pool as a document, and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.simulate import Comparison


def odds_document(found: Comparison) -> dict[str, Any]:
    """What `openh1b odds` answers: under the first policy, a row of `rows` for each row of the pool.

    A row has the pool's columns, `n` (units alike), the odds in each stage by its name, and in any as `selected`.
    """
    run, pool = found.runs[0], found.pool
    columns = odds_columns(found)
    return {
        "season": pool.season,
        "policy": run.name,
        "method": run.outcome.method,
        "error": run.outcome.error,
        "unit": pool.unit,
        "level_mix": pool.level_mix,
        "assumptions": [{"name": a.name, "value": a.value, "range": a.range} for a in pool.assumptions],
        "rows": _rows(columns),
    }


def odds_bytes(found: Comparison, form: str) -> bytes:
    """The document as JSON, or its rows as CSV, Parquet or XLSX (on the sheet `odds`)."""
    if form == "json":
        return as_json(odds_document(found))
    columns = odds_columns(found)
    if form == "csv":
        return as_csv(_rows(columns), tuple(columns))
    import polars as pl

    return framed(pl.DataFrame(columns), form, "odds")


def odds_columns(found: Comparison) -> dict[str, list[Any]]:
    """The columns of the table, a value for each row of the pool in its order."""
    pool, outcome = found.pool, found.runs[0].outcome
    columns: dict[str, list[Any]] = {name: pool.array(name).tolist() for name in pool.columns}
    columns["n"] = pool.n.tolist()
    for name in outcome.names:
        columns[name] = outcome.by_row(name).tolist()
    columns["selected"] = outcome.by_row().tolist()
    return columns


def _rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
