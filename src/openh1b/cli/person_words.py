"""How a terminal sets the words of a person's odds: lines of a width, labels, stars at what is assumed."""

from __future__ import annotations

import textwrap

from openh1b.cases.person_summary import Range
from openh1b.cases.person_words import between, is_assumed, season_size
from openh1b.cases.scenarios import SeasonScenario

LABEL = 13


def paragraph(text: str, wide: int) -> str:
    """A text in lines of a width."""
    return textwrap.fill(text, wide, break_long_words=False, break_on_hyphens=False)


def labelled(label: str, text: str, wide: int) -> str:
    """A label, and a text in lines beside it."""
    filled = textwrap.fill(text, wide - LABEL, break_long_words=False, break_on_hyphens=False)
    return f"{label:<{LABEL}}" + filled.replace("\n", f"\n{' ' * LABEL}")


def ranged(one: Range) -> str:
    """A range over scenarios, with the wider one over what is unpublished."""
    narrow, wide = between(one.low, one.high), between(one.wide_low, one.wide_high)
    return narrow if narrow == wide else f"{narrow}, or {wide} with each scenario's own range"


def season_words(one: SeasonScenario, *, own: bool) -> str:
    """A scenario's season: how many register and are selected; a star at what is assumed."""
    name = f"FY{one.season.number}" if own else f"As FY{one.season.number}"
    return f"{name}: {season_size(one)}, {one.selected:,}{'*' if is_assumed(one) else ''} selected"


def assumed_words(each: tuple[SeasonScenario, ...]) -> str:
    """What the stars stand for; empty where there are none."""
    found = {one.season.number: one.season.selected_range for one in each if is_assumed(one)}
    said = [f"assumed, not published for FY{season}; {low:,} to {high:,}" for season, (low, high) in found.items()]
    return f"* {'; '.join(said)}. " if said else ""
