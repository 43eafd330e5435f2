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
    texts = {name: found[name].item() for name in works}
    few = [name for name in works if len(texts[name]) <= _SHARE * frame.height]
    new = pl.select(works[name](pl.lit(texts[name])).implode().alias(name) for name in few)
    values = {name: new[name].item() for name in few}
    return frame.select(
        pl.col(name).replace_strict(texts[name], values[name], return_dtype=values[name].dtype)
        if name in values
        else work(pl.col(name)).alias(name)
        for name, work in works.items()
    )
