"""Scenario <-> query string. Names are the fields of Scenario, so that an address says what run.json says.

A field that has its default is left out; a list is repeated, or joined by commas as on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final, get_type_hints
from urllib.parse import urlencode

from openh1b.cited.reading import read_date
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.naming import parts
from openh1b.scenario import PoolFile, Scenario
from openh1b.web.outside import check_known, check_policies

Pairs = Iterable[tuple[str, str]]

_KINDS: Final = get_type_hints(Scenario)
NAMES: Final = tuple(one.name for one in fields(Scenario) if _KINDS[one.name] != PoolFile | None)
"""Fields that an address can hold: all but the user's own file, which is uploaded."""
_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def to_query(scenario: Scenario, *, base: Scenario | None = None) -> str:
    """The query string of a scenario, without the question mark; empty where all is as in `base`.

    Raises InputError for a pool of the user's own.
    """
    if scenario.pool is not None:
        raise InputError(Fault("pool", "a file has no address", expected="to be uploaded"))
    base = base or Scenario()
    pairs = [
        (name, text)
        for name in NAMES
        if getattr(scenario, name) != getattr(base, name)
        for text in _texts(getattr(scenario, name))
    ]
    return urlencode(pairs, safe=",*:=[]")


def _texts(value: object) -> tuple[str, ...]:
    """A value as the texts of its pairs; an empty list is one empty text, so that it differs from the default."""
    if isinstance(value, tuple):
        return tuple(map(str, value)) or ("",)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return ("" if value is None else str(value),)


def from_query(pairs: Pairs, *, base: Scenario | None = None, also: Collection[str] = ()) -> Scenario:
    """The scenario of an address. also: names that the page reads itself.

    Raises InputError with every fault: unknown names with the nearest, values of another type, policies that may not
    come from outside.
    """
    given: dict[str, list[str]] = {}
    faults = []
    for key, text in pairs:
        name = key if key in also else key.replace("-", "_")
        if name in NAMES:
            given.setdefault(name, []).append(text)
        elif name not in also:
            faults.append(_unknown(name))
    values: dict[str, Any] = {}
    for name, texts in given.items():
        try:
            value = _value(name, texts)
        except ValueError as error:
            faults.append(Fault(name, f"{texts[-1][:80]!r}", expected=str(error)))
        else:
            values |= {} if value is _DEFAULT else {name: value}
    scenario = base or Scenario()
    named = (*values.get("policies", ()), *values.get("factorial", ()))
    try:
        check_policies(named)
        check_known(named)
    except InputError as error:
        faults += error.faults
    try:
        scenario = replace(scenario, **values)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return scenario


def _unknown(name: str) -> Fault:
    if name == "pool":
        return Fault(name, "a file cannot be named in an address", expected="to be uploaded")
    return Fault(name, "no such name in an address", hint=did_you_mean(name, NAMES))


_DEFAULT: Final = object()


def _value(name: str, texts: list[str]) -> object:
    """The texts as a value of the field's type; nothing typed is the default. Raises ValueError with what is meant."""
    kind = _KINDS[name]
    if kind == tuple[str, ...]:
        found = tuple(dict.fromkeys(part for text in texts for part in parts(text, ",") if part))
        return _DEFAULT if name == "policies" and not found else found
    text = texts[-1].strip()
    if len(set(texts)) > 1:
        msg = "one value"
        raise ValueError(msg)
    if not text:
        return _DEFAULT
    return next(read for of, read in _READ.items() if kind in (of, of | None))(text)


def _integer(text: str) -> int:
    if len(text) > 12 or not (text.isascii() and text.lstrip("-").isdecimal()):
        msg = "a whole number"
        raise ValueError(msg)
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        msg = "true or false"
        raise ValueError(msg)
    return text.lower() in _YES


def _day(text: str) -> date:
    try:
        return read_date(text)
    except ValueError:
        msg = "a day that exists, as YYYY-MM-DD"
        raise ValueError(msg) from None


_READ: Final[dict[Any, Callable[[str], object]]] = {int: _integer, bool: _flag, date: _day, str: str}
