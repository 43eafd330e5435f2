"""What /jobs/people is asked: the flags of `openh1b season make`, all of them looked at before anything long begins."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from openh1b.errors import Fault, InputError
from openh1b.scenario import DEFAULT_SEASON

if TYPE_CHECKING:
    from openh1b.data.filings_pool import Weights
    from openh1b.season.published import Season, Splits
    from openh1b.sponsors.filings_people import Wanted

PeopleFormat = Literal["csv", "parquet", "xlsx"]
_OF_FILINGS: Final = ("level_by", "floors", "worksites", "count", "year", "wage_year", "unweighted")
_DEFAULT_MIX: Final = "dhs-implied"


class PeopleJob(BaseModel):
    """A season's people: synthetic, or from the LCA filings of the store."""

    model_config = ConfigDict(extra="forbid")
    source: Literal["lca"] | None = Field(
        None, alias="from", description="lca: from the filings of the store, not synthetic people"
    )
    season: int | None = Field(
        None, ge=1992, le=2100, description="cap fiscal year; of filings 2026 if not given", examples=[2026]
    )
    people: int | None = Field(
        None, examples=[1000], ge=1, le=1_000_000, description="how many synthetic people; the season's"
    )
    seed: str = Field("1", min_length=1, max_length=200, description="seed of the people")
    registrations: int | None = Field(None, ge=1, le=100_000_000, description="of a projected season")
    level_mix: str | None = Field(None, max_length=80, description="split by wage level, by name")
    us_masters: str = Field("uscis-57", max_length=80, description="share with a US master's, by name or as a number")
    split: str = Field("caps", max_length=80, description="split of selections between stages, by name")
    level_by: Literal["offer", "lca"] | None = Field(None, description="that the offer reaches, or the LCA names")
    floors: Literal["table", "filing"] | None = Field(None, description="of the OFLC table, or moved to the filing's")
    worksites: Literal["one", "first"] | None = Field(None, description="cases of one place, or all at their first")
    count: Literal["workers", "cases"] | None = Field(None, description="a person for each worker, or one a case")
    year: int | None = Field(None, ge=1990, le=2100, description="fiscal year of the decisions; all if not given")
    wage_year: int | None = Field(None, ge=1990, le=2100, description="OFLC table from July of this year; the nearest")
    unweighted: bool = Field(default=False, description="as many as workers or cases, not as the season has")

    @property
    def wanted(self) -> Wanted:
        """What of it is asked of filings."""
        from openh1b.sponsors.filings_people import Wanted

        return Wanted(self.level_by, self.floors, self.worksites, self.count, self.year, self.wage_year)

    @property
    def weights(self) -> Weights:
        """How filings become people."""
        from openh1b.data.filings_pool import Weights

        return Weights(not self.unweighted, self.level_mix, self.us_masters, self.seed)

    @property
    def splits(self) -> Splits:
        """The splits of synthetic people."""
        from openh1b.season.published import Splits

        return Splits(self.level_mix or _DEFAULT_MIX, self.us_masters, self.split)

    def season_of(self) -> Season:
        """The season. Raises InputError."""
        from openh1b.season.published import season

        number = self.season if self.season is not None else DEFAULT_SEASON
        return season(number, registrations=self.registrations, stages=self.split)

    def command(self, file: str) -> str:
        """The command that makes the same from the same store."""
        words = ["openh1b", "season", "make"]
        if self.source is None:
            words.append(str(self.season))
        for name, value in self.model_dump(exclude_defaults=True, by_alias=True).items():
            flag = f"--{name.replace('_', '-')}"
            if value is True:
                words.append(flag)
            elif self.source is not None or name != "season":
                words += [flag, str(value)]
        return shlex.join([*words, "--out", file])


def check(body: PeopleJob, store: Path | None) -> None:
    """Raises InputError for what does not go together or names nothing; DataError for tables that are not stored."""
    faults = [*_faults(body)]
    if faults:
        raise InputError(faults)
    from openh1b.season.mixes import level_mix
    from openh1b.season.synthetic import masters_share

    masters_share(body.season_of(), body.splits)
    if body.level_mix is not None:
        level_mix(body.level_mix)
    if body.source is not None:
        from openh1b.data.store import Store
        from openh1b.sponsors.filings_people import check_stored

        check_stored(Store(store), body.wanted.ask)


def _faults(body: PeopleJob) -> Iterator[Fault]:
    if body.source is not None:
        if body.people is not None:
            yield Fault("people", "is only for synthetic people", expected="season, or unweighted")
        yield from body.wanted.idle()
        return
    if body.season is None:
        yield Fault("season", "is missing", expected="a cap fiscal year, such as 2026")
    for name in _OF_FILINGS:
        if getattr(body, name) not in {None, False}:
            yield Fault(name, "is only for a pool of filings", expected="from: lca as well")


def given(body: PeopleJob, store: Path | None, form: PeopleFormat) -> dict[str, Any]:
    """What the task reads. store: that of the server, never one from outside."""
    return {
        "asked": body.model_dump(mode="json", by_alias=True),
        "store": None if store is None else str(store),
        "form": form,
    }
