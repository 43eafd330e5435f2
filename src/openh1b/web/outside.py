"""What may come from outside as a policy: names of the shelf and plain values in line; no file, no expression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from openh1b.cited.kinds import Kind
from openh1b.errors import Fault, InputError, PolicyError
from openh1b.law import load_law
from openh1b.law.inline import WHERE, is_inline, read_inline
from openh1b.law.overlay import chosen, is_file
from openh1b.naming import parts

PLAIN: Final = frozenset({"integer", "number", "flag", "choice"})
MOST_POLICIES: Final = 12
MOST_LETTERS: Final = 400


def is_plain(kind: Kind) -> bool:
    """Whether values of a kind may come from outside: a number, a flag, a word of a closed set, or a list of those."""
    return kind.type in PLAIN or (kind.type == "list" and kind.of in PLAIN)


def check_policies(names: Iterable[str]) -> None:
    """Refuse policies that name a file, set more than a plain value, or are too many. Raises InputError with all."""
    names = tuple(names)
    faults = [fault for name in names for fault in _faults(name)]
    if len(names) > MOST_POLICIES:
        faults.append(Fault("policies", f"{len(names)} named", expected=f"at most {MOST_POLICIES}"))
    if faults:
        raise InputError(faults)


def check_known(names: Iterable[str]) -> None:
    """Refuse policies that are not on the shelf, or whose values do not fit. Raises InputError with every fault."""
    law = load_law()
    faults: list[Fault] = []
    for name in names:
        try:
            chosen(name, law.overlays, law.parameters, law.sources)
        except PolicyError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)


def _faults(name: str) -> Iterator[Fault]:
    if len(name) > MOST_LETTERS:
        yield Fault(WHERE, f"{name[:40]!r}... is too long", expected=f"at most {MOST_LETTERS} letters")
        return
    known = load_law().parameters
    for part in parts(name):
        path = part.partition("=")[0].strip()
        if is_file(part):
            yield Fault(WHERE, f"{part!r} names a file", expected="a policy of the shelf, or path=value")
        elif is_inline(part) and path in known and not _may_be_set(part, known[path].kind):
            expected = "a parameter that is a number, a flag, a word of a list, or several; or a weight by column"
            yield Fault(WHERE, f"{path}: cannot be set from here", expected=expected)


def _may_be_set(part: str, kind: Kind) -> bool:
    """A weight is plain too where it is a number or a lookup by column, and no expression."""
    if kind.type != "weight":
        return is_plain(kind)
    _, value, faults = read_inline(part, load_law().parameters)
    return bool(faults) or not (isinstance(value, dict) and "expression" in value)
