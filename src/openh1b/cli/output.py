"""A comparison as files in a new folder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from openh1b.cli.writing import Format, new_folder
from openh1b.documents.comparison import comparison_bytes, run_record
from openh1b.documents.formats import as_csv, as_json
from openh1b.simulate import Comparison

ASSUMED = ("name", "value", "range", "reason", "source_ids")


def write_comparison(found: Comparison, folder: Path, form: Format, command: str) -> None:
    """result.csv and result.parquet, or the one format asked for; assumptions.csv and run.json."""
    forms = ("csv", "parquet") if form == "table" else (form,)
    assumed = [asdict(one) | {"source_ids": " ".join(one.source_ids)} for one in found.assumptions]
    with new_folder(folder) as partial:
        for one in forms:
            (partial / f"result.{one}").write_bytes(comparison_bytes(found, one))
        (partial / "assumptions.csv").write_bytes(as_csv(assumed, ASSUMED))
        (partial / "run.json").write_bytes(as_json(run_record(found, command)))
