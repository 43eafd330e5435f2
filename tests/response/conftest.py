"""Policies made for one test, and small seasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_openings import SEATS, small_pool

from openh1b.law import Policy, policy
from openh1b.response.assumptions import Assumptions, corner
from openh1b.response.outcome import Responded
from openh1b.response.respond import respond
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, published_pool, season
from openh1b.season.seats import Seats

POLICY = """\
name: {name}
title: a policy of a test
author: a test
document: user
date: 2026-11-21
status: hypothetical
read: assumption
summary: sets some paths
sets:
{sets}
models: [what it sets]
does_not_model: [anything else]
"""


@pytest.fixture
def setting(tmp_path: Path) -> Callable[..., Policy]:
    """A policy of FY2026 (or another season) that sets paths, laid on others by name: setting("lottery", {path: v})."""

    def make(*names: str, season: int = 2026, **paths: object) -> Policy:
        sets = {path.replace("__", "."): value for path, value in paths.items()}
        if not sets:
            return policy("+".join(names) or "current", season=season)
        file = tmp_path / f"p{len(list(tmp_path.iterdir()))}.yaml"
        lines = "\n".join(f"  {path}: {value}" for path, value in sets.items())
        file.write_text(POLICY.format(name=file.stem, sets=lines), encoding="utf-8")
        return policy("+".join((*names, str(file))), season=season)

    return make


@pytest.fixture
def published() -> Pool:
    """FY2026 by published figures: eight rows of level and degree."""
    return published_pool(season(2026), Splits())


@pytest.fixture
def react(published: Pool) -> Callable[..., Responded]:
    """The response of a pool (FY2026 if not given) to a policy."""

    def run(
        one: Policy,
        *,
        pool: Pool | None = None,
        assumptions: Assumptions | None = None,
        seats: Seats = SEATS,
        reference: Policy | None = None,
    ) -> Responded:
        chosen = assumptions or corner()
        return respond(pool or published, one, seats=seats, assumptions=chosen, reference=reference)

    return run


@pytest.fixture
def small() -> Pool:
    """600 openings in 60 rows."""
    return small_pool()
