"""The verdict on a claim: computed from what every definition gives, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from openh1b.errors import Fault, LawError, PolicyError, SeasonError
from openh1b.evidence.claim import Claim, Definition
from openh1b.evidence.inputs import Input, Inputs, weakest
from openh1b.evidence.number import Number, Outcome
from openh1b.evidence.registry import run
from openh1b.law import load_law
from openh1b.law.wording import standing

Verdict = Literal["holds", "holds under a definition", "does not hold", "depends on an unknown", "not testable"]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "holds", "holds under a definition", "does not hold", "depends on an unknown", "not testable",
)  # fmt: skip
_WEAKER: Final[tuple[Verdict, ...]] = (
    "holds", "holds under a definition", "depends on an unknown", "does not hold",
)  # fmt: skip
_WEAK: Final = ("second-hand", "memory", "assumption")


@dataclass(frozen=True)
class Finding:
    """What one definition gives: its number, whether the claim holds by it, and what it was computed from."""

    definition: Definition
    number: Number
    outcome: Outcome
    inputs: tuple[Input, ...]

    @property
    def decides(self) -> bool:
        """Whether it bears on the verdict: computed, and neither the row nor the number is set aside."""
        return self.outcome != "not computed" and not self.aside

    @property
    def aside(self) -> str:
        """Why it does not bear on the verdict."""
        return self.definition.aside or self.number.aside


@dataclass(frozen=True)
class Checked:
    """A claim with the finding of each definition and the verdict that follows."""

    claim: Claim
    findings: tuple[Finding, ...]
    verdict: Verdict

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """Findings that bear on the verdict."""
        return tuple(one for one in self.findings if one.decides)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What the findings that decide were computed from, each once."""
        return tuple({one.key: one for found in self.deciding for one in found.inputs}.values())

    @property
    def provisional(self) -> bool:
        """Whether an input was not read in the source itself."""
        return weakest(self.inputs) in _WEAK

    def found(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Deciding findings of one outcome."""
        return tuple(one for one in self.deciding if one.outcome == outcome)


def check(claim: Claim, *, store: Path | None = None, replaced: dict[str, float] | None = None) -> Checked:
    """A claim computed on the package's figures and, where a store holds them, official files.

    replaced: figures to be taken instead, by key. Raises what the engine raises for input that does not fit.
    """
    findings = tuple(_placed(claim, index, store, replaced or {}) for index in range(len(claim.definitions)))
    return Checked(claim, findings, judge(claim, findings))


def _placed(claim: Claim, index: int, store: Path | None, replaced: dict[str, float]) -> Finding:
    """A finding; what its inputs cannot be read from is told with the row that asks for them."""
    one = claim.definitions[index]
    try:
        return _finding(one, store, replaced)
    except (LawError, PolicyError, SeasonError) as error:
        place = f"claims/{claim.id}.yaml, definitions[{index + 1}].compute ({one.name})"
        told = [Fault(place, str(fault).removesuffix(".")) for fault in error.faults]
    raise LawError(told)


def _finding(definition: Definition, store: Path | None, replaced: dict[str, float]) -> Finding:
    inputs = Inputs(store, replaced)
    number = run(definition.test, definition.arguments, inputs)
    return Finding(definition, number, definition.condition.outcome(number), tuple(inputs.used.values()))


def judge(claim: Claim, findings: Iterable[Finding]) -> Verdict:
    """The verdict that follows from the findings: of several parts of a statement, that of the weakest."""
    if not claim.testable:
        return "not testable"
    return max(parts(findings).values(), key=_WEAKER.index, default="depends on an unknown")


def parts(findings: Iterable[Finding]) -> dict[str, Verdict]:
    """The verdict on each part of a statement, by its name; one without a name where it has no parts.

    What is set aside in the row makes no part; a part of which nothing that should decide was computed is open.
    """
    found: dict[str, set[Outcome]] = {}
    for one in findings:
        if not one.definition.aside:
            found.setdefault(one.definition.part, set()).update({one.outcome} if one.decides else ())
    return {part: _of_part(outcomes) for part, outcomes in found.items()}


def _of_part(outcomes: set[Outcome]) -> Verdict:
    if outcomes == {"holds"}:
        return "holds"
    if "holds" in outcomes:
        return "holds under a definition"
    return "does not hold" if outcomes == {"does not hold"} else "depends on an unknown"


def flips(checked: Checked) -> tuple[tuple[Finding, Verdict], ...]:
    """Findings of which another number alone would change the verdict, each with the verdict that it would give."""
    found = []
    for one in checked.deciding:
        other = one.definition.condition.flipped(one.number, *one.definition.limits)
        if other is None:
            continue
        verdict = would_be(checked, one, one.definition.condition.outcome(other))
        if verdict != checked.verdict:
            found.append((one, verdict))
    return tuple(found)


def would_be(checked: Checked, finding: Finding, outcome: Outcome) -> Verdict:
    """The verdict if one finding had another outcome and all else were as it is."""
    changed = replace(finding, outcome=outcome)
    return judge(checked.claim, [changed if each is finding else each for each in checked.findings])


def law_checked(claim: Claim, on: date) -> Sequence[tuple[str, str, date | None]]:
    """Paths of the law behind a claim with their standing on a day, and when it was last looked up."""
    law = load_law()
    found = []
    for path in claim.law:
        one = law.find(path, on=on)
        if one is not None:
            dated = standing(one) if one.checked else f"{standing(one)}, day of the last check not recorded"
            found.append((path, dated, one.checked))
    return found
