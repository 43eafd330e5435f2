"""One person's odds in the words of a page: ranges in percent, the rule, the seasons, the tries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openh1b.cases.calendar_days import counted
from openh1b.cases.calendar_student import Try
from openh1b.cases.person import Case, entries_by_level
from openh1b.cases.person_summary import Range, odds_range, tries_range
from openh1b.cases.scenarios import SeasonScenario
from openh1b.law import Policy
from openh1b.law.wording import cited, how_read, since
from openh1b.season.levels import ROMAN

_METHODS = {"weighted": "Weighted selection", "lottery": "Lottery", "ranked": "Ranking"}
_STAGES = {"regular": "the regular cap", "advanced_degree": "the advanced-degree cap"}
_BRIDGES = {
    "none needed": "OPT lasts until work begins",
    "cap-gap": "cap-gap bridges to it",
    "status only": "work stops until October",
}
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
TRIES = (
    "Each year is taken to be like the same scenario, with the same law, offer and level. The tries share the kind of "
    "season that comes and are not independent: the range is that of the scenarios."
)


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


def wider(one: Range) -> str:
    """What a range becomes over what is unpublished within each scenario; empty where it is the same."""
    wide = between(one.wide_low, one.wide_high)
    return "" if wide == between(one.low, one.high) else f"{wide} with each scenario's own range"


def dollars(usd: float) -> str:
    """Dollars, with cents where there are any."""
    return f"${usd:,.0f}" if round(usd, 2) == round(usd) else f"${usd:,.2f}"


def headline(found: Case) -> str:
    """The finding: the level, and the odds over the scenarios."""
    odds = odds_range(found)
    level = f"Level {ROMAN[found.offer.level - 1]}"
    return f"{level}: odds of selection of {between(odds.low, odds.high)} for FY{found.typed.season}"


def level_words(found: Case) -> str:
    """Where the offer stands within its level."""
    offer, one = found.offer, found.offer.standing
    name = ROMAN[one.level - 1]
    if one.below_level_1:
        return f"I: the offer is below Level I, {dollars(offer.floors.l1_usd)}, and counts as Level I."
    over = round(offer.salary.usd - offer.floors.usd[one.level - 1], 2)
    return f"{name}, {dollars(over)} above where Level {name} begins." if over else f"{name}, just where it begins."


def margin(found: Case) -> str:
    """How much higher another year's wage may be for the level to hold; empty where it plays no part."""
    above, name = found.offer.above_floor, ROMAN[found.offer.level - 1]
    if above is None or not found.levels_matter:
        return ""
    if above < 0.0005:
        return f"Level {name} holds only if its wage there is no higher than here."
    return f"Level {name} holds if its wage there is at most {above:.1%} higher than here."


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
    if isinstance(selection.weight, int | float) and isinstance(selection.tier, str):
        return f"{name}: every {unit} has the same odds, whatever the pay."
    return f"{rule.title}."


def _stages(rule: Policy) -> str:
    order = [_STAGES.get(name, name) for name in rule.selection.order]
    return f"Order: {', then '.join(order)}." if len(order) > 1 else ""


def scenario_name(one: SeasonScenario, *, levels_matter: bool = True) -> str:
    """A scenario in few words: the season whose figures it takes, and its split by level where that matters."""
    return f"As FY{one.season.number}, {one.level_mix}" if levels_matter else f"As FY{one.season.number}"


def _season(one: SeasonScenario) -> str:
    """A scenario's season: how many register and are selected."""
    season, (low, high) = one.season, one.season.selected_range
    selected = f"{one.selected:,} selected"
    if low != high:
        selected += f" (assumed, not published; {low:,} to {high:,})"
    if season.unit == "registration":
        return f"FY{season.number}: {one.registrations:,} registrations, each drawn by itself, {selected}."
    people = f"{round(season.units, -2):,}" if season.units_range[0] != season.units_range[1] else f"{season.units:,}"
    return f"FY{season.number}: {one.registrations:,} registrations, about {people} people, {selected}."


def legend(each: Sequence[SeasonScenario], *, levels_matter: bool) -> Iterator[str]:
    """What the scenarios are made of, and which of it is assumed."""
    yield from dict.fromkeys(map(_season, each))
    yield "Range: over a season's open numbers (people, number selected, how it splits between the two caps)."
    if not levels_matter:
        yield "Under this rule the wage level does not change the odds."
        return
    mixes = {one.level_mix: one.level_shares for one in each}
    said = (f"{name} {'/'.join(f'{round(100 * share, 1):g}' for share in of)}%" for name, of in mixes.items())
    yield f"Split by level: who registers at I/II/III/IV, which no agency publishes: {'; '.join(said)}."


def tries_words(found: Case) -> Iterator[str]:
    """The registrations that are left, in sentences; none where the end of OPT was not given."""
    tries = found.tries
    if tries is None:
        return
    end = f"OPT ends on {tries.student.opt_end}"
    yield f"{end}, with the STEM extension, if granted, on {tries.last}." if tries.student.stem else f"{end}."
    over = tries_range(found)
    if over is None:
        yield f"No registration for FY{found.typed.season} falls within OPT or its cap-gap."
    else:
        listed = ", ".join(f"FY{one.season} ({_BRIDGES[one.bridge]})" for one in tries.left)
        yield f"{counted(len(tries.left), 'registration')} left: {listed}."
        yield from (TRIES,) if len(tries.left) > 1 else ()
    yield from _earlier(tries.earlier)


def _earlier(each: tuple[Try, ...]) -> Iterator[str]:
    if each:
        yield f"Not counted: {', '.join(f'FY{one.season}' for one in each)}, which comes before."
