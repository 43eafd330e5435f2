"""A season as a document: what is published of it, what is assumed of its synthetic people, and their score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from openh1b.law import season_name
from openh1b.season.pool import Pool
from openh1b.season.published import Season, Splits
from openh1b.season.score import Score
from openh1b.season.seats import total


def season_row(one: Season) -> dict[str, Any]:
    """A season, one row of `openh1b season list`: units drawn from, units selected, seats by round and stage."""
    return {
        "season": one.number,
        "season_name": season_name(one.number),
        "unit": one.unit,
        "units": one.units,
        "units_range": list(one.units_range),
        "selected": total(one.seats),
        "selected_range": list(one.selected_range),
        "rounds": [dict(part.seats) for part in one.seats],
        "status": one.status,
    }


def season_document(one: Season, pool: Pool) -> dict[str, Any]:
    """What `openh1b season show` answers: the season, and what is assumed of its synthetic people, the pool."""
    return {
        **season_row(one),
        "assumptions": [asdict(each) for each in pool.assumptions],
        "source_ids": list(pool.source_ids),
    }


def score_rows(found: Sequence[Score]) -> list[dict[str, Any]]:
    """One row a published margin or pair: the fields of Score, and how far the pool's value is from the published."""
    return [{**asdict(one), "difference": one.difference, "source_ids": " ".join(one.source_ids)} for one in found]


def score_document(found: Sequence[Score], pool: Pool, seed: str, splits: Splits) -> dict[str, Any]:
    """What `openh1b season score` answers: whose score it is, and its rows as `scores`."""
    return {"pool": pool.name, "seed": seed, "splits": asdict(splits), "scores": score_rows(found)}
