"""LCA filings for new employment as the people of a pool: which rows, with what pay and level, and what fell out.

A filing is no person and no visa: a case may never be used, and a person may be in several. Steps: rows that can be
told to be new, whole-time H-1B employment with pay (`_early`); their occupation, area and floors; rows with a level
(`_late`); columns of the table `pool`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from openh1b.data.filings_columns import pool_columns
from openh1b.data.filings_funnel import File, Step, Test, sieve
from openh1b.data.filings_levels import FLOORS, moved_to_filing, with_floors, with_levels
from openh1b.data.filings_occupations import HOW, with_occupations
from openh1b.data.filings_places import with_areas
from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.store import Store

LevelBy = Literal["offer", "lca"]
Floors = Literal["table", "filing"]
Worksites = Literal["one", "first"]
Count = Literal["workers", "cases"]
Describe = Callable[["pl.DataFrame"], "pl.DataFrame"]
"""Rows of the table `lca` -> their `group` (of employers) and `industry`, a row for a row."""

_ALWAYS = ("new_employment", "full_time", "wage_usd", "worksite_state")
_NEEDS = {
    "offer": (*_ALWAYS, "soc_title", "worksite_county"),
    "lca": (*_ALWAYS, "wage_level"),
}
_LIMITS = (1_000, 100_000_000)  # USD a year, those of a pool's pay
_OCTOBER = 10
_YES = True


@dataclass(frozen=True)
class Ask:
    """What is asked of the filings.

    level_by: the level that the offer reaches, or the one that the LCA names. year: fiscal year of the decision; None
    is all. wage_year: of the OFLC table; None is the stored one nearest to the decisions. floors: as in the table, or
    moved to the prevailing wage of each filing. worksites: only cases of one place of work, or all at their first.
    count: a person for each worker asked for, or one for each case.
    """

    level_by: LevelBy = "offer"
    year: int | None = None
    wage_year: int | None = None
    floors: Floors = "table"
    worksites: Worksites = "one"
    count: Count = "workers"


@dataclass(frozen=True, eq=False)
class Filings:
    """Rows that came through, one a case: columns of the table `pool`, groups, and `counted` for how many it counts.

    steps: rows that fell out, in order. files: the same by stored file. wage_year: of the OFLC table, and table:
    what it is in words; None where no floors were used. counts: how many rows of what kind.
    """

    frame: pl.DataFrame
    ask: Ask
    steps: tuple[Step, ...]
    files: tuple[File, ...]
    wage_year: int | None
    table: str | None
    counts: dict[str, int]

    @property
    def counted(self) -> int:
        """Workers asked for, or cases, as is asked."""
        return int(self.frame["counted"].sum())


def filings(store: Store, ask: Ask, describe: Describe) -> Filings:
    """The filings of a store for new employment.

    Raises DataError where no LCA file is stored, no wages of the year asked for, or where no row comes through.
    """
    found = _whole(store.table("lca"))
    stored = {one.vintage: one.rows for one in store.vintages("lca")}
    files = [File(name, rows, rows, {}) for name, rows in stored.items()]
    rows, first, files = _one_a_case(found, files)
    rows, second, files = sieve(rows, _early(rows, ask), files)
    steps, wage_year, table = [first, *second], None, None
    if ask.level_by == "offer":
        rows, wage_year, table = _priced(rows, store, ask)
    rows, third, files = sieve(rows, _late(ask), files)
    steps += third
    if not rows.height:
        _refuse(store, steps, ask.year)
    counts = _counts(rows)
    columns = pool_columns(rows, describe(rows), ask.level_by, by_case=ask.count == "cases")
    return Filings(columns, ask, tuple(steps), tuple(files), wage_year, table, counts)


def _whole(found: pl.DataFrame) -> pl.DataFrame:
    """With every column that is read, empty where the file was stored before the column was there."""
    import polars as pl

    lacking = [] if "worksites" in found.columns else [pl.lit(None, pl.Int64).alias("worksites")]
    return found.with_columns(lacking)


def _one_a_case(found: pl.DataFrame, files: list[File]) -> tuple[pl.DataFrame, Step, list[File]]:
    """Each case once, as decided last: a quarter's file holds the quarters before it."""
    import polars as pl

    order = pl.int_range(pl.len()).over("case_number", order_by="decided_on")
    rows = found.filter(order == pl.len().over("case_number") - 1)
    left = dict(rows.group_by("vintage").len().iter_rows())
    name = "case again"
    counted = [
        File(one.vintage, one.rows, left.get(one.vintage, 0), {name: one.rows - left.get(one.vintage, 0)})
        for one in files
    ]
    again = [one if one.out[name] else File(one.vintage, one.rows, one.kept, {}) for one in counted]
    out = sum(one.rows for one in files) - rows.height
    return rows, Step(name, "another row is the same case, decided later", out, rows.height), again


