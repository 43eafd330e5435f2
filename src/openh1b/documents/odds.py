"""Odds of every row of a pool as a document."""

from __future__ import annotations

from typing import Any

from openh1b.simulate import Comparison


def odds_document(found: Comparison) -> dict[str, Any]:
    """What `openh1b odds` answers: under the first policy, a row of `rows` for each row of the pool.

    A row has the pool's columns, `n` (units alike), the odds in each stage by its name, and in any as `selected`.
    """
    run, pool = found.runs[0], found.pool
    outcome = run.outcome
    columns = {name: pool.array(name).tolist() for name in pool.columns}
    columns["n"] = pool.n.tolist()
    for name in outcome.names:
        columns[name] = outcome.by_row(name).tolist()
    columns["selected"] = outcome.by_row().tolist()
    return {
        "season": pool.season,
        "policy": run.name,
        "method": outcome.method,
        "error": outcome.error,
        "unit": pool.unit,
        "level_mix": pool.level_mix,
        "assumptions": [{"name": a.name, "value": a.value, "range": a.range} for a in pool.assumptions],
        "rows": [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)],
    }
