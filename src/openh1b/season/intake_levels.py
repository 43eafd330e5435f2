"""The selection level of a registration: stated, lowest of its sites, or reached by its lowest pay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add, and_, or_
from typing import TYPE_CHECKING

from openh1b.season.cell_values import values_of
from openh1b.season.intake_tables import FLOORS, PAY_COLUMNS
from openh1b.season.raw_table import blank
from openh1b.tables import POOL

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.intake_file import Registrations
    from openh1b.season.intake_rules import LevelRules


@dataclass(frozen=True, eq=False)
class Levels:
    """One element a registration.

    level: 1 to 4, null where there is none. detail: why there is none; null where there is one. pay: the end of the
    range of pay that counts, USD. above, below: how many registrations state a level above or below the one that their
    pay reaches.
    """

    level: pl.Series
    pay: pl.Series
    detail: pl.Series
    above: int
    below: int


def find_levels(given: Registrations, rules: LevelRules) -> Levels:
    """The level of every registration.

    A stated level and levels of sites are taken together, by the rule for several sites. Pay against the four floors
    gives the level only where neither is given: what a registration carries is the level, and the pay is looked at when
    the petition is filed.
    """
    import polars as pl

    stated, bad_stated = given.values("selection_level")
    sites, bad_sites = _site_levels(given.text("site_levels"), lowest=rules.lowest_site)
    pay = _pay(given, lowest=rules.lowest_pay)
    table = pl.DataFrame({"stated": stated, "sites": sites, "reached": _reached(given, pay, rules)})
    both = pl.min_horizontal("stated", "sites") if rules.lowest_site else pl.max_horizontal("stated", "sites")
    said = table.select(both).to_series()
    level = said.zip_with(said.is_not_null(), table["reached"]).set(bad_stated | bad_sites, None)
    differ = said - table["reached"]
    return Levels(
        level=level.alias("level"),
        pay=pay,
        detail=_details(given, level.is_null().arg_true(), bad_stated, bad_sites),
        above=int((differ > 0).sum()),
        below=int((differ < 0).sum()),
    )


def _site_levels(text: pl.Series, *, lowest: bool) -> tuple[pl.Series, pl.Series]:
    """The level over the sites of each registration, and where a site's level is none."""
    import polars as pl

    filled = (~blank(text)).arg_true()
    parts = pl.DataFrame({"row": filled, "part": text.gather(filled).str.split(";")}).explode("part")
    values, wrong = values_of(parts["part"], POOL["selection_level"])
    by_row = (
        parts.select("row", values.alias("level"), wrong.alias("wrong"))
        .group_by("row", maintain_order=True)
        .agg(pl.col("level").min() if lowest else pl.col("level").max(), pl.col("wrong").any())
    )
    level = pl.repeat(None, len(text), dtype=pl.Int64, eager=True).scatter(by_row["row"], by_row["level"])
    bad = pl.repeat(value=False, n=len(text), dtype=pl.Boolean, eager=True).scatter(by_row["row"], by_row["wrong"])
    return level.set(bad, None), bad


def _pay(given: Registrations, *, lowest: bool) -> pl.Series:
    """The end of a range of pay that counts; null where there is none or a cell of it is wrong."""
    import polars as pl

    one, bad_one = given.values("offered_wage_usd")
    other, bad_other = given.values("offered_wage_high_usd")
    table = pl.DataFrame({"one": one, "other": other})
    ends = pl.min_horizontal("one", "other") if lowest else pl.max_horizontal("one", "other")
    return table.select(ends).to_series().set(bad_one | bad_other | one.is_null(), None).alias("pay")


def _reached(given: Registrations, pay: pl.Series, rules: LevelRules) -> pl.Series:
    """The highest level whose floor the pay equals or exceeds; null where pay or a floor is missing or disordered."""
    import polars as pl

    if not rules.from_pay or not all(name in given.cells for name in ("offered_wage_usd", *FLOORS)):
        return pl.repeat(None, given.height, dtype=pl.Int64, eager=True)
    floors = [given.values(name)[0] for name in FLOORS]
    ordered = reduce(and_, [low <= high for low, high in pairwise(floors)])
    steps = [(pay >= floor).cast(pl.Int64) for floor in floors]
    level = reduce(add, steps)
    level = level.set(level == 0, 1 if rules.below_is_level_1 else None)
    return level.set(~ordered.fill_null(value=False) | pay.is_null(), None)


def _details(given: Registrations, rows: pl.Series, bad_stated: pl.Series, bad_sites: pl.Series) -> pl.Series:
    """What is wrong with the registrations without a level, by their index; the first thing, in words."""
    import polars as pl

    none = pl.repeat(None, given.height, dtype=pl.String, eager=True)
    if not len(rows):
        return none
    filled = [~blank(given.cells[name].gather(rows)) for name in PAY_COLUMNS if name in given.cells]
    table = pl.DataFrame(
        {
            "stated": given.text("selection_level").gather(rows).fill_null("").str.slice(0, 60),
            "sites": given.text("site_levels").gather(rows).fill_null("").str.slice(0, 60),
            "bad_stated": bad_stated.gather(rows),
            "bad_sites": bad_sites.gather(rows),
            "filled": reduce(or_, filled, pl.repeat(value=False, n=len(rows), eager=True)),
        }
    )
    text = (
        pl.when("bad_stated")
        .then("selection_level " + pl.col("stated") + ", expected 1 to 4 or I to IV")
        .when("bad_sites")
        .then("site_levels " + pl.col("sites") + ", expected 1 to 4 or I to IV for each site, as 2;3")
        .when("filled")
        .then(pl.lit("pay and the four floors give no level"))
        .otherwise(pl.lit("no level given"))
    )
    return none.scatter(rows, table.select(text).to_series())
