"""Nonimmigrant visas issued (State Department): one sheet a year, nationalities down, classes across, with totals.

The totals are left out of the table, and hold it to account: the cells of a region must add up to what is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.errors import DataError, Fault
from openh1b.season.raw_table import shown

if TYPE_CHECKING:
    import polars as pl

CLASS = "class:"
_REGION, _ALL = r"^(?i)totals? for (.+)$", r"^(?i)grand totals?$"
_NUMBER, _COUNT = r"^-?[0-9]+(\.[0-9]+)?$", r"^[0-9]+(\.0+)?$"
_SHEET = ["sheet", "class"]


def prepare(named: pl.DataFrame) -> pl.DataFrame:
    """Wide to long: one row a year, nationality and class that its sheet has.

    Raises DataError for a cell that is no number, for numbers of no nationality, and where totals do not add up.
    """
    import polars as pl

    classes = [name for name in named.columns if name.startswith(CLASS)]
    printed = named.filter(pl.any_horizontal(pl.col(classes).is_not_null()))  # the rest are headings and notes
    regions = pl.col("nationality").str.extract(_REGION, 1)
    marked = printed.with_columns(
        regions.fill_null(strategy="backward").over("sheet").alias("region"),
        pl.when(regions.is_not_null())
        .then(pl.lit("region"))
        .when(pl.col("nationality").str.contains(_ALL))
        .then(pl.lit("all"))
        .otherwise(pl.lit("row"))
        .alias("what"),
    ).filter((pl.col("nationality") != pl.col("region")).fill_null(value=True))  # FY2023 has zeros in a heading
    index = ["sheet", "fiscal_year", "nationality", "region", "what"]
    cells = marked.unpivot(classes, index=index, variable_name="class", value_name="cell").with_columns(
        pl.col("class").str.strip_prefix(CLASS), pl.col("cell").str.replace_all(",", "", literal=True)
    )
    cells = cells.filter(pl.col("cell").is_not_null().any().over(_SHEET))
    _check_cells(cells)
    _check_totals(cells)
    rows = cells.filter(pl.col("what") == "row").sort("fiscal_year", "nationality", "class", maintain_order=True)
    return rows.drop("sheet", "what")


def derive(values: pl.DataFrame) -> pl.DataFrame:
    """`issued` where the cell is a count; `printed` where it is something else."""
    import polars as pl

    cell = pl.col("cell")
    count = cell.str.contains(_COUNT).fill_null(value=False)
    return values.with_columns(
        pl.when(count).then(cell).cast(pl.Float64).cast(pl.Int64).alias("issued"),
        pl.when(~count).then(cell).alias("printed"),
    )


def coverage(frame: pl.DataFrame) -> str:
    """The fiscal years in a file: `fy1997-2024`."""
    years = sorted(frame["fiscal_year"].unique().to_list())
    return f"fy{years[0]}" if len(years) == 1 else f"fy{years[0]}-{years[-1]}"


def _check_cells(cells: pl.DataFrame) -> None:
    import polars as pl

    wrong = cells.filter(~pl.col("cell").str.contains(_NUMBER).fill_null(value=True))
    faults = [
        Fault(f"sheet {row['sheet']}", f"{row['nationality']} has {shown(row['cell'])}", column=row["class"])
        for row in wrong.iter_rows(named=True)
    ]
    rows = cells.filter(pl.col("what") == "row")
    for column, problem in (
        ("nationality", "a row has numbers and no nationality"),
        ("region", "rows come after the last total of a region"),
    ):
        sheets: list[str] = rows.filter(pl.col(column).is_null())["sheet"].unique().sort().to_list()
        faults += [Fault(f"sheet {name}", problem, expected="rows, and Totals for ... below them") for name in sheets]
    if faults:
        raise DataError(faults)


def _check_totals(cells: pl.DataFrame) -> None:
    """The nationalities of a region, and the regions, add up to the totals printed, class by class."""
    import polars as pl

    value = pl.col("cell").cast(pl.Float64).fill_null(0)
    faults = []
    for what, inner, keys in (("region", "row", [*_SHEET, "region"]), ("all", "region", _SHEET)):
        sums = cells.filter(pl.col("what") == inner).group_by(keys).agg(value.sum().alias("sum"))
        totals = cells.filter(pl.col("what") == what).select(*keys, "nationality", value.alias("total"))
        both = sums.join(totals, on=keys, how="full", coalesce=True, nulls_equal=True)
        both = both.with_columns(pl.col("sum", "total").fill_null(0))
        wrong = both.filter((pl.col("sum") - pl.col("total")).abs() > 0.001).sort(keys)
        faults += [
            Fault(
                f"sheet {row['sheet']}",
                f"the rows add up to {row['sum']:,.0f}",
                column=row["class"],
                expected=f"{row['total']:,.0f}, as {row['nationality'] or 'no line'} says",
            )
            for row in wrong.iter_rows(named=True)
        ]
    if faults:
        raise DataError(faults)
