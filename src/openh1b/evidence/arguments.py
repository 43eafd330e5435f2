"""What a claim may give to a test: the names that its function takes, and the kind of each as the function says it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from openh1b.cited.kinds import Kind
from openh1b.errors import did_you_mean
from openh1b.evidence.runoff import Of, Rule
from openh1b.sponsors.ranks import Count, Level

_KINDS: Final[Mapping[str, Kind]] = {
    "str": Kind("text"),
    "int": Kind("integer"),
    "float": Kind("number"),
    "bool": Kind("flag"),
    "date": Kind("date"),
    "list[str]": Kind("list", of="text"),
    "list[int]": Kind("list", of="integer"),
    "Rule": Kind("choice", choices=get_args(Rule)),
    "Of": Kind("choice", choices=get_args(Of)),
    "Count": Kind("choice", choices=get_args(Count)),
    "Level": Kind("choice", choices=get_args(Level)),
}
"""By the name of the type in the function's signature, which is read as text: some types are heavy to import."""


def problem(name: str, test: Callable[..., Any], given: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with what a test is given and a hint; None where it can be called."""
    signature = inspect.signature(test)
    known = {one.name: one for one in signature.parameters.values() if one.name != "inputs"}
    for argument in given:
        if argument not in known:
            return f"{name} takes no {argument}", did_you_mean(str(argument), known)
    try:
        signature.bind(None, **given)
    except TypeError as error:
        return f"{name}: {error}", f"It takes {', '.join(known)}"
    for argument, value in given.items():
        for said in _KINDS[str(known[argument].annotation)].problems(value):
            return f"{name}: {argument}: {said}", "The function says the type"
    if any(value == [] for value in given.values()):
        return f"{name}: an empty list", "Give one item or more"
    return None
