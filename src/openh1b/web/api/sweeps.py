"""A sweep from outside: its plan as JSON, without files, expressions, or more points than a server should run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING, Any, Final

from openh1b.errors import Fault, InputError
from openh1b.web.outside import check_policies, is_plain

if TYPE_CHECKING:
    from openh1b.sweep.plan import Plan

MOST_POINTS: Final = 5_000
MOST_LETTERS: Final = 100_000
WHERE: Final = "sweep"


def check(raw: Mapping[str, Any]) -> None:
    """Refuse what may not come from outside, before anything of it is read. Raises InputError with every fault."""
    faults = list(_faults(raw, ()))
    if len(json.dumps(raw, default=str)) > MOST_LETTERS:
        faults.append(Fault(WHERE, "is too long", expected=f"at most {MOST_LETTERS:,} letters"))
    grid = raw.get("grid")
    points = prod(len(one) for one in grid.values() if isinstance(one, list)) if isinstance(grid, Mapping) else 0
    if points > MOST_POINTS:
        faults.append(_too_many(points))
    if faults:
        raise InputError(faults[:100])


def _too_many(points: int) -> Fault:
    return Fault(WHERE, f"{points:,} points", expected=f"at most {MOST_POINTS:,}", hint="More: openh1b sweep FILE")


def _faults(value: object, place: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _of_name(str(name), place)
            yield from _faults(item, (*place, str(name)))
    elif isinstance(value, list):
        for item in value:
            yield from _faults(item, place)
    elif isinstance(value, str):
        yield from _of_text(value, place)


def _of_name(name: str, place: tuple[str, ...]) -> Iterator[Fault]:
    from openh1b.law import load_law

    known = load_law().parameters
    where = ".".join((WHERE, *place, name))[:200]
    if name == "pool":
        yield Fault(where, "a file cannot be named here", expected="no pool")
    elif name in known and not is_plain(known[name].kind):
        expected = "a parameter that is a number, a flag, a word of a list, or several"
        yield Fault(where, "cannot be set from here", expected=expected)


def _of_text(text: str, place: tuple[str, ...]) -> Iterator[Fault]:
    """Every text is judged as if it named a policy: what sets nothing and is no file passes."""
    try:
        check_policies([text])
    except InputError as error:
        for fault in error.faults:
            yield Fault(".".join((WHERE, *place))[:200], fault.problem, expected=fault.expected, hint=fault.hint)


def plan(raw: Mapping[str, Any]) -> Plan:
    """The plan of a checked document. Raises InputError with every fault."""
    from openh1b.cited.reading import read_text
    from openh1b.cited.schema import checked_fields
    from openh1b.sweep.reading import FILE, plan_of, raise_faults

    document = read_text(json.dumps(raw), WHERE)
    found = checked_fields(document, (), document.data, FILE)
    raise_faults(document)
    if found is None or "tornado" in found:
        raise InputError(Fault(WHERE, "is no sweep", expected="grid or range", hint="A tornado: /jobs/tornado"))
    made = plan_of(document, found)
    if len(made) > MOST_POINTS:
        raise InputError(_too_many(len(made)))
    return made
