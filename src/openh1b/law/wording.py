"""Dated values in words, for a terminal or a page, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openh1b.cited.sources import Citation
from openh1b.law.values import LIVE, Dated, Event, Value, plain


def value_in_words(dated: Dated) -> str:
    """The value with its unit, as a reader writes it: `65,000 visas`, `regular, then advanced_degree`."""
    if dated.path == "selection.order":
        return ", then ".join(dated.value)
    text = _words(dated.value)
    counted = isinstance(dated.value, int | float) and not isinstance(dated.value, bool)
    return counted_words(dated.value, dated.unit) if counted and dated.unit.endswith("s") else text


def counted_words(number: float, things: str) -> str:
    """A number of things: `1 visa`, `65,000 visas`, `1 beneficiary`."""
    one = f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
    return f"{number:,} {one if number == 1 else things}"


def _words(value: Value) -> str:
    if value is None:
        return "no value"
    if isinstance(value, bool):
        return "everyone" if value else "no one"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, tuple):
        joint = "; " if any(isinstance(item, Mapping) for item in value) else ", "
        return joint.join(_words(item) for item in value) or "none"
    return _mapping(value) if isinstance(value, Mapping) else str(value)


def _mapping(value: Mapping[str, Value]) -> str:
    what = value.get("column", value.get("expression"))
    if what is not None and "first" in value:
        return f"{what}, {value['first']} first"
    if what is not None and "values" in value:
        return f"by {what}: " + ", ".join(f"{key} has {_words(item)}" for key, item in value["values"].items())
    if set(value) == {"start", "end"}:
        return f"{value['start']} to {value['end']}"
    return ", ".join(f"{key}: {_words(item)}" for key, item in value.items())


def since(dated: Dated) -> str:
    """When the value holds: `since FY2004`, `2013-04-01 to 2020-02-29`."""
    start, end = (f"FY{when}" if isinstance(when, int) else when for when in (dated.start, dated.end))
    if start == end:
        return str(start)
    return f"since {start}" if end is None else f"{start} to {end}"


def standing(dated: Dated) -> str:
    """Its status with the days on which it changed, and the day on which it was last checked."""
    text = dated.status.replace("_", " ")
    if len(dated.events) > 1 or dated.status not in LIVE:
        text += f" ({'; '.join(_happened(event) for event in dated.events)})"
    return f"{text}, checked {dated.checked}" if dated.checked is not None else text


def _happened(event: Event) -> str:
    parts = [(event.status or "").replace("_", " ")]
    if event.status == "delayed" and event.start is not None:
        parts.append(f"to {event.start}")
    if event.note is not None:
        parts.append(f"[{event.note}]")
    return f"{event.known} {' '.join(part for part in parts if part)}"


def how_read(dated: Dated) -> str:
    """How the figure was read, with the degree of sureness and the range of the doubt where given."""
    text = {"source": "read in the source", "second-hand": "read second-hand", "memory": "from memory"}.get(dated.read)
    text = text or dated.read
    if dated.sure is not None:
        text += f", sure {dated.sure}%"
    return f"{text}, range {dated.range[0]:,} to {dated.range[1]:,}" if dated.range is not None else text


def cited(citations: tuple[Citation, ...]) -> str:
    """The citations on one line."""
    return "; ".join(str(citation) for citation in citations)


def as_json(dated: Dated) -> dict[str, Any]:
    """A dated value as JSON can hold it; days as text, fiscal years as numbers."""
    return {
        "path": dated.path,
        "label": dated.label,
        "value": plain(dated.value),
        "unit": dated.unit,
        "start": plain(dated.start),
        "end": plain(dated.end),
        "status": dated.status,
        "known": plain(dated.known),
        "checked": plain(dated.checked),
        "read": dated.read,
        "sure": dated.sure,
        "range": plain(dated.range),
        "note": dated.note,
        "citations": _citations(dated.citations),
        "events": [_event(event) for event in dated.events],
    }


def _citations(citations: tuple[Citation, ...]) -> list[dict[str, str | None]]:
    return [{"source": citation.source, "at": citation.at} for citation in citations]


def _event(event: Event) -> dict[str, Any]:
    days: dict[str, date | int | None] = {"known": event.known, "start": event.start, "end": event.end}
    return {
        **{name: plain(day) for name, day in days.items()},
        "status": event.status,
        "note": event.note,
        "citations": _citations(event.citations),
    }
