"""Whether every value of a plan can be run, found out before any is: one point a value, all others at the first."""

from __future__ import annotations

from openh1b.asked import ask
from openh1b.errors import Fault, InputError, OpenH1BError, did_you_mean
from openh1b.law.reading import Document, Place
from openh1b.sweep.plan import Axis, Plan, scenario_at
from openh1b.sweep.point import compared, kept

MOST_CHECKED = 50
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
    """Run the first point: what it has no figure of, no point has."""
    try:
        found = list(compared(plan.point(0).scenario, plan.wanted))
    except InputError as error:
        for fault in error.faults:
            document.fault(("by",) if fault.where == "--by" else (), fault.problem, hint=fault.hint)
        return
    except OpenH1BError as error:
        document.fault((), str(error).rstrip("."))
        return
    known = dict.fromkeys(figure.measure for one in found for figure in one.result)
    for k, name in enumerate(plan.wanted.measures):
        if name not in known:
            hint = did_you_mean(name, known)
            document.fault(("measures", k), f"no figure of {name!r} at the first point", hint=hint)
    if not document.faults and not any(True for one in found for _ in kept(one, plan.wanted)):
        document.fault((), "no figure is kept of the first point", expected="other measures or groupings")
