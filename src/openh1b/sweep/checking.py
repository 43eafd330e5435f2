"""Whether every value of a plan can be run, found out before any is: one point a value, all others at the first."""

from __future__ import annotations

from collections.abc import Iterator

from openh1b.asked import ask
from openh1b.cited.reading import Document, Place
from openh1b.errors import Fault, InputError, OpenH1BError, did_you_mean
from openh1b.scenario import OFF, Scenario
from openh1b.simulate import Comparison
from openh1b.sweep.plan import Axis, Plan, Wanted, scenario_at
from openh1b.sweep.point import compared, kept

MOST_CHECKED = 50
MOST_TOLD = 6
_DECIDE = {"response", "people", "policies", "pool"}  # fields on which it depends which figures a point has
_UNASKED = {"seed", "draws", "people"}  # a Scenario checks these itself


def check_points(document: Document, plan: Plan) -> None:
    """Note a fault for each value that makes no scenario, and for measures and groupings that the first point lacks."""
    first = plan.values(0)
    faulty = _faults(plan, first)
    blamed: set[str] = set()
    for axis in plan.axes:
        cleared: set[str] = set()
        for k in _some(axis):
            found = _faults(plan, {**first, **dict(zip(axis.names, axis.rows[k], strict=True))})
            cleared |= faulty.keys() - found.keys()
            _note(document, _place(axis, k), [fault for text, fault in found.items() if text not in faulty])
        _note(document, _place(axis, 0), [faulty[text] for text in cleared - blamed])
        blamed |= cleared
    _note(document, ("base",), [fault for text, fault in faulty.items() if text not in blamed])
    if not document.faults:
        _check_kept(document, plan)


def _some(axis: Axis) -> range:
    """Values after the first; of many, evenly spaced ones and the last."""
    step = max(1, -(-(len(axis.rows) - 1) // MOST_CHECKED))
    return range(len(axis.rows) - 1, 0, -step)[::-1]


def _faults(plan: Plan, values: dict[str, object]) -> dict[str, Fault]:
    try:
        scenario = scenario_at(plan.base, values)
        if scenario.response != OFF:
            from openh1b.reaction import check_response  # read only where employers react

            check_response(scenario.response)
        if not set(values) <= _UNASKED:
            ask(scenario)
    except InputError as error:
        return {str(fault): fault for fault in error.faults}
    return {}


def _place(axis: Axis, k: int) -> Place:
    """The value in the file; of a range, its name."""
    return ("grid", axis.names[0], k) if len(axis.names) == 1 else ("range", axis.names[0])


def _note(document: Document, place: Place, faults: list[Fault]) -> None:
    if place[0] == "grid" and place[:2] not in document.lines:
        place = ("range", place[1])
    for fault in faults:
        problem = f"{fault.problem} ({fault.where})" if fault.where.startswith("--") else fault.problem
        document.fault(place, problem, expected=fault.expected, hint=fault.hint)


def _check_kept(document: Document, plan: Plan) -> None:
    """Run the first point; what it has no figure of is looked for where employers react otherwise or pay is added."""
    measures: dict[str, None] = {}
    any_kept, points = False, list(_telling(plan))
    for number, point in enumerate(points):
        if number and any_kept and not set(plan.wanted.measures) - set(measures):
            break
        found = _found(document, point, plan.wanted)
        if found is None:
            return
        measures |= dict.fromkeys(figure.measure for one in found for figure in one.result)
        any_kept = any_kept or any(True for one in found for _ in kept(one, plan.wanted))
    where = "the first point" if len(points) == 1 else "any point that was tried"
    for k, name in enumerate(plan.wanted.measures):
        if name not in measures:
            hint = did_you_mean(name, measures)
            document.fault(("measures", k), f"no figure of {name!r} at {where}", hint=hint)
    if not document.faults and not any_kept:
        document.fault((), f"no figure is kept of {where}", expected="other measures or groupings")


def _telling(plan: Plan) -> Iterator[Scenario]:
    """The first point, and those that differ from it in what decides which figures there are."""
    first = plan.values(0)
    yield scenario_at(plan.base, first)
    for axis in plan.axes:
        if _DECIDE & set(axis.names):
            for row in axis.rows[1:MOST_TOLD]:
                yield scenario_at(plan.base, {**first, **dict(zip(axis.names, row, strict=True))})


def _found(document: Document, point: Scenario, wanted: Wanted) -> list[Comparison] | None:
    """What a point comes to; None, with its faults noted, where it cannot be computed."""
    try:
        return list(compared(point, wanted))
    except InputError as error:
        for fault in error.faults:
            document.fault(("by",) if fault.where == "--by" else (), fault.problem, hint=fault.hint)
    except OpenH1BError as error:
        document.fault((), str(error).rstrip("."))
    return None
