"""What can be varied: the fields of a Scenario, and the paths of the law that a policy can set in line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from openh1b.cited.reading import Document, Place
from openh1b.cited.schema import fits
from openh1b.errors import did_you_mean
from openh1b.law import load_law
from openh1b.scenario import Scenario

GROUPED = "by"  # what a row is, so the same at every point

_WORDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    date: "a date as YYYY-MM-DD",
    tuple: "text, or a list of texts",
    NoneType: "null",
}


@cache
def types_of() -> Mapping[str, tuple[type, ...]]:
    """Field of a Scenario -> the types that its value may have; a tuple is one of texts."""
    hints = get_type_hints(Scenario)
    return {one.name: _alternatives(hints[one.name]) for one in dataclasses.fields(Scenario)}


def _alternatives(hint: Any) -> tuple[type, ...]:  # noqa: ANN401 - a type hint has no type
    if get_origin(hint) in {Union, UnionType}:
        return tuple(kind for part in get_args(hint) for kind in _alternatives(part))
    return (get_origin(hint) or hint,)


def is_path(name: str) -> bool:
    """Whether a name is meant as a path of the law."""
    return "." in name


def check_name(document: Document, place: Place, name: str) -> bool:
    """Whether something of this name can be varied; a fault names the nearest that can."""
    if name == GROUPED:
        document.fault(place, f"{GROUPED} is the same at every point", hint=f"Write `{GROUPED}:` at the top.")
        return False
    if name in types_of():
        return True
    law = load_law().parameters
    if name in law and not law[name].annual:
        return True
    if name in law:
        document.fault(place, "a published count, which no policy can set")
        return False
    known = [path for path, one in law.items() if not one.annual] if is_path(name) else [*types_of()]
    document.fault(place, "no field of a scenario and no path of the law", hint=did_you_mean(name, known))
    return False


def converted(document: Document, place: Place, name: str, raw: object) -> tuple[object, bool]:
    """A raw value of a field as the Scenario has it, or of a path as it is; and whether it fits, else with a fault."""
    if name not in types_of():
        return raw, fits(document, place, raw, load_law().parameters[name].kind)
    for kind in types_of()[name]:
        found = _as(kind, raw)
        if found is not _NOT:
            return found, True
    words = " or ".join(_WORDS.get(kind, "a mapping") for kind in types_of()[name])
    document.fault(place, f"{raw!r}", expected=words)
    return None, False


_NOT = object()


def _as(kind: type, raw: Any) -> object:  # noqa: ANN401 - what a file holds
    """The raw value as one type, or _NOT. A number is taken as text where text is wanted: seeds and shares."""
    if kind is tuple:
        texts = [raw] if isinstance(raw, str) else raw
        return tuple(texts) if isinstance(texts, list) and all(isinstance(one, str) for one in texts) else _NOT
    if kind is str and isinstance(raw, int | float) and not isinstance(raw, bool):
        return f"{raw:.12g}" if isinstance(raw, float) else str(raw)
    if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if dataclasses.is_dataclass(kind):
        return _record(kind, raw)
    return raw if isinstance(raw, kind) and (kind is bool or not isinstance(raw, bool)) else _NOT


def _record(kind: Any, raw: Any) -> object:  # noqa: ANN401 - a dataclass and what a file holds
    """A mapping, or a text for the first field, as a small dataclass such as a pool's file."""
    names = [one.name for one in dataclasses.fields(kind)]
    values = {names[0]: raw} if isinstance(raw, str) else raw
    return kind(**values) if isinstance(values, dict) and names[0] in values and set(values) <= set(names) else _NOT


def in_line(path: str, value: object) -> str:
    """A path and its value as a policy's name has them: `caps.regular=65000`."""
    return f"{path}={value if isinstance(value, str) else json.dumps(value, separators=(',', ':'))}"


def cell(value: object) -> object:
    """A value as a cell of the table: text for what is neither a number, a flag nor a day."""
    if isinstance(value, tuple | list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    if value is None or isinstance(value, bool | int | float | str | date):
        return value
    record = dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
    return json.dumps(record, sort_keys=True, default=str)
