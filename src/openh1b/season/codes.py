"""Codes of occupations and areas: which exist, and which were retired.

The lists are learned/soc_codes.csv, soc_retired.csv and oflc_areas.csv. A code is taken or refused, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from openh1b.season.synthetic_tables import table

if TYPE_CHECKING:
    import polars as pl

_ONET = r"^([0-9]{2}-[0-9]{4})\.[0-9]{2}$"


@dataclass(frozen=True)
class CodeList:
    """The codes that a column takes. names: code -> name. ending: a pattern whose first group is what is taken."""

    expected: str
    names: Mapping[str, str]
    ending: str | None = None

    def read(self, values: pl.Series) -> pl.Series:
        """The codes, without the ending that the list does not tell apart; null where there is no such code."""
        bare = values if self.ending is None else values.str.replace(self.ending, "$1")
        return bare.set(~bare.is_in(list(self.names)).fill_null(value=False), None)


@lru_cache
def code_list(column: str) -> CodeList | None:
    """The list of a column: `soc_code` (an O*NET code counts as its SOC code) or `area`; None for others."""
    if column == "soc_code":
        return CodeList("a code of SOC 2018, such as 15-1252", titles(), _ONET)
    if column == "area":
        expected = "the code of an OFLC wage area of July 2025 to June 2026, such as 35620"
        return CodeList(expected, areas())
    return None


def onet_codes(text: pl.Series) -> int:
    """How many cells hold an O*NET code, 15-1252.00 for 15-1252; what stands behind the dot is not checked."""
    return int(text.str.strip_chars().str.contains(_ONET).sum())


@lru_cache
def titles() -> Mapping[str, str]:
    """Every occupation of SOC 2018: code -> title."""
    return {row["soc_code"]: row["title"] for row in table("soc_codes")}


@lru_cache
def retired() -> Mapping[str, str]:
    """Every code of SOC 2010 that SOC 2018 no longer has: code -> title."""
    return {row["retired_code"]: row["retired_title"] for row in table("soc_retired")}


@lru_cache
def successors() -> Mapping[str, tuple[str, ...]]:
    """The codes of SOC 2018 that took the place of each retired one."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in table("soc_retired"):
        found[row["retired_code"]].append(row["soc_code"])
    return {code: tuple(codes) for code, codes in found.items()}


@lru_cache
def areas() -> Mapping[str, str]:
    """Every OFLC wage area: code -> name."""
    return {row["area"]: row["area_name"] for row in table("oflc_areas")}
