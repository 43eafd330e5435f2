"""What the note of a split says of all others with its mean, against all others: a polygon, corners and inside."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from openh1b.scenario import Scenario
from openh1b.season import published
from openh1b.season.mixes import LEVELS, LevelMix, level_mix
from openh1b.simulate import compare

SPLIT = level_mix("dhs-implied")
MEAN = SPLIT.mean_entries
CORNERS = np.array(
    [
        [2 - MEAN, MEAN - 1, 0, 0],
        [(3 - MEAN) / 2, 0, (MEAN - 1) / 2, 0],
        [(4 - MEAN) / 3, 0, 0, (MEAN - 1) / 3],
    ]
)
"""Level I alone is below the mean, so that every split with the mean is a mixture of these three."""
SAID = re.search(r"within (.+?) percentage points of these for FY2026, and within (.+?) for FY2027", SPLIT.note)


def odds(season: int, shares: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Odds by level, in percent."""
    mix: LevelMix = replace(SPLIT, shares=tuple(np.maximum(shares, 1e-4)))
    monkeypatch.setattr(published, "level_mix", lambda _: mix)
    found = compare(Scenario(season=season, policies=("weighted-levels",))).result
    values = [found.find("weighted-levels", "odds", "selection_level", str(level)).value for level in LEVELS]
    return 100 * np.array(values, dtype=float)


@pytest.mark.parametrize(("season", "group"), [(2026, 1), (2027, 2)])
def test_no_split_with_the_mean_gives_odds_further_off_than_is_said(season, group, monkeypatch):
    assert SAID is not None
    said, here = float(SAID[group]), odds(season, np.array(SPLIT.shares), monkeypatch)
    corners = [np.abs(odds(season, corner, monkeypatch) - here).max() for corner in CORNERS]
    inside = np.random.Generator(np.random.Philox(season)).dirichlet((1, 1, 1), 40) @ CORNERS
    assert said - 0.1 < max(corners) <= said
    assert max(np.abs(odds(season, shares, monkeypatch) - here).max() for shares in inside) <= said
