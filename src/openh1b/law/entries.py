"""From a parameter file to parameters with dated entries, strictly: every fault is noted, none stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from openh1b.cited.kinds import TYPES, Kind
from openh1b.cited.reading import UNREADABLE, Document, Place, Raw
from openh1b.cited.schema import DATE, TEXT, Fields, Names, check_citations, checked_fields, fits, top_level
from openh1b.cited.sources import READS
from openh1b.law.timeline import faults
from openh1b.law.values import LIVE, STATUSES, Entry, Event, Parameter, frozen

_FISCAL_YEAR: Final = Kind("integer", low=1950, high=2200)
_STATUS: Final = Kind("choice", choices=STATUSES)

PARAMETER: Final[Fields] = {
    "label": TEXT,
    "unit": TEXT,
    "clock": Kind("choice", choices=("fiscal_year", "filing_date")),
    "type": Kind("choice", choices=TYPES),
    "annual?": Kind("flag"),
    "range?": Kind("list", of="number", length=2),
    "choices?": Kind("list", of="text"),
    "of?": Kind("choice", choices=TYPES),
    "length?": Kind("integer", low=1),
    "fields?": None,
    "values": None,
}
ENTRY: Final[Fields] = {
    "value": None,
    "from?": None,
    "to?": None,
    "known?": DATE,
    "cite": None,
    "read": Kind("choice", choices=READS),
    "sure?": Kind("integer", low=1, high=100),
    "note?": TEXT,
    "range?": Kind("list", of="number", length=2),
    "status?": _STATUS,
    "checked?": DATE,
    "history?": None,
}
EVENT: Final[Fields] = {"known": DATE, "status?": _STATUS, "from?": None, "to?": None, "cite": None, "note?": TEXT}


def check_parameters(document: Document, sources: Names) -> list[Parameter]:
    """The parameters of one file; those with a fault in their head are left out. `sources`: ids that may be cited."""
    made = (_parameter(document, (path,), raw, sources) for path, raw in top_level(document).items())
    return [parameter for parameter in made if parameter is not None]


def _parameter(document: Document, place: Place, raw: Raw, sources: Names) -> Parameter | None:
    head = checked_fields(document, place, raw, PARAMETER)
    if head is None or not {"label", "unit", "clock", "type", "values"} <= head.keys():
        return None
    kind = _kind(document, place, head)
    values = head["values"]
    if not isinstance(values, list) or not values:
        document.fault((*place, "values"), "is not a list of dated values")
        return None
    when = _FISCAL_YEAR if head["clock"] == "fiscal_year" else DATE
    reader = _EntryReader(document, sources, kind, when, annual=head.get("annual", False))
    entries = [reader.entry((*place, "values", index), item) for index, item in enumerate(values)]
    parameter = Parameter(
        path=str(place[0]),
        label=head["label"],
        unit=head["unit"],
        clock=head["clock"],
        kind=kind,
        entries=tuple(entry for entry in entries if entry is not None),
        annual=head.get("annual", False),
        file=document.name,
    )
    if None not in entries:  # else what is missing would look like a gap
        document.faults.extend(faults(parameter))
    return parameter


def _kind(document: Document, place: Place, head: Mapping[str, Any]) -> Kind:
    low, high = head.get("range", (None, None))
    fields = head.get("fields", {})
    if not isinstance(fields, dict) or any(str(kind).removesuffix("?") not in TYPES for kind in fields.values()):
        document.fault((*place, "fields"), f"{fields!r} is not a mapping from key to type", expected=", ".join(TYPES))
        fields = {}
    needs = {"choice": "choices", "mapping": "fields", "list": "of"}.get(head["type"])
    if needs is not None and needs not in head:
        document.fault(place, f"key {needs} is missing for type {head['type']}")
    return Kind(
        head["type"], low, high, tuple(head.get("choices", ())), head.get("of"), head.get("length"), frozen(fields)
    )


class _EntryReader:
    """Reads the dated values of one parameter."""

    def __init__(self, document: Document, sources: Names, kind: Kind, when: Kind, *, annual: bool) -> None:
        self.document = document
        self.sources = sources
        self.kind = kind
        self.annual = annual
        self.entry_fields = {**ENTRY, "from?": when, "to?": when}
        self.event_fields = {**EVENT, "from?": when, "to?": when}

    def entry(self, place: Place, raw: Raw) -> Entry | None:
        """One dated value; None where something in it is wrong."""
        before = len(self.document.faults)
        found = checked_fields(self.document, place, raw, self.entry_fields)
        if found is None:
            return None
        self._check_value(place, found)
        self._check_dates(place, found, raw)
        cite = check_citations(self.document, (*place, "cite"), found.get("cite", UNREADABLE), self.sources)
        history = self._history((*place, "history"), found.get("history", []))
        if len(self.document.faults) > before or len(found) < len(raw):  # less: a scalar could not be read
            return None
        kept = {name: found[name] for name in ("known", "read", "status", "sure", "note", "checked") if name in found}
        return Entry(
            value=frozen(found["value"]),
            start=found.get("from"),
            end=found["from"] if self.annual else found.get("to"),
            citations=cite,
            range=frozen(found["range"]) if "range" in found else None,
            history=history,
            number=int(place[-1]) + 1,
            line=self.document.line(place),
            **kept,
        )

    def _check_value(self, place: Place, found: Mapping[str, Any]) -> None:
        if "value" not in found:
            return
        if found["value"] is not None:
            fits(self.document, (*place, "value"), found["value"], self.kind)
        elif "note" not in found:
            self.document.fault(place, "null without a note", expected="a note that says why there is no value")
        if found.get("read") == "assumption" and "note" not in found:
            self.document.fault(place, "an assumption without a note", expected="a note that says what was assumed")
        ends = found.get("range")
        if ends is not None and ends[0] > ends[1]:
            self.document.fault((*place, "range"), f"{ends[0]:,} is above {ends[1]:,}", expected="low, then high")
        elif ends is not None and isinstance(found["value"], int | float) and not ends[0] <= found["value"] <= ends[1]:
            self.document.fault((*place, "range"), f"does not hold the value {found['value']:,}")

    def _check_dates(self, place: Place, found: Mapping[str, Any], raw: Mapping[str, Any]) -> None:
        if "known" not in raw and not self.annual:
            self.document.fault(place, "key known is missing")
        if "from" not in raw and (self.annual or found.get("status") != "proposed"):
            self.document.fault(place, "key from is missing", hint="Only what is proposed may be without it")
        events = found.get("history", [])
        if "from" not in raw and any(
            e.get("status") in LIVE and "from" not in e for e in events if isinstance(e, dict)
        ):
            self.document.fault((*place, "history"), "takes effect without from")
        if self.annual and "to" in raw:
            self.document.fault((*place, "to"), "an annual value holds for its season only", expected="no to")
        elif "from" in found and "to" in found and found["to"] < found["from"]:
            self.document.fault((*place, "to"), f"{found['to']} is before from, {found['from']}")

    def _history(self, place: Place, raw: Raw) -> tuple[Event, ...]:
        if not isinstance(raw, list):
            self.document.fault(place, f"{raw!r} is not a list of events")
            return ()
        events = [self._event((*place, index), item) for index, item in enumerate(raw)]
        return tuple(event for event in events if event is not None)

    def _event(self, place: Place, raw: Raw) -> Event | None:
        found = checked_fields(self.document, place, raw, self.event_fields)
        if found is None:
            return None
        cite = check_citations(self.document, (*place, "cite"), found.get("cite", UNREADABLE), self.sources)
        known = found.get("known")
        if not isinstance(known, date):
            return None
        return Event(known, cite, found.get("status"), found.get("from"), found.get("to"), found.get("note"))
