"""A claim's file, checked: every fault with its line, none stops the rest, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from openh1b.errors import did_you_mean
from openh1b.evidence.claim import POSITIONS, UNITS, Claim, Claimed, Definition, Speaker, Wording
from openh1b.evidence.number import BETWEEN, OPERATORS, Condition
from openh1b.evidence.registry import problem
from openh1b.evidence.sources import CITE, check_cite
from openh1b.law import load_law
from openh1b.law.kinds import Kind
from openh1b.law.reading import Document, Place, Raw
from openh1b.law.schema import TEXT, Fields, checked_fields
from openh1b.law.values import READS

_TEXTS: Final = Kind("list", of="text")
_UNIT: Final = Kind("choice", choices=UNITS)
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
    "unit?": _UNIT,
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
_DEFINITION: Final[Fields] = {
    "name": TEXT,
    "counts": TEXT,
    "compute": None,
    "holds_if": None,
    "range": Kind("list", of="number", length=2),
    "unit?": _UNIT,
    "part?": TEXT,
    "aside?": TEXT,
    "command?": TEXT,
}
_CONDITION: Final[Fields] = {
    "op": Kind("choice", choices=OPERATORS), "value": None, "set": Kind("date"), "why": TEXT,
}  # fmt: skip
_WORDING: Final[Fields] = {"outlet": TEXT, "words": TEXT, "exact": Kind("flag"), "cite": CITE}
_CLAIMED: Final[Fields] = {"value": Kind("number"), "text": TEXT, "set": Kind("date")}
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_TYPED: Final = ("verdict", "verdicts", "provisional", "outcome", "result")
_SEVERAL: Final = re.compile(r"\s(?:and|&)\s|[,;/+]", re.IGNORECASE)


def check_claim(document: Document, speakers: Mapping[str, Speaker]) -> Claim | None:
    """The claim in a document; None where a part without which there is none is missing. Faults are noted in it."""
    _refuse_typed(document, (), document.data)
    fields = checked_fields(document, (), document.data, _CLAIM)
    if fields is None:
        return None
    if "id" in fields and document.name != f"claims/{fields['id']}.yaml":
        document.fault(("id",), f"{fields['id']} is not the name of the file")
    speaker = _speaker(document, fields.get("speaker"), speakers)
    said = {name: _date(document, name, fields[name]) for name in ("date", "until") if name in fields}
    definitions = tuple(_definitions(document, fields))
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
        claimed=_claimed(document, fields.get("claimed")),
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
            if name.casefold() in _TYPED:
                document.fault((*place, name), "a verdict that is typed", expected="none: it is computed")
                del raw[name]
            else:
                _refuse_typed(document, (*place, name), value)
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            _refuse_typed(document, (*place, index), item)


def _speaker(document: Document, raw: Raw, speakers: Mapping[str, Speaker]) -> Speaker | None:
    if raw is None:
        return None
    if isinstance(raw, list) or (isinstance(raw, str) and raw not in speakers and _SEVERAL.search(raw)):
        document.fault(("speaker",), f"several speakers in one row: {raw!r}", expected="one; write a row for each")
        return None
    if raw not in speakers:
        document.fault(("speaker",), f"no speaker {raw!r}", hint=did_you_mean(str(raw), speakers))
        return None
    return speakers[raw]


def _date(document: Document, name: str, raw: Raw) -> str:
    text = raw.isoformat() if isinstance(raw, date) else str(raw)
    if not _DATE.fullmatch(text):
        document.fault((name,), f"{raw!r} is no date as reported", expected="one year, month or day: 2024, 2024-12")
    return text


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


def _definitions(document: Document, fields: Mapping[str, Any]) -> Iterator[Definition]:
    raw = fields.get("definitions", [])
    if not isinstance(raw, list):
        document.fault(("definitions",), f"{raw!r} is no list")
        return
    for index, item in enumerate(raw):
        place = ("definitions", index)
        found = checked_fields(document, place, item, _DEFINITION)
        if found is None:
            continue
        call = _compute(document, (*place, "compute"), found.get("compute"))
        condition = _condition(document, (*place, "holds_if"), found.get("holds_if"))
        if call is None or condition is None or not {"name", "counts", "range"} <= found.keys():
            continue
        low, high = found["range"]
        if not condition.can_go_both_ways(low, high):
            said = f"every number from {low:,} to {high:,} gives the same: the test cannot fail, or cannot hold"
            expected = "a threshold that some admissible number meets and another does not"
            document.fault((*place, "holds_if"), said, expected=expected)
        more = {name: found.get(name, "") for name in ("part", "aside", "command")}
        unit = found.get("unit", fields.get("unit", "rule"))
        yield Definition(found["name"], found["counts"], *call, condition, (low, high), unit, **more)


def _compute(document: Document, place: Place, raw: Raw) -> tuple[str, Mapping[str, Any]] | None:
    """A figure by its name, or a test by its name with what it is given."""
    if raw is None:
        return None
    arguments: Raw
    if isinstance(raw, dict) and set(raw) == {"figure"}:
        name, arguments = "figure", {"name": raw["figure"]}
    elif isinstance(raw, dict) and set(raw) in ({"test"}, {"test", "with"}):
        name, arguments = str(raw["test"]), raw.get("with", {})
    else:
        document.fault(place, f"{raw!r}", expected="figure: NAME, or test: NAME with what it is given under `with`")
        return None
    if not isinstance(arguments, dict):
        document.fault((*place, "with"), f"{arguments!r} is not a mapping")
        return None
    wrong = problem(name, arguments)
    if wrong is not None:
        document.fault(place, wrong[0], hint=wrong[1])
        return None
    return (name, arguments) if _known_figures(document, place, arguments) else None


def _known_figures(document: Document, place: Place, arguments: Mapping[str, Any]) -> bool:
    from openh1b.evidence.figures import load_figures

    known, good = load_figures(), True
    named = [arguments[key] for key in ("name", "first", "second", "start", "middle", "end") if key in arguments]
    for name in named:
        if name not in known:
            document.fault(place, f"no figure {name} in figures.yaml", hint=did_you_mean(str(name), known))
            good = False
    return good


def _condition(document: Document, place: Place, raw: Raw) -> Condition | None:
    fields = checked_fields(document, place, raw, _CONDITION) if raw is not None else None
    if fields is None or not {"op", "value", "set", "why"} <= fields.keys():
        return None
    values = fields["value"] if isinstance(fields["value"], list) else [fields["value"]]
    size = 2 if fields["op"] == BETWEEN else 1
    problems = list(Kind("list", of="number", length=size).problems(values))
    for text in problems:
        document.fault((*place, "value"), text)
    if problems:
        return None
    return Condition(fields["op"], tuple(float(one) for one in values), fields["set"], fields["why"])


def _claimed(document: Document, raw: Raw) -> Claimed | None:
    fields = checked_fields(document, ("claimed",), raw, _CLAIMED) if raw is not None else None
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
