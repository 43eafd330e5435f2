"""Named splits of a season by wage level and by US master's, which no agency publishes (mixes.yaml)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from openh1b.errors import Fault, LawError, SeasonError, did_you_mean
from openh1b.law.parameters import load_law
from openh1b.law.reading import Document, read_document

Read = Literal["source", "second-hand", "memory", "assumption"]
Share = Annotated[float, Field(ge=0, le=1)]
LEVELS = (1, 2, 3, 4)


class _Cited(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    read: Read
    cite: Annotated[tuple[str, ...], Field(min_length=1)]
    note: str = ""


class LevelMix(_Cited):
    """Shares of the registered at selection levels 1 to 4, under one definition of level."""

    shares: dict[Literal[1, 2, 3, 4], Share]
    definition: str

    @model_validator(mode="after")
    def _whole(self) -> LevelMix:
        if set(self.shares) != set(LEVELS) or abs(sum(self.shares.values()) - 1) > 1e-4:
            msg = f"shares of levels 1 to 4 must sum to 1, these sum to {sum(self.shares.values()):.6f}"
            raise ValueError(msg)
        return self

    @property
    def mean_entries(self) -> float:
        """Entries a beneficiary under weights 1 to 4."""
        total = sum(self.shares.values())
        return sum(level * share for level, share in self.shares.items()) / total


class Part(BaseModel):
    """A published count of a published whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    part: int
    whole: int


class UsMasters(_Cited):
    """Share with a US master's or higher, either among the registered or among those whom a lottery selected."""

    among_selected: Share | None = None
    among_registered: Part | None = None

    @model_validator(mode="after")
    def _one(self) -> UsMasters:
        if (self.among_selected is None) == (self.among_registered is None):
            msg = "give either among_selected or among_registered"
            raise ValueError(msg)
        return self

    def share(self, regular: float, advanced: float) -> float:
        """Share among the registered.

        A lottery gives the regular seats in proportion and the advanced ones to holders of a US master's only, so that
        selected = share x regular + advanced; the seats are those of the season.
        """
        if self.among_selected is None:
            return self.among_registered.part / self.among_registered.whole if self.among_registered else 0.0
        return (self.among_selected * (regular + advanced) - advanced) / regular


class PublishedOdds(_Cited):
    """Odds by level as somebody printed them."""

    random: Share
    levels: dict[Literal[1, 2, 3, 4], Share]


class Mixes(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level_mixes: dict[str, LevelMix]
    us_masters: dict[str, UsMasters]
    published_odds: dict[str, PublishedOdds]


@lru_cache
def load_mixes() -> Mixes:
    """The package's own splits. Raises LawError where the file is not well formed or cites what no source has."""
    with as_file(files("openh1b.season") / "mixes.yaml") as path:
        document = read_document(path, "season/mixes.yaml")
    if document.faults:
        raise LawError(document.faults)
    try:
        mixes = Mixes.model_validate(document.data)
    except ValidationError as error:
        faults = [_fault(document, tuple(e["loc"]), e["msg"]) for e in error.errors()]
        raise LawError(faults) from None
    _check_sources(mixes, document)
    return mixes


def _fault(document: Document, place: tuple[str | int, ...], problem: str) -> Fault:
    return Fault(document.name, f"{'.'.join(map(str, place))}: {problem}", line=document.line(place))


def _check_sources(mixes: Mixes, document: Document) -> None:
    known = load_law().sources
    faults = [
        _fault(document, (group, name, "cite"), f"no source {source!r}. {did_you_mean(source, known)}")
        for group in ("level_mixes", "us_masters", "published_odds")
        for name, entry in getattr(mixes, group).items()
        for source in entry.cite
        if source not in known
    ]
    if faults:
        raise LawError(faults)


def level_mix(name: str) -> LevelMix:
    """The split by wage level of this name. Raises SeasonError naming the nearest."""
    known = load_mixes().level_mixes
    if name not in known:
        raise SeasonError(Fault("--level-mix", f"no level mix {name!r}", hint=did_you_mean(name, known)))
    return known[name]


def us_masters(name: str) -> UsMasters | float:
    """The split by US master's of this name, or a share given as a number. Raises SeasonError naming the nearest."""
    known = load_mixes().us_masters
    if name in known:
        return known[name]
    try:
        share = float(name)
    except ValueError:
        hint = did_you_mean(name, known)
        raise SeasonError(
            Fault("--us-masters", f"no split {name!r}", expected="a name or a share from 0 to 1", hint=hint)
        ) from None
    if not 0 <= share <= 1:
        raise SeasonError(Fault("--us-masters", f"{name} is no share", expected="a number from 0 to 1"))
    return share
