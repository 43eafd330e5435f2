"""One line of the table: what was measured, against what, and whether it meets its target."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from benchmarks.timing import Pair


@dataclass(frozen=True)
class AtLeast:
    """A target for the ratio: the other's cost over ours."""

    ratio: float
    words: str = ""

    def __str__(self) -> str:
        return self.words or f"ratio of at least {self.ratio:,g}"

    def met(self, pair: Pair) -> bool:
        """Whether the median ratio reaches the target."""
        return median(pair.ratios) >= self.ratio


@dataclass(frozen=True)
class Under:
    """A target for our own cost, in the unit of the measurement."""

    limit: float
    unit: str = "s"

    def __str__(self) -> str:
        return f"under {amount(self.limit, self.unit)}"

    def met(self, pair: Pair) -> bool:
        """Whether the median of our cost is below the limit."""
        return median(pair.ours) < self.limit


@dataclass(frozen=True)
class Finding:
    """A measurement. name: what ours is; against: what the other is; unit: `s` or `B`; target: None if none is set."""

    name: str
    against: str
    pair: Pair
    target: AtLeast | Under | None
    unit: str = "s"

    def cells(self, *, judged: bool) -> tuple[str, ...]:
        """The line as text: name, ours, other, ratio with its least and greatest, target, met."""
        pair, ratios = self.pair, self.pair.ratios
        spread = f" ({_digits(min(ratios))} to {_digits(max(ratios))})" if len(ratios) > 1 else ""
        return (
            self.name,
            amount(median(pair.ours), self.unit),
            f"{amount(median(pair.other), self.unit)}: {self.against}",
            f"{_digits(median(ratios))}{spread}",
            "none" if self.target is None else str(self.target),
            self.verdict if judged else "not judged",
        )

    @property
    def verdict(self) -> str:
        """Whether the target is met: yes, no, or that there is none."""
        return "no target" if self.target is None else "yes" if self.target.met(self.pair) else "no"


@dataclass(frozen=True)
class Skipped:
    """A measurement that could not be made here. name: what ours is; why: what it lacks."""

    name: str
    target: AtLeast | Under
    why: str

    def cells(self, *, judged: bool) -> tuple[str, ...]:
        """The line as text, under the same headings."""
        return (self.name, "not run", self.why, "none", str(self.target), "skipped" if judged else "not judged")


HEADINGS = ("Ours", "Takes", "The other", "Ratio (least to greatest)", "Target", "Met")

_SCALES = {
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")),
    "B": ((1e9, "GB"), (1e6, "MB"), (1.0, "B")),
}


def amount(value: float, unit: str) -> str:
    """A cost with three digits, in the largest unit of which there is at least one: `9.82 µs`, `1 GB`."""
    scale, name = next((one for one in _SCALES[unit] if value >= one[0]), _SCALES[unit][-1])
    return f"{_digits(value / scale)} {name}"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
