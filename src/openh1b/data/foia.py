"""USCIS registrations and petitions FY2021-24, released under FOIA: letters to words by the release's dictionary.

What names or finds a person is never stored: see the rows `(personal)` of the map, and `~` for dates of birth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from openh1b.tables import Table

SINGLE, SEVERAL = "single_registrations", "multiple_registrations"

_WITHHELD = r"^\(?[bB]\)\s*\([0-9]\)"  # (b)(3) (b)(6) (b)(7)(c): the exemption stands in the cell's place
_BASIS = {
    "A": "new employment",
    "B": "continuation of previously approved employment without change",
    "C": "change in previously approved employment",
    "D": "new concurrent employment",
    "E": "change of employer",
    "F": "amended petition",
}
_ACTION = {
    "A": "notify the office in part 4, for a visa or admission",
    "B": "change of status and extension of stay",
    "C": "extension of stay",
    "D": "amendment of stay",
    "E": "extension of status under a free trade agreement",
    "F": "change of status under a free trade agreement",
}
_EDUCATION = {
    "A": "no diploma",
    "B": "high school",
    "C": "some college credit, less than a year",
    "D": "a year or more of college, no degree",
    "E": "associate's",
    "F": "bachelor's",
    "G": "master's",
    "H": "professional",
    "I": "doctorate",
    **dict.fromkeys(("J", "K", "R"), "unknown"),
}
_WORDS = {"basis": _BASIS, "requested_action": _ACTION, "education": _EDUCATION}
_LOWER = ("status", "first_decision", "wage_unit")
_CASE = r"^I-?([0-9]{3})-?([0-9]{5})-?([0-9]{6})$"


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """Cells that are withheld to empty, letters to words, 1 and 0 of flags to yes and no."""
    import polars as pl

    frame = named.with_columns(pl.when(~pl.all().str.contains(_WITHHELD)).then(pl.all()))
    held = set(frame.columns)
    ones = [column.name for column in _table().columns if column.kind == "flag" and column.name in held]
    return frame.with_columns(
        *(pl.col(name).replace(words) for name, words in _WORDS.items() if name in held),
        *(pl.col(name).str.to_lowercase() for name in _LOWER if name in held),
        pl.col(ones).replace({"1": "yes", "0": "no", "1.0": "yes", "0.0": "no"}),
        *(
            pl.col(name).str.to_uppercase().str.replace(_CASE, "I-$1-$2-$3")
            for name in ("lca_case_number",)
            if name in held
        ),
    )


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """With `selected`, which follows from the status."""
    import polars as pl

    return values.with_columns((pl.col("status") == "selected").alias("selected"))


def coverage(frame: pl.DataFrame) -> str:
    """The seasons in a file, and which of its two halves it is: `fy2024-single`."""
    years = sorted(frame["season"].unique().to_list())
    ends = f"fy{years[0]}" if len(years) == 1 else f"fy{years[0]}-{years[-1]}"
    return ends + "".join(f"-{flag.partition('_')[0]}" for flag in flags(frame))


def flags(frame: pl.DataFrame) -> tuple[str, ...]:
    """FY2024 came in two files: persons with one registration, and persons with several. Whole files have both."""
    kinds = frame["several_registrations"].drop_nulls().unique().to_list()
    if len(kinds) != 1 or frame.height == 1:
        return ()
    return (SEVERAL,) if kinds[0] else (SINGLE,)


def _table() -> Table:
    from openh1b.data.schemas_persons import FOIA_REGISTRATIONS

    return FOIA_REGISTRATIONS
