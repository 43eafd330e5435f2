"""Who is selected, many times over: simple random samples of each class, given how many.

Given a class's number its members are a simple random sample. A sample of k out of n is made from a cheap one of about
that size (every member with the same probability, in steps of 1/65,536) by adding or removing members at random until
there are k: by symmetry every set of k is as likely as any other, whatever the probability of the first step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openh1b.arrays import Flags, Ints
from openh1b.selection.counts import Draws
from openh1b.selection.streams import stream

_STEPS = 65_536


class Sampler:
    """Samples of rows with n == 1. `of_row` gives the class of each row, 0 .. classes - 1.

    rows: the rows, class by class: the order in which samples come, so that a measure orders its values once.
    """

    def __init__(self, of_row: Ints, *, seed: str, season: int) -> None:
        self.rows = np.argsort(of_row, kind="stable")
        self._size = np.bincount(of_row)
        self._start = np.concatenate([[0], np.cumsum(self._size)])
        self._name = (seed, season)

    def samples(self, draws: Draws) -> Iterator[Flags]:
        """Which of `rows` are selected in any stage, one array of flags a draw."""
        for part, numbers in enumerate(draws.selected):
            yield self._sample(numbers, stream(*self._name, "people", part))

    def _sample(self, numbers: Ints, generator: np.random.Generator) -> Flags:
        in_order = np.repeat(numbers == self._size, self._size)
        for c in np.flatnonzero((numbers > 0) & (numbers < self._size)):
            members = in_order[self._start[c] : self._start[c + 1]]
            step = round(numbers[c] / self._size[c] * _STEPS)
            np.less(generator.integers(0, _STEPS, len(members), dtype=np.uint16), step, out=members)
            _mend(members, int(numbers[c]), generator)
        return in_order


def _mend(members: Flags, number: int, generator: np.random.Generator) -> None:
    """Add or remove members at random until `number` are chosen."""
    missing = number - int(np.count_nonzero(members))
    while missing != 0:
        wanted = missing < 0
        tries = generator.integers(0, len(members), abs(missing) * 2 + 16)
        fit = tries[members[tries] == wanted]
        _, first = np.unique(fit, return_index=True)
        chosen = fit[np.sort(first)][: abs(missing)]
        members[chosen] = not wanted
        missing += len(chosen) if wanted else -len(chosen)
