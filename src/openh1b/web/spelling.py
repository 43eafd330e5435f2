"""Faults for whoever sent a query, a body or a form: fields by their names or labels, not by the command's flags.

The parts below carry a fault's place as the flag of the command (`--wage-gap`), and name other flags in its words. The
command prints that as it is; every fault of REST and of the pages passes through here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from openh1b.errors import Fault, InputError, OpenH1BError

_NAME: Final = r"--(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w-]|\.\w)"
_PLACE: Final = re.compile(_NAME)
_TEXT: Final = re.compile(
    r"(?P<kept>`[^`]*`|(?<!\w)(?:'(?:[^'\\]|\\.)*(?:'|$)|\"(?:[^\"\\]|\\.)*(?:\"|$)))"
    rf"|(?<![\w-]){_NAME}(?P<of> (?=[A-Z]+\b|\w+=|(?:lca|offer)\b))?"
)
"""A flag, with whether something to fill in or a word that it takes follows; backticks and quoted values are kept."""
_SWITCHES: Final = frozenset({"past", "part_year", "part_years", "people", "stem"})
"""Flags that take no value on the command line; a query says true."""
_ALSO: Final = {
    "chart": ("name",),
    "law": ("path",),
    "people": ("registrations",),
    "policies": ("policy",),
    "policy": ("policies", "name"),
}
"""What an address may have in place of a name that it does not take."""
_COMMANDS: Final = {
    "`sponsors search`": ("`GET /sponsors/search`", '"Search a sponsor"'),
    "`openh1b employer --template FILE.xlsx`": ("`GET /employer/template`", '"An empty list to begin with"'),
}
"""What gives the same by REST, and on the page with the form."""


def field(flag: str) -> str:
    """The name in a query or a body of a flag without its dashes."""
    return flag.replace("-", "_")


def spelled(fault: Fault, names: Collection[str] = (), labels: Mapping[str, str] | None = None) -> Fault:
    """A fault in the words of a query. names: what was asked takes, where that is known. labels: of a form's fields."""
    known = labels or {}
    place = _place(fault.where, names)
    return replace(
        fault,
        where=known.get(place, place),
        problem=in_fields(fault.problem, known),
        expected=None if fault.expected is None else in_fields(fault.expected, known),
        hint=None if fault.hint is None else in_fields(fault.hint, known),
    )


def in_fields(text: str, labels: Mapping[str, str] | None = None) -> str:
    """A text with each flag as the field of that name: its label where it has one, else `season=N`, `past=true`."""
    return _TEXT.sub(lambda found: _in_text(found, labels or {}), text)


def told(error: OpenH1BError) -> str:
    """The message of an error, in these words."""
    if isinstance(error, InputError):
        return str(InputError([spelled(one) for one in error.faults]))
    return in_fields(str(error))


def _place(where: str, names: Collection[str]) -> str:
    plain = _PLACE.sub(lambda found: field(found["name"]), where)
    folded = plain.lower().replace("-", "_").replace(" ", "_")
    return next((one for one in (plain, folded, *_ALSO.get(folded, ())) if one in names), plain)


def _in_text(found: re.Match[str], labels: Mapping[str, str]) -> str:
    if found["kept"]:
        return _COMMANDS.get(found["kept"], (found["kept"],) * 2)[bool(labels)]
    name = field(found["name"])
    if name in labels:
        return f'"{labels[name]}"{found["of"] or ""}'
    return f"{name}=" if found["of"] else f"{name}=true" if name in _SWITCHES else name
