"""Text to values by a table's schema: thousands separators, dollar signs, dates in four forms, yes and no."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, reduce
from operator import or_
from time import strptime
from typing import TYPE_CHECKING

from openh1b.data.distinct import by_distinct
from openh1b.errors import DataError, Fault
from openh1b.season.raw_table import also_in, shown

if TYPE_CHECKING:
    import polars as pl

    from openh1b.tables import Column, Table

_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%m/%d/%y", "%m/%d/%Y")  # %Y would read 19 as 19
_YEARS = (1900, 2199)  # a year beyond is a slip, and Python has none beyond 9999
_YES, _NO, _NONE = ("y", "yes", "true"), ("n", "no", "false"), ("n/a", "na", "null")
_EMPTY = {"text": "String", "integer": "Int64", "number": "Float64", "flag": "Boolean", "date": "Date"}
_WHOLE = r"^-?[0-9]{1,15}(\.0+)?$"
_FRACTION = r"^-?[0-9]{1,15}(\.[0-9]*)?$"
_GROUPED = r"^\$?-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"


def typed(where: str, frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Columns of text (blanks null) as the table's kinds; columns the table does not have stay text.

    Columns that the file lacks and that may be empty are added, empty. Raises DataError for every column with a value
    that cannot be read.
    """
    import polars as pl

    quick = _plain_numbers(frame, table) | _plain_days(frame, table)
    careful = _careful(frame, [table[name] for name in frame.columns if _is_read(name, table) and name not in quick])
    faults = []
    for value in careful:
        text, column = frame[value.name], table[value.name]
        if value.null_count() == text.null_count():
            continue
        rows = (value.is_null() & text.is_not_null() & ~_stands_for_nothing(text, column)).arg_true().to_list()
        if rows:
            numbers = [row + 1 for row in rows]
            problem = f"{shown(text[rows[0]])}{also_in(numbers)}"
            faults.append(Fault(where, problem, row=numbers[0], column=column.name, expected=column.expected))
    if faults:
        raise DataError(faults)
    empty = [column for column in table.columns if column.nullable and column.name not in frame.columns]
    return frame.with_columns(
        *quick.values(),
        *careful,
        *(pl.lit(None, dtype=getattr(pl, _EMPTY[column.kind])).alias(column.name) for column in empty),
    )


def _is_read(name: str, table: Table) -> bool:
    return name in table and table[name].kind != "text"


def _plain_numbers(frame: pl.DataFrame, table: Table) -> dict[str, pl.Series]:
    """Columns of numbers all of whose cells are plain ones, as most are."""
    import polars as pl

    kinds = {column.name: pl.Int64 if column.kind == "integer" else pl.Float64 for column in table.columns}
    names = [name for name in frame.columns if name in table and table[name].kind in {"integer", "number"}]
    values = frame.select(pl.col(name).cast(kinds[name], strict=False) for name in names)
    plain = [name for name in names if values[name].null_count() == frame[name].null_count()]
    finite = values.select(pl.col(name).is_finite().all() for name in plain).row(0) if plain else ()
    return {name: values[name] for name, is_finite in zip(plain, finite, strict=True) if is_finite}


def _plain_days(frame: pl.DataFrame, table: Table) -> dict[str, pl.Series]:
    """Columns of dates all of whose cells have the form of the first."""
    found = {}
    for name in frame.columns:
        text = frame[name]
        if name not in table or table[name].kind != "date" or not (form := _form(text.drop_nulls().head(1))):
            continue
        days = text.str.to_date(form, strict=False)  # of a series: only there Polars remembers what it has parsed
        ends = days.min(), days.max()
        if days.null_count() == text.null_count() and all(_YEARS[0] <= day.year <= _YEARS[1] for day in ends):  # type: ignore[union-attr]
            found[name] = days
    return found


def _form(first: pl.Series) -> str | None:
    """The form of a date that a cell seems to have: a guess, of which every cell is the test."""
    for form in _DATES if len(first) else ():
        with suppress(ValueError):
            strptime(first[0], form)
            return form
    return None


def _careful(frame: pl.DataFrame, columns: list[Column]) -> list[pl.Series]:
    """Columns cell by cell, null where a cell cannot be read."""
    works = {
        column.name: _flag if column.kind == "flag" else _day for column in columns if column.kind in {"flag", "date"}
    }
    made = by_distinct(frame, works) if works else frame.clear()
    return [
        made[column.name] if column.name in works else _number(frame[column.name], column).alias(column.name)
        for column in columns
    ]


def _stands_for_nothing(text: pl.Series, column: Column) -> pl.Series:
    if column.kind != "flag":
        return text.is_null()
    return text.str.to_lowercase().is_in(_NONE).fill_null(value=False)


def _number(text: pl.Series, column: Column) -> pl.Series:
    import polars as pl

    plain = text.str.strip_prefix("$").str.strip_chars()
    grouped = text.str.contains(_GROUPED).fill_null(value=False)
    digits = pl.select(pl.when(grouped).then(plain.str.replace_all(",", "", literal=True)).otherwise(plain)).to_series()
    form = _WHOLE if column.kind == "integer" else _FRACTION
    readable = pl.select(pl.when(digits.str.contains(form)).then(digits)).to_series()
    number = readable.cast(pl.Float64, strict=False)
    return number.cast(pl.Int64) if column.kind == "integer" else number


def _flag(text: pl.Expr) -> pl.Expr:
    import polars as pl

    words = text.str.to_lowercase()
    return pl.when(words.is_in(_YES)).then(statement=True).when(words.is_in(_NO)).then(statement=False)


def _day(text: pl.Expr) -> pl.Expr:
    import polars as pl

    days = pl.coalesce([text.str.to_date(form, strict=False) for form in _DATES])
    return pl.when(days.dt.year().is_between(*_YEARS)).then(days)


def check(where: str, frame: pl.DataFrame, table: Table) -> None:
    """Raises DataError for every column outside its limits, empty where it may not be, missing or too many."""
    faults = [Fault(where, "is missing", column=name) for name in table.names if name not in frame.columns]
    faults += [Fault(where, "is not of the table", column=name) for name in frame.columns if name not in table]
    held = [column for column in table.columns if column.name in frame.columns]
    found = frame.select(_wrong(column).any().alias(column.name) for column in held).row(0) if held else ()
    for column, is_wrong in zip(held, found, strict=True):
        if is_wrong:
            wrong = frame.select(_wrong(column).fill_null(value=False).alias(column.name)).to_series()
            faults.append(_fault(where, column, frame[column.name], wrong))
    if faults:
        raise DataError(faults)


@cache
def _wrong(column: Column) -> pl.Expr:
    """True for a cell that is outside the limits; null or false for others."""
    import polars as pl

    value = pl.col(column.name)
    wrong = [] if column.nullable else [value.is_null()]
    if column.low is not None:
        wrong.append(value < column.low)
    if column.high is not None:
        wrong.append(value > column.high)
    if column.allowed is not None:
        wrong.append(~value.cast(pl.String).is_in(column.allowed))
    return reduce(or_, wrong) if wrong else pl.lit(value=False)


def _fault(where: str, column: Column, values: pl.Series, wrong: pl.Series) -> Fault:
    rows = (wrong.arg_true() + 1).to_list()
    value = values[rows[0] - 1]
    problem = f"{'is empty' if value is None else shown(value)}{also_in(rows)}"
    return Fault(where, problem, row=rows[0], column=column.name, expected=column.expected)
