"""Cost against size: seconds a draw, or for the odds of everyone, from 1,000 people to 10,000,000."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.field import SEASON, Field
from benchmarks.rivals import choice, key_and_partition
from benchmarks.size import Size
from benchmarks.timing import repeat
from openh1b.selection.counts import Draws, counts
from openh1b.selection.odds import odds
from openh1b.selection.people import Sampler

COUNTS = "counts: a draw of how many"
PEOPLE = "counts and people: a draw of who"
KEYS = "keys and a partition: a draw of who"
CHOICE = "numpy choice: a draw of who"
CLOSING = "odds by the closed form, both stages"
INTEGRAL = "odds by the integral, one stage"
METHODS = (COUNTS, PEOPLE, KEYS, CHOICE, CLOSING, INTEGRAL)
_SMALLEST = 3
_DRAWS = 1_000
_SAMPLED_PEOPLE = 5_000_000


@dataclass(frozen=True)
class Point:
    """Median seconds of a method at a size."""

    method: str
    people: int
    seconds: float


def against_size(size: Size) -> list[Point]:
    """Every method at every power of ten; `choice` stops early, since it grows slow."""
    points = []
    for power in range(_SMALLEST, size.largest + 1):
        field = Field(10**power)
        for method, (work, per) in _works(field).items():
            if method != CHOICE or power <= size.largest_choice:
                points.append(Point(method, field.people, repeat(work, least=3, budget=0.3) / per))
    return points


def _works(field: Field) -> dict[str, tuple[Callable[[], object], int]]:
    """Each method's work and the number of draws in it."""
    generator = np.random.default_rng(field.people)
    samples = min(_DRAWS, max(3, _SAMPLED_PEOPLE // field.people))
    made = _placed(counts(field.by_class(), 1, seed="size", season=SEASON), field)
    sampler = Sampler(made.of_row, seed="size", season=SEASON)

    def people() -> None:
        numbers = counts(field.by_class(), samples, seed="size", season=SEASON)
        for _ in sampler.samples(numbers):
            pass

    return {
        COUNTS: (lambda: counts(field.by_class(), _DRAWS, seed="size", season=SEASON), _DRAWS),
        PEOPLE: (people, samples),
        KEYS: (lambda: key_and_partition(field, generator), 1),
        CHOICE: (lambda: choice(field, generator), 1),
        CLOSING: (lambda: odds(field.by_class(), method="closing"), 1),
        INTEGRAL: (lambda: odds(field.by_class(stages=1), method="integral"), 1),
    }


def _placed(draws: Draws, field: Field) -> Draws:
    """Draws by class with the class of each person: what a race of single people gives, without grouping them."""
    return replace(draws, of_row=draws.of_row[field.of_person])
