"""The closed set of types a parameter may have, and the limits that sit next to its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from openh1b.errors import did_you_mean

TYPES: Final = (
    "integer", "number", "flag", "text", "date", "choice", "list", "mapping", "who", "tier", "weight", "quotas",
)  # fmt: skip

_MONEY: Final = re.compile(
    r"(?P<sign>(?:us)?[$€£]|usd)?\s*(?P<number>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(?P<name>usd|dollars|[$€£])?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """Type and limits of a parameter's value.

    low, high: limits of a number, or of each number in a list. choices: words allowed, also for a list's items.
    of: type of a list's items. length: how many items. fields: names and types of a mapping's keys (or of the mappings
    in a list); a type that ends in `?` may be left out.
    """

    type: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    of: str | None = None
    length: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def problems(self, value: object) -> Iterator[str]:
        """What is wrong with a value, in words; nothing where it fits."""
        yield from _CHECKS[self.type](self, value)

    def part(self, type_: str) -> Kind:
        """The kind of an item or a field: another type under the same limits."""
        return Kind(type_, self.low, self.high, self.choices, fields=self.fields if type_ == "mapping" else {})


def _integer(kind: Kind, value: object) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"{value!r} is not a whole number{_meant(value)}"
    else:
        yield from _limits(kind, value)


def _number(kind: Kind, value: object) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{value!r} is not a number{_meant(value)}"
    else:
        yield from _limits(kind, value)


def _meant(value: object) -> str:
    """The number to write in place of a text that holds one with a currency sign or commas; else nothing."""
    found = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return ""
    wrong = [
        name
        for name, part in (("a currency sign", found["sign"] or found["name"]), ("commas", "," in found["number"]))
        if part
    ]
    return f"; write {found['number'].replace(',', '')}, without {' or '.join(wrong)}" if wrong else ""


def _limits(kind: Kind, value: float) -> Iterator[str]:
    if kind.low is not None and value < kind.low:
        yield f"{value:,} is below {kind.low:,}"
    if kind.high is not None and value > kind.high:
        yield f"{value:,} is above {kind.high:,}"


def _flag(_: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{value!r} is not true or false"


def _text(_: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{value!r} is not text"


def _date(_: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, date):
        yield f"{value!r} is not a date as YYYY-MM-DD"


def _choice(kind: Kind, value: object) -> Iterator[str]:
    if value not in kind.choices:
        yield f"{value!r} is not one of {', '.join(kind.choices)}. {did_you_mean(str(value), kind.choices)}"


def _list(kind: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, list | tuple):
        yield f"{value!r} is not a list"
        return
    if kind.length is not None and len(value) != kind.length:
        yield f"{len(value)} items, not {kind.length}"
    item_kind = kind.part(kind.of or "text")
    for index, item in enumerate(value, start=1):
        yield from (f"item {index}: {problem}" for problem in item_kind.problems(item))


def _mapping(kind: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{value!r} is not a mapping"
        return
    for name in value:
        if name not in kind.fields:
            yield f"unknown key {name}. {did_you_mean(name, kind.fields)}"
    for name, type_ in kind.fields.items():
        if name in value:
            part = Kind("list", of="text") if type_.startswith("list") else kind.part(type_.removesuffix("?"))
            yield from (f"{name}: {problem}" for problem in part.problems(value[name]))
        elif not type_.endswith("?"):
            yield f"key {name} is missing"


def _who(_: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, Mapping) or not value:
        yield f"{value!r} is not a mapping from stage to who may enter it"
        return
    for stage, who in value.items():
        if who is not True and not _is_column(who) and not _has(who, {"expression": _is_column}):
            yield f"{stage}: {who!r} is not true, a column's name or {{expression: ...}}"


def _tier(_: Kind, value: object) -> Iterator[str]:
    ways = ({"column": _is_column, "first": _is_end}, {"expression": _is_column, "first": _is_end})
    if value != "none" and not any(_has(value, way) for way in ways):
        yield f"{value!r} is not none, {{column, first}} or {{expression, first}} with first highest or lowest"


def _weight(_: Kind, value: object) -> Iterator[str]:
    ways = ({"column": _is_column, "values": _is_weights}, {"column": _is_column}, {"expression": _is_column})
    if not _is_weight(value) and not any(_has(value, way) for way in ways):
        yield f"{value!r} is not a number above 0, {{column, values}} with numbers above 0, or {{expression}}"


def _quotas(_: Kind, value: object) -> Iterator[str]:
    if not isinstance(value, list | tuple):
        yield f"{value!r} is not a list"
        return
    for index, quota in enumerate(value, start=1):
        most: tuple[Mapping[str, Callable[[object], bool]], ...] = ({"seats": _is_seats}, {"share": _is_share})
        each = [{"column": _is_column, **way} for way in most]
        together = [{**way, "together": _is_names} for way in each]
        if not any(_has(quota, way) for way in (*each, *together)):
            yield (
                f"item {index}: {quota!r} is not {{column, seats}} with whole seats from 0, or {{column, share}} to 1; "
                "with `together`, a list of the column's values, these share the seats and all others have no limit"
            )


def _has(value: object, shape: Mapping[str, Callable[[object], bool]]) -> bool:
    return isinstance(value, Mapping) and set(value) == set(shape) and all(ok(value[k]) for k, ok in shape.items())


def _is_column(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_end(value: object) -> bool:
    return value in ("highest", "lowest")


def _is_weight(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _is_weights(value: object) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(_is_weight(item) for item in value.values())


def _is_seats(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_names(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_is_column(item) for item in value)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


_CHECKS: Final[Mapping[str, Callable[[Kind, object], Iterator[str]]]] = {
    "integer": _integer,
    "number": _number,
    "flag": _flag,
    "text": _text,
    "date": _date,
    "choice": _choice,
    "list": _list,
    "mapping": _mapping,
    "who": _who,
    "tier": _tier,
    "weight": _weight,
    "quotas": _quotas,
}
