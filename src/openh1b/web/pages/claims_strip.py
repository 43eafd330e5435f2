"""A claim as dots on a line: the number claimed, hollow, beside the number under each definition, solid.

Places are percentages, so that one drawing fits every width; each mark says its figure to pointer and keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from openh1b.charts.words import clean
from openh1b.evidence.claim import scale_of
from openh1b.evidence.number import BETWEEN
from openh1b.evidence.rows import compared
from openh1b.evidence.verdict import Checked, Finding
from openh1b.evidence.words import amount, number_words

_MIDDLE: Final = 13
_EDGE: Final = 1.5
"""Per cent left free at both ends, so that no dot is cut."""
_SHADES: Final = {"holds": "holds", "does not hold": "fails", "unknown": "open"}


@dataclass(frozen=True)
class Scale:
    """The values that the line spans, and its unit."""

    low: float
    high: float
    unit: str

    def at(self, value: float) -> str:
        """Where a value stands, as a percentage of the width."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return f"{_EDGE + (100 - 2 * _EDGE) * min(max(share, 0.0), 1.0):.2f}%"


@dataclass(frozen=True)
class Strip:
    """The dots of one definition. low, high: the ends of its line in words; empty where nothing is drawn."""

    drawing: Markup
    low: str
    high: str


NOTHING: Final = Strip(Markup(""), "", "")


def strips(checked: Checked) -> list[Strip]:
    """One for each finding, in their order; findings of one scale share their line."""
    scales: dict[str, list[Finding]] = {}
    for one in checked.findings:
        if one.number.value is not None:
            scales.setdefault(scale_of(one.definition.unit), []).append(one)
    found = {name: _scale(checked, mine) for name, mine in scales.items() if name != "yes or no"}
    return [_strip(checked, one, found.get(scale_of(one.definition.unit))) for one in checked.findings]


def _scale(checked: Checked, mine: Iterable[Finding]) -> Scale:
    mine = list(mine)
    values = [value for one in mine for value in _values(checked, one)]
    unit = mine[0].definition.unit
    if unit == "rank":
        return Scale(1.0, max(5.0, *values), unit)
    return Scale(min(0.0, *values), max(0.0, *values), unit)


def _values(checked: Checked, one: Finding) -> Iterator[float]:
    yield from one.number.ends
    yield from (value for _, value in one.number.points)
    said = compared(checked.claim, one.definition)
    yield from (said.value,) if said else _ticks(one)


def _ticks(one: Finding) -> tuple[float, ...]:
    condition = one.definition.condition
    return condition.threshold if condition.op == BETWEEN else condition.threshold[:1]


def _strip(checked: Checked, one: Finding, scale: Scale | None) -> Strip:
    if scale is None or one.number.value is None:
        return NOTHING
    inside = Markup("").join(_reached(_marks(checked, one, scale)))
    line = Markup('<line class="axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(_MIDDLE)
    zero = Markup('<line class="axis" x1="{0}" x2="{0}" y1="7" y2="19"/>').format(scale.at(max(scale.low, 0.0)))
    kind = "strip" if one.decides else "strip aside"
    drawing = Markup('<svg class="{}" width="100%" height="26" role="group" aria-label="{}">{}{}{}</svg>').format(
        kind, clean(one.definition.name), line, zero, inside
    )
    return Strip(drawing, amount(scale.low, one.definition.unit), amount(scale.high, one.definition.unit))


def _marks(checked: Checked, one: Finding, scale: Scale) -> Iterator[Markup | tuple[str, Markup]]:
    """Shapes from the lowest to the topmost; a pair is one with a name."""
    unit, said = one.definition.unit, compared(checked.claim, one.definition)
    if said is None:
        for value in _ticks(one):
            shape = Markup('<rect class="tick" x="{}" y="4" width="2" height="18"/>').format(scale.at(value))
            yield f"Threshold: {amount(value, unit)}", shape
    if said is not None:
        ring = Markup('<circle class="claimed" cx="{}" cy="{}" r="8"/>').format(scale.at(said.value), _MIDDLE)
        yield f"Claimed: {said.text}", ring
    ends = one.number.ends
    if len(ends) > 1:
        yield Markup('<line class="range" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(
            scale.at(ends[0]), scale.at(ends[-1]), _MIDDLE
        )
    for label, value in one.number.points:
        shape = Markup('<circle class="point" cx="{}" cy="{}" r="3"/>').format(scale.at(value), _MIDDLE)
        yield f"{label}: {amount(value, unit)}", shape
    shade = _SHADES.get(one.outcome, "open")
    dot = Markup('<circle class="found {}" cx="{}" cy="{}" r="5.5"/>').format(
        shade, scale.at(one.number.value or 0.0), _MIDDLE
    )
    yield f"Found, {one.definition.name}: {number_words(one.number, unit)}, {one.outcome}", dot


def _reached(shapes: Iterable[Markup | tuple[str, Markup]]) -> Iterator[Markup]:
    """Named shapes as marks: the first is reached by the tabulator, the others from there by arrows."""
    place = 0
    for one in shapes:
        if isinstance(one, Markup):
            yield one
            continue
        yield Markup('<g class="mark" role="img" tabindex="{}" aria-label="{}">{}</g>').format(
            place, clean(one[0]), one[1]
        )
        place = -1
