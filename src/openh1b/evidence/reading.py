"""A claim's file, checked: every fault with its line, none stops the rest, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw
from openh1b.cited.schema import TEXT, Fields, checked_fields
from openh1b.cited.sources import READS
from openh1b.errors import did_you_mean
from openh1b.evidence.claim import POSITIONS, Claim, Claimed, Speaker, Wording
from openh1b.evidence.defining import UNIT, check_definitions
from openh1b.evidence.reported import check_reported, check_span
from openh1b.evidence.sources import CITE, check_cite
from openh1b.law import load_law

_TEXTS: Final = Kind("list", of="text")
_CLAIM: Final[Fields] = {
    "id": TEXT,
    "speaker": None,
    "date": None,
    "until?": None,
    "statement": TEXT,
    "wordings?": None,
    "cite": CITE,
    "read": Kind("choice", choices=READS),
    "position": Kind("choice", choices=POSITIONS),
    "position_note?": TEXT,
    "measured": TEXT,
    "unit?": UNIT,
    "claimed?": None,
    "phrases": _TEXTS,
    "near?": _TEXTS,
    "testable": Kind("flag"),
    "why_not?": TEXT,
    "definitions?": None,
    "file?": TEXT,
    "law?": _TEXTS,
    "related?": _TEXTS,
    "command?": TEXT,
    "note?": TEXT,
}
_WORDING: Final[Fields] = {"outlet": TEXT, "words": TEXT, "exact": Kind("flag"), "cite": CITE}
_CLAIMED: Final[Fields] = {"value": Kind("number"), "text": TEXT, "set": Kind("date")}
_TYPED: Final = ("verdict", "verdicts", "provisional", "outcome", "result")
SEVERAL: Final = re.compile(r"\s(?:and|&)\s|[,;/+]", re.IGNORECASE)


def check_claim(document: Document, speakers: Mapping[str, Speaker]) -> Claim | None:
    """The claim in a document; None where a part without which there is none is missing. Faults are noted in it."""
    _refuse_typed(document, (), document.data)
    fields = checked_fields(document, (), document.data, _CLAIM)
    if fields is None:
        return None
    if "id" in fields and document.name != f"claims/{fields['id']}.yaml":
        document.fault(("id",), f"{fields['id']} is not the name of the file")
    speaker = _speaker(document, fields["speaker"], speakers) if "speaker" in fields else None
    said = {name: check_reported(document, (name,), fields[name]) for name in ("date", "until") if name in fields}
    check_span(document, ("until",), said.get("date", ""), said.get("until", ""))
    definitions = check_definitions(document, fields)
    check_phrases(document, fields)
    _testable(document, fields)
    cite = check_cite(document, ("cite",), fields.get("cite"))
    _law(document, fields.get("law", []))
    needed = {name for name in _CLAIM if not name.endswith("?")}
    if speaker is None or not needed <= fields.keys():
        return None
    return Claim(
        speaker=speaker,
        said=said.get("date", ""),
        until=said.get("until", ""),
        cite=cite,
        unit=fields.get("unit", "rule"),
        definitions=definitions,
        claimed=_claimed(document, fields["claimed"]) if "claimed" in fields else None,
        wordings=tuple(_wordings(document, fields.get("wordings", []))),
        **_lists(fields),
        **{name: fields[name] for name in ("id", "statement", "read", "position", "measured")},
        **{name: fields.get(name, "") for name in ("position_note", "why_not", "file", "command", "note")},
    )


def _lists(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(fields.get(name, ())) for name in ("phrases", "near", "law", "related")}


def _refuse_typed(document: Document, place: Place, raw: Raw) -> None:
    """A verdict is computed: a key that would hold one is refused wherever it stands."""
    if isinstance(raw, dict):
        for name, value in list(raw.items()):
            if str(name).casefold() in _TYPED:
                document.fault((*place, name), "a verdict that is typed", expected="none: it is computed")
                del raw[name]
            else:
                _refuse_typed(document, (*place, name), value)
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            _refuse_typed(document, (*place, index), item)


def _speaker(document: Document, raw: Raw, speakers: Mapping[str, Speaker]) -> Speaker | None:
    if isinstance(raw, list) or (isinstance(raw, str) and raw not in speakers and SEVERAL.search(raw)):
        document.fault(("speaker",), f"several speakers in one row: {raw!r}", expected="one; write a row for each")
        return None
    if not isinstance(raw, str) or raw not in speakers:
        document.fault(("speaker",), f"no speaker {raw!r}", hint=did_you_mean(str(raw), speakers))
        return None
    return speakers[raw]


def check_phrases(document: Document, fields: Mapping[str, Any]) -> None:
    """Note a list without a phrase, and a phrase with a part that every sentence would hold."""
    if fields.get("phrases") == []:
        document.fault(("phrases",), "no phrase: no article could touch the claim", expected="one or more")
    for name in ("phrases", "near"):
        for index, phrase in enumerate(fields.get(name, [])):
            if not all(any(c.isalnum() for c in part) for part in phrase.split("&")):
                document.fault((name, index), f"{phrase!r} has an empty part", expected="words joined by &")


def _testable(document: Document, fields: Mapping[str, Any]) -> None:
    if fields.get("testable") is True:
        if not fields.get("definitions"):
            document.fault((), "testable and without definitions", expected="one or more")
        if "why_not" in fields:
            document.fault(("why_not",), "given for a claim that is testable")
    if fields.get("testable") is False:
        if "definitions" in fields:
            document.fault(("definitions",), "given for a claim that is not testable")
        if "why_not" not in fields:
            document.fault((), "key why_not is missing", expected="why no data tests it")


def _law(document: Document, paths: Raw) -> None:
    known = load_law().parameters
    for index, path in enumerate(paths):
        if path not in known:
            document.fault(("law", index), f"no path {path} of the law", hint=did_you_mean(str(path), known))


def _claimed(document: Document, raw: Raw) -> Claimed | None:
    fields = checked_fields(document, ("claimed",), raw, _CLAIMED)
    if fields is None or fields.keys() != _CLAIMED.keys():
        return None
    return Claimed(float(fields["value"]), fields["text"], fields["set"])


def _wordings(document: Document, raw: Raw) -> Iterator[Wording]:
    if not isinstance(raw, list):
        document.fault(("wordings",), f"{raw!r} is no list")
        return
    for index, item in enumerate(raw):
        place: Place = ("wordings", index)
        fields = checked_fields(document, place, item, _WORDING)
        if fields is not None and fields.keys() == _WORDING.keys():
            cite = check_cite(document, (*place, "cite"), fields["cite"])
            yield Wording(fields["outlet"], fields["words"], fields["exact"], cite)
