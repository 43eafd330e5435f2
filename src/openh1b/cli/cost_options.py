"""Flags of `openh1b cost` as values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from openh1b.cost.break_even import wage_gaps
from openh1b.cost.salary import read_share
from openh1b.errors import Fault, InputError

_AMOUNT = re.compile(r"\$?\s*([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,2})?")
_SIZE = re.compile(r"(?:([0-9,]+)\s*-\s*)?([0-9,]+)(\+)?")


T = TypeVar("T")


class Taken:
    """Reads one flag after another and keeps what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, read: Callable[[], T], otherwise: T) -> T:
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


def one_mode(*, matrix: bool, revenue: bool, salary: str | None) -> None:
    """Refuses two questions at once, and none. Raises InputError."""
    asked = [name for name, given in (("--matrix", matrix), ("--revenue", revenue), ("--salary", salary)) if given]
    if not asked:
        raise InputError(
            Fault("--salary", "missing", expected="pay a year, such as --salary 120000; or --matrix, --revenue")
        )
    if len(asked) > 1:
        raise InputError(Fault(asked[0], f"given with {' and '.join(asked[1:])}", expected="one of them"))


def amount(text: str, flag: str) -> float:
    """US dollars as 250000, 250,000 or $250,000. Raises InputError for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise InputError(Fault(flag, f"{text!r} is no amount", expected="US dollars, 0 or more, such as 250000"))
    return float(found[1].replace(",", "") + (found[2] or ""))


def employer_size(text: str) -> int:
    """`26+` is 26, `1-25` is 25, a number is itself. Raises InputError."""
    found = _SIZE.fullmatch(text.strip())
    if not found or (found[1] and found[3]):
        raise InputError(
            Fault("--employer-size", f"{text!r}", expected="26+, 1-25 or a number of full-time equivalents")
        )
    return int(found[2].replace(",", ""))


def wage_gap(text: str | None) -> tuple[float, ...]:
    """`-16%:30%` as its two ends, or one number; the published ones where nothing is given. Raises InputError."""
    if text is None:
        return wage_gaps()
    parts = text.split(":")
    if len(parts) > 2:
        raise InputError(Fault("--wage-gap", f"{text!r}", expected="LOW:HIGH, such as -16%:30%"))
    ends = [_gap(part.strip()) for part in parts]
    if ends != sorted(ends):
        raise InputError(Fault("--wage-gap", f"{parts[0]} is above {parts[1]}", expected="LOW:HIGH, such as -16%:30%"))
    return tuple(dict.fromkeys(ends))


def _gap(text: str) -> float:
    sign = -1 if text.startswith("-") else 1
    return sign * read_share(text.lstrip("+-"), "--wage-gap")


def shares_of(texts: Sequence[str] | None) -> dict[str, float]:
    """`--share small=0.3` and the like, by the full name of the input. Raises InputError."""
    found: dict[str, float] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(Fault("--share", f"{text!r}", expected="NAME=SHARE, such as share_small=0.3"))
        found[name.strip()] = read_share(value, f"--share {name.strip()}")
    return found
