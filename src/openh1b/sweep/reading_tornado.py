"""The key `tornado` of a sweep's file, and the same from flags."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import UNREADABLE, Document, Raw
from openh1b.cited.schema import Fields, checked_fields
from openh1b.errors import Fault, InputError
from openh1b.scenario import Scenario
from openh1b.sweep.fields import check_name, converted
from openh1b.sweep.plan import EVERYONE
from openh1b.sweep.reading import base_of, grouped, raise_faults
from openh1b.sweep.tornado import Question

KEYS: Fields = {"measure?": Kind("text"), "group?": Kind("text"), "policy?": Kind("text"), "vary?": None}
MEASURE = "odds"


def question_of(document: Document, found: dict[str, Any]) -> Question:
    """The question of a file that has a key `tornado`. Raises InputError with every fault."""
    base = base_of(document, found)
    for key in ("grid", "range", "sample", "measures", "by", "ranges"):
        if key in found:
            document.fault((key,), "has no meaning beside tornado", expected="base and tornado")
    asked = checked_fields(document, ("tornado",), found["tornado"], KEYS) or {}
    vary = _vary(document, asked.get("vary", {}))
    raise_faults(document)
    return question(
        base if "policy" not in asked else _last(base, asked["policy"]),
        asked.get("measure", MEASURE),
        asked.get("group", EVERYONE),
        vary,
    )


def question(base: Scenario, measure: str, group: str, vary: dict[str, list[Any]]) -> Question:
    """A question. group: `all`, or as `selection_level=1`, crossed as `a*b=1,true`. Raises InputError for others."""
    by, equals, value = group.partition("=")
    if group != EVERYONE and (not equals or not by.strip() or not value.strip()):
        raise InputError(Fault("--group", f"{group!r}", expected="all, or such as selection_level=1"))
    by, value = (by.strip(), value.strip()) if equals else (EVERYONE, EVERYONE)
    return Question(grouped(base, (by,)), measure, by, value, vary)


def vary_of(texts: list[str]) -> dict[str, list[Any]]:
    """Flags `NAME=A,B` as names and values, checked as a file's. Raises InputError with every fault."""
    document, found = Document("--vary"), {}
    for text in texts:
        name, equals, values = text.partition("=")
        if not equals or not values.strip():
            document.fault((), f"{text!r}", expected="NAME=A,B, as in registrations=300000,450000")
        elif name.strip() in found:
            document.fault((), f"{name.strip()} is given twice")
        else:
            found[name.strip()] = [yaml.safe_load(one) for one in values.split(",")]
    vary = _vary(document, found)
    raise_faults(document)
    return vary


def _last(base: Scenario, policy: str) -> Scenario:
    """The scenario with this policy as the last, whose figure is asked for."""
    others = tuple(name for name in base.policies if name != policy)
    return replace(base, policies=(*others, policy) if policy in base.policies else (policy,))


def _vary(document: Document, raw: Raw) -> dict[str, list[Any]]:
    if not isinstance(raw, dict):
        if raw is not UNREADABLE:
            document.fault(("tornado", "vary"), f"{raw!r} is not a mapping", expected="names and lists of values")
        return {}
    found: dict[str, list[Any]] = {}
    for name, values in raw.items():
        place = ("tornado", "vary", name) if document.lines else (name,)
        if values is UNREADABLE or not check_name(document, place, name):
            continue
        if not isinstance(values, list) or not values:
            document.fault(place, f"{values!r} is not a list of values")
            continue
        pairs = [converted(document, (*place, k), name, value) for k, value in enumerate(values)]
        found[name] = [value for value, fits in pairs if fits]
    return found
