"""Made people as a record: what stands beside a file of them, and says what they are and what they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from openh1b.law import season_name
from openh1b.version import __version__

if TYPE_CHECKING:
    from openh1b.season.pool import Pool
    from openh1b.sponsors.filings_people import People

SYNTHETIC: Final = "Synthetic: none of these people exists. Made by OpenH1B from published figures, see docs/season.md."
FROM_FILINGS: Final = "From LCA filings: a filing is no person. Who of these people has a US master's is made up."


def filings_people_record(made: People, command: str, name: str, data: bytes) -> dict[str, Any]:
    """What `openh1b season make --from lca` writes beside the file `name` of bytes `data`."""
    found, pool, season = made.found, made.pool, made.season
    return {
        "synthetic": False,
        "made_up": ["us_masters_or_higher"],
        "what": FROM_FILINGS,
        "openh1b": __version__,
        "command": command,
        "season": season.number,
        "season_name": season_name(season.number),
        "unit": season.unit,
        "people": pool.people,
        "counted": found.counted,
        "counted_by": found.ask.count,
        "asked": made.asked,
        "wage_year": found.wage_year,
        "us_masters_share": pool.masters,
        "steps": [asdict(step) for step in found.steps],
        "files": [asdict(file) for file in found.files],
        "counts": found.counts,
        "notes": list(pool.notes),
        "assumptions": [asdict(one) for one in pool.assumptions],
        "stored_files": [
            {"table": one.table, "vintage": one.vintage, "file": one.file, "sha256": one.source} for one in made.stored
        ],
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def synthetic_people_record(
    pool: Pool, asked: Mapping[str, Any], command: str, name: str, data: bytes
) -> dict[str, Any]:
    """What `openh1b season make` writes beside the file. asked: seed, splits, and the season as in `season list`."""
    return {
        "synthetic": True,
        "what": SYNTHETIC,
        "openh1b": __version__,
        "command": command,
        "file": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "people": len(pool),
        **asked,
        "assumptions": [asdict(one) for one in pool.assumptions],
        "source_ids": list(pool.source_ids),
    }
