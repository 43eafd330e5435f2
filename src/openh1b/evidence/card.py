"""A card: one claim as a picture of its own, with its verdict, the numbers of its definitions and its citation."""

from __future__ import annotations

from html import escape
from typing import Final

from openh1b.charts.theme import FONT, GREY, INK, PAPER, wrap
from openh1b.charts.words import clean
from openh1b.evidence.claim import Claim
from openh1b.evidence.png import grey
from openh1b.evidence.verdict import Checked, Finding
from openh1b.evidence.words import citation, number_words, verdict_words

WIDTH: Final = 640
_MARGIN: Final = 36
_MOST: Final = 5
"""Definitions that a card names; the page has all."""


def card_svg(checked: Checked, on: str) -> str:
    """The card as SVG, 640 pixels wide and as high as its text."""
    claim, paper = checked.claim, _Lines()
    paper.add(f"CLAIM  ·  {claim.speaker.name}, {claim.when}", 13, GREY)
    paper.add(f"{claim.statement[:1].upper()}{claim.statement[1:]}", 23, INK, bold=True, after=12)
    verdict = verdict_words(checked)
    paper.add(f"{verdict[:1].upper()}{verdict[1:]}", 17, INK, bold=True, after=6)
    for text in _told(checked):
        paper.add(text, 14, INK, after=3)
    paper.bottom += 12
    paper.add(_cut(citation(claim, on)), 11, GREY)
    height = round(paper.bottom + _MARGIN - 8)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f'<rect width="6" height="{height}" fill="{GREY}"/>{paper.text}</svg>'
    )


def card_png(checked: Checked, on: str) -> bytes:
    """The card as PNG in greys, one and a half pixels a pixel."""
    import vl_convert

    return grey(bytes(vl_convert.svg_to_png(card_svg(checked, on), scale=1.5)))


def _told(checked: Checked) -> list[str]:
    claim: Claim = checked.claim
    if not claim.testable:
        return [f"Why: {claim.why_not}."]
    found = [_line(one) for one in checked.deciding[:_MOST]]
    left = len(checked.deciding) - len(found)
    return [*found, f"and {left} more"] if left > 0 else found


def _line(one: Finding) -> str:
    so = {"holds": "holds", "does not hold": "does not hold"}.get(one.outcome, "cannot be told")
    name = one.definition.name
    return f"{name[:1].upper()}{name[1:]}: {number_words(one.number, one.definition.unit)} ({so})"


def _cut(text: str) -> str:
    return text if len(text) <= 260 else f"{text[:257].rstrip()}..."


class _Lines:
    """Paragraphs one below the other."""

    def __init__(self) -> None:
        self.bottom, self.text = float(_MARGIN - 8), ""

    def add(self, text: str, size: int, fill: str, *, bold: bool = False, after: int = 4) -> None:
        """Wrap a paragraph to the card's width below what is there."""
        weight = ' font-weight="bold"' if bold else ""
        for line in wrap(clean(text), size, WIDTH - 2 * _MARGIN, bold=bold):
            self.bottom += round(size * 1.32)
            place = f'x="{_MARGIN}" y="{self.bottom - 4:g}" font-family="{FONT}" font-size="{size}"'
            self.text += f'<text {place}{weight} fill="{fill}">{escape(line)}</text>'
        self.bottom += after
