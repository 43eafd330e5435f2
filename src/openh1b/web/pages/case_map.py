"""The country by the level that one salary reaches: a tile for each state, split by its counties.

No county outlines are in this program, and none are fetched: a tile a state stands where the state lies, as large as
any other, and its bands are the shares of its counties at each level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import INK, NARROW, PAPER, RIGHT, TOP, WIDE, Spec, document, label_size
from openh1b.season.levels import ROMAN
from openh1b.version import __version__
from openh1b.web.pages.case_places import State

NAME: Final = "levels-by-state"
SHADES: Final = {1: "#cfe0ee", 2: "#8fbbdc", 3: "#3d84b8", 4: "#0b4a7d", None: "#d9d9d9"}
"""By level, the palest lowest; grey where no wage is published."""
GRID: Final = (
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. .. VT NH",
    ".. WA ID MT ND MN IL WI MI NY RI MA",
    ".. OR NV WY SD IA IN OH PA NJ CT ..",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. .. OK LA MS AL GA .. .. ..",
    "HI GU .. .. TX .. .. .. .. FL VI PR",
)
"""An arrangement of tiles, roughly as the states lie; it measures nothing."""
COLUMNS: Final = 12
SPOTS: Final = {code: (x, y) for y, row in enumerate(GRID) for x, code in enumerate(row.split()) if code != ".."}
_GAP: Final = 0.05
_HEAD: Final = 0.4


def level_map(each: Sequence[State], title: str, subtitle: str) -> Chart:
    """The chart. each: states with their counties by level."""
    return Chart(
        name=NAME,
        title=title,
        subtitle=subtitle,
        footer=f"Source: OFLC wages by occupation and area, counties by the same table. OpenH1B {__version__}.",
        spec=_spec(each, WIDE),
        narrow=_spec(each, NARROW),
        table=tuple(_records(each)),
        alt=f"{title}. {' '.join(f'{one.name}: {said(one)}.' for one in each)}",
    )


def said(one: State) -> str:
    """The counties of a state by level, in words."""
    parts = [f"{one.counties[level]} at {named(level)}" for level in (*SHADES,) if one.counties.get(level)]
    return f"{', '.join(parts)} of {one.number}" if one.number > 1 else named(next(iter(one.counties)))


def named(level: int | None) -> str:
    """A level in words."""
    return "no wage published" if level is None else f"Level {ROMAN[level - 1]}"


def totals(each: Sequence[State]) -> dict[int | None, int]:
    """Counties of the country at each level."""
    found: Counter[int | None] = Counter()
    for one in each:
        found.update(one.counties)
    return {level: found[level] for level in SHADES if found[level]}


def _records(each: Sequence[State]) -> Iterator[Record]:
    for one in each:
        for level in SHADES:
            number = one.counties.get(level, 0)
            if number:
                yield {"state": one.code, "name": one.name, "level": level, "counties": number, "of": one.number}


def _spec(each: Sequence[State], width: int) -> Spec:
    tile = (width - RIGHT) / COLUMNS
    bands = [band for one in each if one.code in SPOTS for band in _bands(one)]
    codes = [
        {"x": x + 0.5, "y": y + _HEAD / 2 + 0.06, "text": one.code}
        for one in each
        if one.code in SPOTS
        for x, y in (SPOTS[one.code],)
    ]
    size = label_size(width)
    layers = [
        _layer(bands, {"type": "rect", "stroke": PAPER, "strokeWidth": 0.5}, spans=True),
        _layer(codes, {"type": "text", "fontWeight": "bold", "fontSize": size, "fill": INK}),
        *_key(each, width),
    ]
    made = document(width, round(tile * len(GRID)), 0, layers)
    made["padding"] = {"left": 0, "right": RIGHT, "top": TOP, "bottom": 4}
    return made


def _bands(one: State) -> Iterator[dict[str, Any]]:
    """The bands of a tile from the highest level at the top, below the state's letters."""
    x, y = SPOTS[one.code]
    at, room = y + _HEAD, 1 - _HEAD - _GAP
    for level in (4, 3, 2, 1, None):
        share = one.counties.get(level, 0) / one.number
        if share:
            end = at + room * share
            text = f"{one.name}: {said(one)}"
            yield {"x": x + _GAP, "x2": x + 1 - _GAP, "y": at, "y2": end, "colour": SHADES[level], "text": text}
            at = end


def _key(each: Sequence[State], width: int) -> Iterator[Spec]:
    """What the shades stand for, in the empty part above the tiles."""
    wide = width > NARROW
    rows, step = (1, 2.2) if wide else (2, 3.3)
    items = list(totals(each).items())
    swatches, texts = [], []
    for place, (level, number) in enumerate(items):
        column, row = divmod(place, rows) if not wide else (place, 0)
        x, y = 1.2 + column * (step if wide else 3.1), 0.3 + row * 0.75
        swatches.append({"x": x, "x2": x + 0.3, "y": y, "y2": y + 0.3, "colour": SHADES[level], "text": ""})
        short = "no wage" if level is None else f"Level {ROMAN[level - 1]}"
        texts.append({"x": x + 0.4, "y": y + 0.15, "text": f"{short}: {number:,}" if wide else short})
    yield _layer(swatches, {"type": "rect", "stroke": "#767676", "strokeWidth": 0.5}, spans=True)
    yield _layer(texts, {"type": "text", "align": "left", "fontSize": label_size(width), "fill": INK})


def _layer(values: list[dict[str, Any]], mark: Spec, *, spans: bool = False) -> Spec:
    def scale(last: int, *, down: bool) -> Spec:
        return {"domain": [0, last], "nice": False, "zero": False, "reverse": down}

    encoding: Spec = {
        "x": {"field": "x", "type": "quantitative", "scale": scale(COLUMNS, down=False), "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": scale(len(GRID), down=True), "axis": None},
    }
    if spans:
        encoding |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        encoding["fill"] = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
        encoding["description"] = {"field": "text"}
    else:
        encoding["text"] = {"field": "text"}
    return {"data": {"values": values}, "mark": {"baseline": "middle", **mark}, "encoding": encoding}
