"""What is said of a person's odds over all scenarios: ranges, never means; the next level; what is provisional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openh1b.cases.person import DHS_TABLE, Case
from openh1b.cited.sources import READS
from openh1b.law import Dated, load_law
from openh1b.season.mixes import load_mixes
from openh1b.season.published import LAST

RULE_PATHS = ("selection.method", "selection.weight", "selection.tier", "selection.order", "selection.who")
LEVEL_RULES = ("basis", "below_level_1", "pay_range", "several_sites", "several_registrants", "wage_table")


@dataclass(frozen=True)
class Range:
    """Lowest and highest over the scenarios; wide_low and wide_high also over what is unpublished within each."""

    low: float
    high: float
    wide_low: float
    wide_high: float


@dataclass(frozen=True)
class Step:
    """The next level: the odds there, the gain over the same scenario, and the gain for each $1,000 of the step.

    gain and per_1000: lowest and highest over the scenarios. A dollar short of the step gains nothing.
    """

    level: int
    usd: float
    short_usd: float
    odds: Range
    gain: tuple[float, float]
    per_1000: tuple[float, float]


def odds_range(found: Case) -> Range:
    """The odds over the scenarios."""
    return _range((one.now.any, one.now.low, one.now.high) for one in found.chances)


def law_range(found: Case) -> Range | None:
    """The odds under the season's law, where another rule was asked for."""
    return _range((one.any, one.low, one.high) for one in found.by_law) if found.by_law else None


def tries_range(found: Case) -> Range | None:
    """The odds of at least one selection over the tries left; None where they are not known, or none is left."""
    over = [one.over for one in found.chances if one.over is not None]
    return _range(over) if over and found.tries is not None and found.tries.left else None


def next_step(found: Case) -> Step | None:
    """What the next level would bring; None at the highest, or where the level does not change the odds."""
    one = found.offer.standing
    above = [(chance.now, chance.next) for chance in found.chances if chance.next is not None]
    if not above or not found.levels_matter or one.next_level is None or one.next_usd is None or one.short_usd is None:
        return None
    gains = [then.any - now.any for now, then in above]
    thousands = one.short_usd / 1_000
    return Step(
        level=one.next_level,
        usd=one.next_usd,
        short_usd=one.short_usd,
        odds=_range((then.any, then.low, then.high) for _, then in above),
        gain=(min(gains), max(gains)),
        per_1000=(min(gains) / thousands, max(gains) / thousands),
    )


def _range(each: Iterable[tuple[float, float, float]]) -> Range:
    """each: central, lowest and highest odds of a scenario."""
    central, low, high = zip(*each, strict=True)
    return Range(min(central), max(central), min(low), max(high))


def rule_values(found: Case) -> tuple[Dated, ...]:
    """Values of the law, or of the policy laid on it, that make the rule."""
    return tuple(found.rule.dated[path] for path in RULE_PATHS)


def level_values(found: Case) -> tuple[Dated, ...]:
    """Values of the law that say how a wage level is found; none for seasons in which it played no part."""
    law, paths = load_law(), (f"selection.level_rule.{name}" for name in LEVEL_RULES)
    held = (law.find(path, season=found.typed.season) for path in paths)
    return tuple(one for one in held if one is not None)


def weak_inputs(found: Case) -> Iterator[tuple[str, str]]:
    """Each input that was not read in the source itself, and how it was read; the weakest of its kind."""
    seasons = {one.all.scenario.season.number: one.all.scenario.season for one in found.chances}
    mixes = load_mixes().level_mixes
    inputs = {
        "the rule": [one.read for one in rule_values(found)],
        "how a level is found": [one.read for one in level_values(found) if found.levels_matter],
        "people and selections": [one.status for one in seasons.values()],
        "splits by level": [mixes[one.all.scenario.level_mix].read for one in found.chances if found.levels_matter],
        "days": [value.read for line in found.days for value in line.dated],
    }
    for name, reads in inputs.items():
        weakest = max(reads, key=READS.index, default="source")
        if weakest != "source":
            yield name, weakest


def source_ids(found: Case) -> tuple[str, ...]:
    """Every source that the numbers rest on, each once."""
    cited = [c.source for one in (*rule_values(found), *level_values(found)) for c in one.citations]
    cited += [c.source for line in found.days for one in line.dated for c in one.citations]
    cited += [source for one in found.chances for source in one.all.scenario.asked.pool.source_ids]
    published = () if found.dhs is None else load_mixes().published_odds[DHS_TABLE].cite
    return tuple(dict.fromkeys((*cited, *published, "oflc-wages")))


def is_past(found: Case) -> bool:
    """Whether the season has published figures of its own."""
    return found.typed.season <= LAST
