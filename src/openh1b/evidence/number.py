"""A number found for a definition, and the condition under which a claim holds by it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Outcome = Literal["holds", "does not hold", "unknown", "not computed"]

_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
BETWEEN: Final = "between"
OPERATORS: Final = (*_COMPARE, BETWEEN)


@dataclass(frozen=True)
class Number:
    """One figure with the range over which it is doubtful.

    points: named ends or members of the range, such as one study each. missing: why there is no figure. aside: why the
    figure does not bear on the verdict here, such as another year. note: what must be said with it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    points: tuple[tuple[str, float], ...] = ()
    missing: str = ""
    aside: str = ""
    note: str = ""

    @property
    def ends(self) -> tuple[float, ...]:
        """The figure and the ends of its range, in order; nothing where there is no figure."""
        return tuple(sorted({one for one in (self.low, self.value, self.high) if one is not None}))


@dataclass(frozen=True)
class Condition:
    """`op` and a threshold; for `between` the first number belongs to the interval and the second does not.

    since: the day on which the threshold was set. why: where it comes from.
    """

    op: str
    threshold: tuple[float, ...]
    since: date
    why: str

    def passes(self, value: float) -> bool:
        """Whether a number meets the condition."""
        if self.op == BETWEEN:
            return self.threshold[0] <= value < self.threshold[1]
        return _COMPARE[self.op](value, self.threshold[0])

    def outcome(self, number: Number) -> Outcome:
        """What a number with its range says: unknown where parts of the range say different things."""
        ends = number.ends
        if not ends:
            return "not computed"
        inside = [edge for edge in self.threshold if ends[0] < edge < ends[-1]]
        found = {self.passes(one) for one in (*ends, *inside)}
        if len(found) > 1:
            return "unknown"
        return "holds" if found.pop() else "does not hold"

    def can_go_both_ways(self, low: float, high: float) -> bool:
        """Whether some number from `low` to `high` passes and another does not."""
        return len({self.passes(one) for one in self._telling(low, high, step=1e-6)}) == 2

    def flipped(self, number: Number, low: float, high: float) -> Number | None:
        """A number from `low` to `high` with another outcome than this one; None where there is none."""
        now = self.outcome(number)
        others = (Number(one) for one in self._telling(low, high, step=0.01))
        return next((one for one in others if self.outcome(one) != now), None)

    def _telling(self, low: float, high: float, *, step: float) -> Iterator[float]:
        """Numbers from `low` to `high` of which some differ in outcome if any do: ends, middle, around thresholds."""
        yield from (low, high, (low + high) / 2)
        near = (edge + side * step for edge in self.threshold for side in (-1, 0, 1))
        yield from (one for one in near if low <= one <= high)
