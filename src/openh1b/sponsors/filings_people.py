"""A season's pool of people from the filings of a store, each with its sponsor's group and industry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from openh1b.data.filings import Ask, Count, Filings, Floors, LevelBy, Worksites, filings
from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.filings_pool import FilingsPool, Weights
    from openh1b.data.index import Vintage
    from openh1b.data.store import Store
    from openh1b.season.published import Season


@dataclass(frozen=True)
class Wanted:
    """What is asked of filings; what is None is as `Ask` has it."""

    level_by: LevelBy | None = None
    floors: Floors | None = None
    worksites: Worksites | None = None
    count: Count | None = None
    year: int | None = None
    wage_year: int | None = None

    @property
    def ask(self) -> Ask:
        """With what is None filled in."""
        names = ("level_by", "floors", "worksites", "count", "year", "wage_year")
        given = {name: getattr(self, name) for name in names}
        return Ask(**{name: value for name, value in given.items() if value is not None})

    def idle(self) -> Iterator[Fault]:
        """A flag that has no use beside another."""
        if self.level_by == "lca" and (self.floors or self.wage_year):
            flag = "--floors" if self.floors else "--wage-year"
            yield Fault(flag, "has no use with --level-by lca", expected="--level-by offer")


@dataclass(frozen=True, eq=False)
class People:
    """A pool, the filings that it was made of, and the stored files that were read."""

    found: Filings
    pool: FilingsPool
    season: Season
    weights: Weights
    stored: tuple[Vintage, ...]

    @property
    def asked(self) -> dict[str, object]:
        """Everything that was asked, with what was not said filled in."""
        return {**asdict(self.found.ask), **asdict(self.weights)}


def check_stored(store: Store, ask: Ask) -> None:
    """Raises DataError naming every table that is needed of which the store has no file."""
    needed = ("lca", "oflc_wages") if ask.level_by == "offer" else ("lca",)
    hint = "openh1b data add FILE puts files there"
    missing = [name for name in needed if not store.vintages(name)]
    if missing:
        raise DataError([Fault(str(store.root), f"holds no {name}", hint=hint) for name in missing])


def people_of_filings(
    store: Store, wanted: Wanted, season: Season, weights: Weights, told: Callable[[str], None] = lambda _: None
) -> People:
    """The filings of a store, and the pool made of them. told: called with what begins.

    Raises DataError where a table is not stored or no filing comes through, SeasonError for weights that do not fit.
    """
    from openh1b.data.filings_pool import pool_of

    def with_names(rows: pl.DataFrame) -> pl.DataFrame:
        told(f"Groups and industries of {rows.height:,} filings")
        return described(rows)

    ask = wanted.ask
    check_stored(store, ask)
    told("Reading the filings of the store")
    found = filings(store, ask, with_names)
    told(f"People from {found.frame.height:,} filings")
    pool = pool_of(found, season, weights)
    used = [one for one in store.vintages() if one.table == "lca" or (one.table == "oflc_wages" and found.wage_year)]
    return People(found, pool, season, weights, tuple(used))


def described(rows: pl.DataFrame) -> pl.DataFrame:
    """Group of employers and NAICS sector of LCA rows: names resolved as those of the hub are."""
    import polars as pl

    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.resolve import NEEDED, resolve
    from openh1b.sponsors.sectors import sector, title

    theirs = {name: pl.col(f"employer_{name}") for name in ("state", "city", "zip")}
    theirs |= {name: pl.col(name) for name in ("employer", "naics", "vintage")}
    theirs |= {"tax_id": pl.lit(None, pl.String), "part_year": pl.lit(value=False)}
    resolved = resolve(rows.select(theirs.get(name, pl.lit(0)).alias(name) for name in NEEDED))
    found = resolved.select(pl.col("group").replace(load_aliases().labels), industry=sector())
    return found.with_columns(title("industry"))
