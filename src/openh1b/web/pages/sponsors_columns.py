"""Columns by fiscal year as SVG within a page: each year is reached by the keyboard and says its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from openh1b.charts.theme import ticks

_WIDE, _HIGH, _LEFT, _TOP, _FOOT = 720, 240, 64, 12, 34


@dataclass(frozen=True)
class Bar:
    """kind: its class in the style sheet. at and width: its place within the year, 0 to 1."""

    kind: str
    value: float
    at: float = 0.15
    width: float = 0.7


@dataclass(frozen=True)
class Year:
    """One year. label: below it. said: its figures in words. bars: those behind come first."""

    label: str
    said: str
    bars: tuple[Bar, ...]


def columns(years: Sequence[Year], title: str, *, share: bool = False) -> Markup:
    """The drawing, for any width: the style sheet enlarges its letters on a phone. share: values are 0 to 1."""
    high = max((bar.value for year in years for bar in year.bars), default=0.0) or 1.0
    inside = "".join([*_scale(high, share=share), *_years(years, high)])
    head = f'<svg class="years" viewBox="0 0 {_WIDE} {_HIGH}" role="group" aria-label="{escape(title)}">'
    return Markup(f"{head}{inside}</svg>")  # noqa: S704 - all text is escaped


def _y(value: float, high: float) -> float:
    return round(_HIGH - _FOOT - (_HIGH - _FOOT - _TOP) * value / high, 2)


def _scale(high: float, *, share: bool) -> Iterator[str]:
    for value in ticks(high, most=4):
        y = _y(value, high)
        text = f"{100 * value:g}%" if share else f"{value:,.0f}"
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDE}" y1="{y}" y2="{y}"/>'
        yield f'<text class="quiet" x="{_LEFT - 8}" y="{y}" dy=".35em" text-anchor="end">{text}</text>'


def _years(years: Sequence[Year], high: float) -> Iterator[str]:
    slot = (_WIDE - _LEFT) / max(len(years), 1)
    foot: Final = _HIGH - _FOOT
    for place, year in enumerate(years):
        x = _LEFT + slot * place
        yield f'<g class="mark" role="img" tabindex="{-1 if place else 0}" aria-label="{escape(year.said)}">'
        yield f'<rect class="hit" x="{x:.1f}" y="0" width="{slot:.1f}" height="{_HIGH}"/>'
        for bar in year.bars:
            y = _y(bar.value, high)
            size = f'width="{min(slot, 90) * bar.width:.1f}" height="{foot - y:.2f}"'
            left = x + max(0, slot - 90) / 2 + min(slot, 90) * bar.at
            yield f'<rect class="{bar.kind}" x="{left:.1f}" y="{y}" {size}/>'
        odd = ' class="odd"' if place % 2 and len(years) > 6 else ""
        yield f'<text{odd} x="{x + slot / 2:.1f}" y="{foot + 20}" text-anchor="middle">{escape(year.label)}</text></g>'
