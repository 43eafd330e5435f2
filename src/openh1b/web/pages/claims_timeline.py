"""Positions over time within a page: a row for each statement or act, in order of time, a dot under what was held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from openh1b.charts.chart import Record
from openh1b.charts.theme import NARROW, WIDE
from openh1b.charts.words import clean
from openh1b.evidence.words import POSITIONS

STEP: Final = 20
_NAMES: Final = tuple(POSITIONS.values())


@dataclass(frozen=True)
class Frame:
    """Sizes of a drawing in its own pixels. top: room for the slanted names of the positions."""

    width: int
    left: int
    top: int
    right: int
    size: int

    def x(self, position: str) -> float:
        """The column of a position."""
        step = (self.width - self.left - self.right) / (len(_NAMES) - 1)
        return round(self.left + step * _NAMES.index(position), 1)

    def y(self, place: int) -> float:
        """The middle of a row."""
        return self.top + STEP * place + STEP / 2


_FRAMES: Final = {WIDE: Frame(WIDE, 250, 84, 70, 12), NARROW: Frame(NARROW, 172, 96, 58, 11)}


def timeline(rows: Sequence[Record], title: str, width: int) -> Markup:
    """The drawing of the rows of the positions chart, in their order: those of one speaker stand together."""
    frame = _FRAMES[width]
    inside = Markup("").join([*_columns(frame, len(rows)), *_lines(rows, frame), *_rows(rows, frame)])
    height = frame.top + STEP * len(rows) + 6
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}" font-size="{}">{}</svg>').format(
        frame.width, height, clean(title), frame.size, inside
    )


def _columns(frame: Frame, count: int) -> Iterator[Markup]:
    for name in _NAMES:
        at, top = frame.x(name), frame.top
        yield Markup('<line class="grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(at, top - 4, top + STEP * count)
        yield Markup('<text class="quiet" transform="translate({},{}) rotate(-45)">{}</text>').format(
            at + 2, top - 9, name
        )


def _lines(rows: Sequence[Record], frame: Frame) -> Iterator[Markup]:
    """A line through the positions of one speaker; what is not stated is none."""
    for speaker in dict.fromkeys(one["speaker"] for one in rows):
        points = [
            f"{frame.x(one['position'])},{frame.y(place)}"
            for place, one in enumerate(rows)
            if one["speaker"] == speaker and one["position"] != POSITIONS["none_stated"]
        ]
        if len(points) > 1:
            yield Markup('<polyline class="ink joined" points="{}"/>').format(" ".join(points))


def _rows(rows: Sequence[Record], frame: Frame) -> Iterator[Markup]:
    for place, one in enumerate(rows):
        y, first = frame.y(place), place == 0 or rows[place - 1]["speaker"] != one["speaker"]
        when = _when(one)
        name = Markup('<text class="name{}" x="{}" y="{}" dy=".35em" text-anchor="end">{}</text>').format(
            " bold" if first else "", frame.left - 12, y, clean(_label(one, when, frame) if first else when)
        )
        hit = Markup('<rect class="hit" y="{}" width="{}" height="{}"/>').format(y - STEP / 2, frame.width, STEP)
        silent = one["position"] == POSITIONS["none_stated"]
        dot = Markup('<circle class="{}" cx="{}" cy="{}" r="5"/>').format(
            "f-767676" if silent else "f-0072b2", frame.x(one["position"]), y
        )
        label = f"{one['speaker']}, {when}: {one['position']}. {one['what']}"
        yield Markup('<g class="mark" role="img" tabindex="{}" aria-label="{}">{}{}{}</g>').format(
            0 if place == 0 else -1, clean(label), hit, name, dot
        )


def _label(one: Record, when: str, frame: Frame) -> str:
    name = one["speaker"]
    if frame.width == NARROW and len(name) + len(when) > 24:
        name = name.rsplit(" ", 1)[-1] if len(name.split()) < 4 else name.split()[0]
    return f"{name}, {when}"


def _when(one: Record) -> str:
    """`28 Dec 2024`, `Dec 2024`, `2017 to 2020`."""
    said = one["date"]
    if len(said) == 10:
        day = date.fromisoformat(said)
        return f"{day.day} {day:%b %Y}"
    text = f"{date.fromisoformat(f'{said}-01'):%b %Y}" if len(said) == 7 else said
    return f"{text} to {one['until']}" if one["until"] else text
