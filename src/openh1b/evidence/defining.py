"""The definitions of a claim, checked: what is computed, from what it may be, and a condition that can go both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw
from openh1b.cited.schema import TEXT, Fields, checked_fields
from openh1b.errors import did_you_mean
from openh1b.evidence.claim import UNITS, Definition
from openh1b.evidence.number import BETWEEN, OPERATORS, Condition
from openh1b.evidence.registry import problem

UNIT: Final = Kind("choice", choices=UNITS)
_ADMITTED: Final[Mapping[str, tuple[float, float]]] = {
    "probability": (0, 1),
    "yes or no": (0, 1),
    "rank": (1, float("inf")),
    **dict.fromkeys(("visas", "approvals", "people", "employers"), (0, float("inf"))),
}
"""What a number of a unit can be at all; a wider `range` would let a test pass that cannot fail."""
_OF_FIGURES: Final = ("over_years", "largest_by")
"""Tests whose `names` are figures of figures.yaml; those of others are sponsors."""
_DEFINITION: Final[Fields] = {
    "name": TEXT,
    "counts": TEXT,
    "compute": None,
    "holds_if": None,
    "range": Kind("list", of="number", length=2),
    "unit?": UNIT,
    "part?": TEXT,
    "aside?": TEXT,
    "command?": TEXT,
}
_CONDITION: Final[Fields] = {
    "op": Kind("choice", choices=OPERATORS), "value": None, "set": Kind("date"), "why": TEXT,
}  # fmt: skip


def check_definitions(document: Document, fields: Mapping[str, Any]) -> tuple[Definition, ...]:
    """The definitions of a claim that are right; what is wrong with the others, or with all, is noted."""
    raw = fields.get("definitions", [])
    if not isinstance(raw, list):
        document.fault(("definitions",), f"{raw!r} is no list")
        return ()
    found: dict[str, Definition] = {}
    for index, item in enumerate(raw):
        one = _definition(document, ("definitions", index), item, fields.get("unit", "rule"))
        if one is not None and one.name in found:
            document.fault(("definitions", index, "name"), f"{one.name!r} is the name of another definition too")
        elif one is not None:
            found[one.name] = one
    if len(found) == len(raw) and found and all(one.aside for one in found.values()):
        said = "every definition is set aside: the claim's test cannot fail"
        document.fault(("definitions",), said, expected="one that decides")
    return tuple(found.values())


def _definition(document: Document, place: Place, raw: Raw, usual: str) -> Definition | None:
    found = checked_fields(document, place, raw, _DEFINITION)
    if found is None:
        return None
    call = _compute(document, (*place, "compute"), found["compute"]) if "compute" in found else None
    condition = _condition(document, (*place, "holds_if"), found["holds_if"]) if "holds_if" in found else None
    if call is None or condition is None or not {"name", "counts", "range"} <= found.keys():
        return None
    unit, (low, high) = found.get("unit", usual), found["range"]
    _limits(document, (*place, "range"), unit, (low, high))
    if not condition.can_go_both_ways(low, high):
        said = f"every number from {low:,} to {high:,} gives the same: the test cannot fail, or cannot hold"
        expected = "a threshold that some admissible number meets and another does not"
        document.fault((*place, "holds_if"), said, expected=expected)
    more = {name: found.get(name, "") for name in ("part", "aside", "command")}
    return Definition(found["name"], found["counts"], *call, condition, (low, high), unit, **more)


def _limits(document: Document, place: Place, unit: str, limits: tuple[float, float]) -> None:
    least, most = _ADMITTED.get(unit, (-float("inf"), float("inf")))
    if not least <= limits[0] < limits[1] <= most:
        expected = f"the least and the most that it can be, from {least:,} to {most:,} in {unit}"
        document.fault(place, f"{list(limits)}", expected=expected)


def _compute(document: Document, place: Place, raw: Raw) -> tuple[str, Mapping[str, Any]] | None:
    """A figure by its name, or a test by its name with what it is given."""
    given: Raw
    if isinstance(raw, dict) and set(raw) == {"figure"}:
        name, given = "figure", {"name": raw["figure"]}
    elif isinstance(raw, dict) and set(raw) in ({"test"}, {"test", "with"}):
        name, given = str(raw["test"]), raw.get("with", {})
    else:
        document.fault(place, f"{raw!r}", expected="figure: NAME, or test: NAME with what it is given under `with`")
        return None
    if not isinstance(given, dict):
        document.fault((*place, "with"), f"{given!r} is not a mapping")
        return None
    wrong = problem(name, given)
    if wrong is not None:
        document.fault(place, wrong[0], hint=wrong[1])
        return None
    return (name, given) if _known_figures(document, place, name, given) else None


def _known_figures(document: Document, place: Place, test: str, given: Mapping[str, Any]) -> bool:
    from openh1b.evidence.figures import load_figures

    known, good = load_figures(), True
    named = [given[key] for key in ("name", "first", "second", "start", "middle", "end") if key in given]
    named += given.get("names", []) if test in _OF_FIGURES else []
    for name in named:
        if name not in known:
            document.fault(place, f"no figure {name} in figures.yaml", hint=did_you_mean(str(name), known))
            good = False
    return good


def _condition(document: Document, place: Place, raw: Raw) -> Condition | None:
    fields = checked_fields(document, place, raw, _CONDITION)
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
