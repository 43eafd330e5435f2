"""LCA disclosure data: words to ours, pay a year, the edition of the occupation's code, the quarters a file holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from openh1b.data.distinct import by_distinct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

UNITS_A_YEAR = {"hour": 2_080, "week": 52, "two_weeks": 26, "half_month": 24, "month": 12, "year": 1}
_UNITS = {
    "hour": "hour", "hr": "hour", "week": "week", "wk": "week", "bi-weekly": "two_weeks", "bi": "two_weeks",
    "semi-monthly": "half_month", "month": "month", "mth": "month", "year": "year", "yr": "year",
    "select pay range": None, "n/a": None,
}  # fmt: skip
_LEVELS = {
    **{f"{word}{roman}": str(at) for word in ("", "level ") for at, roman in enumerate(("i", "ii", "iii", "iv"), 1)},
    **{str(level): str(level) for level in range(1, 5)},
    "v": None,
    "n/a": None,
}
_STATUSES = {
    "certified": "certified",
    "certified - withdrawn": "certified_withdrawn",
    "certified-withdrawn": "certified_withdrawn",
    "withdrawn": "withdrawn",
    "denied": "denied",
    "invalidated": "invalidated",
    "rejected": "other",
    "pending quality and compliance review - unassigned": "other",
}
_SOC = r"^([0-9]{2})-?([0-9]{4})(?:\.([0-9]{0,2}))?$"
_RANGE = r"^([^-]*[0-9.])\s*-\s*(.*)$"


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """Words of the file to words of the table; what is no known word stays, and is refused by the checks after."""
    import polars as pl

    words: dict[str, Mapping[str, str | None]] = {
        "wage_unit": _UNITS,
        "pw_unit": _UNITS,
        "wage_level": _LEVELS,
        "status": _STATUSES,
    }
    works = {name: partial(_translated, known) for name, known in words.items() if name in named.columns}
    frame = named.with_columns(by_distinct(named, works))
    if "wage_from" in frame.columns and "wage_to" not in frame.columns:  # FY2015 has both ends in one cell
        text = pl.col("wage_from")
        frame = frame.with_columns(
            pl.coalesce(text.str.extract(_RANGE, 1), text),
            text.str.extract(_RANGE, 2).str.strip_chars().replace({"": None}).alias("wage_to"),
        )
    if "naics" in frame.columns:
        frame = frame.with_columns(pl.col("naics").str.strip_suffix(".0"))
    return frame


def _translated(known: Mapping[str, str | None], texts: pl.Expr) -> pl.Expr:
    return texts.str.to_lowercase().replace(list(known), list(known.values()))


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """All columns of the table: pay a year, codes in one form."""
    import polars as pl

    codes = values.select("soc_code", onet_code="soc_code", soc_vintage="soc_code")
    coded = by_distinct(codes, {"soc_code": _seven, "onet_code": _ten, "soc_vintage": _edition})
    return values.with_columns(
        *coded.select("soc_code", "onet_code"),
        _of_one_edition(coded),
        pl.when(pl.col("wage_to") > 0).then("wage_to"),
        (pl.col("wage_from") * _a_year("wage_unit")).alias("wage_usd"),
        (pl.col("prevailing_wage") * _a_year("pw_unit")).alias("pw_usd"),
    )


def _seven(code: pl.Expr) -> pl.Expr:
    """`15-1252` of `151252.00` and its like; what is no code stays."""
    import polars as pl

    return pl.coalesce(code.str.extract(_SOC, 1) + "-" + code.str.extract(_SOC, 2), code)


def _ten(code: pl.Expr) -> pl.Expr:
    """`15-1252.00`, where that is given in full."""
    import polars as pl

    detail = code.str.extract(_SOC, 3)
    return pl.when(detail.str.len_chars() == 2).then(_seven(code) + "." + detail)


def _a_year(unit: str) -> pl.Expr:
    import polars as pl

    return pl.col(unit).replace_strict(UNITS_A_YEAR, default=None, return_dtype=pl.Float64)


def _edition(code: pl.Expr) -> pl.Expr:
    """2010 for 15-11xx, 2018 for 15-12xx and 15-205x, which only one edition has."""
    import polars as pl

    seven = _seven(code)
    newer = seven.str.starts_with("15-12") | seven.str.starts_with("15-205")
    return pl.when(seven.str.starts_with("15-11")).then(2010).when(newer).then(2018).cast(pl.Int64)


def _of_one_edition(coded: pl.DataFrame) -> pl.Series:
    """The editions of all codes: those that tell none have that of the others of the file, where it is one."""
    import polars as pl

    certain = coded["soc_vintage"]
    editions = certain.drop_nulls().unique().to_list()
    if len(editions) != 1:
        return certain
    return coded.select(
        pl.when(pl.col("soc_code").is_not_null()).then(editions[0]).cast(pl.Int64).alias("soc_vintage")
    )["soc_vintage"]


def coverage(frame: pl.DataFrame) -> str:
    """The fiscal quarters of the decisions in a file: `fy2020q1`, `fy2023q1-fy2023q3`, or `undated`."""
    days = frame["decided_on"].drop_nulls()
    if days.is_empty():
        return "undated"
    first, last = (_quarter(day) for day in (days.min(), days.max()))  # type: ignore[arg-type]
    return first if first == last else f"{first}-{last}"


def _quarter(day: date) -> str:
    return f"fy{day.year + (day.month >= 10)}q{(day.month + 2) // 3 % 4 + 1}"
