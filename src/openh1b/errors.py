"""Every error a caller can act on.

OpenH1BError
├── InputError          what was given is wrong; carries every fault found
│   ├── LawError        a law file or a source list
│   ├── PolicyError     a policy name, an overlay, a path
│   ├── SeasonError     a season, a level mix, a share
│   ├── PoolError       a user's file or table
│   ├── RuleError       stages, seats, tiers, weights, expressions
│   ├── DataError       an official file that cannot be fetched, recognised or stored
│   ├── DrawError       a draw's folder that does not verify or cannot be written
│   ├── ArgumentError   an argument of another type than the function takes; a TypeError too
│   └── FigureError     a figure or a grouping that a result does not have; a KeyError too
└── NotComputable       a well-formed question that this engine does not answer
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SHOWN = 20
_LONGEST = 60
_T = TypeVar("_T")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it is, the value found, what was expected.

    `where` is a file, a flag, a field or a path of the law; `row` counts data rows from 1, `line` counts lines of a
    text file.
    """

    where: str
    problem: str
    row: int | None = None
    line: int | None = None
    column: str | None = None
    expected: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = [self.where]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        text = f"{', '.join(place)}: {self.problem}"
        if self.expected is not None:
            text += f"; expected {self.expected}"
        return f"{text}. {self.hint}" if self.hint else f"{text}."


class OpenH1BError(Exception):
    """Base of all errors of this package. The command line prints it and exits with 2."""


class InputError(OpenH1BError):
    """What was given is wrong. `faults` lists everything found, the message the first 20."""

    def __init__(self, faults: Sequence[Fault] | Fault) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"... and {len(self.faults) - SHOWN:,} more of this kind or others")
        if len(lines) == 1:
            return lines[0]
        return "\n".join([f"{len(self.faults):,} problems", *(f"  {line}" for line in lines)])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults,)  # so that it comes whole out of another process


class LawError(InputError):
    """A law file, a policy file or the list of sources is not well formed."""


class PolicyError(InputError):
    """A policy, path or date that the law does not have, or two overlays that set one path."""


class SeasonError(InputError):
    """A season, level mix or share that does not exist or does not fit."""


class PoolError(InputError):
    """A user's table cannot be taken in."""


class RuleError(InputError):
    """Stages, seats, tiers, weights or expressions that make no rule."""


class DataError(InputError):
    """An official file that cannot be fetched, recognised, checked or stored."""


class DrawError(InputError):
    """A draw that cannot be written, read or verified."""


class ArgumentError(InputError, TypeError):
    """An argument of another type than the function takes."""


class FigureError(InputError, KeyError):
    """A figure or a grouping that a result does not have.

    What is wrong is put in words only when it is asked for, so that looking whether there is a figure costs little.
    """

    def __init__(self, faults: Callable[[], Sequence[Fault]] | Sequence[Fault]) -> None:
        Exception.__init__(self)
        self._found = faults

    def __getattr__(self, name: str) -> tuple[Fault, ...]:
        if name != "faults":
            raise AttributeError(name)
        self.faults = tuple(self._found() if callable(self._found) else self._found)
        return self.faults

    def __str__(self) -> str:
        return self._message()


class NotComputable(OpenH1BError):  # noqa: N818 - not a mistake of the caller's
    """The question is well formed, but no method here answers it."""


class Taken:
    """Reads one value after another and keeps what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, read: Callable[[], _T], otherwise: _T) -> _T:
        """What `read` gives; `otherwise` where it raised InputError."""
        try:
            return read()
        except InputError as error:
            self.faults += error.faults
            return otherwise

    def check(self) -> None:
        """Raises InputError with every fault."""
        if self.faults:
            raise InputError(self.faults)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like `word`, or None where nothing is near."""
    names = [str(name) for name in known]
    folded = {name.casefold(): name for name in names}
    import difflib  # only where something is wrong

    close = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known name, or else lists the first few that exist."""
    names = sorted(str(name) for name in known)
    near = nearest(word, names)
    if near is not None:
        return f"Did you mean {near}?"
    listed = ", ".join(names[:12])
    return f"Known: {listed}{', ...' if len(names) > 12 else ''}" if names else "None are known"


def wrong_kind(where: str, value: object, expected: str, hint: str | None = None) -> Fault:
    """The fault of a value of another type: the value where it is short, its type, what was expected, the way to it."""
    kind = type(value)
    module = kind.__module__.partition(".")[0]
    name = kind.__name__ if module in {"builtins", "openh1b"} else f"{module}.{kind.__name__}"
    plain = isinstance(value, str | int | float | bytes | list | tuple | dict | set) or module == "datetime"
    shown = repr(value) if plain else ""
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]}..."
    problem = "None" if value is None else f"{shown} ({name})" if shown else f"a value of type {name}"
    return Fault(where, problem, expected=expected, hint=hint)


def whole(value: object) -> int | None:
    """A whole number of any type, such as NumPy's, as an int; None for anything else, True and False among it."""
    if type(value) is int:
        return value
    try:
        return None if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None
