"""The four floors of a filing's occupation and area, and the highest level that its offer equals or exceeds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from openh1b.errors import DataError, Fault
from openh1b.season.levels import levels_of, wage_year_name
from openh1b.season.wages_table import shipped

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.store import Store

LEVELS: Final = (1, 2, 3, 4)
FLOORS: Final = tuple(f"l{level}_usd" for level in LEVELS)
_CELL: Final = ("soc_2018", "area")
_JULY = 7


def wage_year_at(day: date) -> int:
    """The year in whose July the wage year of a day begins."""
    return day.year - (day.month < _JULY)


def with_floors(rows: pl.DataFrame, store: Store, asked: int | None) -> tuple[pl.DataFrame, int, str]:
    """Add the four floors, whole dollars a year, null where there is no wage; the wage year, and the table in words.

    rows: `soc_2018`, `area`, `decided_on`. asked: the wage year to use; None is the stored one nearest to the middle of
    the decisions. Where no table is stored it is the one that comes with the package. Floors an hour are 2,080 times
    that, rounded as OFLC prints them (offers that equal a floor are filed rounded). Raises DataError for a wage year
    that is not held.
    """
    import polars as pl

    stored = store.table("oflc_wages") if store.vintages("oflc_wages") else None
    held = [shipped().wage_year] if stored is None else sorted(stored["wage_year"].unique().to_list())
    if asked is not None and asked not in held:
        years = ", ".join(str(year) for year in held)
        raise DataError(Fault("--wage-year", f"no wages of {wage_year_name(asked)} are stored", expected=years))
    days = rows["decided_on"].drop_nulls().sort()
    wanted = wage_year_at(days[len(days) // 2]) if len(days) else held[-1]
    year = asked if asked is not None else min(held, key=lambda one: (abs(one - wanted), one))
    if stored is None:
        table = _shipped(rows)
    else:
        of_year = stored.filter(pl.col("wage_year") == year)
        table = of_year.select(pl.col("soc_code").alias("soc_2018"), "area", pl.col(FLOORS))
    found = rows.join(table.with_columns(pl.col(FLOORS).round()), on=_CELL, how="left", maintain_order="left")
    said = "" if stored is not None else " that comes with the program"
    return found, year, f"the OFLC table of {wage_year_name(year)}{said}"


def _shipped(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    cells = rows.select(_CELL).drop_nulls().unique().rows()
    found = [(*cell, *floors.usd) for cell in cells if (floors := shipped().find(*cell)) is not None]
    schema = dict.fromkeys(_CELL, pl.String) | dict.fromkeys(FLOORS, pl.Float64)
    return pl.DataFrame(found, schema=schema, orient="row")


def with_levels(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `selection_level`: the highest level whose floor the offer equals or exceeds; below Level I counts as I.

    rows: `offered_wage_usd` and FLOORS, whole dollars a year; the level is null where a floor is.
    """
    import polars as pl

    level = levels_of(rows["offered_wage_usd"].to_numpy(), [rows[floor].to_numpy() for floor in FLOORS])
    known = pl.all_horizontal(pl.col("offered_wage_usd", *FLOORS).is_not_null())
    return rows.with_columns(selection_level=pl.when(known).then(pl.Series(level)))


def moved_to_filing(rows: pl.DataFrame) -> pl.DataFrame:
    """Floors moved in proportion, so that the floor of the level filed is the prevailing wage filed.

    The ladder keeps its shape and takes the height of the filing's own day. Null where the filing does not give an OEWS
    wage with its level.
    """
    import polars as pl

    own = pl.coalesce(
        pl.when(pl.col("wage_level") == level).then(floor) for level, floor in zip(LEVELS, FLOORS, strict=True)
    )
    oews = pl.col("pw_source").is_null() | (pl.col("pw_source").str.to_uppercase() == "OES")
    ratio = pl.when(oews & pl.col("wage_level").is_not_null()).then(pl.col("pw_usd") / own)
    moved = rows.with_columns(_ratio=ratio)
    return moved.with_columns((pl.col(floor) * pl.col("_ratio")).round() for floor in FLOORS).drop("_ratio")
