"""A tornado as a document: each unknown alone between its ends, beside the figure with everything as taken."""

from __future__ import annotations

import json
from typing import Any

from openh1b.sweep.tornado import Tornado


def tornado_document(found: Tornado) -> dict[str, Any]:
    """What `openh1b sweep tornado` answers: one entry of `bars` an unknown, the widest first."""
    return {
        "headline": found.found.headline,
        "scenario": json.loads(found.question.scenario.to_json()),
        "bars": found.records(),
        "left_out": list(found.left_out),
        "assumptions": [{"name": one.name, "value": one.value} for one in found.found.assumptions],
    }
