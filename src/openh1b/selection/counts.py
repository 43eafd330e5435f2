"""How many of each class are selected: many exact draws at once, at a cost that does not grow with the people.

A race among m_c units of weight w_c closes when the seats are used up. Take a time t near the close: how many of each
class have arrived by then is binomial. If they are too many, the close is before t and lies among those; if too few,
they are all in and the close is after t. Either way the interval that holds the close now has some sqrt(N) units
inside, then N^(1/4), ...: about log log N rounds. Any t gives an exact draw; a good one gives a short one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.selection.closed_form import closed_form
from openh1b.selection.race import Race, RaceStage
from openh1b.selection.streams import stream

_CHUNK_ELEMENTS = 80_000  # draws x classes worked on together: few enough for the cache, enough to hide call overhead
_FEW = 32  # members up to which dealing in turn is quicker than by halves (at 8 three times, at 40 the same)


@dataclass(frozen=True, eq=False)
class Draws:
    """`taken`: how many units of each class each stage selects in each draw. Shape (draws, stages, classes)."""

    taken: Ints
    of_row: Ints

    @property
    def selected(self) -> Ints:
        """Selected in any stage. Shape (draws, classes)."""
        return np.asarray(self.taken.sum(axis=1))


def counts(race: Race, draws: int, *, seed: str, season: int, units: Ints | None = None) -> Draws:
    """`draws` independent outcomes of the race, as numbers by class.

    units: of each class of `race.classes` in each draw, shape (draws, classes), where they differ between draws; else
    those of the race, `race.n`, which must be whole numbers. Raises ValueError for quotas, which need the units
    themselves (draw.py).
    """
    classes = race.classes
    inner = classes.race
    if any(one.limits for one in inner.stages):
        msg = "numbers by class do not settle a quota"
        raise ValueError(msg)
    guesses = [taken.time for taken in closed_form(inner)]
    taken = np.zeros((draws, len(inner.stages), len(inner.n)), dtype=np.int64)
    size = max(1, _CHUNK_ELEMENTS // max(1, len(inner.n)))
    for part, start in enumerate(range(0, draws, size)):
        many = min(size, draws - start)
        left = np.tile(inner.n.astype(np.int64), (many, 1)) if units is None else units[start : start + many].copy()
        for k, stage in enumerate(inner.stages):
            generator = stream(seed, season, f"counts/{k}/{stage.name}", part)
            one = _stage(stage, left, guesses[k], generator)
            taken[start : start + size, k] = one
            left -= one
    return Draws(taken, classes.of_row)


def _stage(stage: RaceStage, left: Ints, guess: float, generator: np.random.Generator) -> Ints:
    """One stage for every draw: better tiers whole, the closing tier by a race, worse tiers not at all."""
    columns = np.flatnonzero(stage.eligible)
    columns = columns[np.argsort(stage.tier[columns], kind="stable")]
    taken = np.zeros_like(left)
    if not len(columns):
        return taken
    m, tier = left[:, columns], stage.tier[columns]
    starts = np.flatnonzero(np.r_[True, tier[1:] != tier[:-1]])
    reached = np.cumsum(np.add.reduceat(m, starts, axis=1), axis=1)
    closing = (reached <= stage.seats).sum(axis=1)
    place = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(tier)]))
    ahead = np.where(place < closing[:, None], m, 0)
    seats = stage.seats - ahead.sum(axis=1)
    for k in np.unique(closing[(seats > 0) & (closing < len(starts))]):
        rows = np.flatnonzero((closing == k) & (seats > 0))
        inside = np.flatnonzero(place == k)
        field = np.ix_(rows, inside)
        ahead[field] = _closing_tier(m[field], stage.weight[columns[inside]], seats[rows], guess, generator)
    taken[:, columns] = ahead
    return taken


def _closing_tier(m: Ints, w: Floats, seats: Ints, guess: float, generator: np.random.Generator) -> Ints:
    """A race between weights, whose places are then dealt to the classes of each weight."""
    lanes, lane = np.unique(w, return_inverse=True)
    order = np.argsort(lane, kind="stable")
    starts = np.searchsorted(lane[order], np.arange(len(lanes)))
    sums = np.add.reduceat(m[:, order], starts, axis=1)
    won = seats[:, None] if len(lanes) == 1 else _Race(sums, lanes, seats).run(guess, generator)
    return deal(won, m, lane, generator)


def deal(won: Ints, m: Ints, lane: Ints, generator: np.random.Generator) -> Ints:
    """Deal the `won` of each lane to its members, a simple random sample: multivariate hypergeometric.

    won: shape (draws, lanes); m: units of each member, shape (draws, members), or (members,) where they are the same in
    all draws; lane: the lane of each member, from 0. Returns shape (draws, members).
    """
    return (_deal_in_turn if len(lane) <= _FEW else _deal_by_halves)(won, m, lane, generator)


def _deal_in_turn(won: Ints, m: Ints, lane: Ints, generator: np.random.Generator) -> Ints:
    """Member after member: a step for each of them, quick where they are few."""
    dealt = np.zeros((len(won), len(lane)), dtype=np.int64)
    for k in range(won.shape[1]):
        members = np.flatnonzero(lane == k)
        to_deal, rest = won[:, k].copy(), m[..., members].sum(axis=-1)
        for member in members[:-1]:
            rest = rest - m[..., member]
            dealt[:, member] = generator.hypergeometric(m[..., member], rest, to_deal)
            to_deal -= dealt[:, member]
        dealt[:, members[-1]] = to_deal
    return dealt


def _deal_by_halves(won: Ints, m: Ints, lane: Ints, generator: np.random.Generator) -> Ints:
    """All lanes at once, each halved until its parts have one member: as many steps as halvings of the largest lane."""
    order = np.argsort(lane, kind="stable")
    before = np.cumsum(np.concatenate([np.zeros((*m.shape[:-1], 1), dtype=m.dtype), m[..., order]], axis=-1), axis=-1)
    bounds = np.searchsorted(lane[order], np.arange(won.shape[1] + 1))
    start, stop, held = bounds[:-1], bounds[1:], won
    dealt = np.zeros((len(won), len(lane)), dtype=np.int64)
    while len(start):
        alone, parted = stop - start == 1, stop - start > 1
        dealt[:, order[start[alone]]] = held[:, alone]
        start, stop, held = start[parted], stop[parted], held[:, parted]
        middle = (start + stop) // 2
        first = generator.hypergeometric(
            before[..., middle] - before[..., start], before[..., stop] - before[..., middle], held
        )
        start, stop = np.concatenate([start, middle]), np.concatenate([middle, stop])
        held = np.concatenate([first, held - first], axis=1)
    return dealt


class _Race:
    """Races of several draws, each narrowed to the interval (`low`, `high`] in which its last seat is taken.

    taken: arrived by `low`, all in. inside: arrived in the interval. need: seats left for those inside.
    Arrays have one row a class and one column a draw: NumPy is slow at many short rows.
    """

    def __init__(self, m: Ints, w: Floats, seats: Ints) -> None:
        self.w = w[:, None]
        self.inside = np.ascontiguousarray(m.T)
        self.taken = np.zeros_like(self.inside)
        self.need = seats
        self.low = np.zeros(len(m))
        self.high = np.full(len(m), np.inf)

    def run(self, guess: float, generator: np.random.Generator) -> Ints:
        """Numbers taken of each class when the seats are used up. Shape (draws, classes)."""
        result = np.empty_like(self.taken)
        at = np.arange(result.shape[1])
        t = np.full(len(at), guess) if np.isfinite(guess) and guess > 0 else self._next()
        while len(at):
            self._split(t, generator)
            open_ = (self.need > 0) & (self.need < self.inside.sum(axis=0))
            if not open_.all():
                done = np.flatnonzero(~open_)
                result[:, at[done]] = self.taken[:, done] + np.where(self.need[done] > 0, self.inside[:, done], 0)
                keep = np.flatnonzero(open_)
                at = at[keep]
                self._keep(keep)
            t = self._next()
        return np.ascontiguousarray(result.T)

    def _split(self, t: Floats, generator: np.random.Generator) -> None:
        """Draw who of those inside has arrived by t, and keep the side on which the close lies."""
        p = np.expm1(-self.w * (t - self.low)) / np.expm1(-self.w * (self.high - self.low))
        early = generator.binomial(self.inside, np.clip(p, 0.0, 1.0))
        many = early.sum(axis=0)
        before = many > self.need
        moved = np.where(before, 0, early)
        self.taken += moved
        self.inside = np.where(before, early, self.inside - early)
        self.need = self.need - np.where(before, 0, many)
        self.high = np.where(before, t, self.high)
        self.low = np.where(before, self.low, t)

    def _next(self) -> Floats:
        """A time near the close, from the rate of arrival at the nearer end of the interval."""
        width = self.high - self.low
        inside = self.inside.sum(axis=0)
        rate_low = (self.inside * self.w / -np.expm1(-self.w * width)).sum(axis=0)
        step = self.need / rate_low
        from_low = self.low + np.minimum(step, np.where(np.isfinite(width), width * 0.75, step))
        finite = np.isfinite(self.high)
        if not finite.any():
            return np.asarray(from_low)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            rate_high = (self.inside * self.w / np.expm1(self.w * width)).sum(axis=0)
            from_high = self.high - np.minimum((inside - self.need) / rate_high, width * 0.75)
        return np.asarray(np.where(finite & (2 * self.need > inside), from_high, from_low))

    def _keep(self, draws: Ints) -> None:
        self.taken, self.inside, self.need = self.taken[:, draws], self.inside[:, draws], self.need[draws]
        self.low, self.high = self.low[draws], self.high[draws]
