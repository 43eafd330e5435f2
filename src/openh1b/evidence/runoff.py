"""How many of those in H-1B status today would be in it in later years: cohorts by origin and tenure.

Two origins, each with its own yearly share leaving. The stock of today is that of a program whose entry has grown
evenly for long. Nobody reacts, and who leaves status is not told from who leaves the country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Rule = Literal["no_entry", "no_renewals", "six_years"]
Of = Literal["all", "rule"]

OLDEST: Final = 40
"""Years of tenure that are followed."""


@dataclass(frozen=True)
class Program:
    """exits: yearly share leaving, by origin. entrants: share of each origin among new people. growth: of entry a year.

    interval: years for which one approval holds, so that those in status have evenly spread years of it left.
    longest: years after which no extension is given under `six_years`.
    """

    exits: tuple[float, ...]
    entrants: tuple[float, ...]
    growth: float
    interval: float
    longest: int = 6

    def stock(self) -> list[list[float]]:
        """Shares of today's stock by origin and year of tenure (0 is the first); all sum to 1."""
        rows = [
            [share * ((1 - leaving) / (1 + self.growth)) ** tenure for tenure in range(OLDEST)]
            for leaving, share in zip(self.exits, self.entrants, strict=True)
        ]
        whole = sum(map(sum, rows))
        return [[one / whole for one in row] for row in rows]

    def beyond(self) -> float:
        """Share of today's stock that has had `longest` years or more."""
        return sum(sum(row[self.longest :]) for row in self.stock())

    def left(self, rule: Rule, years: int) -> float:
        """Share of today's people still in status after whole years, those who leave of themselves not counted."""
        if rule == "no_renewals":
            return self._still_valid(years)
        return sum(
            share * (1 - leaving) ** years * self._allowed(rule, tenure, years)
            for leaving, row in zip(self.exits, self.stock(), strict=True)
            for tenure, share in enumerate(row)
        )

    def lost_to(self, rule: Rule, years: int) -> float:
        """Share of those who would else be in status after so many years and are not, because of the rule."""
        return 1 - self.left(rule, years) / (1 if rule == "no_renewals" else self.left("no_entry", years))

    def _still_valid(self, years: float) -> float:
        return max(0.0, 1 - years / self.interval)

    def _allowed(self, rule: Rule, tenure: int, years: int) -> float:
        if rule == "no_entry" or tenure + years < self.longest:
            return 1.0
        return self._still_valid(years) if tenure >= self.longest else 0.0
