"""Columns by fiscal year as SVG within a page: each year is reached by the keyboard and says its figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from openh1b.charts.theme import ticks

_WIDE, _HIGH, _LEFT, _TOP, _FOOT = 720, 240, 56, 12, 34
_NAMES, _APART, _BROAD = 112, 17.0, 90
"""Room for names at the right; how far apart they must be; the widest that a year is drawn."""
_SIZE: Final = 13
_PHONE: Final = 1.9
"""How much larger letters and heights are in the drawing for a phone."""


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


@dataclass(frozen=True)
class _Frame:
    """Sizes of one drawing. high: the value at its top, a round one. right: where the years end."""

    high: float
    right: float
    grow: float

    @property
    def size(self) -> float:
        return _SIZE * self.grow

    @property
    def left(self) -> float:
        return _LEFT * self.grow

    @property
    def top(self) -> float:
        return _TOP * self.grow

    @property
    def bottom(self) -> float:
        return _HIGH * (1 if self.grow == 1 else 1.5)

    @property
    def foot(self) -> float:
        return self.bottom - _FOOT * self.grow

    def y(self, value: float) -> float:
        return round(self.foot - (self.foot - self.top) * value / self.high, 2)


def columns(
    years: Sequence[Year], title: str, *, share: bool = False, names: Mapping[str, str] | None = None
) -> tuple[Markup, Markup]:
    """The drawings, wide and for a phone. share: values are 0 to 1. names: kind -> what stands beside its last bar."""
    high = max((bar.value for year in years for bar in year.bars), default=0.0) or 1.0
    step = ticks(high, most=4)[1]
    top = math.ceil(high / step - 1e-9) * step
    wide = _Frame(top, _WIDE - (_NAMES if names else 0), 1)
    return _drawn(years, title, share, (wide, names or {})), _drawn(
        years, title, share, (_Frame(top, _WIDE, _PHONE), {})
    )


def _drawn(years: Sequence[Year], title: str, share: bool, look: tuple[_Frame, Mapping[str, str]]) -> Markup:
    frame, names = look
    inside = "".join([*_scale(frame, share=share), *_years(years, frame), *_named(years, frame, names)])
    size = f'viewBox="0 0 {_WIDE} {frame.bottom:g}" font-size="{frame.size:g}"'
    head = f'<svg class="years" {size} role="group" aria-label="{escape(title)}">'
    return Markup(f"{head}{inside}</svg>")  # noqa: S704 - all text is escaped


def _scale(frame: _Frame, *, share: bool) -> Iterator[str]:
    for value in ticks(frame.high, most=4):
        y = frame.y(value)
        text = f"{100 * value:g}%" if share else f"{value:,.0f}"
        yield f'<line class="grid" x1="{frame.left:g}" x2="{frame.right}" y1="{y}" y2="{y}"/>'
        yield f'<text class="quiet" x="{frame.left - 8:g}" y="{y}" dy=".35em" text-anchor="end">{text}</text>'


def _years(years: Sequence[Year], frame: _Frame) -> Iterator[str]:
    slot = (frame.right - frame.left) / max(len(years), 1)
    for place, year in enumerate(years):
        x, middle = frame.left + slot * place, frame.left + slot * (place + 0.5)
        yield f'<g class="mark" role="img" tabindex="{-1 if place else 0}" aria-label="{escape(year.said)}">'
        yield f'<rect class="hit" x="{x:.1f}" y="0" width="{slot:.1f}" height="{frame.bottom:g}"/>'
        yield from (_bar(bar, x, slot, frame) for bar in year.bars)
        if not year.bars:
            yield _none(middle, frame)
        if frame.grow == 1 or len(years) <= 6 or place % 2 == (len(years) - 1) % 2:
            yield f'<text x="{middle:.1f}" y="{frame.foot + 1.5 * frame.size:g}" text-anchor="middle">'
            yield f"{escape(year.label)}</text>"
        yield "</g>"


def _none(x: float, frame: _Frame) -> str:
    """That a year has no figures: across it, or upright where years are narrow."""
    if frame.grow == 1:
        return f'<text class="quiet" x="{x:.1f}" y="{frame.foot - 6:g}" text-anchor="middle">no figures</text>'
    place = f'transform="translate({x:.1f} {frame.foot - 8:g}) rotate(-90)"'
    return f'<text class="quiet" {place} dy=".35em">no figures</text>'


def _bar(bar: Bar, x: float, slot: float, frame: _Frame) -> str:
    y, broad = frame.y(bar.value), min(slot, _BROAD)
    left = x + max(0, slot - _BROAD) / 2 + broad * bar.at
    size = f'width="{broad * bar.width:.1f}" height="{frame.foot - y:.2f}"'
    return f'<rect class="{bar.kind}" x="{left:.1f}" y="{y}" {size}/>'


def _named(years: Sequence[Year], frame: _Frame, names: Mapping[str, str]) -> Iterator[str]:
    """Names beside the last year's bars, from the highest down, each far enough below the one before."""
    last = sorted(years[-1].bars, key=lambda bar: -bar.value) if years else []
    y = -_APART
    for bar in last:
        y = max(frame.y(bar.value) + 5, y + _APART)
        if bar.kind in names:
            yield f'<text x="{frame.right + 2:g}" y="{y:g}" dy=".35em">{escape(names[bar.kind])}</text>'
