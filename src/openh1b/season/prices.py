"""Price levels of states: BEA regional price parities, all items, 2023 (learned/state_prices.csv)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np

from openh1b.season.pool import Coded

SOURCE = "bea-sarpp-2023"
UNKNOWN = 100.0  # states and territories that BEA does not list stand at the level of the United States


@lru_cache
def state_prices() -> dict[str, float]:
    """Index of each state, United States = 100."""
    text = (files("openh1b.season") / "learned" / "state_prices.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {state: float(index) for state, index in rows}


def regional_prices(state: Coded) -> Coded:
    """The price level of each row's state."""
    known = state_prices()
    values = np.array([known.get(str(label), UNKNOWN) for label in state.labels])
    labels, place = np.unique(values, return_inverse=True)
    return Coded(labels, place.astype(np.int64)[state.codes])
