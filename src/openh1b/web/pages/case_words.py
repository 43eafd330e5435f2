"""What only a page says of one person's odds: headline, level, margin, legend of the scenarios, the tries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from openh1b.cases.calendar_days import counted
from openh1b.cases.person import Case
from openh1b.cases.person_summary import Range, odds_range, tries_range
from openh1b.cases.person_words import (
    SHARED,
    above_level,
    between,
    dollars,
    earlier_words,
    is_assumed,
    level_splits,
    season_size,
)
from openh1b.cases.scenarios import USUAL_MIX, SeasonScenario
from openh1b.season.levels import ROMAN

_BRIDGES = {
    "none needed": "OPT lasts until work begins",
    "cap-gap": "cap-gap bridges to it",
    "status only": "work stops until October",
}
TRIES = f"Each year is taken to be like the same scenario, with the same law, offer and level. {SHARED}"


def wider(one: Range) -> str:
    """What a range becomes over what is unpublished within each scenario; empty where it is the same."""
    wide = between(one.wide_low, one.wide_high)
    return "" if wide == between(one.low, one.high) else f"{wide} with each scenario's own range"


def headline(found: Case) -> str:
    """The finding: the odds over the scenarios, of whom, and the level where the rule looks at it."""
    odds = odds_range(found)
    level = f"Level {ROMAN[found.offer.level - 1]}: " if found.levels_matter else ""
    whose = "one registration's odds" if found.rule.selection.unit == "registration" else "odds"
    said = f"{level}{whose} of selection {between(odds.low, odds.high)} for FY{found.typed.season}"
    return said[:1].upper() + said[1:]


def alike(column: Iterable[float]) -> Callable[[float], str]:
    """How the amounts of a column are written: all with cents where one has any."""
    cents = any(round(usd, 2) != round(usd) for usd in column)
    return (lambda usd: f"${usd:,.2f}") if cents else dollars


def level_words(found: Case) -> str:
    """Where the offer stands within its level."""
    if not found.offer.standing.below_level_1:
        return above_level(found)
    return f"I: the offer is below Level I, {dollars(found.offer.floors.l1_usd)}, and counts as Level I."


def scenario_name(one: SeasonScenario, *, levels_matter: bool = True) -> str:
    """The scenario's own name; where levels do not matter, without its split by level."""
    name = one.name if levels_matter else one.name.partition(", ")[0]
    return f"{name[:1].upper()}{name[1:]}"


def _season(one: SeasonScenario) -> str:
    """A scenario's season: how many register and are selected."""
    low, high = one.season.selected_range
    doubt = f" (assumed, not published; {low:,} to {high:,})" if is_assumed(one) else ""
    return f"FY{one.season.number}: {season_size(one)}, {one.selected:,} selected{doubt}."


def legend(each: Sequence[SeasonScenario], *, levels_matter: bool) -> Iterator[str]:
    """What the scenarios are made of, and which of it is assumed."""
    yield from dict.fromkeys(map(_season, each))
    yield "Range: over a season's open numbers (people, number selected, how it splits between the two caps)."
    if not levels_matter:
        yield "Under this rule the wage level does not change the odds."
        return
    splits = "; ".join(level_splits(each))
    yield (
        f"Split by level: who registers at I/II/III/IV, which no agency publishes: {splits}. Where none is named it is "
        f"{USUAL_MIX}."
    )


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
    yield from filter(None, (earlier_words(tries.earlier),))
