"""NAICS sectors: their titles, and codes that belong together. Source: lists.yaml, naics-2022."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

SPANS: Final = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49"}
"""Two-digit codes of sectors that have several."""

NONE: Final = "none"
"""Stands for lines without a code, such as all of the hub's FY2018."""

TITLES: Final = {
    "11": "Agriculture, Forestry, Fishing and Hunting",
    "21": "Mining, Quarrying, and Oil and Gas Extraction",
    "22": "Utilities",
    "23": "Construction",
    "31-33": "Manufacturing",
    "42": "Wholesale Trade",
    "44-45": "Retail Trade",
    "48-49": "Transportation and Warehousing",
    "51": "Information",
    "52": "Finance and Insurance",
    "53": "Real Estate and Rental and Leasing",
    "54": "Professional, Scientific, and Technical Services",
    "55": "Management of Companies and Enterprises",
    "56": "Administrative, Support, and Waste Management Services",
    "61": "Educational Services",
    "62": "Health Care and Social Assistance",
    "71": "Arts, Entertainment, and Recreation",
    "72": "Accommodation and Food Services",
    "81": "Other Services (except Public Administration)",
    "92": "Public Administration",
    "99": "Not classified",
    NONE: "No code in the file",
}


def sector() -> pl.Expr:
    """The sector of a line, as an expression over its column `naics`; null where the line gives none."""
    import polars as pl

    return pl.col("naics").cast(pl.String).str.strip_chars().str.head(2).replace(SPANS)


def title(column: str) -> pl.Expr:
    """The title of a sector, as an expression over a column of sectors; a code without a title is its own."""
    import polars as pl

    return pl.col(column).replace(TITLES)
