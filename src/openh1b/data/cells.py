"""Text to values by a table's schema: thousands separators, dollar signs, dates in four forms, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def typed(where: str, frame: pl.DataFrame, table: Table, *, first_row: int = 1) -> pl.DataFrame:
    """Columns of text (blanks null) as the table's kinds; columns the table does not have stay text.

    Columns that the file lacks and that may be empty are added, empty.

    first_row: number of the first row in the file. Raises DataError for every column with a value that cannot be read.
    """
    import polars as pl

    series, faults = [], []
    for name in frame.columns:
        text = frame[name]
        if name not in table or table[name].kind == "text":
            series.append(text)
            continue
        value = _read(text, table[name])
        bad = value.is_null() & text.is_not_null() & ~_stands_for_nothing(text, table[name])
        rows = bad.arg_true().to_list()
        if rows:
            numbers = [row + first_row for row in rows]
            problem = f"{shown(text[rows[0]])}{also_in(numbers)}"
            faults.append(Fault(where, problem, row=numbers[0], column=name, expected=table[name].expected))
        series.append(value.alias(name))
    if faults:
        raise DataError(faults)
    return pl.DataFrame(series).with_columns(
        pl.lit(None, dtype=getattr(pl, _EMPTY[column.kind])).alias(column.name)
        for column in table.columns
        if column.nullable and column.name not in frame.columns
    )


def _stands_for_nothing(text: pl.Series, column: Column) -> pl.Series:
    if column.kind != "flag":
        return text.is_null()
    return text.str.to_lowercase().is_in(_NONE).fill_null(value=False)


def _read(text: pl.Series, column: Column) -> pl.Series:
    import polars as pl

    if column.kind == "flag":
        words = text.str.to_lowercase()
        return pl.select(
            pl.when(words.is_in(_YES)).then(statement=True).when(words.is_in(_NO)).then(statement=False)
        ).to_series()
    if column.kind == "date":
        days = pl.select(pl.coalesce([text.str.to_date(form, strict=False) for form in _DATES])).to_series()
        return days.set(~days.dt.year().is_between(*_YEARS), None)
    quick = text.cast(pl.Int64 if column.kind == "integer" else pl.Float64, strict=False)
    if quick.null_count() == text.null_count() and bool(quick.is_finite().all()):
        return quick
    plain = text.str.strip_prefix("$").str.strip_chars()
    grouped = text.str.contains(_GROUPED).fill_null(value=False)
    digits = pl.select(pl.when(grouped).then(plain.str.replace_all(",", "", literal=True)).otherwise(plain)).to_series()
    form = _WHOLE if column.kind == "integer" else _FRACTION
    readable = pl.select(pl.when(digits.str.contains(form)).then(digits)).to_series()
    number = readable.cast(pl.Float64, strict=False)
    return number.cast(pl.Int64) if column.kind == "integer" else number


def check(where: str, frame: pl.DataFrame, table: Table) -> None:
    """Raises DataError for every column outside its limits, empty where it may not be, missing or too many."""
    import polars as pl

    faults = [Fault(where, "is missing", column=name) for name in table.names if name not in frame.columns]
    faults += [Fault(where, "is not of the table", column=name) for name in frame.columns if name not in table]
    held = [column for column in table.columns if column.name in frame.columns]
    wrong = frame.select(_wrong(column).alias(column.name) for column in held)
    found = wrong.select(pl.all().any()).row(0) if wrong.width else ()
    for column, is_wrong in zip(held, found, strict=True):
        if is_wrong:
            faults.append(_fault(where, column, frame[column.name], wrong[column.name]))
    if faults:
        raise DataError(faults)


def _wrong(column: Column) -> pl.Expr:
    import polars as pl

    value = pl.col(column.name)
    wrong = [] if column.nullable else [value.is_null()]
    if column.low is not None:
        wrong.append(value < column.low)
    if column.high is not None:
        wrong.append(value > column.high)
    if column.allowed is not None:
        wrong.append(~value.cast(pl.String).is_in(column.allowed))
    return pl.any_horizontal(one.fill_null(value=False) for one in wrong) if wrong else pl.lit(value=False)


def _fault(where: str, column: Column, values: pl.Series, wrong: pl.Series) -> Fault:
    rows = (wrong.arg_true() + 1).to_list()
    value = values[rows[0] - 1]
    problem = f"{'is empty' if value is None else shown(value)}{also_in(rows)}"
    return Fault(where, problem, row=rows[0], column=column.name, expected=column.expected)
