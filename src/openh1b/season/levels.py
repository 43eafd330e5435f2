"""The wage level of an offer: the highest whose wage, for the occupation and area, it equals or exceeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.law import load_law

HOURS_A_YEAR = 2_080
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Floors:
    """Wages of Levels I to IV of one occupation in one area, US dollars a year.

    wage_year: the table is that of July of this year to June of the next. hourly: the table has dollars an hour, here
    times 2,080; else dollars a year. table: which table it is, in words.
    """

    soc_code: str
    area: str
    wage_year: int
    l1_usd: float
    l2_usd: float
    l3_usd: float
    l4_usd: float
    hourly: bool
    table: str
    note: str = ""

    @property
    def usd(self) -> tuple[float, float, float, float]:
        """The four wages, US dollars a year."""
        return self.l1_usd, self.l2_usd, self.l3_usd, self.l4_usd

    @property
    def an_hour(self) -> tuple[float, ...]:
        """The four wages, US dollars an hour: a year's divided by 2,080."""
        return tuple(round(one / HOURS_A_YEAR, 2) for one in self.usd)


@dataclass(frozen=True)
class Standing:
    """Where an offer stands. next_level, next_usd and short_usd are None at Level IV.

    below_level_1: the offer is below Level I and counts as I. next_usd: wage of the next level. short_usd: dollars a
    year to it.
    """

    level: int
    below_level_1: bool
    next_level: int | None
    next_usd: float | None
    short_usd: float | None


def levels_of(pay_usd: Floats, floors_usd: Sequence[Floats]) -> Ints:
    """The level of each row, 1 to 4. Pay below Level I counts as I, 8 CFR 214.2(h)(8)(iii).

    pay_usd: (rows,). floors_usd: four of (rows,), or of one wage for all; US dollars a year, compared to the cent.
    """
    pay = np.round(pay_usd, 2)
    level = np.ones(len(pay), dtype=np.int64)
    for floor in floors_usd[1:]:
        level += pay >= np.round(floor, 2)
    return level


def level_of(wage_usd: float, floors: Floors) -> int:
    """The level of one offer, US dollars a year: 1 to 4."""
    return int(levels_of(np.array([wage_usd]), [np.array([one]) for one in floors.usd])[0])


def standing(wage_usd: float, floors: Floors) -> Standing:
    """The level of one offer, US dollars a year, and what the next one takes.

    The next step of an offer below Level I is II, since it counts as I.
    """
    level, below = level_of(wage_usd, floors), round(wage_usd, 2) < round(floors.l1_usd, 2)
    if level == 4:
        return Standing(level, below, None, None, None)
    wanted = floors.usd[level]
    return Standing(level, below, level + 1, wanted, round(wanted - wage_usd, 2))


def wage_year_of(season: int) -> int:
    """The wage year whose table applies at registration of a season: 2026 for July 2026 to June 2027.

    That it is the table in force at registration is from memory (sure: 90%), as is the first day of the wage year
    (`wages.year_starts`). Raises SeasonError for a season that does not exist.
    """
    law = load_law()
    day = law.clock().opens(season).day
    month, first = (int(part) for part in str(law.at("wages.year_starts", on=day).value).split("-"))
    return day.year if (day.month, day.day) >= (month, first) else day.year - 1


def wage_year_warning(season: int, table_year: int) -> str | None:
    """A sentence where the table is not that of the season's registration; None where it is."""
    wanted = wage_year_of(season)
    if wanted == table_year:
        return None
    return (
        f"The table is that of {wage_year_name(table_year)}; at registration for FY{season} that of "
        f"{wage_year_name(wanted)} applies, and wages and levels will differ."
    )


def wage_year_name(year: int) -> str:
    """A wage year in words: July 2025 to June 2026."""
    return f"July {year} to June {year + 1}"
