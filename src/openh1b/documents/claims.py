"""An article laid beside the ledger of claims, as a document; a claim's own is made in evidence/rows.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openh1b.evidence.match import NOT_HELD, Matched
from openh1b.evidence.verdict import Checked


def match_rows(found: Sequence[Matched], touched: Mapping[str, Checked]) -> list[dict[str, Any]]:
    """One row a sentence: the claims it touches with their verdicts, near misses with why they are none.

    touched: every claim that a sentence touches, checked, by its id.
    """
    return [
        {
            "number": one.number,
            "sentence": one.sentence,
            "touches": [
                {
                    "id": name,
                    "phrase": phrase,
                    "verdict": touched[name].verdict,
                    "provisional": touched[name].provisional,
                }
                for name, phrase in one.touches
            ],
            "near": [{"id": name, "why": why} for name, why in one.near],
            "status": "touches" if one.touches else "near" if one.near else NOT_HELD,
        }
        for one in found
    ]
