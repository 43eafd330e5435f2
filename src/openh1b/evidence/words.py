"""Findings in words: numbers with their unit, conditions, what would change a verdict, a sentence to quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from openh1b.evidence.claim import Claim
from openh1b.evidence.number import BETWEEN, Condition, Number
from openh1b.evidence.sources import described
from openh1b.evidence.verdict import Checked, Finding, flips, parts, would_be
from openh1b.version import __version__

MINUS: Final = "\N{MINUS SIGN}"
TIMES: Final = "\N{MULTIPLICATION SIGN}"
"""After a ratio: 2.08\N{MULTIPLICATION SIGN}, one is 2.08 times the other."""
POSITIONS: Final = {
    "keep": "keep",
    "reform": "reform",
    "restrict": "restrict",
    "restrict_by_price": "restrict by price",
    "replace": "replace",
    "end": "end",
    "none_stated": "none stated",
}
_COMPARED: Final = {
    "==": "is {}",
    "!=": "is not {}",
    "<": "is below {}",
    "<=": "is at most {}",
    ">": "is above {}",
    ">=": "is at least {}",
}


def amount(value: float, unit: str) -> str:
    """A number as a reader writes it: `65%`, `$12,000 a year`, `1,767 approvals`, `rank 1`, a ratio with its sign."""
    if unit in {"share", "probability"}:
        text = f"{100 * abs(value):.1f}%".replace(".0%", "%")
    elif unit == "points":
        text = f"{100 * abs(value):.3g} percentage points"
    elif unit.startswith("USD"):
        text = f"${abs(value):,.0f}{unit.removeprefix('USD')}"
    elif unit == "yes or no":
        return {0.0: "no", 1.0: "yes"}.get(float(value), f"{value:g}")
    elif unit == "rank":
        return f"rank {value:,.0f}"
    elif abs(value) >= 1000 or value == int(value):
        text = f"{abs(value):,.0f}"
    else:
        text = f"{abs(value):.3g}"
    if unit == "ratio":
        text += TIMES
    if unit in {"visas", "approvals", "people", "years", "employers", "workers"}:
        text += f" {unit[:-1] if unit != 'people' and text == '1' else unit}"
    return f"{MINUS}{text}" if value < 0 else text


def number_words(number: Number, unit: str) -> str:
    """A number with its range; why there is none where there is none."""
    if number.value is None:
        return "not computed"
    text = amount(number.value, unit)
    if number.low is None or number.high is None or number.low == number.high:
        return text
    return f"{text} ({amount(number.low, unit)} to {amount(number.high, unit)})"


def condition_words(condition: Condition, unit: str) -> str:
    """`is above 50%`, `is from 55% to below 65%`."""
    if condition.op == BETWEEN:
        low, high = (amount(one, unit) for one in condition.threshold)
        return f"is from {low} to below {high}"
    if unit == "yes or no":
        return "is yes" if condition.threshold[0] == 1 else "is no"
    return _COMPARED[condition.op].format(amount(condition.threshold[0], unit))


def threshold_words(row: Mapping[str, Any]) -> str:
    """Who set a threshold and when, from a row of `definition_rows`: one that the statement does not give is ours."""
    return f"{'ours, ' if row['threshold_by'] == 'ours' else ''}set {row['threshold_set']}"


def verdict_words(checked: Checked) -> str:
    """The verdict, and that it is provisional where it is."""
    return f"{checked.verdict}, provisional" if checked.provisional and checked.claim.testable else checked.verdict


def difference(checked: Checked) -> str:
    """What makes the difference between definitions, in a sentence."""
    if not checked.claim.testable:
        return f"Not testable: {checked.claim.why_not}."
    named = {outcome: [one.definition.name for one in checked.found(outcome)]
             for outcome in ("holds", "does not hold", "unknown")}  # fmt: skip
    words = {"holds": "It holds by", "does not hold": "It does not hold by", "unknown": "It cannot be told by"}
    told = [f"{words[outcome]}: {'; '.join(names)}." for outcome, names in named.items() if names]
    if len(told) == 1:
        told = [f"Every definition that decides gives the same ({next(o for o, n in named.items() if n)})."]
    missing = [one.definition.name for one in checked.findings if one.outcome == "not computed"]
    more = f" Not computed: {'; '.join(missing)}." if missing else ""
    return (" ".join(told) or "No definition could be computed.") + more


def part_words(checked: Checked) -> str:
    """The verdict on each part of a statement that has several; else empty."""
    found = parts(checked.findings)
    return "; ".join(f"{part}: {verdict}" for part, verdict in found.items()) if len(found) > 1 else ""


def changes(checked: Checked) -> Iterator[str]:
    """What would change the verdict, a line each."""
    for one, verdict in flips(checked):
        unit = one.definition.unit
        now, condition = number_words(one.number, unit), condition_words(one.definition.condition, unit)
        if one.outcome == "unknown":
            met, not_met = would_be(checked, one, "holds"), would_be(checked, one, "does not hold")
            yield f"{one.definition.name}: now {now}; if it {condition}, {_claim(met)}; if not, {_claim(not_met)}"
        else:
            turn = "if not" if one.outcome == "holds" else "if it did"
            yield f"{one.definition.name}: now {now}; the condition is that it {condition}; {turn}, {_claim(verdict)}"
    if checked.claim.testable and not flips(checked):
        yield "No one number alone: several would have to change together."
    for one in checked.findings:
        if one.outcome == "not computed":
            yield f"{one.definition.name}: not computed, {one.number.missing}"


def _claim(verdict: str) -> str:
    return f"the verdict would be: {verdict}"


def sentence(checked: Checked, on: str) -> str:
    """One sentence to copy: who said what, the verdict, and the numbers of the definitions that decide."""
    claim = checked.claim
    said = f"{claim.speaker.name} ({claim.when}): {claim.statement}."
    if not claim.testable:
        return f"{said} OpenH1B, {on}: not testable, {claim.why_not}."
    numbers = "; ".join(
        f"{one.definition.name}: {number_words(one.number, one.definition.unit)}, {_outcome(one)}"
        for one in checked.deciding
    )
    return f"{said} OpenH1B, {on}: {verdict_words(checked)} ({numbers})."


def _outcome(one: Finding) -> str:
    return {"holds": "so it holds", "does not hold": "so it does not", "unknown": "which leaves it open"}.get(
        one.outcome, ""
    )


def citation(claim: Claim, on: str) -> str:
    """How to cite the row."""
    return (
        f"OpenH1B {__version__}, claims ledger, {claim.id}, {on}. Statement: {'; '.join(map(described, claim.cite))}."
    )


def reproduce(claim: Claim) -> str:
    """The command that computes the row again."""
    return f"openh1b claims show {claim.id}"
