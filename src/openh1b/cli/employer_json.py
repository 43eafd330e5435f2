"""An employer's case for other programs: one document, and one long table of candidates by scenario."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from openh1b.cases import DISCLAIMER
from openh1b.cases.employer import Chance, EmployerCase, Won
from openh1b.cases.employer_file import Intake
from openh1b.cases.employer_luck import Luck
from openh1b.cases.employer_notes import GENERAL
from openh1b.cases.employer_plan import RaiseOption
from openh1b.cases.employer_sources import assumptions, sources
from openh1b.cases.employer_words import headline, independence, plan_words
from openh1b.law import season_name
from openh1b.law.wording import as_json as dated_json
from openh1b.version import __version__


def document(case: EmployerCase, intake: Intake, command: str) -> dict[str, Any]:
    """Everything: what was asked, scenarios, visas won, costs, raises, candidates, what was assumed, sources."""
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
        "costs": _costs(case),
        "raises": _raises(case),
        "candidates": [_candidate(one, case) for one in case.chances],
        "assumptions": [dict(zip(("input", "taken", "range", "why"), row, strict=True)) for row in assumptions(case)],
        "sources": [dict(zip(("source", "title", "where", "read"), row, strict=True)) for row in sources(case)],
    }


def records(case: EmployerCase) -> list[dict[str, Any]]:
    """One row a candidate and scenario."""
    return [row for one in case.chances for row in _records(one, case)]


def _records(chance: Chance, case: EmployerCase) -> list[dict[str, Any]]:
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
    rows = _records(chance, case)
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


def _costs(case: EmployerCase) -> dict[str, Any]:
    found = case.costs
    return {
        "registrations_usd": found.registrations_usd,
        "if_all_filed_usd": found.all_usd,
        "bills": {
            "consular" if abroad else "in_us": {
                "registration_usd": bill.registration_usd,
                "petition_usd": bill.petition_usd,
                "items": [
                    {
                        "name": item.name,
                        "label": item.label,
                        "usd": item.usd,
                        "payer": item.payer,
                        **_behind(item.dated),
                    }
                    for item in bill.items
                ],
            }
            for abroad, bill in found.bills.items()
        },
        "not_in_force": [
            {
                "usd": one.usd,
                "candidates_bound": one.bound,
                "expected_usd": dict(zip(case.names, map(float, one.expected_usd), strict=True)),
                "if_all_filed_usd": one.all_usd,
                **_behind(one.dated),
            }
            for one in found.exposures
        ],
    }


def _behind(dated: Any) -> dict[str, Any]:  # noqa: ANN401 - a Dated of any value
    whole = dated_json(dated)
    return {name: whole[name] for name in ("path", "status", "checked", "read", "sure", "citations")}


def _raises(case: EmployerCase) -> dict[str, Any]:
    plan = case.plan
    chosen = set() if plan is None else {id(one) for one in plan.chosen}
    return {
        "objective": f"expected number selected in the scenario {case.names[case.objective]}",
        "budget_usd": None if plan is None else plan.budget_usd,
        "cost_usd": None if plan is None else plan.usd,
        "exact": None if plan is None else plan.short_by == 0,
        "short_by_at_most": None if plan is None else plan.short_by,
        "said": plan_words(case),
        "options": [{**_option(one, case), "chosen": id(one) in chosen} for one in case.options],
    }


def _option(one: RaiseOption, case: EmployerCase) -> dict[str, Any]:
    what = one.what
    return {
        "job": what.job.label,
        "to_level": what.level,
        "to_usd": what.to_usd,
        "cost_usd": what.usd,
        "for_staff_usd": what.peers_usd,
        "staff_raised": what.peers,
        "staff_given": what.job.peers_usd is not None,
        "candidates": [each.id for each in what.raised],
        "more_selected": dict(zip(case.names, map(float, one.gain), strict=True)),
        "usd_for_each_more_selected": one.usd_for_each,
    }
