"""Work on columns of text that depends on the text of a cell alone, done once for each text that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

_SHARE = 0.25  # of distinct cells, above which looking them up costs more than it saves


def by_distinct(frame: pl.DataFrame, works: Mapping[str, Callable[[pl.Expr], pl.Expr]]) -> pl.DataFrame:
    """The columns named in `works`, each as its work makes it of each text, which it must do alike in every row.

    Flags, units, codes: official files have thousands of rows for each text of such a column.
    """
    import polars as pl

    found = frame.select(pl.col(name).unique().implode() for name in works)
    made: list[pl.Expr] = []
    for name, work in works.items():
        texts = found[name].explode()
        if len(texts) > _SHARE * frame.height:
            made.append(work(pl.col(name)).alias(name))
        else:
            new = pl.select(work(pl.lit(texts))).to_series()
            made.append(pl.col(name).replace_strict(texts, new, return_dtype=new.dtype))
    return frame.select(made)
