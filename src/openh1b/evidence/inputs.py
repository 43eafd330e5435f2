"""What a test reads: every figure goes through here, so that a claim can list its inputs and how each was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.cited.sources import READS
from openh1b.cost.assumptions import inputs as cost_inputs
from openh1b.errors import Fault, LawError, did_you_mean
from openh1b.evidence.figures import Published, load_figures
from openh1b.evidence.sources import id_of
from openh1b.law import Dated, load_law
from openh1b.law.values import Value
from openh1b.law.wording import standing
from openh1b.season.mixes import LevelMix, load_mixes
from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.published import Figure as SponsorFigure
from openh1b.sponsors.published import load_published

if TYPE_CHECKING:
    import polars as pl

_EVERYONE: Final = "All petitioners"
_HUB: Final = (
    "fiscal_year", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials",
    "naics", "entity", "group", "vintage", "part_year",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """One figure that a test read. key: its name here; standing: of law, its status and when it was last checked.

    value: in words, with its range. number, unit: as it is computed with, a share from 0 to 1; None where it is no
    single number.
    """

    key: str
    label: str
    value: str
    read: str
    cite: tuple[str, ...]
    sure: int | None = None
    standing: str = ""
    checked: date | None = None
    note: str = ""
    number: float | None = None
    unit: str = ""


@dataclass
class Inputs:
    """The figures of the package and, where a store is given, the hub's lines; notes what has been read.

    replaced: key -> value to be taken instead, for asking what a verdict hangs on. Values of keys with a range lose it.
    """

    store: Path | None = None
    replaced: Mapping[str, float] = field(default_factory=dict)
    used: dict[str, Input] = field(default_factory=dict)

    def figure(self, name: str) -> tuple[float, float, float]:
        """Value, low and high end of a figure of figures.yaml. Raises LawError for an unknown name."""
        one = published(name)
        low, high = one.range or (one.value, one.value)
        self._note(
            Input(
                key=name,
                label=one.label,
                value=in_words(one.value, one.unit),
                read=one.read,
                cite=one.cite,
                sure=one.sure,
                note=one.note or "",
                number=one.value,
                unit=one.unit,
            )
        )
        return self._or_replaced(name, one.value, low, high)

    def law(self, path: str, *, season: int | None = None, on: date | None = None) -> Value:
        """The value of a path of the law for a season or on a day."""
        one = load_law().at(path, season=season, on=on)
        key = f"{path} {'FY' + str(season) if season is not None else on}"
        self._law(key, one)
        return self.replaced.get(key, one.value)

    def published(self, who: str, year: int, measure: str) -> float:
        """A sponsor's figure as published: the first of published.yaml. Raises LawError where there is none."""
        one = sponsor_figure(who, year, measure)
        key = f"{who} FY{year} {measure}"
        whose = _EVERYONE if who == "all" else load_aliases().label(one.who)
        label = f"{whose[:1].upper()}{whose[1:]}, {measure.replace('_', ' ')}, FY{year}"
        cite, unit = tuple(map(id_of, one.cite)), measure.rpartition("_")[2]
        found = Input(key, label, f"{one.value:,}", one.read, cite, note=one.note or "", number=one.value, unit=unit)
        self._note(found)
        return self.replaced.get(key, float(one.value))

    def assumption(self, name: str) -> tuple[float, float, float]:
        """Value, low and high end of an input of `openh1b cost` that is a share."""
        one, unit = cost_inputs()[name], "share"
        value, low, high = (in_words(each, unit) for each in (one.value, one.low, one.high))
        said, note = f"{value} ({low} to {high})", one.note or ""
        self._note(Input(name, one.label, said, one.read, one.cite, note=note, number=one.value, unit=unit))
        return self._or_replaced(name, one.value, one.low, one.high)

    def level_mix(self, name: str) -> LevelMix:
        """A split of the registered by wage level, by its name."""
        one = load_mixes().level_mixes[name]
        shares = ", ".join(f"{share:.0%}" for share in one.shares)
        self._note(
            Input(f"level mix {name}", one.label, f"Levels I to IV: {shares}", one.read, one.cite, note=one.note or "")
        )
        return one

    def computed(self, key: str, label: str, found: tuple[str, str, tuple[str, ...]]) -> None:
        """Note a figure of the engine. found: the value in words, the standing of its weakest input, its sources."""
        value, read, cite = found
        self._note(Input(key, label, value, read, cite))

    def hub(self) -> Hub | None:
        """Lines of the Employer Data Hub; None where no file of it is stored."""
        return _hub(self.store)

    def read_hub(self, years: Iterable[int]) -> None:
        """Note that lines of some years of the hub were counted."""
        held = self.hub()
        for year in sorted(set(years)):
            value = f"file {held.files[year]}" if held is not None else ""
            self._note(Input(f"hub FY{year}", f"H-1B Employer Data Hub, FY{year}", value, "source", ("hub-archive",)))

    def grouped(self, groups: Iterable[str]) -> None:
        """Note that names of petitioners were counted together, and how the evidence for that was read."""
        for group in groups:
            aliases = load_aliases()
            mine = [one for one in aliases.evidence if one.group == group]
            if mine:
                reads = max((one.read for one in mine), key=READS.index)
                sure = min((one.sure for one in mine if one.sure is not None), default=None)
                label = f"Which petitioners are {aliases.label(group)}"
                self._note(
                    Input(
                        f"group {group}",
                        label,
                        f"{len(mine)} {'entry' if len(mine) == 1 else 'entries'}, each with its evidence",
                        reads,
                        ("openh1b",),
                        sure=sure,
                    )
                )

    def _law(self, key: str, one: Dated) -> None:
        cite = tuple(dict.fromkeys(citation.source for citation in one.citations))
        is_number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
        self.used[key] = Input(
            key=key,
            label=one.label,
            value=in_words(one.value, one.unit) if is_number else str(one.value),
            read=one.read,
            cite=cite,
            sure=one.sure,
            standing=standing(one),
            checked=one.checked,
            note=one.note or "",
            number=one.value if is_number else None,
            unit=one.unit,
        )

    def _note(self, one: Input) -> None:
        self.used[one.key] = one

    def _or_replaced(self, key: str, value: float, low: float, high: float) -> tuple[float, float, float]:
        if key in self.replaced:
            return (self.replaced[key],) * 3
        return value, low, high


