"""Scalar expressions over a table's columns, in Polars SQL, from people who may not be trusted.

Only a closed list of words gets through: the table's columns, plain scalar functions and operators. Nothing that reads
a file, draws at random, looks at other rows or nests a query has a name on the list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import Fault, RuleError, did_you_mean

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from openh1b.selection.rule import Expression

FUNCTIONS = frozenset(
    ["abs", "ceil", "floor", "round", "sign", "sqrt", "cbrt", "pow", "power", "exp", "ln", "log", "log10", "log2"]
    + ["mod", "least", "greatest", "coalesce", "nullif", "lower", "upper", "length", "starts_with", "ends_with"]
)
WORDS = frozenset(
    ["and", "or", "not", "in", "is", "null", "true", "false", "case", "when", "then", "else", "end", "between", "like"]
    + ["cast", "as", "int", "bigint", "double"]
)
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"]+\")|(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<mark><=|>=|<>|!=|\|\||[-+*/%(),<>=]))"
)
_COMMENT = re.compile(r"\s*(?:--|/\*)")  # Polars drops what follows: 3 --1 would be 3
_LONGEST = 2_000


def columns(expression: Expression, known: frozenset[str] | set[str]) -> tuple[str, ...]:
    """The columns that an expression uses. Raises RuleError for any word that is neither a column nor on the list."""
    sql, found, faults, position = expression.sql.strip(), [], [], 0
    if not sql or len(sql) > _LONGEST:
        raise RuleError(_fault(expression, "is empty" if not sql else f"is longer than {_LONGEST:,} characters"))
    while position < len(sql):
        match = None if _COMMENT.match(sql, position) else _TOKEN.match(sql, position)
        if match is None:
            raise RuleError(_fault(expression, f"has {sql[position:].strip()[:1]!r}, which no expression may hold"))
        position = match.end()
        word = match["word"] or (match["quoted"] or "").strip('"')
        if not word or (match["word"] and word.casefold() in WORDS):
            continue
        if word in known and not _called(sql, position):
            found.append(word)
        elif not (match["word"] and word.casefold() in FUNCTIONS and _called(sql, position)):
            faults.append(
                _fault(expression, f"has no meaning for {word!r}", hint=did_you_mean(word, {*known, *FUNCTIONS}))
            )
    if faults:
        raise RuleError(faults)
    return tuple(dict.fromkeys(found))


def words(expression: Expression) -> tuple[str, ...]:
    """Words of an expression that may be columns: neither called nor of the language. Nothing is refused here."""
    found = []
    for match in _TOKEN.finditer(expression.sql):
        word = match["word"] or (match["quoted"] or "").strip('"')
        if word and word.casefold() not in WORDS and not _called(expression.sql, match.end()):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _called(sql: str, position: int) -> bool:
    return sql[position:].lstrip().startswith("(")


def _fault(expression: Expression, problem: str, hint: str | None = None) -> Fault:
    return Fault(f"expression {expression.sql!r}", problem, hint=hint)


def evaluate(expression: Expression, frame: pl.DataFrame) -> NDArray[np.generic]:
    """One value a row. Raises RuleError for what Polars cannot read, for nulls, and for anything but a value a row."""
    import polars as pl

    columns(expression, set(frame.columns))
    try:
        found = frame.select(pl.sql_expr(expression.sql).alias("value"))["value"]
    except pl.exceptions.PolarsError as error:
        raise RuleError(_fault(expression, f"cannot be read: {str(error).splitlines()[0]}")) from None
    if len(found) == 1 and len(frame) != 1:
        found = pl.repeat(found[0], len(frame), eager=True)
    if not (found.dtype.is_numeric() or found.dtype == pl.Boolean):
        raise RuleError(_fault(expression, f"gives {found.dtype}, not a number or true and false"))
    if found.null_count():
        row = int(np.flatnonzero(found.is_null().to_numpy())[0]) + 1
        raise RuleError(_fault(expression, f"has no value in {found.null_count():,} rows, the first of them row {row}"))
    values = found.cast(pl.Float64).to_numpy() if found.dtype.is_decimal() else found.to_numpy()  # 5.5 is a decimal
    if np.isnan(values).any():
        row = int(np.flatnonzero(np.isnan(values))[0]) + 1
        raise RuleError(
            _fault(expression, f"is not a number in {np.isnan(values).sum():,} rows, the first of them row {row}")
        )
    return values
