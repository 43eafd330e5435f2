"""Short names of policies as factors: words of `compare --factorial fee,levels`, and nowhere else a policy's name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from openh1b.law.inline import parts

SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"fee": "fee-103265", "levels": "weighted-levels", "floor": "wage-floor-2026", "cap": "cap-doubled"}
)
"""Short name -> the policy it stands for."""


def in_full(factor: str) -> str:
    """A factor with each of its parts by its policy's own name: `fee+caps.regular=1` has `fee-103265` in it."""
    return "+".join(SHORT_NAMES.get(part, part) for part in parts(factor))


def legend() -> str:
    """All short names in a sentence: `fee` is fee-103265, ..."""
    return ", ".join(f"{short} is {name}" for short, name in SHORT_NAMES.items())