def in_words(value: float, unit: str) -> str:
    """A figure with all its digits: 68.8% of 0.688 (share), 11% a year, 163,000,000 people."""
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if unit.partition(" ")[0] == "share":
        return f"{sign}{100 * abs(value):.10g}%{unit.removeprefix('share')}"
    bare = "" if unit in {"ratio", "yes or no"} else f" {unit}"  # which of them 1 is, the label says
    return f"{sign}{abs(value):,.12g}{bare}"


def weakest(inputs: Iterable[Input]) -> str:
    """How the weakest of some inputs was read; `source` where there are none."""
    return max((one.read for one in inputs), key=READS.index, default="source")


def published(name: str) -> Published:
    """A figure of figures.yaml. Raises LawError with the nearest name where there is none."""
    known = load_figures()
    if name not in known:
        raise LawError(Fault("figures.yaml", f"no figure {name}", hint=did_you_mean(name, known)))
    return known[name]


def sponsor_figure(who: str, year: int, measure: str) -> SponsorFigure:
    """The first published figure of a sponsor, year and measure. `who` may be the beginning of an industry's name."""
    for one in load_published():
        if (one.who == who or one.who.startswith(f"{who} (")) and (one.year, one.measure) == (year, measure):
            return one
    raise LawError(Fault("sponsors/published.yaml", f"no figure of {who}, FY{year}, {measure}"))


@dataclass(frozen=True, eq=False)
class Hub:
    """Resolved lines of the hub, one vintage a year. part: years of which a part is held; files: year -> vintage."""

    lines: pl.DataFrame
    part: tuple[int, ...]
    files: Mapping[int, str]

    @property
    def whole(self) -> tuple[int, ...]:
        """Years held from end to end."""
        return tuple(year for year in sorted(self.files) if year not in self.part)

    def of(self, year: int) -> pl.DataFrame | None:
        """Lines of a whole year; None where it is not held."""
        return self.lines.filter(self.lines["fiscal_year"] == year) if year in self.whole else None


@cache
def _hub(store: Path | None) -> Hub | None:
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines
    from openh1b.sponsors.vintages import choose

    place = Store(store)
    lines = resolved_lines(place, _HUB) if place.vintages("hub") else None
    if lines is None:
        return None
    chosen = choose(lines, part_years=True)
    return Hub(chosen.lines, chosen.part, dict(zip(chosen.years, chosen.vintages, strict=True)))
