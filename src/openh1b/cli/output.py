"""Results of a comparison as JSON, CSV, Parquet or XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from openh1b.cli.factorial_text import factorial_json
from openh1b.cli.writing import Format, new_folder
from openh1b.measures import Run
from openh1b.results import Result
from openh1b.simulate import Comparison
from openh1b.tables import RESULT
from openh1b.version import __version__


def write_comparison(found: Comparison, folder: Path, form: Format, command: str) -> None:
    """result.csv and result.parquet, or the one format asked for; assumptions.csv and run.json."""
    forms = ("csv", "parquet") if form == "table" else (form,)
    with new_folder(folder) as partial:
        for one in forms:
            (partial / f"result.{one}").write_bytes(as_bytes(found, one))
        (partial / "assumptions.csv").write_bytes(
            _csv(
                [asdict(a) | {"source_ids": " ".join(a.source_ids)} for a in found.assumptions],
                ("name", "value", "range", "reason", "source_ids"),
            )
        )
        (partial / "run.json").write_text(
            json.dumps(run_record(found, command), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def as_bytes(found: Comparison, form: str) -> bytes:
    """The result in one format. The formats are described in docs/formats.md."""
    makers: dict[str, Callable[[Comparison], bytes]] = {
        "json": _json,
        "csv": lambda one: _csv(one.result.records(), RESULT.names),
        "parquet": lambda one: _frame_bytes(one.result, "parquet"),
        "xlsx": lambda one: _frame_bytes(one.result, "xlsx"),
    }
    return makers[form](found)


def run_record(found: Comparison, command: str) -> dict[str, Any]:
    """What it takes to repeat a run and to see that it is the same."""
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
        "policies": [_policy_record(run) for run in found.runs],
        "headline": found.headline,
        "notes": list(found.notes),
    }


def _policy_record(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "method": run.outcome.method,
        "error": run.outcome.error,
        "stages": [asdict(stage) for stage in run.outcome.stages],
        "law_read": run.policy.status,
    }


def _json(found: Comparison) -> bytes:
    document = {
        "headline": found.headline,
        "season": found.scenario.season,
        "notes": list(found.notes),
        "assumptions": [asdict(one) for one in found.assumptions],
        "policies": [_policy_record(run) for run in found.runs],
        **({"factorial": factorial_json(found)} if found.scenario.factorial else {}),
        "result": found.result.records(),
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _csv(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _frame_bytes(result: Result, form: str) -> bytes:
    buffer = io.BytesIO()
    if form == "parquet":
        result.frame.write_parquet(buffer)
    else:
        result.frame.write_excel(buffer, worksheet="result", autofit=True)
    return buffer.getvalue()