def _early(rows: pl.DataFrame, ask: Ask) -> list[Test]:
    """What can be told without occupation and place."""
    import polars as pl

    lacking = _lacking(rows, _NEEDS[ask.level_by])
    said = "; ".join(f"{vintage} has no {', '.join(names)}" for vintage, names in lacking.items()) or "none is missing"
    new, pay, day = pl.col("new_employment"), pl.col("wage_usd").round(), pl.col("decided_on")
    tests = {
        "columns": (said, pl.col("vintage").is_in(list(lacking))),
        "visa class": ("not H-1B: H-1B1 and E-3 have no part in the draw", pl.col("visa_class").ne_missing("H-1B")),
        "status": ("not certified, or withdrawn after it", pl.col("status") != "certified"),
        "new employment": ("no worker for new employment", new.is_null() | (new == 0)),
        "whole-time": ("part-time, whose hours are not in the file, or not said", pl.col("full_time").ne_missing(_YES)),
        "worksites": ("several places: the rule takes the lowest level, the file has the first", _several(ask)),
        "pay": ("no pay a year: none filed, or amount and unit disagree", pay.is_null() | ~pay.is_between(*_LIMITS)),
        "cap-exempt": (
            "colleges and universities (NAICS 6113), mostly exempt from the cap",
            pl.col("naics").str.starts_with("6113"),
        ),
    }
    if ask.year is not None:
        other = (day.dt.year() + (day.dt.month() >= _OCTOBER)).ne_missing(pl.lit(ask.year))
        tests = {"year": (f"not decided in FY{ask.year}", other), **tests}
    return [Test(name, *rest) for name, rest in tests.items()]


def _several(ask: Ask) -> pl.Expr:
    import polars as pl

    return pl.col("worksites") > 1 if ask.worksites == "one" else pl.lit(value=False)


def _lacking(rows: pl.DataFrame, needs: tuple[str, ...]) -> dict[str, list[str]]:
    """Columns of which a file has no value at all, by file."""
    import polars as pl

    empty = rows.group_by("vintage", maintain_order=True).agg(pl.col(needs).is_null().all())
    found = {row["vintage"]: [name for name in needs if row[name]] for row in empty.iter_rows(named=True)}
    return {vintage: names for vintage, names in found.items() if names}


def _priced(rows: pl.DataFrame, store: Store, ask: Ask) -> tuple[pl.DataFrame, int, str]:
    """Occupation, area, floors and level by the offer; the wage year, and the table in words."""
    import polars as pl

    placed = with_areas(with_occupations(rows)).with_columns(offered_wage_usd=pl.col("wage_usd").round())
    priced, year, words = with_floors(placed, store, ask.wage_year)
    priced = priced.with_columns(in_table=pl.col("l1_usd").is_not_null())
    return with_levels(moved_to_filing(priced) if ask.floors == "filing" else priced), year, words


def _late(ask: Ask) -> list[Test]:
    """What needs the level."""
    import polars as pl

    if ask.level_by == "lca":
        return [Test("level", "the LCA names no level of I to IV", pl.col("wage_level").is_null())]
    area = pl.col("area").is_null()
    tests = {
        "occupation": ("no code of SOC 2018, nor one by crosswalk or title", pl.col("soc_2018").is_null()),
        "namesakes": ("a county and a city of one name in two wage areas", area & pl.col("namesakes")),
        "area": ("the county is not in OFLC's table of counties", area),
        "floors": ("no wage in the table for the occupation and area", ~pl.col("in_table")),
    }
    if ask.floors == "filing":
        why = "the filing gives no OEWS wage with its level, to which to move the floors"
        tests["own floor"] = (why, pl.col(FLOORS[0]).is_null())
    return [Test(name, *rest) for name, rest in tests.items()]


def _counts(rows: pl.DataFrame) -> dict[str, int]:
    """How many rows of what kind."""
    import polars as pl

    day, workers = pl.col("decided_on"), pl.col("new_employment")
    kinds: dict[str, Any] = {
        "rows": pl.len(),
        "workers": workers.sum(),
        "rows_of_several_workers": (workers > 1).sum(),
        "workers_of_such_rows": workers.filter(workers > 1).sum(),
        "most_workers_of_a_row": workers.max(),
        "decided_october_to_december": (day.dt.month() >= _OCTOBER).sum(),
        "decided_from_april_2020": (day >= pl.date(2020, 4, 1)).sum(),
        "decided_from_april_2026": (day >= pl.date(2026, 4, 1)).sum(),
        "worksites_not_said": pl.col("worksites").is_null().sum(),
        "worksites_several": (pl.col("worksites") > 1).sum(),
        "first_of_october": ((pl.col("begins_on").dt.month() == _OCTOBER) & (pl.col("begins_on").dt.day() == 1)).sum(),
    }
    if "soc_how" in rows.columns:
        kinds |= {f"occupation_{how}": (pl.col("soc_how") == how).sum() for how in HOW}
        kinds["offer_below_level_1"] = (pl.col("offered_wage_usd") < pl.col("l1_usd")).sum()
    return {name: int(value or 0) for name, value in rows.select(**kinds).row(0, named=True).items()}


def _refuse(store: Store, steps: list[Step], year: int | None) -> None:
    said = "; ".join(f"{step.out:,} {step.name} ({step.why})" for step in steps if step.out)
    held = sorted({year for one in store.vintages("lca") for year in _fiscal_years(one.vintage)})
    expected = None if year is None or year in held else f"a fiscal year of decisions among {', '.join(map(str, held))}"
    raise DataError(Fault(str(store.root), f"no filing for new employment comes through: {said}", expected=expected))


def _fiscal_years(vintage: str) -> set[int]:
    """The years that a vintage's name has, such as `fy2016q1-fy2016q4-0112513c`; none where a file is undated."""
    found = [int(year) for year in re.findall(r"fy([0-9]{4})q[1-4]", vintage)]
    return set(range(min(found), max(found) + 1)) if found else set()
