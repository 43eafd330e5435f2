"""Words for a person's odds: ranges in percent, the rule, the splits by level."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from openh1b.cases.person import Case, entries_by_level
from openh1b.cases.person_summary import Range
from openh1b.cases.scenarios import SeasonScenario
from openh1b.law import Policy
from openh1b.law.wording import cited, how_read, since
from openh1b.season.levels import ROMAN

LABEL = 13
_METHODS = {"weighted": "Weighted selection", "lottery": "Lottery", "ranked": "Ranking"}


def paragraph(text: str, wide: int) -> str:
    """A text in lines of a width."""
    return textwrap.fill(text, wide, break_long_words=False, break_on_hyphens=False)


def labelled(label: str, text: str, wide: int) -> str:
    """A label, and a text in lines beside it."""
    filled = textwrap.fill(text, wide - LABEL, break_long_words=False, break_on_hyphens=False)
    return f"{label:<{LABEL}}" + filled.replace("\n", f"\n{' ' * LABEL}")


def pct(value: float) -> str:
    """Odds in whole percent; those that are not quite 0 or 100 are not rounded to it."""
    if 0 < value < 0.005:
        return "under 1%"
    if 0.995 <= value < 1 - 1e-9:
        return "over 99%"
    return f"{100 * value:.0f}%"


def between(low: float, high: float) -> str:
    """Two odds as a range, or one where they print alike."""
    return pct(low) if pct(low) == pct(high) else f"{pct(low)} to {pct(high)}"


def points(low: float, high: float, digits: int = 0) -> str:
    """Differences of odds in percentage points."""
    one, other = f"{100 * low:.{digits}f}", f"{100 * high:.{digits}f}"
    return f"{one} points" if one == other else f"{one} to {other} points"


def ranged(one: Range) -> str:
    """A range over scenarios, with the wider one over what is unpublished."""
    narrow, wide = between(one.low, one.high), between(one.wide_low, one.wide_high)
    return narrow if narrow == wide else f"{narrow}, or {wide} with each scenario's own range"


def dollars(usd: float) -> str:
    """Dollars, with cents where there are any."""
    return f"${usd:,.0f}" if round(usd, 2) == round(usd) else f"${usd:,.2f}"


def rule_words(found: Case) -> str:
    """The rule in a sentence or two, with its standing and where it is written."""
    rule, season = found.rule, f"FY{found.typed.season}"
    what = " ".join(filter(None, (_how(rule), _stages(rule))))
    law = found.law.dated["selection.method"]
    stands = f"{law.status.replace('_', ' ')}, {since(law)}"
    stands += f", checked {law.checked}" if law.checked else ""
    stands += f"; {how_read(law)}: {cited(law.citations)}"
    if found.is_law:
        return f"{what} The law for {season}: {stands}."
    return (
        f"{what} Policy {rule.name} is a what-if: the law for {season} is {_named(str(law.value)).lower()}, {stands}."
    )


def _named(method: str) -> str:
    return _METHODS.get(method, method.replace("_", " ").capitalize())


def _how(rule: Policy) -> str:
    selection, entries, name = rule.selection, entries_by_level(rule), _named(rule.selection.method)
    unit = "person" if selection.unit == "beneficiary" else selection.unit
    if selection.seats == "everyone":
        return "No limit: everyone eligible is selected."
    if entries is not None:
        listed = ", ".join(f"{ROMAN[level - 1]} {times:g}" for level, times in sorted(entries.items()))
        return f"{name}: each {unit} is entered by wage level ({listed} times) and counted once."
    if not isinstance(selection.tier, str) and "column" in selection.tier:
        return f"{name}: by {selection.tier['column']}, {selection.tier['first']} first; equal odds among equals."
    if isinstance(selection.tier, str) and isinstance(selection.weight, int | float):
        return f"{name}: every {unit} has the same odds, whatever the pay."
    return f"{rule.title}."


def _stages(rule: Policy) -> str:
    names = {"regular": "the regular cap", "advanced_degree": "the advanced-degree cap"}
    order = [names.get(name, name) for name in rule.selection.order]
    return f"Order: {', then '.join(order)}." if len(order) > 1 else ""


def season_words(one: SeasonScenario, *, own: bool) -> str:
    """A scenario's season: how many register and are selected; a star at what is assumed."""
    season = one.season
    selected = f"{one.selected:,}{'*' if _assumed(one) else ''} selected"
    name = f"FY{season.number}" if own else f"As FY{season.number}"
    if season.unit == "registration":
        return f"{name}: {one.registrations:,} registrations, each drawn by itself, {selected}"
    people = f"{round(season.units, -2):,}" if season.units_range[0] != season.units_range[1] else f"{season.units:,}"
    return f"{name}: {one.registrations:,} registrations, about {people} people, {selected}"


def assumed_words(each: tuple[SeasonScenario, ...]) -> str:
    """What the stars stand for; empty where there are none."""
    found = {one.season.number: one.season.selected_range for one in each if _assumed(one)}
    said = [f"assumed, not published for FY{season}; {low:,} to {high:,}" for season, (low, high) in found.items()]
    return f"* {'; '.join(said)}. " if said else ""


def _assumed(one: SeasonScenario) -> bool:
    return one.season.selected_range[0] != one.season.selected_range[1]


def split_words(each: tuple[SeasonScenario, ...]) -> Iterator[str]:
    """The splits by level, each once, as percentages at Levels I to IV."""
    for name, shares in {one.level_mix: one.level_shares for one in each}.items():
        yield f"{name} {'/'.join(f'{round(100 * share, 1):g}' for share in shares)}%"
