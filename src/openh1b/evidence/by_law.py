"""Tests of claims by the law and the engine: numbers under the statute, odds by level, terms of stay."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from openh1b.evidence.inputs import Inputs
from openh1b.evidence.number import Number
from openh1b.results import Figure
from openh1b.scenario import Scenario
from openh1b.season.wages_table import shipped
from openh1b.simulate import compare

LEVELS: Final = ("1", "2", "3", "4")
_DEFAULTS: Final = "openh1b odds"


def cap_numbers(inputs: Inputs, season: int, set_aside: bool = False) -> Number:  # noqa: FBT002 - named in the YAML
    """Visas of the statute: the regular cap and the advanced-degree exemption; less the H-1B1 set-aside if asked."""
    total = inputs.law("caps.regular", season=season) + inputs.law("caps.advanced_degree", season=season)
    if not set_aside:
        return Number(float(total))
    less = inputs.law("caps.h1b1_set_aside", season=season)
    return Number(float(total - less), low=float(total - less), high=float(total), note="unused numbers return")


def law_value(inputs: Inputs, path: str, day: date) -> Number:
    """A number of the law on a day."""
    return Number(float(inputs.law(path, on=day)))


def season_count(inputs: Inputs, path: str, season: int) -> Number:
    """A published count of a season."""
    return Number(float(inputs.law(path, season=season)))


def registered_per_selected(inputs: Inputs, season: int) -> Number:
    """Beneficiaries with an eligible registration for each one selected."""
    registered = inputs.law("seasons.beneficiaries", season=season)
    return Number(registered / inputs.law("seasons.beneficiaries_selected", season=season))


def odds_at(inputs: Inputs, policy: str, season: int, level: int) -> Number:
    """Odds of selection at a wage level, with their range over unpublished inputs."""
    found = _odds(inputs, policy, season)[str(level)]
    return Number(found.value, found.low, found.high)


def odds_ratio(inputs: Inputs, policy: str, season: int) -> Number:
    """Odds of selection at Level IV over those at Level I; the range pairs the ends of both, which move together."""
    found = _odds(inputs, policy, season)
    first, last = found["1"], found["4"]
    ends = sorted(_over(a, b) for a, b in ((last.low, first.low), (last.high, first.high), (last.value, first.value)))
    return Number(round(_over(last.value, first.value), 3), round(ends[0], 3), round(ends[-1], 3))


def _over(top: float | None, bottom: float | None) -> float:
    return (top or 0.0) / (bottom or 1.0)


def _odds(inputs: Inputs, policy: str, season: int) -> dict[str, Figure]:
    found = _engine(policy, season)
    cite = tuple(found["1"].source_ids.split())
    words = ", ".join(f"Level {level} {100 * (one.value or 0):.1f}%" for level, one in found.items())
    label = f"Odds of selection under {policy}, FY{season}, exact, on published figures"
    inputs.computed(f"odds {policy} FY{season}", label, (words, found["1"].status, cite))
    return found


@cache
def _engine(policy: str, season: int) -> dict[str, Figure]:
    result = compare(Scenario(season=season, policies=(policy,), by=("selection_level",))).result
    return {level: result.find(policy, "odds", "selection_level", level) for level in LEVELS}


def level_one_over_level_four(inputs: Inputs, soc_code: str) -> Number:
    """The highest Level I wage of an occupation in any area over its lowest Level IV wage in any: above 1, they cross.

    Of all areas in which the OFLC table of the package has wages for it.
    """
    wages = shipped().everywhere(soc_code).values()
    low, high = max(one.l1_usd for one in wages), min(one.l4_usd for one in wages)
    words = f"{len(wages)} areas: Level I up to ${low:,.0f}, Level IV from ${high:,.0f}"
    inputs.computed(
        f"floors {soc_code}", f"Wage floors of {soc_code} by area", (words, "source", ("oflc-wages-2025-26",))
    )
    return Number(round(low / high, 2), note=words)


def share_at_levels(inputs: Inputs, levels: list[int]) -> Number:
    """Share of the registered at some wage levels, over the named splits by level."""
    names = ("dhs-implied", "eig-2025", "penn-wharton-2026")
    found = {name: inputs.level_mix(name).shares for name in names}
    shares = {name: sum(one[level - 1] for level in levels) / sum(one) for name, one in found.items()}
    values = sorted(shares.values())
    return Number(shares["dhs-implied"], values[0], values[-1], points=tuple(shares.items()))
