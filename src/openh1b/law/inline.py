"""Parts of a policy name that set a path in line: `weighted-levels+price.yearly_fee_usd=10000`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from openh1b.cited.reading import UNREADABLE, read_text
from openh1b.errors import Fault, did_you_mean
from openh1b.law.values import Parameter

WHERE: Final = "policy"


def is_inline(part: str) -> bool:
    """Whether a part of a policy name sets a path in line."""
    return "=" in part


def read_inline(part: str, parameters: Mapping[str, Parameter]) -> tuple[str, Any, list[Fault]]:
    """Path and value of an in-line part, checked by the path's kind and range; and what is wrong with it."""
    path, _, text = (piece.strip() for piece in part.partition("="))
    if path not in parameters:
        hint = did_you_mean(path, (name for name, one in parameters.items() if not one.annual))
        return path, UNREADABLE, [Fault(WHERE, f"{path}: no such parameter", hint=hint)]
    parameter = parameters[path]
    if parameter.annual:
        return path, UNREADABLE, [Fault(WHERE, f"{path}: a published count, which no policy can set")]
    if not text:
        return path, UNREADABLE, [Fault(WHERE, f"{path}: no value after =", expected=parameter.unit)]
    document = read_text(text, WHERE)
    faults = [replace(fault, problem=f"{path}: {fault.problem}", line=None) for fault in document.faults]
    if not faults:
        faults = [Fault(WHERE, f"{path}: {problem}") for problem in parameter.kind.problems(document.data)]
    return path, document.data, faults


def clashes(sets: Iterable[tuple[str, Iterable[str]]]) -> Iterable[Fault]:
    """Paths that two parts set. sets: name of a part -> the paths it sets, in order."""
    owner: dict[str, str] = {}
    for name, paths in sets:
        for path in paths:
            if path in owner:
                yield Fault(WHERE, f"{path} is set by both {owner[path]} and {name}", expected="one of them")
            owner[path] = name
