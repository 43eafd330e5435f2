"""The keys `grid`, `range` and `sample` of a sweep's file."""

from __future__ import annotations

from typing import Any

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import UNREADABLE, Document, Place, Raw
from openh1b.cited.schema import Fields, checked_fields
from openh1b.law import load_law
from openh1b.sweep.axes import Range, sampled, stepped
from openh1b.sweep.fields import check_name, converted, is_path, types_of
from openh1b.sweep.plan import MOST_POINTS, Axis

_STEPS = Kind("integer", low=2, high=MOST_POINTS)
_NUMBER = Kind("number")
_SPAN: Fields = {"low": _NUMBER, "high": _NUMBER}
_SAMPLE: Fields = {"n": Kind("integer", low=1, high=MOST_POINTS), "seed?": None}
_SHARES = {"us_masters"}  # text in a Scenario, where it may also be a name, but a number if it is one


def grid(document: Document, raw: Raw) -> tuple[Axis, ...]:
    """Lists of values, each an axis."""
    axes = []
    for name, values in _named(document, "grid", raw):
        place = ("grid", name)
        if not isinstance(values, list) or not values:
            document.fault(place, f"{values!r} is not a list of values", hint=f"Write `{name}: [A, B]`.")
            continue
        found = [converted(document, (*place, k), name, one) for k, one in enumerate(values) if one is not UNREADABLE]
        good = [value for value, fits in found if fits]
        for k, value in enumerate(good):
            if value in good[:k]:
                document.fault((*place, k), f"{value!r} is named twice")
        axes.append(Axis((name,), tuple((value,) for value in good)))
    return tuple(axes)


def ranges(document: Document, raw: Raw, *, sample: bool) -> tuple[Range, ...]:
    """Spans from low to high, with `steps` unless they are sampled."""
    fields = _SPAN if sample else {**_SPAN, "steps": _STEPS}
    found = []
    for name, span in _named(document, "range", raw):
        place = ("range", name)
        whole = _whole(name)
        if whole is None:
            document.fault(place, f"{name} is no number", expected="a field or path that is", hint="Use grid.")
            continue
        before = len(document.faults)
        values = checked_fields(document, place, span, fields) or {}
        if sample and isinstance(span, dict) and "steps" in span:
            document.faults = [one for one in document.faults if one.line != document.line((*place, "steps"))]
            document.fault((*place, "steps"), "a sample has no steps", expected="only low and high")
        if len(document.faults) == before and set(values) == {key.removesuffix("?") for key in fields}:
            found += _range(document, place, values, whole=whole)
    return tuple(found)


def _range(document: Document, place: Place, values: dict[str, Any], *, whole: bool) -> list[Range]:
    low, high = values["low"], values["high"]
    if not low < high:
        document.fault(place, f"low {low:,} and high {high:,}", expected="low below high")
        return []
    ends = [converted(document, (*place, end), str(place[-1]), values[end]) for end in ("low", "high")]
    if not all(fits for _, fits in ends):
        return []
    if whole and not all(isinstance(end, int) for end in (low, high)):  # seeds, which are text
        document.fault(place, f"low {low} and high {high}", expected="whole numbers")
        return []
    return [Range(str(place[-1]), low, high, whole, values.get("steps"))]


def spread_out(document: Document, spans: tuple[Range, ...], raw: Raw | None) -> tuple[Axis, ...]:
    """The spans as axes of steps, or all of them as one sample."""
    if raw is None:
        return tuple(map(_texts, map(stepped, spans)))
    before = len(document.faults)
    values = checked_fields(document, ("sample",), raw, _SAMPLE) or {}
    seed, good = converted(document, ("sample", "seed"), "seed", values.get("seed", "1"))
    if not spans and not document.faults:
        document.fault(("sample",), "nothing to sample", expected="range with low and high")
    if len(document.faults) > before or not good or not spans or "n" not in values:
        return ()
    return (_texts(sampled(spans, values["n"], str(seed))),)


def _texts(axis: Axis) -> Axis:
    """Numbers of fields that are text, as text."""
    kinds = [types_of().get(name, ()) for name in axis.names]
    rows = tuple(
        tuple(str(value) if str in kind else value for value, kind in zip(row, kinds, strict=True)) for row in axis.rows
    )
    return Axis(axis.names, rows)


def _whole(name: str) -> bool | None:
    """Whether numbers of this name are whole; None where it takes no numbers."""
    if is_path(name):
        kind = load_law().parameters[name].kind.type
        return {"integer": True, "number": False}.get(kind)
    kinds = types_of()[name]
    if name in _SHARES or float in kinds:
        return False
    return True if (int in kinds and bool not in kinds) or name == "seed" else None


def _named(document: Document, key: str, raw: Raw) -> list[tuple[str, Raw]]:
    if raw is UNREADABLE:
        return []
    if not isinstance(raw, dict):
        document.fault((key,), f"{raw!r} is not a mapping", expected="names of fields or paths")
        return []
    return [
        (name, one) for name, one in raw.items() if one is not UNREADABLE and check_name(document, (key, name), name)
    ]
