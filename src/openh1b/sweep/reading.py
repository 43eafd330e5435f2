"""A sweep's file: YAML, strict, with every fault on its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import UNREADABLE, Document, read_document
from openh1b.cited.schema import Fields, checked_fields
from openh1b.errors import InputError
from openh1b.scenario import Scenario
from openh1b.sweep.checking import check_points
from openh1b.sweep.fields import GROUPED, check_name, converted, types_of
from openh1b.sweep.plan import EVERYONE, MOST_POINTS, Axis, Plan, Wanted
from openh1b.sweep.reading_axes import grid, ranges, spread_out

_TEXTS = Kind("list", of="text")
FILE: Fields = {
    "base?": None,
    "grid?": None,
    "range?": None,
    "sample?": None,
    "measures?": _TEXTS,
    "by?": _TEXTS,
    "ranges?": Kind("flag"),
    "tornado?": None,
}
_DEFAULT_BY = "selection_level"  # published rows have it, and grouping by nothing else costs half


def read_file(path: Path) -> tuple[Document, dict[str, Any]]:
    """The file as a document and its known keys. Raises InputError where it is no YAML mapping."""
    document = read_document(path, str(path))
    found = checked_fields(document, (), document.data, FILE)
    if found is None:
        raise_faults(document)
    return document, found or {}


def read_plan(path: Path) -> Plan:
    """The plan of a file. Raises InputError with every fault: line, key, value, what was expected, the nearest name."""
    document, found = read_file(path)
    return plan_of(document, found)


def plan_of(document: Document, found: dict[str, Any]) -> Plan:
    """The plan of a document that has been read. Raises InputError with every fault."""
    base = base_of(document, found)
    axes = _axes(document, found)
    if not axes and not document.faults:
        document.fault((), "nothing varies", expected="grid, range, or range with sample")
    wanted = Wanted(
        measures=tuple(found.get("measures", ())),
        by=tuple(found.get("by", (EVERYONE,))),
        ranges=found.get("ranges", False),
    )
    raise_faults(document)
    plan = Plan(grouped(base, wanted.by), axes, wanted)
    if len(plan) > MOST_POINTS:
        document.fault((), f"{len(plan):,} points", expected=f"at most {MOST_POINTS:,}")
    else:
        check_points(document, plan)
    raise_faults(document)
    return plan


def base_of(document: Document, found: dict[str, Any]) -> Scenario:
    """The scenario of `base`; where it has a fault, the default one."""
    raw = found.get("base", {})
    if not isinstance(raw, dict):
        document.fault(("base",), f"{raw!r} is not a mapping", expected="fields of a scenario")
        return Scenario()
    values: dict[str, Any] = {}
    for name, value in raw.items():
        place = ("base", name)
        if value is UNREADABLE or not check_name(document, place, name):
            continue
        if name not in types_of():
            document.fault(place, "a path of the law, which is no field", hint=f"Put it into a policy: NAME+{name}=...")
            continue
        values[name], _ = converted(document, place, name, value)
    if document.faults:
        return Scenario()
    try:
        return Scenario(**values)
    except InputError as error:
        for fault in error.faults:
            document.fault(("base", fault.where.lstrip("-")), fault.problem, expected=fault.expected, hint=fault.hint)
    return Scenario()


def grouped(base: Scenario, by: tuple[str, ...]) -> Scenario:
    """The base with the groupings that are kept; for everyone together the cheapest that a season has."""
    specs = tuple(one for one in by if one != EVERYONE)
    if not specs and base.pool is None:
        specs = (_DEFAULT_BY,)
    values: dict[str, Any] = {GROUPED: specs}
    return Scenario(**{**vars(base), **values})


def _axes(document: Document, found: dict[str, Any]) -> tuple[Axis, ...]:
    listed = grid(document, found.get("grid", {}))
    spans = ranges(document, found.get("range", {}), sample="sample" in found)
    doubled = {axis.names[0] for axis in listed} & {one.name for one in spans}
    for name in sorted(doubled):
        document.fault(("range", name), f"{name} is in grid as well", expected="one of them")
    return (*listed, *spread_out(document, spans, found.get("sample")))


def raise_faults(document: Document) -> None:
    """Raise InputError where the document has faults, in the order of their lines."""
    if document.faults:
        raise InputError(sorted(document.faults, key=lambda fault: fault.line or 0))
