"""Text cells as values of a column: what is accepted for each kind, a whole column at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.season.raw_table import blank

if TYPE_CHECKING:
    import polars as pl

    from openh1b.tables import Column

_WHOLE = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.0*)?$"
_NUMBER = r"^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?$"
_PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"
_PLAIN_WHOLE = r"^-?(0|[1-9][0-9]{0,17})$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00(\.0+)?)?$"
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_FLAGS = {"true": True, "yes": True, "y": True, "1": True, "1.0": True}
_FLAGS |= {"false": False, "no": False, "n": False, "0": False, "0.0": False}


def values_of(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    """The column's values, and where they are wrong: not of its kind, outside its limits, or blank but not nullable.

    text: cells as text; blanks around a value do not count. Ids do not pass here: they are taken as they stand.
    Numbers may carry thousands separators and, where not whole, a leading `$`; whole ones an empty fraction;
    `selection_level` may be I to IV. Flags are true/false, yes/no, y/n or 1/0 in any case. Dates are YYYY-MM-DD, with
    the midnight that a spreadsheet adds.
    """
    trimmed = text.fill_null("").str.strip_chars()
    if column.name == "selection_level":
        trimmed = trimmed.str.to_uppercase().replace(_ROMAN)
    read = {"text": _text, "integer": _integer, "number": _number, "flag": _flag, "date": _date}[column.kind]
    values = read(trimmed)
    wrong = values.is_null() | _outside(values, column)
    return values, wrong & ~blank(text) if column.nullable else wrong


def expected(column: Column) -> str:
    """What an error message says a column takes."""
    if column.unit == "USD":
        return f"{column.expected}: {column.meaning}, in US dollars"
    if column.kind == "flag":
        return "yes or no, true or false, y or n, 1 or 0"
    return f"{column.expected}, or I to IV" if column.name == "selection_level" else column.expected


def group_values(text: pl.Series, *, used: bool) -> pl.Series:
    """A column that is not one of ours: trimmed text, blank where empty.

    Where the policy uses it and every cell is a plain number (no leading zero, no separators), it becomes a number, so
    that an expression can compare a bid; otherwise `02134` and `1.10` stay the labels they are.
    """
    import polars as pl

    trimmed = text.fill_null("").str.strip_chars()
    if used and trimmed.str.contains(_PLAIN_WHOLE).all():
        return trimmed.cast(pl.Int64)
    return trimmed.cast(pl.Float64) if used and trimmed.str.contains(_PLAIN).all() else trimmed


def _where(test: pl.Series, text: pl.Series) -> pl.Series:
    """The text where the test holds, else null."""
    return text.set(~test, None)


def _text(text: pl.Series) -> pl.Series:
    return _where(text != "", text)


def _integer(text: pl.Series) -> pl.Series:
    import polars as pl

    plain = _where(text.str.contains(_WHOLE), text).str.replace_all(",", "", literal=True).str.replace(r"\.0*$", "")
    return plain.cast(pl.Int64, strict=False)


def _number(text: pl.Series) -> pl.Series:
    import polars as pl

    bare = text.str.strip_prefix("$").str.strip_chars_start()
    return (
        _where(bare.str.contains(_NUMBER), bare).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    )


def _flag(text: pl.Series) -> pl.Series:
    import polars as pl

    return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)


def _date(text: pl.Series) -> pl.Series:
    return _where(text.str.contains(_DAY), text).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _outside(values: pl.Series, column: Column) -> pl.Series:
    outside = values.is_null() & False
    if column.allowed is not None:
        outside |= ~values.is_in(column.allowed).fill_null(value=False)
    if column.low is not None:
        outside |= (values < column.low).fill_null(value=False)
    if column.high is not None:
        outside |= (values > column.high).fill_null(value=False)
    return outside if column.kind != "number" else outside | values.is_infinite().fill_null(value=False)
