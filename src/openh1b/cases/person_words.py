"""One person's odds in words, the same on a terminal and on a page: ranges in percent, the rule, the seasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from openh1b.cases.calendar_student import Try
from openh1b.cases.person import Case, entries_by_level
from openh1b.cases.scenarios import SeasonScenario
from openh1b.cited.sources import citation_line
from openh1b.law import Policy, load_law
from openh1b.law.wording import how_read, since
from openh1b.season.levels import ROMAN

_METHODS = {"weighted": "Weighted selection", "lottery": "Lottery", "ranked": "Ranking"}
_STAGES = {"regular": "the regular cap", "advanced_degree": "the advanced-degree cap"}
MASTERS = (
    "A US master's counts if it comes from a US public or nonprofit accredited institution; a foreign one does not."
)
LOWEST = (
    "Where several levels apply the lowest counts: a range of pay, several places of work, several employers that "
    "register one person."
)
REAL = (
    "The pay has to be real: a petition must match its registration, and others in the same job may have to be paid as "
    "much."
)
SHARED = "The tries share the kind of season that comes and are not independent: the range is that of the scenarios."


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


def points(ends: tuple[float, float], digits: int = 0) -> str:
    """Differences of odds in percentage points."""
    one, other = (f"{100 * end:.{digits}f}" for end in ends)
    return f"{one} points" if one == other else f"{one} to {other} points"


def dollars(usd: float) -> str:
    """Dollars, with cents where there are any."""
    return f"${usd:,.0f}" if round(usd, 2) == round(usd) else f"${usd:,.2f}"


def above_level(found: Case) -> str:
    """How far above the beginning of its level an offer stands; of an offer that reaches Level I."""
    offer, name = found.offer, ROMAN[found.offer.level - 1]
    over = round(offer.salary.usd - offer.floors.usd[offer.level - 1], 2)
    return f"{name}, {dollars(over)} above where Level {name} begins." if over else f"{name}, just where it begins."


def asked_of(found: Case) -> str:
    """Whose odds they are: a person's, or those of one registration where a person may have had several."""
    if found.rule.selection.unit == "registration":
        return "Odds of selection of one registration (a person may have had several)"
    return "Odds of selection for one person"


def margin_words(found: Case) -> str:
    """How much higher another year's wage may be for the level to hold; empty where it plays no part."""
    above, name = found.offer.above_floor, ROMAN[found.offer.level - 1]
    if above is None or not found.levels_matter:
        return ""
    most = floor(above * 1000) / 1000  # rounded down: a tenth of a percent more, and the level is lost
    if most <= 0:
        return f"Level {name} holds only if its wage there is no higher than here."
    return f"Level {name} holds if its wage there is at most {most:.1%} higher than here."


def rule_words(found: Case) -> str:
    """The rule in a sentence or two, with its standing and where it is written."""
    rule, season = found.rule, f"FY{found.typed.season}"
    what = " ".join(filter(None, (_how(rule), _stages(rule))))
    law = found.law.dated["selection.method"]
    stands = f"{law.status.replace('_', ' ')}, {since(law)}"
    stands += f", checked {law.checked}" if law.checked else ""
    stands += f"; {how_read(law)}: {citation_line(law.citations, load_law().sources)}"
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
    if isinstance(selection.weight, int | float) and isinstance(selection.tier, str):
        return f"{name}: every {unit} has the same odds, whatever the pay."
    return f"{rule.title}."


def _stages(rule: Policy) -> str:
    order = [_STAGES.get(name, name) for name in rule.selection.order]
    return f"Order: {', then '.join(order)}." if len(order) > 1 else ""


def season_size(one: SeasonScenario) -> str:
    """How many register in a scenario's season, up to the number selected, which has its own doubts."""
    season = one.season
    if season.unit == "registration":
        return f"{one.registrations:,} registrations, each drawn by itself"
    people = f"{round(season.units, -2):,}" if season.units_range[0] != season.units_range[1] else f"{season.units:,}"
    return f"{one.registrations:,} registrations, about {people} people"


def is_assumed(one: SeasonScenario) -> bool:
    """Whether the number selected in a scenario's season is assumed, for want of a published one."""
    return one.season.selected_range[0] != one.season.selected_range[1]


def level_splits(each: Iterable[SeasonScenario]) -> Iterator[str]:
    """The splits by level, each once, as percentages at Levels I to IV."""
    for name, shares in {one.level_mix: one.level_shares for one in each}.items():
        yield f"{name} {'/'.join(f'{round(100 * share, 1):g}' for share in shares)}%"


def earlier_words(each: Sequence[Try]) -> str:
    """Registrations before the season that was asked for; empty where there are none."""
    return f"Not counted: {', '.join(f'FY{one.season}' for one in each)}, which comes before." if each else ""
