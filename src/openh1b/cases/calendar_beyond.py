"""Lines on what lies beyond the six years: AC21 and the I-140."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from openh1b.cases.calendar_days import ONE_DAY, counted, months_after
from openh1b.cases.calendar_green_card import FINAL_ACTION, Cutoff, Extension, GreenCard, extension
from openh1b.cases.calendar_lines import Line, Rules

_NAMES = {"104c": "AC21 section 104(c)", "106": "AC21 section 106"}


def beyond_lines(card: GreenCard, after: date, rules: Rules, cutoffs: Sequence[Cutoff]) -> Iterator[Line]:
    """Lines for an extension that begins on the day after `after`, the last day of the six years or of validity."""
    found = extension(card, after, rules, cutoffs)
    yield _extension_line(found, rules)
    if found.first is not None and found.rule != "none":
        yield _filing_line(found.first, rules)
    yield _latest_filing_line(after, rules)
    if card.i140_approved is not None:
        kept = rules("green_card.i140_survives_days")
        yield Line(
            "i140_survives",
            "Approved I-140 outlives its withdrawal from",
            f"{counted(kept.value, 'day')} after its approval on {card.i140_approved}",
            card.i140_approved + timedelta(days=kept.value),
            dated=(kept,),
        )


def _extension_line(found: Extension, rules: Rules) -> Line:
    paths = ["ac21.wait_days", "ac21.years_106", "ac21.years_104c"]
    dated = rules.all(*paths)
    if found.cutoff is not None:
        dated += tuple(one for one in (rules.law.find(FINAL_ACTION, on=rules.on),) if one is not None)
    if found.rule == "none" or found.first is None or found.last is None:
        return Line("ac21", "Beyond the six years", f"no extension: {found.why}", dated=dated)
    length = "ac21.years_104c" if found.rule == "104c" else "ac21.years_106"
    years = counted(rules(length).value, "year")
    text = f"{_NAMES[found.rule]}, {years} from {found.first}, renewable while the case lasts: {found.why}"
    return Line("ac21", "Beyond the six years, one extension reaches to", text, found.last, found.first, dated=dated)


def _filing_line(first: date, rules: Rules) -> Line:
    ahead = rules("stay.filing_months_ahead")
    day = months_after(first, -ahead.value)
    text = f"{counted(ahead.value, 'month')} before {first}; the Final Action Date is read on the day of filing"
    return Line("ac21_filing", "First day to file for that extension", text, day, dated=(ahead,))


def _latest_filing_line(after: date, rules: Rules) -> Line:
    wait = rules("ac21.wait_days")
    start = after + ONE_DAY
    return Line(
        "labor_certification_by",
        "Last day to file a labor certification or I-140 without a gap",
        f"{counted(wait.value, 'day')} before {start}, so that section 106 allows an extension from that day",
        start - timedelta(days=wait.value),
        dated=(wait,),
    )
