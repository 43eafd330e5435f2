"""Names of policies as text: the parts that are laid on each other, and short names of factors.

Short names are words of `compare --factorial fee,levels`, and nowhere else a policy's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"fee": "fee-103265", "levels": "weighted-levels", "floor": "wage-floor-2026", "cap": "cap-doubled"}
)
"""Short name -> the policy it stands for."""
_OPEN, _CLOSE = "[{(", "]})"


def parts(name: str, mark: str = "+") -> tuple[str, ...]:
    """The parts of a policy name, or, with `,`, the names of a list of policies.

    A mark inside the brackets or quotes of an in-line value divides nothing.
    """
    found, depth, quote, value = [""], 0, "", False
    for letter in name:
        if letter == mark and not depth and not quote:
            found.append("")
            value = False
            continue
        found[-1] += letter
        if quote:
            quote = "" if letter == quote else quote
        elif value and letter in "'\"":
            quote = letter
        elif value:
            depth += (letter in _OPEN) - (letter in _CLOSE)
        value = value or letter == "="
    return tuple(part.strip() for part in found)


def in_full(factor: str) -> str:
    """A factor with each of its parts by its policy's own name: `fee+caps.regular=1` has `fee-103265` in it."""
    return "+".join(SHORT_NAMES.get(part, part) for part in parts(factor))


def spoken(policy: str) -> str:
    """A policy in a sentence: `current` lays nothing on the law and is no name that a reader knows."""
    return "the law of the season" if policy == "current" else policy


def legend() -> str:
    """All short names in a sentence: `fee` is fee-103265, ..."""
    return ", ".join(f"{short} is {name}" for short, name in SHORT_NAMES.items())
