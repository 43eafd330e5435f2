"""Positions over time by speaker: one row a statement or act, in order of time, a dot under what was held."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from openh1b.charts.chart import Chart
from openh1b.charts.rows import STEP
from openh1b.charts.theme import GREY, GRID, INK, NARROW, RIGHT, WIDE, Spec, colour, document, label_size, text_width
from openh1b.evidence.claim import POSITIONS as NAMES
from openh1b.evidence.ledger import Position
from openh1b.evidence.reported import days
from openh1b.evidence.rows import position_rows
from openh1b.evidence.words import POSITIONS
from openh1b.version import __version__

_TOP: Final = 78
"""Room for the slanted names of the positions, in pixels."""


def positions_chart(positions: Sequence[Position], on: str) -> Chart:
    """The timeline. Speakers with most rows first; inside a speaker by time."""
    ordered = _ordered(positions)
    speakers = list(dict.fromkeys(one.speaker.name for one in ordered))
    changed = [name for name in speakers if len({p.position for p in _stated(ordered, name)}) > 1]
    return Chart(
        name="positions",
        title=_title(changed, speakers),
        subtitle="One row a statement or an act of office, in order of time, as reported. A line joins positions of "
        "one speaker. None stated: no report gives one.",
        footer=f"Source: OpenH1B {__version__}, claims ledger, {on}; dates and positions as reported, second-hand.",
        spec=_spec(ordered, WIDE),
        narrow=_spec(ordered, NARROW),
        table=tuple(
            {k: row[k] for k in ("date", "until", "speaker", "position", "what")} for row in position_rows(ordered)
        ),
        alt="; ".join(f"{one.speaker.name}, {one.said}: {POSITIONS[one.position]}" for one in ordered),
    )


def _title(changed: list[str], speakers: list[str]) -> str:
    if not changed:
        return "Positions on the program over time, as reported"
    who = f"{len(changed)} of {len(speakers)} speakers" if len(speakers) > 1 else speakers[0]
    return f"{who} {'is' if len(changed) == 1 else 'are'} reported with more than one position over time"


def _stated(positions: Sequence[Position], name: str) -> list[Position]:
    return [one for one in positions if one.speaker.name == name and one.position != "none_stated"]


def _ordered(positions: Sequence[Position]) -> list[Position]:
    counts: dict[str, int] = {}
    for one in positions:
        counts[one.speaker.name] = counts.get(one.speaker.name, 0) + 1
    return sorted(positions, key=lambda one: (-counts[one.speaker.name], one.speaker.name, one.said, one.until))


def _spec(ordered: Sequence[Position], width: int) -> Spec:
    size = label_size(width)
    keys = [f"{place:03d}" for place in range(len(ordered))]
    names = {key: _label(ordered, place, width) for place, key in enumerate(keys)}
    left = max(text_width(label, size) for label in names.values()) + 12
    y = {
        "field": "row",
        "type": "nominal",
        "scale": {"domain": keys, "paddingInner": 0, "paddingOuter": 0},
        "axis": {"title": None, "labelExpr": f"({json.dumps(names)})[datum.value]", "grid": True, "gridColor": GRID},
    }
    known = [POSITIONS[one] for one in NAMES]
    axis = {
        "orient": "top",
        "title": None,
        "labelAngle": -45,
        "labelAlign": "left",
        "labelBaseline": "middle",
        "grid": True,
    }
    x = {"field": "position", "type": "nominal", "scale": {"domain": known}, "axis": axis}
    values = [_value(one, key) for one, key in zip(ordered, keys, strict=True)]
    dots: Spec = {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None}},
    }
    spec = document(width, STEP * len(keys), left, [*_lines(ordered, keys, x, y), dots])
    spec["padding"] |= {"top": _TOP, "bottom": 6, "right": RIGHT + 34}
    spec["width"] = round(width - left - RIGHT - 34)
    return spec


def _value(one: Position, key: str) -> dict[str, Any]:
    return {
        "row": key,
        "position": POSITIONS[one.position],
        "colour": GREY if one.position == "none_stated" else colour(1),
    }


def _lines(ordered: Sequence[Position], keys: list[str], x: Spec, y: Spec) -> list[Spec]:
    found = []
    for name in dict.fromkeys(one.speaker.name for one in ordered):
        mine = [_value(one, key) for one, key in zip(ordered, keys, strict=True) if one in _stated(ordered, name)]
        if len(mine) > 1:
            mark = {"type": "line", "color": INK, "strokeWidth": 1, "opacity": 0.5}
            order = {"field": "row", "type": "nominal"}
            found.append({"data": {"values": mine}, "mark": mark, "encoding": {"x": x, "y": y, "order": order}})
    return found


def _label(ordered: Sequence[Position], place: int, width: int) -> str:
    """Who and when; the name once, before the first row of a speaker."""
    one = ordered[place]
    first = place == 0 or ordered[place - 1].speaker.name != one.speaker.name
    name = one.speaker.name if width > NARROW else one.speaker.short or one.speaker.name.rsplit(" ", 1)[-1]
    return f"{name}, {_when(one)}" if first else _when(one)


def _when(one: Position) -> str:
    """`28 Dec 2024`, `27 to 31 Dec 2024`, `Dec 2024`, `2017 to 2020`."""
    if not one.until:
        return _day(one.said)
    first, last = _day(one.said), _day(one.until)
    if one.said[:7] == one.until[:7] and len(one.said) == len(one.until) == 10:
        first = first.split()[0]
    return f"{first} to {last}"


def _day(text: str) -> str:
    if len(text) == 4:
        return text
    day, _ = days(text)
    return f"{day.day} {day:%b %Y}" if len(text) == 10 else f"{day:%b %Y}"
