"""What an employer's candidates cost and which raises pay, as parts of its document."""

from __future__ import annotations

from typing import Any

from openh1b.cases.employer import EmployerCase
from openh1b.cases.employer_plan import RaiseOption
from openh1b.cases.employer_words import plan_words
from openh1b.law import Dated
from openh1b.law.wording import as_json as dated_json


def employer_costs(case: EmployerCase) -> dict[str, Any]:
    """Registrations, a bill for each place of filing, and charges that are not in force. US dollars."""
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


def _behind(dated: Dated) -> dict[str, Any]:
    whole = dated_json(dated)
    return {name: whole[name] for name in ("path", "status", "checked", "read", "sure", "citations")}


def employer_raises(case: EmployerCase) -> dict[str, Any]:
    """The raises that change odds, one an option, and those on which the budget is best spent. US dollars a year."""
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
