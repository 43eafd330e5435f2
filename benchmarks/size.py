"""How much is measured: a full run, or a quick one that only shows that everything works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Numbers of people, draws and rounds. `largest` and `largest_choice` are powers of ten, for the plot.

    hub_files, shelf: at most so many of the files at hand, of the named policies; None is all.
    """

    people: int
    odds_people: int
    units: int
    draws: int
    table_draws: int
    rounds: int
    season_people: int
    registrations: int
    lca_rows: int
    large_lca_rows: int
    hub_files: int | None
    sweep_points: int
    users: int
    shelf: int | None
    candidates: int
    largest: int
    largest_choice: int
    judged: bool


FULL = Size(
    people=344_000,
    odds_people=329_000,
    units=1_000_000,
    draws=10_000,
    table_draws=500,
    rounds=5,
    season_people=340_000,
    registrations=1_000_000,
    lca_rows=20_000,
    large_lca_rows=200_000,
    hub_files=None,
    sweep_points=10_000,
    users=20,
    shelf=None,
    candidates=500,
    largest=7,
    largest_choice=6,
    judged=True,
)
QUICK = Size(
    people=3_440,
    odds_people=3_290,
    units=2_000,
    draws=100,
    table_draws=5,
    rounds=1,
    season_people=3_400,
    registrations=2_000,
    lca_rows=40,
    large_lca_rows=400,
    hub_files=1,
    sweep_points=20,
    users=3,
    shelf=2,
    candidates=3,
    largest=4,
    largest_choice=3,
    judged=False,
)
