"""The ledger: all claims, who said them, and positions over time; refused as a whole where one row is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import TEXT, Fields, checked_fields
from openh1b.cited.sources import READS
from openh1b.errors import Fault, InputError, LawError, did_you_mean
from openh1b.evidence.claim import POSITIONS, Claim, Speaker
from openh1b.evidence.reading import SEVERAL, check_claim
from openh1b.evidence.reported import check_reported, check_span
from openh1b.evidence.sources import CITE, HERE, check_cite

_KINDS: Final = ("person", "press", "group")
_SPEAKER: Final[Fields] = {"name": TEXT, "kind": Kind("choice", choices=_KINDS), "short?": TEXT, "note?": TEXT}
_POSITION: Final[Fields] = {
    "speaker": TEXT,
    "date": TEXT,
    "until?": TEXT,
    "position": Kind("choice", choices=POSITIONS),
    "act": TEXT,
    "read": Kind("choice", choices=READS),
    "cite": CITE,
}


@dataclass(frozen=True)
class Position:
    """What a speaker is reported to have held at a time. claim: id of the claim it is in, empty for an act."""

    speaker: Speaker
    said: str
    position: str
    act: str
    read: str
    cite: tuple[str, ...]
    until: str = ""
    claim: str = ""


@dataclass(frozen=True)
class Ledger:
    """All claims by id, in the order of their files' names, and positions in the order of their dates."""

    claims: Mapping[str, Claim]
    positions: tuple[Position, ...]
    speakers: Mapping[str, Speaker]

    def find(self, name: str) -> Claim:
        """A claim by its id. Raises InputError with the nearest id."""
        if name not in self.claims:
            raise InputError(Fault("ID", f"no claim {name!r}", hint=did_you_mean(name, self.claims)))
        return self.claims[name]

    def spoken(self, speaker: str | None = None) -> tuple[Position, ...]:
        """Positions of a speaker by name or part of it, or of all. Raises InputError with the nearest name."""
        if speaker is None:
            return self.positions
        wanted = speaker.strip().casefold()
        found = tuple(one for one in self.positions if wanted and wanted in one.speaker.name.casefold())
        if not found:
            names = {one.speaker.name for one in self.positions}
            raise InputError(Fault("--speaker", f"no position of {speaker!r}", hint=did_you_mean(speaker, names)))
        return found


@cache
def load_ledger(folder: Path = HERE) -> Ledger:
    """The ledger of a folder. Raises LawError with every fault of every file: file, line, place, what was expected."""
    listed = read_document(folder / "positions.yaml", "positions.yaml")
    top = checked_fields(listed, (), listed.data, {"speakers": None, "positions": None}) or {}
    speakers = _speakers(listed, top.get("speakers"))
    documents = [read_document(path, f"claims/{path.name}") for path in sorted((folder / "claims").glob("*.yaml"))]
    claims = [check_claim(document, speakers) for document in documents]
    acts = _positions(listed, top.get("positions"), speakers)
    known = {one.id for one in claims if one is not None}
    for document, claim in zip(documents, claims, strict=True):
        for index, name in enumerate(claim.related if claim else ()):
            if name not in known:
                document.fault(("related", index), f"no claim {name}", hint=did_you_mean(name, known))
    _raise([listed, *documents])
    found = {one.id: one for one in claims if one is not None}
    said = [_of_claim(one) for one in found.values() if one.speaker.kind != "press"]
    positions = sorted((*acts, *said), key=lambda one: (one.said, one.speaker.name))
    return Ledger(found, tuple(positions), speakers)


def _of_claim(claim: Claim) -> Position:
    note = f" ({claim.position_note})" if claim.position_note else ""
    return Position(
        speaker=claim.speaker,
        said=claim.said,
        position=claim.position,
        act=f"{claim.statement}{note}",
        read=claim.read,
        cite=claim.cite,
        until=claim.until,
        claim=claim.id,
    )


def _speakers(document: Document, raw: object) -> dict[str, Speaker]:
    if not isinstance(raw, dict):
        document.fault(("speakers",), "is not a mapping")
        return {}
    found = {name: checked_fields(document, ("speakers", name), one, _SPEAKER) for name, one in raw.items()}
    for name, fields in found.items():
        if fields and fields.get("kind") == "person" and SEVERAL.search(fields.get("name", "")):
            said = f"several speakers under one name: {fields['name']!r}"
            document.fault(("speakers", name, "name"), said, expected="one person")
    return {
        name: Speaker(id=name, **fields)
        for name, fields in found.items()
        if fields and {"name", "kind"} <= fields.keys()
    }


def _positions(document: Document, raw: object, speakers: Mapping[str, Speaker]) -> list[Position]:
    if not isinstance(raw, list):
        document.fault(("positions",), "is no list")
        return []
    found = []
    for index, item in enumerate(raw):
        place = ("positions", index)
        fields: dict[str, Any] | None = checked_fields(document, place, item, _POSITION)
        if fields is None or not {name for name in _POSITION if not name.endswith("?")} <= fields.keys():
            continue
        fields["cite"] = check_cite(document, (*place, "cite"), fields["cite"])
        said = [check_reported(document, (*place, name), fields[name]) for name in ("date", "until") if name in fields]
        check_span(document, (*place, "until"), said[0], said[-1])
        if fields["speaker"] not in speakers:
            document.fault(
                (*place, "speaker"), f"no speaker {fields['speaker']}", hint=did_you_mean(fields["speaker"], speakers)
            )
            continue
        fields["speaker"] = speakers[fields["speaker"]]
        found.append(Position(said=fields.pop("date"), **fields))
    return found


def _raise(documents: list[Document]) -> None:
    found = [fault for document in documents for fault in sorted(document.faults, key=lambda one: one.line or 0)]
    if found:
        raise LawError(found)
