"""BLS OEWS national estimates: wages by occupation, with what is top-coded named and never read as a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openh1b.data.schemas import OEWS
from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    import polars as pl

_TOP, _NONE = "#", ("*", "**")
_SHEET = re.compile(r"national_m(20[0-9]{2})_dl")


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """`#` (at or above the highest wage printed) and `*` (no estimate) to empty; `top_coded` lists those with #."""
    import polars as pl

    numbers = [column.name for column in OEWS.columns if column.kind in {"number", "integer"} and column.name in named]
    marks = [pl.when(pl.col(name) == _TOP).then(pl.lit(name)) for name in numbers]
    listed = pl.concat_str(marks, separator=" ", ignore_nulls=True).replace({"": None})
    emptied = pl.col(numbers).replace({_TOP: None, **dict.fromkeys(_NONE)})
    return named.with_columns(emptied, listed.alias("top_coded"))


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """The values as they are."""
    return values


def year_of(where: str, sheet: str, name: str, said: int | None) -> int:
    """The year of the estimates (May), as said, else as the sheet's or the file's name has it."""
    found = _SHEET.search(sheet.casefold()) or _SHEET.search(name.casefold())
    if said is not None:
        return said
    if found:
        return int(found[1])
    problem = "does not say of which May its estimates are"
    raise DataError(Fault(where, problem, hint="Say it: --year 2024 for the estimates of May 2024"))


def coverage(frame: pl.DataFrame) -> str:
    """The month of the estimates: `may2024`."""
    return f"may{frame['year'][0]}"
