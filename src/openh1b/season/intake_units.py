"""Eligible registrations as the units of the season: a pool that can be compared and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openh1b.season.cell_values import expected, group_values, values_of
from openh1b.season.intake_file import PER_PERSON
from openh1b.season.pool import Assumption
from openh1b.tables import POOL

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.intake_file import Registrations
    from openh1b.season.intake_levels import Levels
    from openh1b.season.intake_rules import IntakeRules

_USED_UP = ("paid", "deleted", "site_levels", "offered_wage_high_usd")
_COMPUTED = ("registration_id", "beneficiary_id", "us_masters_or_higher", "selection_level")


@dataclass(frozen=True, eq=False)
class Units:
    """frame: a pool, one row a unit, in the order of the file. notes: columns left out of it, and why.

    assumptions: what no source settles and was decided here.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]


def make_units(table: pl.DataFrame, given: Registrations, levels: Levels, rules: IntakeRules) -> Units:
    """The units of a season from the judged registrations (`intake_refusals.judged`).

    A unit is an eligible registration or petition, or from FY2025 a person. A person has the lowest level of the
    eligible registrations, and otherwise the values of the one with that level; of several, the first by id.
    """
    import polars as pl

    eligible = table.filter(~pl.col("refused")).select(
        "row", "registration_id", "person", "degree", "level", PER_PERSON
    )
    persons = rules.unit == "beneficiary"
    chosen = _persons(eligible, lowest=rules.levels.lowest_registrant) if persons else eligible
    frame, notes = _pool(chosen, given, levels, rules)
    return Units(frame, tuple(notes), _assumptions(eligible, chosen) if persons else ())


def _persons(eligible: pl.DataFrame, *, lowest: bool) -> pl.DataFrame:
    """One row a person. Those with one registration, nearly all, are not sorted."""
    import polars as pl

    several = (
        eligible.filter(pl.col(PER_PERSON) > 1)
        .with_columns(first_row=pl.col("row").min().over("person"), degree=pl.col("degree").any().over("person"))
        .sort(["person", "level", "registration_id"], descending=[False, not lowest, False], nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
    )
    single = eligible.filter(pl.col(PER_PERSON) == 1).with_columns(first_row=pl.col("row"))
    return pl.concat([single, several.select(single.columns)]).sort("first_row").drop("first_row")


def _pool(
    chosen: pl.DataFrame, given: Registrations, levels: Levels, rules: IntakeRules
) -> tuple[pl.DataFrame, list[str]]:
    import polars as pl

    rows = chosen["row"] - 1
    person = "person" if rules.unit == "petition" else "beneficiary_id"  # a pool of petitions is named by its petitions
    columns = [
        chosen["registration_id"],
        chosen["person"].alias(person),
        chosen[PER_PERSON],
    ]
    if rules.unit == "beneficiary":
        columns = [columns[1], columns[0], columns[2]]
    notes = []
    if "us_masters_or_higher" in given.cells:
        notes += _whole(chosen["degree"].alias("us_masters_or_higher"), rows, columns)
    notes += _whole(chosen["level"].alias("selection_level"), rows, columns)
    for name, text in given.cells.items():
        if name in _COMPUTED or name in _USED_UP:
            continue
        if name in given.read:
            values = (levels.pay if name == "offered_wage_usd" else given.read[name][0]).gather(rows)
        else:
            values = _values(name, text.gather(rows))
        notes += _whole(values.alias(_pool_name(name, given, rules)), rows, columns)
    return pl.DataFrame(columns), notes


def _pool_name(name: str, given: Registrations, rules: IntakeRules) -> str:
    """A petition is received on the day on which it is submitted; seasons of first come, first served go by that."""
    received = name == "submitted_on" and rules.unit == "petition" and "received_on" not in given.cells
    return "received_on" if received else name


def _values(name: str, text: pl.Series) -> pl.Series:
    """A column for the pool: of table `pool` as values, null where wrong; another one as text."""
    if name not in POOL:
        return group_values(text, used=False)
    values, wrong = values_of(text, POOL[name])
    return values.set(wrong, None)


def _whole(values: pl.Series, rows: pl.Series, columns: list[pl.Series]) -> list[str]:
    """Add a column if it has a value everywhere, as a pool must; else a note."""
    empty = values.is_null().arg_true()
    if not len(empty):
        columns.append(values)
        return []
    if len(empty) == len(values):
        return [f"{values.name} is left out of the pool: it has no usable value"]
    first = int(rows[int(empty[0])]) + 1
    lacking = f"{len(empty):,} unit{'s have' if len(empty) > 1 else ' has'} no usable value (first in row {first})"
    wanted = f", expected {expected(POOL[values.name])}" if values.name in POOL else ""
    return [f"{values.name} is left out of the pool: {lacking}{wanted}"]


def _assumptions(eligible: pl.DataFrame, chosen: pl.DataFrame) -> tuple[Assumption, ...]:
    import polars as pl

    differ = eligible.filter(pl.col(PER_PERSON) > 1).group_by("person").agg(pl.col("degree").drop_nulls().n_unique())
    disagree = int((differ["degree"] > 1).sum())
    several = int((chosen[PER_PERSON] > 1).sum())
    degree = Assumption(
        "US master's of a person whose registrations disagree",
        "yes, if any eligible registration says so",
        f"{disagree:,} person{'' if disagree == 1 else 's'}",
        "no source that was read settles it",
    )
    chosen_one = Assumption(
        "employer, pay and place of a person with several registrations",
        "those of the registration with the lowest level, of several the one whose id comes first",
        f"{several:,} person{'' if several == 1 else 's'}",
        "all employers of a selected person may file; which of them does is not known",
    )
    return (degree,) * (disagree > 0) + (chosen_one,) * (several > 0)
