"""A season of synthetic people: nobody in it exists. What it rests on, and what is assumed: docs/season.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.errors import Fault, SeasonError
from openh1b.season.mixes import level_mix
from openh1b.season.mixes import us_masters as split_of
from openh1b.season.pool import Pool
from openh1b.season.prices import SOURCE as PRICES
from openh1b.season.prices import regional_prices
from openh1b.season.published import Season, Splits
from openh1b.season.seats import ADVANCED, REGULAR, total
from openh1b.season.synthetic_columns import Columns, Part, coded, numbered, whole_numbers
from openh1b.season.synthetic_employers import employers
from openh1b.season.synthetic_margins import kind_shares
from openh1b.season.synthetic_pay import cuts, ladder, levels, positions
from openh1b.season.synthetic_people import (
    CHANNELS,
    DEGREES,
    STATUSES,
    age,
    channel,
    country,
    degree,
    prior_status,
    us_masters,
)
from openh1b.season.synthetic_tables import KINDS, chooser, of_kind, table
from openh1b.season.synthetic_words import assumptions, source_ids
from openh1b.selection.streams import stream

MOST = 9_999_999  # people; their ids have seven digits


def synthetic_pool(season: Season, splits: Splits, *, seed: str = "1", size: int | None = None) -> Pool:
    """One row a person (a registration, for a season that drew registrations), none of whom exists.

    size: how many; the season's number if not given. The first of a larger pool are those of a smaller one. The level
    mix changes the wage floors and with them the level, never the person.
    Raises SeasonError for a size that is none and for a level mix or share that does not exist or does not fit.
    """
    count = season.units if size is None else size
    if not 1 <= count <= MOST:
        raise SeasonError(Fault("--people", f"{count:,}", expected=f"a whole number from 1 to {MOST:,}"))
    mix, masters = level_mix(splits.level_mix), masters_share(season, splits)
    columns = _Maker(season.number, season.units, count, seed).columns(mix.shares, masters)
    return Pool(
        name=f"FY{season.number}, synthetic people",
        season=season.number,
        unit=season.unit,
        columns=columns,
        n=np.ones(count, dtype=np.int64),
        id_column="beneficiary_id",
        synthetic=True,
        level_mix=splits.level_mix,
        assumptions=assumptions(season, splits, mix, masters),
        source_ids=(*source_ids(season, splits, mix), PRICES),
        status="assumption",
        notes=(f"The people are synthetic, made with the seed {seed!r}.",),
    )


def masters_share(season: Season, splits: Splits) -> float:
    """Share with a US master's among those who enter, as the published pool of the season has it.

    Raises SeasonError where the split does not fit the season's seats.
    """
    one = split_of(splits.us_masters)
    seats = season.seats
    share = one if isinstance(one, float) else one.share(total(seats, REGULAR), total(seats, ADVANCED))
    if not 0 <= share <= 1:
        problem = f"{splits.us_masters} does not fit FY{season.number}: it needs a share of {share:.2f}"
        raise SeasonError(Fault("--us-masters", problem))
    return share


@dataclass(frozen=True, eq=False)
class _Maker:
    """Makes the columns of a season of so many units."""

    season: int
    units: int
    count: int
    seed: str

    def uniform(self, column: str) -> Floats:
        """A number from 0 to 1 for each person."""
        return self._stream(column).random(self.count)

    def _stream(self, column: str, part: int = 0) -> np.random.Generator:
        return stream(self.seed, self.season, f"synthetic/{column}", part)

    def columns(self, mix: Sequence[float], masters: float) -> Columns:
        """Every column of a pool of people."""
        kind = self.kind()
        soc, (state, area) = self.occupation(kind), self.place(kind)
        rungs, found = ladder(*soc, *area), positions()
        pay = rungs.at(found.quantile(kind, self.uniform("position")))
        floors = [rungs.at(cut) for cut in cuts(mix, found)]
        firms = employers(kind, self.uniform("employer"), self.units, self._luck_of_firms)
        states = coded(*state)
        return Columns(
            {
                "beneficiary_id": lambda: numbered(f"S{self.season}-", self.count),
                "soc_code": coded(*soc),
                "area": coded(*area),
                "state": states,
                "regional_prices": lambda: regional_prices(states),
                "offered_wage_usd": pay,
                **{f"l{k}_usd": floor for k, floor in enumerate(floors, start=1)},
                "selection_level": whole_numbers(levels(pay, floors)),
                **self.person(masters),
                "employer": firms.name,
                "employer_kind": coded(KINDS, kind),
                "employer_size": firms.size,
                "cap_exempt": np.zeros(self.count, dtype=bool),
                "h1b_dependent": firms.dependent,
            }
        )

    def kind(self) -> Ints:
        """Place in KINDS."""
        shares = [dict(enumerate(kind_shares()[name] for name in KINDS))]
        return chooser(shares).choose(np.zeros(self.count, dtype=np.int64), self.uniform("employer_kind"))

    def occupation(self, kind: Ints) -> tuple[Sequence[str], Ints]:
        """Labels and codes of the occupation, by kind."""
        labels = tuple(dict.fromkeys(row["soc_code"] for row in table("occupations")))
        parts = [
            {labels.index(row["soc_code"]): float(row["share"]) for row in of_kind("occupations", name)}
            for name in KINDS
        ]
        return labels, chooser(parts).choose(kind, self.uniform("soc_code"))

    def place(self, kind: Ints) -> tuple[tuple[Sequence[str], Ints], tuple[Sequence[str], Ints]]:
        """Labels and codes of the state, by kind, and of the area, by state."""
        states = tuple(dict.fromkeys(row["state"] for row in table("states")))
        by_kind = [{states.index(r["state"]): float(r["share"]) for r in of_kind("states", name)} for name in KINDS]
        state = chooser(by_kind).choose(kind, self.uniform("state"))
        areas = tuple(dict.fromkeys(row["area"] for row in table("areas")))
        by_state: list[dict[int, float]] = [{} for _ in states]
        for row in table("areas"):
            by_state[states.index(row["state"])][areas.index(row["area"])] = float(row["share"])
        return (states, state), (areas, chooser(by_state).choose(state, self.uniform("area")))

    def person(self, share: float) -> dict[str, Part]:
        """Columns of the person alone."""
        status = prior_status(self.uniform)
        masters = us_masters(self.uniform, status, share)
        return {
            "us_masters_or_higher": masters,
            "degree": coded(DEGREES, degree(self.uniform, masters, share)),
            "country": coded(*country(self.uniform)),
            "age": whole_numbers(age(self.uniform)),
            "prior_status": coded(STATUSES, status),
            "channel": coded(CHANNELS, channel(status)),
        }

    def _luck_of_firms(self, kind: int, firms: int) -> Floats:
        return self._stream("h1b_dependent", kind).random(firms)
