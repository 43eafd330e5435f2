"""Openings and seats made for tests."""

from __future__ import annotations

import numpy as np

from openh1b.season.pool import Pool
from openh1b.season.seats import Round, Seats

SEATS: Seats = (Round({"regular": 90_740, "advanced_degree": 27_920}),)
FEW: Seats = (Round({"regular": 150, "advanced_degree": 50}),)


def small_pool(rows: int = 60, people_a_row: int = 10, seed: int = 1) -> Pool:
    """Made-up openings with pay, floors, level, degree and channel; no two alike."""
    luck = np.random.default_rng(seed)
    first = luck.uniform(60_000, 110_000, rows)
    floors = np.stack([first * (1 + 0.22 * k) for k in range(4)], axis=1)
    pay = np.round(first * luck.uniform(0.95, 2.0, rows))
    level = 1 + (pay[:, None] >= floors[:, 1:]).sum(axis=1)
    return Pool(
        name="made for a test",
        season=2026,
        unit="beneficiary",
        columns={
            "selection_level": level,
            "us_masters_or_higher": luck.random(rows) < 0.5,
            "channel": np.where(luck.random(rows) < 0.4, "consular", "in_us"),
            "employer_size": np.where(luck.random(rows) < 0.3, "1,001+", "2-10"),
            "offered_wage_usd": pay,
            **{f"l{k}_usd": floors[:, k - 1] for k in (1, 2, 3, 4)},
        },
        n=np.full(rows, people_a_row),
    )
