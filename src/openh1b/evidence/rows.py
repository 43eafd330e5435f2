"""The ledger as rows: one a claim, a definition or a position. Every face of the ledger prints these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from openh1b.evidence.claim import Claim, Claimed, Definition, scale_of
from openh1b.evidence.ledger import Position
from openh1b.evidence.number import BETWEEN
from openh1b.evidence.sources import described, load_sources
from openh1b.evidence.verdict import Checked, Finding, law_checked, parts
from openh1b.evidence.words import (
    POSITIONS,
    changes,
    citation,
    condition_words,
    difference,
    number_words,
    reproduce,
    sentence,
)

Row = dict[str, Any]


def claim_row(checked: Checked) -> Row:
    """One claim with its verdict."""
    claim = checked.claim
    return {
        "id": claim.id,
        "speaker": claim.speaker.name,
        "date": claim.when,
        "statement": claim.statement,
        "position": POSITIONS[claim.position],
        "verdict": checked.verdict,
        "provisional": checked.provisional,
        "difference": difference(checked),
    }


def definition_rows(checked: Checked) -> list[Row]:
    """The number claimed beside the number under each definition."""
    return [_definition(checked, one) for one in checked.findings]


def compared(claim: Claim, definition: Definition) -> Claimed | None:
    """The number claimed where a definition is a test of that number; None where it tests something else."""
    claimed = claim.claimed
    same = scale_of(definition.unit) == scale_of(claim.unit)
    tests = (
        definition.condition.op in {"==", BETWEEN}
        and claimed is not None
        and definition.condition.passes(claimed.value)
    )
    return claimed if same and tests else None


def _definition(checked: Checked, one: Finding) -> Row:
    claim, definition = checked.claim, one.definition
    claimed = compared(claim, definition)
    return {
        "id": claim.id,
        "part": definition.part,
        "definition": definition.name,
        "counts": definition.counts,
        "unit": definition.unit,
        "claimed": None if claimed is None else claimed.value,
        "number": one.number.value,
        "low": one.number.low,
        "high": one.number.high,
        "condition": condition_words(definition.condition, definition.unit),
        "threshold_by": "the statement" if claim.sets(definition) else "ours",
        "threshold_set": definition.condition.since,
        "threshold_why": definition.condition.why,
        "outcome": one.outcome,
        "decides": one.decides,
        "aside": one.aside or one.number.missing,
        "note": one.number.note,
        "shown": number_words(one.number, definition.unit),
        "inputs": "; ".join(each.key for each in one.inputs),
        "weakest_input": max((each.read for each in one.inputs), key=_READS.index, default=""),
        "command": definition.command or reproduce(claim),
    }


_READS = ("source", "second-hand", "memory", "assumption")


def document(checked: Checked, on: date) -> Row:
    """One claim in full, as JSON holds it."""
    claim = checked.claim
    return {
        **claim_row(checked),
        "position_note": claim.position_note,
        "wordings": [
            {"outlet": one.outlet, "words": one.words, "exact": one.exact, "cite": list(one.cite)}
            for one in claim.wordings
        ],
        "claimed": None if claim.claimed is None else {"value": claim.claimed.value, "text": claim.claimed.text},
        "measured": claim.measured,
        "testable": claim.testable,
        "why_not": claim.why_not,
        "parts": parts(checked.findings) if claim.testable else {},
        "definitions": definition_rows(checked),
        "points": [
            {"definition": one.definition.name, "label": label, "value": value}
            for one in checked.findings
            for label, value in one.number.points
        ],
        "inputs": [vars(one) | {"cite": list(one.cite)} for one in checked.inputs],
        "changes": list(changes(checked)),
        "better_file": claim.file,
        "law": [
            {"path": path, "standing": standing, "checked": looked} for path, standing, looked in law_checked(claim, on)
        ],
        "sources": [source_row(name) for name in claim.cite],
        "related": list(claim.related),
        "note": claim.notes,
        "sentence": sentence(checked, str(on)),
        "citation": citation(claim, str(on)),
        "command": claim.command or reproduce(claim),
    }


def source_row(name: str) -> Row:
    """A source by its id."""
    if name not in load_sources():
        return {"id": "", "title": name, "read": ""}
    return {"id": name, "title": described(name), "note": load_sources()[name].note or ""}


def position_rows(positions: Iterable[Position]) -> list[Row]:
    """What each speaker is reported to have held, in order of time."""
    return [
        {
            "date": one.said,
            "until": one.until,
            "speaker": one.speaker.name,
            "position": POSITIONS[one.position],
            "what": one.act,
            "claim": one.claim,
            "read": one.read,
            "cite": "; ".join(one.cite),
        }
        for one in positions
    ]
