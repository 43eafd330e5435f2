"""The fixed point: odds depend on who enters, and who enters on the odds.

Given where every stage closes, the odds of every opening follow, hence who enters, hence how many each stage selects.
So the unknowns are as many as the stages, whatever the number of rows: the place of the first stage is a bracketed root
of its selected less its seats, with the places of later stages solved inside for each trial.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import NotComputable
from openh1b.response.board import Board, Offers, Places
from openh1b.response.root import brackets, brent

Shares = Callable[[Offers], Floats]

POINTS = 16  # at which the first stage is looked at for changes of sign
_ROUGHLY = (1e-4, 1e-4)  # of the seats: how well brackets are narrowed, for the first stage and for those inside it
_FINELY = (1e-11, 1e-13)  # the same, where Newton's steps did not finish the work
_STEPS = 12
_CLOSE = 1e-14  # of the seats: nothing is gained beyond
_ENOUGH = 1e-9  # of the seats: what a solution may leave


@dataclass(frozen=True, eq=False)
class Settled:
    """One solution. selected: by stage; off: the largest difference from the seats, as a share of them."""

    places: Places
    offers: Offers
    shares: Floats
    selected: Floats
    off: float


@dataclass(eq=False)
class Market:
    """Stages and what employers do at given odds; remembers where later stages closed last, to begin there.

    points: in how many parts the first stage is looked at for changes of sign. linked: whether what is selected by a
    stage depends on later ones, as it does once employers look at their odds in all.
    """

    board: Board
    shares: Shares
    last: dict[int, float] = field(default_factory=dict)
    near: tuple[float, float] = _ROUGHLY
    points: int = POINTS
    linked: bool = True

    def at(self, places: Places) -> Settled:
        """What happens where the stages close at these places, whether or not that is a solution."""
        offers = self.board.at(places)
        shares = self.shares(offers)
        selected = np.einsum("jn,jns->s", shares * self.board.jobs.n, offers.p)
        return Settled(places, offers, shares, selected, self._off(places, selected))

    def _off(self, places: Places, selected: Floats) -> float:
        worst = 0.0
        for one, stage, place in zip(selected.tolist(), self.board.stages, places, strict=True):
            gap = one - stage.seats
            served = place >= len(stage.tier_value)  # everyone: fewer than the seats is no fault
            worst = max(worst, (gap if served else abs(gap)) / max(stage.seats, 1))
        return worst

    def solutions(self) -> tuple[Settled, ...]:
        """Every solution that a coarse look at the first stage finds, the lowest odds first.

        Raises NotComputable where there is none.
        """
        if not self.board.stages or not len(self.board.jobs):
            return (self.at((0.0,) * len(self.board.stages)),)
        if self.board.stages[0].seats == 0:
            return (self._sharp((0.0, *self._later(1, (0.0,)))),)
        top = float(len(self.board.stages[0].tier_value))
        found = self._looked_for(top)
        if any(one.off > _ENOUGH for one in found):
            self.near = _FINELY
            found = self._looked_for(top)
        if not found or any(one.off > _ENOUGH for one in found):
            raise NotComputable("no odds were found at which as many are selected as there are seats")
        return found

    def _looked_for(self, top: float) -> tuple[Settled, ...]:
        points = [(x, self._excess(0, (), x)) for x in np.linspace(0.0, top, self.points + 1).tolist()]
        roots = [self._root(0, (), low, high) for low, high in brackets(points)]
        if points[-1][1] <= 0:
            roots.append(top)
        return tuple(self._sharp((x, *self._later(1, (x,)))) for x in roots)

    def _excess(self, stage: int, before: Places, place: float) -> float:
        """Selected by a stage less its seats, where it closes at `place`, with all later stages settled."""
        if place == 0:
            return -float(self.board.stages[stage].seats)
        here = (*before, place)
        after = self._later(stage + 1, here) if self.linked else (0.0,) * (len(self.board.stages) - len(here))
        found = self.at((*here, *after))
        return float(found.selected[stage] - self.board.stages[stage].seats)

    def _later(self, stage: int, before: Places) -> Places:
        """Where this stage and those after it close, given where the earlier ones do."""
        if stage == len(self.board.stages):
            return ()
        place = self._settle(stage, before) if self.board.stages[stage].seats else 0.0
        self.last[stage] = place
        return (place, *self._later(stage + 1, (*before, place)))

    def _settle(self, stage: int, before: Places) -> float:
        """The root of one later stage, looked for near where it was last."""
        top = float(len(self.board.stages[stage].tier_value))
        low, near = (0.0, self._excess(stage, before, 0.0)), min(self.last.get(stage, top), top)
        here = (near, self._excess(stage, before, near))
        if here[1] > 0:
            return self._root(stage, before, low, here)
        if near == top:
            return top
        high = (top, self._excess(stage, before, top))
        return self._root(stage, before, here, high) if high[1] > 0 else top

    def _root(self, stage: int, before: Places, low: tuple[float, float], high: tuple[float, float]) -> float:
        def excess(x: float) -> float:
            return self._excess(stage, before, x)

        return brent(excess, low, high, self.near[min(stage, 1)] * max(self.board.stages[stage].seats, 1))

    def _sharp(self, places: Places) -> Settled:
        """The solution near `places` to the last bits, by Newton's steps in all places at once."""
        best = self.at(places)
        for _ in range(_STEPS):
            tried = self._step(best) if best.off > _CLOSE else None
            if tried is None or tried.off >= best.off:
                break
            best = tried
        return best

    def _step(self, here: Settled) -> Settled | None:
        """One step of Newton's method; the slopes are differences inside the tier in which each stage closes."""
        tops = [float(len(stage.tier_value)) for stage in self.board.stages]
        free = [k for k, stage in enumerate(self.board.stages) if stage.seats and here.places[k] < tops[k]]
        slopes = np.empty((len(free), len(free)))
        for column, k in enumerate(free):
            place = here.places[k]
            reach = min(1e-6, 1e-3 * (int(place) + 1 - place), 1e-3 * (place % 1 or 1.0))
            moved = self.at((*here.places[:k], place + reach, *here.places[k + 1 :]))
            slopes[:, column] = (moved.selected - here.selected)[free] / reach
        missing = np.array([stage.seats for stage in self.board.stages])[free] - here.selected[free]
        try:
            steps = np.linalg.solve(slopes, missing)
        except np.linalg.LinAlgError:
            return None
        places = list(here.places)
        for k, step in zip(free, steps.tolist(), strict=True):
            places[k] = min(max(places[k] + step, 0.0), tops[k])
        return self.at(tuple(places))
