"""An employer's case as a document, and as one long table of candidates by scenario."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from openh1b.cases import DISCLAIMER
from openh1b.cases.employer import Chance, EmployerCase, Won
from openh1b.cases.employer_file import Intake
from openh1b.cases.employer_luck import Luck
from openh1b.cases.employer_notes import GENERAL
from openh1b.cases.employer_sources import assumptions, sources
from openh1b.cases.employer_words import headline, independence
from openh1b.documents.employer_costs import employer_costs, employer_raises
from openh1b.law import season_name
from openh1b.version import __version__


def employer_document(case: EmployerCase, intake: Intake, command: str) -> dict[str, Any]:
    """What `openh1b employer` answers: scenarios, selected, costs, raises, candidates, what was assumed, sources.

    command: the one that gives the same again; empty where there was none. US dollars, a year where it is pay; odds as
    shares of 1; numbers won are expected, with their 5th and 95th percentile.
    """
    return {
        "openh1b": __version__,
        "command": command,
        "disclaimer": DISCLAIMER,
        "season": season_name(case.question.season),
        "on": case.question.on,
        "policy": case.policy.name,
        "file_sha256": intake.sha256,
        "headline": headline(case),
        "notes": [*intake.notes, *case.notes, *GENERAL, independence(case)],
        "status": "provisional: the weakest input is an assumption",
        "wage_table": case.table,
        "scenarios": [_scenario(case, k) for k in range(len(case.odds))],
        "rates": {"filed": asdict(case.rates.filed), "approved": asdict(case.rates.approved)},
        "costs": employer_costs(case),
        "raises": employer_raises(case),
        "candidates": [_candidate(one, case) for one in case.chances],
        "assumptions": [dict(zip(("input", "taken", "range", "why"), row, strict=True)) for row in assumptions(case)],
        "sources": [dict(zip(("source", "title", "where", "read"), row[1:], strict=True)) for row in sources(case)],
    }


def employer_rows(case: EmployerCase) -> list[dict[str, Any]]:
    """One row a candidate and scenario: the candidate's job, pay and level (US dollars a year), and odds (of 1)."""
    return [row for one in case.chances for row in _rows(one, case)]


def _rows(chance: Chance, case: EmployerCase) -> list[dict[str, Any]]:
    one = _plain(chance)
    over = chance.over_tries
    return [
        {
            **one,
            "season": case.question.season,
            "policy": case.policy.name,
            "scenario": name,
            "odds": float(chance.any[k]),
            **{f"odds_{stage}": float(chance.stage[k][at]) for at, stage in enumerate(case.stages)},
            "odds_low": float(chance.low[k]),
            "odds_high": float(chance.high[k]),
            "odds_next_level": None if chance.next is None else float(chance.next[k]),
            "tries": None if chance.tries is None else len(chance.tries),
            "odds_over_tries": None if over is None else float(over[k]),
        }
        for k, name in enumerate(case.names)
    ]


def _plain(chance: Chance) -> dict[str, Any]:
    one = chance.candidate
    floors = {f"l{level}_usd": usd for level, usd in enumerate(one.floors.usd, start=1)}
    return {
        "candidate_id": one.id,
        "row": one.row,
        "soc_code": one.occupation.soc_code,
        "occupation": one.occupation.title,
        "area": one.area.code,
        "area_name": one.area.name,
        "job": one.job,
        "offered_wage_usd": one.wage_usd,
        "us_masters_or_higher": one.us_masters,
        "channel": "consular" if one.abroad else "in_us",
        "level": one.standing.level,
        "below_level_1": one.standing.below_level_1,
        **floors,
        "next_level": one.standing.next_level,
        "next_level_usd": one.standing.next_usd,
        "usd_to_next_level": one.standing.short_usd,
    }


def _candidate(chance: Chance, case: EmployerCase) -> dict[str, Any]:
    kept = ("scenario", "odds", "odds_low", "odds_high", "odds_next_level", "odds_over_tries")
    stages = tuple(f"odds_{stage}" for stage in case.stages)
    rows = _rows(chance, case)
    tries = None if chance.tries is None else [f"FY{one.season}" for one in chance.tries]
    odds = [{name: row[name] for name in (*kept, *stages)} for row in rows]
    return {**_plain(chance), "readings": list(chance.candidate.readings), "tries": tries, "odds": odds}


def _scenario(case: EmployerCase, k: int) -> dict[str, Any]:
    odds, one = case.odds[k], case.won[k]
    pool = odds.scenario.asked.pool
    return {
        "name": one.name,
        "registered_persons": pool.units,
        "selected_in_season": odds.scenario.selected,
        "level_mix": odds.scenario.level_mix,
        "method": odds.method,
        "error": odds.error,
        "source_ids": list(pool.source_ids),
        **_won(one),
    }


def _won(one: Won) -> dict[str, Any]:
    return {
        "selected": _luck(one.selected),
        "filed": _luck(one.filed),
        "approved": _luck(one.approved),
        "selected_expected_range": list(one.selected_ends),
        "approved_expected_range": list(one.approved_ends),
        "cost_usd": one.cost_usd,
        "cost_usd_for_each_approved": one.per_visa_usd,
    }


def _luck(one: Luck) -> dict[str, Any]:
    return {"expected": one.expected, "luck_p05": one.low, "luck_p95": one.high, "odds_of_none": one.none}
