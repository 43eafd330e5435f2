"""Which of the stored files stand for a table: one for each year, whole ones before parts, and never two at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openh1b.data.index import Vintage
    from openh1b.data.kinds import Kind

FULL = 0.6  # of the fullest file of a year: whole years of the hub have 48,544 to 59,983 rows
_WHY = {
    "unfit": "is unfit (see its corrections)",
    "subset": "holds a part of the employers",
    "part_year": "holds a part of the year",
    "single_registrations": "holds the persons with one registration alone",
    "multiple_registrations": "holds the persons with several registrations alone",
}
_HALVES = ("single_registrations", "multiple_registrations")


@dataclass(frozen=True)
class Choice:
    """A vintage, the years of it that are read if none is named, and why others are not."""

    vintage: Vintage
    taken: bool
    years: tuple[int, ...] = ()
    why: str = ""


def choose(kind: Kind, held: Sequence[Vintage], *, part_year: bool = False) -> tuple[Choice, ...]:
    """One choice for each vintage.

    For a table of years, each year is read from one vintage: one without flags and not far from the fullest of that
    year, of the layout that says most, with the most rows, the fewest of them corrected, the first added.
    A year that was published in halves is read from both. part_year: where a year has no whole vintage, its fullest
    part stands in.
    """
    if kind.year is None:
        return tuple(Choice(one, taken=True) for one in held)
    years = sorted({year for one in held for year in one.years})
    best = {year: _best(kind, held, year, part_year=part_year) for year in years}
    return tuple(_choice(one, best) for one in held)


def _best(kind: Kind, held: Sequence[Vintage], year: str, *, part_year: bool) -> tuple[Vintage, ...]:
    """The vintages that stand for a year: one, or its halves; none where there is only a part of it."""
    fit = _flagged(held, year, [])
    if fit:
        return (_fullest(kind, fit, year),)
    halves = [_flagged(held, year, [flag]) for flag in kind.halves]
    if any(halves) and (part_year or all(halves)):
        return tuple(_fullest(kind, half, year) for half in halves if half)
    parts = _flagged(held, year, ["part_year"])
    return (max(parts, key=lambda one: _rows(one, year)),) if parts and part_year else ()


def _flagged(held: Sequence[Vintage], year: str, flags: list[str]) -> list[Vintage]:
    return [one for one in held if year in one.years and one.years[year]["flags"] == flags]


def _fullest(kind: Kind, fit: Sequence[Vintage], year: str) -> Vintage:
    most = max(_rows(one, year) for one in fit)
    full = [one for one in fit if _rows(one, year) >= FULL * most]
    return min(full, key=lambda one: (kind.ranked.index(one.layout), -_rows(one, year), one.corrected))


def _rows(one: Vintage, year: str) -> int:
    return int(one.years[year]["rows"])


def _choice(one: Vintage, best: dict[str, tuple[Vintage, ...]]) -> Choice:
    left = [year for year in one.years if all(other is not one for other in best[year])]
    taken = tuple(int(year) for year in one.years if year not in left)
    reasons = []
    for year in left:
        standing = " and ".join(other.vintage for other in best[year])
        flags = one.years[year]["flags"]
        gives_way = f"gives way to {standing}" if standing else ""
        reasons.append(_WHY[flags[0]] if flags and not (standing and _is_half(flags)) else gives_way)
    return Choice(one, bool(taken), taken, ", ".join(dict.fromkeys(reasons)))


def _is_half(flags: Sequence[str]) -> bool:
    return len(flags) == 1 and flags[0] in _HALVES


def _are_halves(kind: Kind, one: dict[str, Any], other: dict[str, Any]) -> bool:
    flags = (*one["flags"], *other["flags"])
    return bool(kind.halves) and len(flags) == len(kind.halves) and set(flags) == set(kind.halves)


def check_together(kind: Kind, named: Sequence[Vintage], *, part_year: bool) -> None:
    """Raises DataError where two of the vintages hold one year, or a part of a year stands beside whole ones."""
    faults = []
    for at, one in enumerate(named):
        for other in named[at + 1 :]:
            shared = sorted(set(one.years) & set(other.years))
            both = [year for year in shared if not _are_halves(kind, one.years[year], other.years[year])]
            if both:
                problem = f"{one.vintage} and {other.vintage} both hold FY{', FY'.join(both)}"
                faults.append(Fault("vintages", problem, hint="Read them one at a time: together a year counts twice"))
    parts = [one for one in named if "part_year" in one.flags]
    wholes = [one for one in named if "part_year" not in one.flags]
    if kind.year is not None and parts and wholes and not part_year:
        names = ", ".join(one.vintage for one in parts)
        hint = "Ask for part years as well (--part-year) if that is meant"
        faults.append(Fault("vintages", f"{names} holds a part of the year, others whole years", hint=hint))
    if faults:
        raise DataError(faults)
