"""A comparison as a document, as files in every format, and the record of its run."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.factorial import LETTERS
from openh1b.factorial import effects as effects_of
from openh1b.measures import Run
from openh1b.simulate import Comparison
from openh1b.tables import RESULT
from openh1b.version import __version__


def comparison_document(found: Comparison) -> dict[str, Any]:
    """What `openh1b compare` answers: the headline, what is assumed, how each policy was computed, a row a figure."""
    return {
        "headline": found.headline,
        "season": found.scenario.season,
        "notes": list(found.notes),
        "assumptions": [asdict(one) for one in found.assumptions],
        "policies": [_policy(run) for run in found.runs],
        **({"factorial": factorial_rows(found)} if found.scenario.factorial else {}),
        "result": found.result.records(),
    }


def comparison_bytes(found: Comparison, form: str) -> bytes:
    """The document as JSON, or the table `result` as CSV, Parquet or XLSX."""
    if form == "json":
        return as_json(comparison_document(found))
    if form == "csv":
        return as_csv(found.result.records(), RESULT.names)
    return framed(found.result.frame, form, "result")


def run_record(found: Comparison, command: str) -> dict[str, Any]:
    """run.json: what it takes to repeat a run, and to see that it is the same."""
    return {
        "openh1b": __version__,
        "command": command,
        "scenario": json.loads(found.scenario.to_json()),
        "scenario_sha256": found.scenario.content_hash,
        "pool": {
            "name": found.pool.name,
            "sha256": found.pool.sha256,
            "units": found.pool.units,
            "unit": found.pool.unit,
        },
        "seats": [dict(one.seats) for one in found.asked.seats],
        "policies": [_policy(run) for run in found.runs],
        "headline": found.headline,
        "notes": list(found.notes),
    }


def _policy(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "method": run.outcome.method,
        "error": run.outcome.error,
        "stages": [asdict(stage) for stage in run.outcome.stages],
        "law_read": run.policy.status,
    }


def factorial_rows(found: Comparison) -> list[dict[str, Any]]:
    """One row a figure: its value under each combination, what each factor changes alone, and the interactions."""
    factors = found.scenario.factorial
    name = dict(zip(LETTERS, factors, strict=False))

    def named(values: dict[str, float | None], mark: str) -> list[dict[str, Any]]:
        return [{"factors": mark.join(name[one] for one in letters), "value": v} for letters, v in values.items()]

    return [
        {
            "measure": row.measure,
            "by": row.by,
            "group": row.group,
            "unit_of_measure": row.unit,
            "combinations": named(row.by_set, " and "),
            "alone": named(row.alone, ""),
            "interactions": named(row.interactions, " x "),
        }
        for row in effects_of(found.result, found.runs[0].name, factors)
    ]
