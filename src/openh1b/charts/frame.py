"""A drawing with its title, subtitle and footer as one SVG or PNG, and the drawing alone for a page that has them."""

from __future__ import annotations

import re
from html import escape

from openh1b.charts import theme
from openh1b.charts.chart import Chart
from openh1b.charts.engine import drawn
from openh1b.charts.theme import FONT, GREY, INK, NARROW, PAPER, SMALL, SUBTITLE, TITLE, WIDE
from openh1b.charts.words import clean

MARGIN = 16
_SCALE = 2
_ROOT = re.compile(
    r'<svg [^>]*?viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"[^>]*>(?P<inside>.*)</svg>\s*$', re.DOTALL
)


def svg(chart: Chart, width: int = WIDE) -> str:
    """The chart as one SVG with title, subtitle and footer, 720 pixels wide, or 360 for a narrow screen.

    It is an image with a name and a description for those who do not see it. Raises ValueError for another width.
    """
    inside, drawing, height = _drawing(chart, width)
    whole = width + 2 * MARGIN
    head = _Column(MARGIN)
    head.add(chart.title, TITLE if width > NARROW else 16, width, INK, bold=True)
    head.add(chart.subtitle, SUBTITLE if width > NARROW else 12, width, GREY)
    top = head.bottom + 14
    foot = _Column(top + height + 14)
    foot.add(chart.footer, SMALL, width, GREY)
    size = (whole, foot.bottom + MARGIN)
    body = f'<svg x="{MARGIN}" y="{top:g}" width="{drawing:g}" height="{height:g}">{inside}</svg>'
    paper = f'<rect width="{size[0]:g}" height="{size[1]:g}" fill="{PAPER}"/>'
    return _root(chart, size, f"{paper}{head.text}{body}{foot.text}", f"{chart.name}-{width}")


def bare_svg(chart: Chart, width: int = WIDE, mark: str = "") -> str:
    """The drawing alone, for a page that prints title, subtitle and footer itself. mark: makes its ids unique."""
    inside, drawing, height = _drawing(chart, width)
    return _root(chart, (drawing, height), inside, f"{mark}{chart.name}-{width}-bare")


def png(chart: Chart) -> bytes:
    """The chart as PNG, two pixels a pixel of the SVG."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg(chart), scale=_SCALE))


def _drawing(chart: Chart, width: int) -> tuple[str, float, float]:
    specs = {WIDE: chart.spec, NARROW: chart.narrow}
    if width not in specs:
        msg = f"a chart is drawn {WIDE} or {NARROW} pixels wide, not {width}"
        raise ValueError(msg)
    found = _ROOT.search(drawn(specs[width]))
    if found is None:
        msg = "the renderer answered with something other than SVG"
        raise ValueError(msg)
    return found["inside"], float(found["width"]), float(found["height"])


def _root(chart: Chart, size: tuple[float, float], inside: str, mark: str) -> str:
    """The outermost element. Ids are marked, since one page holds several drawings."""
    name = re.sub(r"[^a-z0-9-]", "-", mark.lower())
    inside = re.sub(r'(\bid="|url\(#|xlink:href="#)', rf"\g<1>{name}-", inside)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" width="{size[0]:g}" height="{size[1]:g}" '
        f'viewBox="0 0 {size[0]:g} {size[1]:g}"><title id="{name}-title">{_text(chart.title)}</title>'
        f'<desc id="{name}-desc">{_text(chart.alt)}</desc>{inside}</svg>'
    )


class _Column:
    """Paragraphs one below the other."""

    def __init__(self, top: float) -> None:
        self.bottom = top
        self.text = ""

    def add(self, text: str, size: int, width: float, fill: str, *, bold: bool = False) -> None:
        """Wrap a paragraph to `width` pixels below what is there."""
        weight = ' font-weight="bold"' if bold else ""
        for line in theme.wrap(text, size, width, bold=bold):
            self.bottom += round(size * 1.32)
            place = f'x="{MARGIN}" y="{self.bottom - 4:g}"'
            self.text += (
                f'<text {place} font-family="{FONT}" font-size="{size}"{weight} fill="{fill}">{_text(line)}</text>'
            )
        self.bottom += 4


def _text(text: str) -> str:
    return escape(clean(text))
