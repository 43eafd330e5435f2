"""Named splits of a season by wage level and by US master's, which no agency publishes (mixes.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.modules import reading_modules
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import Fields, check_source, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import Fault, LawError, SeasonError, did_you_mean
from openh1b.kept import kept_beside, kept_or_read
from openh1b.law.parameters import SOURCES, load_law

LEVELS = (1, 2, 3, 4)
_EXPECTED: Final = "a name, a share from 0 to 1, or 0% to 100%"
FILE: Final = Path(__file__).with_name("mixes.yaml")

_SHARE = Kind("number", low=0, high=1)
_SHARES = Kind("list", of="number", length=4, low=0, high=1)
_CITED: Fields = {
    "label": Kind("text"),
    "read": Kind("choice", choices=READS),
    "cite": Kind("list", of="text"),
    "note?": Kind("text"),
}
_FIELDS: Mapping[str, Fields] = {
    "level_mixes": {**_CITED, "shares": _SHARES, "definition": Kind("text")},
    "us_masters": {
        **_CITED,
        "among_selected?": _SHARE,
        "among_registered?": Kind("mapping", low=1, high=10_000_000, fields={"part": "integer", "whole": "integer"}),
    },
    "published_odds": {**_CITED, "random": _SHARE, "levels": _SHARES},
}


@dataclass(frozen=True)
class LevelMix:
    """Shares of the registered at selection Levels I to IV, under one definition of level."""

    label: str
    read: str
    cite: tuple[str, ...]
    shares: tuple[float, float, float, float]
    definition: str
    note: str = ""

    @property
    def mean_entries(self) -> float:
        """Entries a beneficiary under weights 1 to 4."""
        return sum(level * share for level, share in zip(LEVELS, self.shares, strict=True)) / sum(self.shares)


@dataclass(frozen=True)
class UsMasters:
    """Share with a US master's or higher, either among the registered or among those whom a lottery selected."""

    label: str
    read: str
    cite: tuple[str, ...]
    among_selected: float | None = None
    among_registered: Mapping[str, int] | None = None
    note: str = ""

    def share(self, regular: float, advanced: float) -> float:
        """Share among the registered.

        A lottery gives the regular seats in proportion and the advanced ones to holders of a US master's only, so that
        selected = share x regular + advanced; the seats are those of the season.
        """
        if self.among_registered is not None:
            return self.among_registered["part"] / self.among_registered["whole"]
        return ((self.among_selected or 0.0) * (regular + advanced) - advanced) / regular


@dataclass(frozen=True)
class PublishedOdds:
    """Odds by level as somebody printed them; `random` is what the same author gives for a plain lottery."""

    label: str
    read: str
    cite: tuple[str, ...]
    random: float
    levels: tuple[float, float, float, float]
    note: str = ""


@dataclass(frozen=True)
class Mixes:
    """All splits by kind and name, with the odds that others printed."""

    level_mixes: Mapping[str, LevelMix]
    us_masters: Mapping[str, UsMasters]
    published_odds: Mapping[str, PublishedOdds]


@lru_cache
def load_mixes() -> Mixes:
    """The package's own splits. Raises LawError where the file is not well formed or cites what no source has."""
    of = (FILE, SOURCES, Path(__file__), *reading_modules())
    return kept_or_read(
        lambda: check_mixes(read_document(FILE, "season/mixes.yaml")), kept_beside(__file__, "mixes"), of
    )


def check_mixes(document: Document) -> Mixes:
    """The splits in a document. Raises LawError with every fault."""
    raw = checked_fields(document, (), top_level(document), dict.fromkeys(_FIELDS)) or {}
    groups = {group: _entries(document, group, raw.get(group, {})) for group in _FIELDS}
    if document.faults:
        raise LawError(document.faults)
    return Mixes(
        {name: LevelMix(**entry) for name, entry in groups["level_mixes"].items()},
        {name: UsMasters(**entry) for name, entry in groups["us_masters"].items()},
        {name: PublishedOdds(**entry) for name, entry in groups["published_odds"].items()},
    )


def _entries(document: Document, group: str, raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    sources = load_law().sources
    for name, entry in raw.items():
        fields = checked_fields(document, (group, name), entry, _FIELDS[group]) or {}
        for source in fields.get("cite", ()):
            check_source(document, (group, name, "cite"), source, sources)
        _check_whole(document, group, name, fields)
        found[name] = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    return found


def _check_whole(document: Document, group: str, name: str, fields: Mapping[str, Any]) -> None:
    if "shares" in fields and abs(sum(fields["shares"]) - 1) > 1e-4:
        document.fault((group, name, "shares"), f"sum to {sum(fields['shares']):.6f}", expected="a sum of 1")
    if group == "us_masters" and ("among_selected" in fields) == ("among_registered" in fields):
        document.fault((group, name), "give either among_selected or among_registered")


def level_mix(name: str) -> LevelMix:
    """The split by wage level of this name. Raises SeasonError naming the nearest."""
    known = load_mixes().level_mixes
    if name not in known:
        raise SeasonError(Fault("--level-mix", f"no level mix {name!r}", hint=did_you_mean(name, known)))
    return known[name]


def us_masters(name: str) -> UsMasters | float:
    """The split by US master's of this name, or a share given as 0.57 or 57%. Raises SeasonError naming the nearest."""
    known = load_mixes().us_masters
    if name in known:
        return known[name]
    bare = name.strip().removesuffix("%")
    try:
        share = float(bare) / (1 if bare == name.strip() else 100)
    except ValueError:
        hint = did_you_mean(name, known)
        raise SeasonError(Fault("--us-masters", f"no split {name!r}", expected=_EXPECTED, hint=hint)) from None
    if not 0 <= share <= 1:
        percentage = f"Write {bare}% for a percentage" if 1 < share <= 100 else None
        raise SeasonError(Fault("--us-masters", f"{name} is no share", expected=_EXPECTED, hint=percentage))
    return share
