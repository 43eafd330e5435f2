"""A published number beside ours: the difference, and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from openh1b.evidence.replications.published import Published, Replication
from openh1b.results import Spread

Outcome = Literal["equal", "inside", "near", "misses", "no published number", "not computed", "skipped"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "equal": "ours rounds to the digits printed",
    "inside": "ours lies inside the published range, or the published number inside ours",
    "near": "within the tolerance that was set before anything was computed",
    "misses": "neither",
    "no published number": "ours alone; none is in the sources read",
    "not computed": "the engine has no such number; the row says why",
    "skipped": "needs a file that the store does not hold; the row says which",
}
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Ours:
    """Our number. low, high: its ends, over assumptions or over published inputs. missing: why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    spread: Spread | None = None
    missing: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Row:
    """One published number and ours. difference: ours less the published one; of a range, less its nearer end or 0."""

    of: Replication
    published: Published
    ours: Ours

    @property
    def difference(self) -> float | None:
        """In the unit of the number; None where one of the two is missing."""
        ours, one = self.ours.value, self.published
        if ours is None:
            return None
        if one.value is not None:
            return ours - one.value
        if one.low is None or one.high is None:
            return None
        return min(ours - one.low, 0.0) or max(ours - one.high, 0.0)

    @property
    def relative(self) -> float | None:
        """The difference over the published number, or over the nearer end of its range."""
        if self.difference is None:
            return None
        base = self.published.value
        if base is None:
            base = self.published.low if self.difference < 0 else self.published.high
        return self.difference / base if base else None

    @property
    def outcome(self) -> Outcome:
        """What the difference amounts to (OUTCOMES); worked out, never typed."""
        if self.ours.value is None:
            return "skipped" if self.ours.skipped else "not computed"
        difference, relative = self.difference, self.relative
        if difference is None:
            return "no published number"
        half = self.published.printed_to / 2
        if abs(difference) <= half * (1 + _ROUNDING) + _ROUNDING * abs(self.ours.value):
            return "equal" if self.published.value is not None else "inside"
        if self._holds():
            return "inside"
        tolerance = self.published.tolerance
        return "near" if tolerance is not None and relative is not None and abs(relative) <= tolerance else "misses"

    def _holds(self) -> bool:
        low, value, high = self.ours.low, self.published.value, self.ours.high
        return low is not None and high is not None and value is not None and low <= value <= high

    @property
    def why(self) -> str:
        """Cause of a difference as far as known, or why there is no number."""
        if self.ours.missing:
            return self.ours.missing
        if self.outcome in {"equal", "no published number"} or not self.difference:
            return ""
        return self.published.cause or "not known"

    def record(self) -> dict[str, Any]:
        """The row as a mapping of plain values, one key a column."""
        one = self.published
        return {
            "replication": self.of.name, "number": one.id, "label": one.label, "by": self.of.by, "kind": one.kind,
            "fitted": one.fitted, "unit": one.unit, "published": one.value, "published_low": one.low,
            "published_high": one.high, "ours": self.ours.value, "ours_low": self.ours.low, "ours_high": self.ours.high,
            "spread": self.ours.spread, "difference": self.difference, "relative_difference": self.relative,
            "outcome": self.outcome, "cause": self.why, "read": one.read, "source_ids": " ".join(one.cite),
            "note": one.note,
        }  # fmt: skip
