"""Other ways to draw the same people: what our times are held against. Each is written as fast as its idea allows."""

from __future__ import annotations

import numpy as np

from benchmarks.field import Field
from openh1b.arrays import Flags, Floats, Ints


def key_and_partition(field: Field, generator: np.random.Generator) -> Flags:
    """Who is selected: an exponential key a person and stage, and one partition at the last seat."""
    selected = _first(field.weight, field.regular, generator)
    left = np.flatnonzero(field.advanced & ~selected)
    selected[left] = _first(field.weight[left], field.advanced_seats, generator)
    return selected


def _first(weight: Floats, seats: int, generator: np.random.Generator) -> Flags:
    keys = generator.standard_exponential(len(weight))
    keys /= weight
    # Comparing with the last winner's key costs less than a partition of positions.
    return np.asarray(keys <= np.partition(keys, seats - 1)[seats - 1])


def choice(field: Field, generator: np.random.Generator) -> Flags:
    """Who is selected, by NumPy's weighted choice without replacement in each stage."""
    selected = np.zeros(field.people, dtype=bool)
    selected[_chosen(field.weight, field.regular, generator)] = True
    left = np.flatnonzero(field.advanced & ~selected)
    selected[left[_chosen(field.weight[left], field.advanced_seats, generator)]] = True
    return selected


def _chosen(weight: Floats, seats: int, generator: np.random.Generator) -> Ints:
    return generator.choice(len(weight), seats, replace=False, p=weight / weight.sum())
