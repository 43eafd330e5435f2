"""One person's odds as a document: all numbers, with their sources and how they were read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from openh1b.cases import DISCLAIMER
from openh1b.cases.calendar_lines import Line
from openh1b.cases.person import Case, Chance
from openh1b.cases.person_days import Tries
from openh1b.cases.person_summary import (
    law_range,
    level_values,
    next_step,
    odds_range,
    rule_values,
    source_ids,
    tries_range,
    weak_inputs,
)
from openh1b.law import load_law, plain, season_name
from openh1b.law.wording import as_json
from openh1b.season.levels import ROMAN


def person_document(found: Case) -> dict[str, Any]:
    """What `openh1b person` answers. Pay in US dollars, odds as shares of 1, days as YYYY-MM-DD.

    `scenarios` has one entry a season scenario, `tries` those registrations that are left, `days` one entry a line.
    """
    step, by_law, sources = next_step(found), law_range(found), load_law().sources
    return {
        "disclaimer": DISCLAIMER,
        "season": found.typed.season,
        "season_name": season_name(found.typed.season),
        "on": str(found.on),
        "rule": _rule(found),
        "offer": _offer(found),
        "odds": asdict(odds_range(found)),
        "odds_by_law": None if by_law is None else asdict(by_law),
        "scenarios": [_scenario(one) for one in found.chances],
        "next_level": None if step is None else asdict(step),
        "dhs_table": None if found.dhs is None else asdict(found.dhs),
        "tries": None if found.tries is None else _tries(found, found.tries),
        "days": [_line(line) for line in found.days],
        "warning": found.warning,
        "notes": list(found.offer.notes),
        "provisional": dict(weak_inputs(found)),
        "sources": [{"id": one, "title": sources[one].title} for one in source_ids(found)],
    }


def _rule(found: Case) -> dict[str, Any]:
    return {
        "policy": found.rule.name,
        "title": found.rule.title,
        "is_law": found.is_law,
        "read": found.rule.status,
        "values": [as_json(one) for one in rule_values(found)],
        "level_rule": [as_json(one) for one in level_values(found)],
    }


def _offer(found: Case) -> dict[str, Any]:
    offer = found.offer
    floors, one = offer.floors, offer.standing
    return {
        "soc_code": offer.occupation.soc_code,
        "title": offer.occupation.title,
        "area": offer.area.code,
        "area_name": offer.area.name,
        "offered_wage_usd": offer.salary.usd,
        "hourly_usd": offer.salary.hourly,
        "us_masters_or_higher": found.typed.us_masters,
        "selection_level": one.level,
        "below_level_1": one.below_level_1,
        "levels": [
            {"level": place, "name": name, "usd_a_year": usd, "usd_an_hour": hour}
            for place, (name, usd, hour) in enumerate(zip(ROMAN, floors.usd, floors.an_hour, strict=True), start=1)
        ],
        "wage_table": floors.table,
        "wage_year": floors.wage_year,
    }


def _scenario(one: Chance) -> dict[str, Any]:
    scenario = one.all.scenario
    season = scenario.season
    return {
        "name": scenario.name,
        "like_season": season.number,
        "unit": season.unit,
        "registrations": scenario.registrations,
        "units": season.units,
        "units_range": list(season.units_range),
        "selected": scenario.selected,
        "selected_range": list(season.selected_range),
        "level_mix": scenario.level_mix,
        "level_shares": list(scenario.level_shares),
        "us_masters_share": scenario.us_masters,
        "odds": asdict(one.now),
        "odds_next_level": None if one.next is None else asdict(one.next),
        "odds_of_levels": [float(each) for each in one.all.by_level],
        "dhs_linear_of_levels": list(scenario.linear),
        "odds_over_tries": None if one.over is None else dict(zip(("any", "low", "high"), one.over, strict=True)),
        "method": one.all.method,
        "error": one.all.error,
        "status": season.status,
        "assumptions": [asdict(each) for each in scenario.asked.pool.assumptions],
        "source_ids": list(scenario.asked.pool.source_ids),
    }


def _tries(found: Case, tries: Tries) -> dict[str, Any]:
    over = tries_range(found)
    return {
        "opt_end": str(tries.student.opt_end),
        "stem": tries.student.stem,
        "last_day": str(tries.last),
        "number": len(tries.left),
        "seasons": [
            {"season": one.season, "bridge": one.bridge, "bridged_until": plain(one.bridged_until)}
            for one in tries.left
        ],
        "not_counted": [one.season for one in tries.earlier],
        "at_least_one": None if over is None else asdict(over),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "label": line.label,
        "day": plain(line.day),
        "text": line.text,
        "law": [as_json(one) for one in line.dated],
    }
