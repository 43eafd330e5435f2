"""The look of every chart: sizes, colours, wrapping of text, and the settings that Vega-Lite gets.

Colours: Okabe and Ito's palette, darkened so that each stands out from white paper; every row is also named beside its
mark, so that no reader depends on colour. The font is one whose widths the renderer knows: Liberation Sans has the
widths of Arial and Helvetica.
"""

from __future__ import annotations

import math
from typing import Any
from unicodedata import east_asian_width

Spec = dict[str, Any]

WIDE, NARROW = 720, 360
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
TITLE, SUBTITLE, LABEL, SMALL = 18, 13, 12, 11
"""The type scale, in pixels; nothing is smaller than SMALL at any width."""
NARROW_LABEL = 13
"""Labels of a drawing 360 wide, which a screen of 320 shows at four fifths."""
TOP, RIGHT, BOTTOM = 2, 16, 40
"""Room around the drawing, in pixels: for the labels and the title of the horizontal scale."""

PAPER, INK, GREY, GRID, POOL = "#ffffff", "#1a1a1a", "#595959", "#e3e3e3", "#767676"
POLICIES = ("#404040", "#0072b2", "#d55e00", "#007a59", "#a6508a", "#8a6d00", "#3a86c8")
"""By order of the policies: the base policy is grey. An eighth policy begins again."""

_WIDTHS = {
    191: "'",
    222: "ijl",
    278: " !,./:;[\\]ftI",
    333: "()-`r",
    355: '"{|}*',
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
"""Thousandths of the type size, as in the metrics of Helvetica, which Arial and Liberation Sans share."""
_EM = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
_EM_OTHER, _EM_EAST_ASIAN = 0.6, 1.0


def colour(place: int) -> str:
    """The colour of a policy by its place in the comparison, from 0."""
    return POLICIES[place % len(POLICIES)]


def label_size(width: int) -> int:
    """Size of the labels of a chart, in pixels."""
    return LABEL if width > NARROW else NARROW_LABEL


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line in pixels; bold letters are taken as 7% wider."""
    em = sum(_EM.get(c) or (_EM_EAST_ASIAN if east_asian_width(c) in "WF" else _EM_OTHER) for c in text)
    return em * size * (1.07 if bold else 1.0)


def shortened(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `width` pixels."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(f"{text}\u2026", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}\u2026"


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than `width` pixels, broken between words; a word wider than that stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def ticks(high: float, low: float = 0.0, most: int = 6) -> list[float]:
    """Round values from `low` to `high`, at most `most` steps apart: 1, 2 or 5 times a power of ten."""
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * k for k in (1, 2, 5, 10) if span / (power * k) <= most)
    return [round(k * step, 10) for k in range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1)]


def document(width: int, height: int, left: float, layers: list[Spec]) -> Spec:
    """Layers as one Vega-Lite document, `width` pixels wide in all, of which `left` for labels.

    Every length is given, so that Vega does not measure text to fit the drawing, which takes most of its time.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": round(width - left - RIGHT),
        "height": height,
        "autosize": "none",
        "padding": {"left": round(left), "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "background": "transparent",
        "layer": layers,
        "config": _config(label_size(width)),
    }


def _config(size: int) -> Spec:
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": size, "titleFontSize": size}
    return {
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": size, "fill": INK},
        "axis": text
        | {
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": GREY,
            "labelLimit": 0,
            "labelOverlap": False,
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
    }
