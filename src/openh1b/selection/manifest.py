"""manifest.json: what a draw was, how its files follow from each other, and what checking them establishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from openh1b.errors import DrawError, Fault
from openh1b.selection.keys import FORMAT
from openh1b.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from openh1b.selection.draw import Selection
    from openh1b.selection.race import Race, RaceStage
    from openh1b.selection.rule import Rule

WHAT = "OpenH1B draw: a simulation, not an official selection"
METHOD = {
    "message": f"UTF-8 of {FORMAT!r}, season, 'select/' + stage name, seed, unit id, joined by line feeds",
    "u": "((first 8 bytes of SHA-256(message), big-endian, >> 11) + 1/2) / 2^53",
    "key": "-ln(u) / weight",
    "order": "by tier, then by key, smallest first; keys within 1e-12 of the larger by 50-digit decimals, then unit id",
    "walk": "eligible and not yet selected, in order, past those with a full group, until the seats are filled",
    "rounds": "stages of one name are rounds on one list; rank is the place among all who raced in its first round",
}
ESTABLISHES = (
    "selection.csv and selection.parquet follow from entries.csv, the seed and the stages below",
    "no file of this folder changed after its hash was written into this manifest",
)
DOES_NOT_ESTABLISH = (
    "that entries.csv follows from the pool and the law",
    "that the seed was fixed before the pool was known, or that no other draw was made and set aside",
    "that this manifest is the one first published: keep its own hash elsewhere",
    "anything about a selection by any agency",
)
IDS = "Use random ids, never passport numbers: whoever has the seed can test a guessed id against the keys."


@dataclass(frozen=True)
class Facts:
    """What a manifest says beside the draw: policy and rule, the pool's file name and hash, law and assumptions.

    response: how it was decided who registers, where employers react. tables: further files of the folder, by name.
    """

    policy: str
    rule: Rule
    pool_file: str
    pool_sha256: str
    law: Mapping[str, object] = field(default_factory=dict)
    assumptions: Sequence[str] = ()
    response: Mapping[str, object] | None = None
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class QuotaEntry(_Strict):
    """A quota: the pool's column, the column of entries.csv that holds each unit's group, and seats by group."""

    column: str
    entries: str
    seats: dict[str, int]


class StageEntry(_Strict):
    """A stage: its seats and the columns of entries.csv it reads. `first` says which value of tier is used up first."""

    name: str
    seats: int
    eligible: str
    tier: str
    first: Literal["lowest", "highest"]
    weight: str
    quotas: list[QuotaEntry]


class ResponseEntry(_Strict):
    """How employers decided who registers. units: of the pool by action, in the order of the columns of `file`.

    corner: label of the assumptions; assumptions_sha256: of them as canonical JSON. purpose: of the keyed number.
    """

    corner: str
    assumptions: dict[str, float]
    assumptions_sha256: str
    purpose: str
    file: str
    units: dict[str, int]
    notes: list[str]


class Manifest(_Strict):
    """manifest.json. `selected` counts by list; `files` is the SHA-256 of every other file of the folder.

    response: not there where nobody reacted; `units` then counts those who register.
    """

    what: str
    format: str
    version: str
    season: int
    seed: str
    policy: str
    rule: dict[str, JsonValue]
    law: dict[str, JsonValue]
    assumptions: list[str]
    pool: dict[str, str]
    units: int
    selected: dict[str, int]
    stages: list[StageEntry]
    files: dict[str, str]
    method: dict[str, str]
    establishes: list[str]
    does_not_establish: list[str]
    ids: str
    response: ResponseEntry | None = None

    def to_json(self) -> bytes:
        """The bytes of manifest.json."""
        left_out = {"response"} if self.response is None else None
        return self.model_dump_json(indent=2, exclude=left_out).encode() + b"\n"


def make_manifest(race: Race, selection: Selection, facts: Facts, hashes: dict[str, str]) -> Manifest:
    """The manifest of `selection`, the draw of `race`; `hashes` is the SHA-256 of each file written."""
    return Manifest.model_validate(
        {
            "what": WHAT,
            "format": FORMAT,
            "version": __version__,
            "season": selection.season,
            "seed": selection.seed,
            "policy": facts.policy,
            "rule": _plain(facts.rule),
            "law": _plain(facts.law),
            "assumptions": list(facts.assumptions),
            "pool": {"file": facts.pool_file, "sha256": facts.pool_sha256},
            "units": len(race.n),
            "selected": counts_by_list(selection),
            "stages": [_stage_entry(k, stage) for k, stage in enumerate(race.stages, start=1)],
            "files": hashes,
            "method": METHOD,
            "establishes": list(ESTABLISHES),
            "does_not_establish": list(DOES_NOT_ESTABLISH),
            "ids": IDS,
            "response": _plain(facts.response),
        }
    )


def _stage_entry(k: int, stage: RaceStage) -> dict[str, object]:
    falling = len(stage.tier_value) > 1 and stage.tier_value[0] > stage.tier_value[-1]
    quotas = [
        {
            "column": limit.column,
            "entries": f"{k}.quota.{j}",
            "seats": dict(zip(limit.labels, limit.seats.tolist(), strict=True)),
        }
        for j, limit in enumerate(stage.limits, start=1)
    ]
    return {
        "name": stage.name,
        "seats": stage.seats,
        "eligible": f"{k}.eligible",
        "tier": f"{k}.tier",
        "first": "highest" if falling else "lowest",
        "weight": f"{k}.weight",
        "quotas": quotas,
    }


def _plain(value: object) -> object:
    """A rule or a mapping as what JSON can hold."""
    if is_dataclass(value):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(one) for name, one in told.items() if name != "together" or one}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        return value.item()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def read_manifest(path: Path) -> Manifest:
    """The manifest in `path`. Raises DrawError that names every field which is missing, unknown or of a wrong kind."""
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DrawError(Fault(str(path), f"cannot be read: {error.strerror}", expected="a draw's manifest")) from error
    except ValidationError as error:
        faults = [
            Fault(str(path), one["msg"], column=".".join(str(part) for part in one["loc"]) or None)
            for one in error.errors(include_url=False)
        ]
        raise DrawError(faults) from error
    if manifest.format != FORMAT:
        raise DrawError(Fault(str(path), f"the format is {manifest.format!r}", column="format", expected=FORMAT))
    return manifest


def counts_by_list(selection: Selection) -> dict[str, int]:
    """How many units each list selected, all rounds together."""
    of_selected = selection.stage[selection.selected]
    return {name: int((of_selected == index).sum()) for index, name in enumerate(selection.names)}
