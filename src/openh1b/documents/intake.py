"""An intake of registrations as the record that stands beside its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from openh1b.law import season_name
from openh1b.law.wording import as_json
from openh1b.version import __version__

if TYPE_CHECKING:
    from openh1b.season.intake import Intake


def intake_record(found: Intake, hashes: Mapping[str, str], command: str) -> dict[str, Any]:
    """intake.json: what came in, the law that was applied with its citations, what came out.

    hashes: SHA-256 of each table written, by its file's name. command: empty where there was none.
    """
    from openh1b.season.intake_rules import REASONS

    return {
        "openh1b": __version__,
        "command": command,
        "season": found.season,
        "season_name": season_name(found.season),
        "unit": found.unit,
        "input": {"name": found.source, "sha256": found.sha256, "columns": dict(found.columns)},
        "law": [as_json(one) for one in found.rules.dated],
        "level_used": found.rules.levels.used,
        "reasons": [asdict(reason) for reason in REASONS],
        "counts": dict(found.counts.select("measure", "value").iter_rows()),
        "notes": list(found.notes),
        "assumptions": [asdict(one) for one in found.assumptions],
        "output": dict(hashes),
    }
