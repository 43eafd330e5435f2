"""Counts of the Employer Data Hub by year, from the store: totals and sponsors, FY2021 with its double count too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.store import Store

ALL: Final = "all"
DOUBLE: Final = "double"
_COLUMNS: Final = ("fiscal_year", "employer", "initial_approvals", "group", "entity", "vintage")


def counts(one: Replication, folder: Path | None) -> dict[str, Ours]:
    """Initial approvals; a number is named `SPONSOR:YEAR`, with `:double` as the file has it before any correction.

    A sponsor in capitals is a legal entity, else a group; what else follows the year only tells numbers apart.
    Those of years whose file the store does not hold are skipped, by the file's name.
    """
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines

    store = Store(folder)
    lines = resolved_lines(store, _COLUMNS)
    return {name: _count(name, store, lines) for name in one.numbers}


def _count(name: str, store: Store, lines: pl.DataFrame | None) -> Ours:
    import polars as pl

    who, _, rest = name.partition(":")
    year, _, how = rest.partition(":")
    mine = None if lines is None else lines.filter(pl.col("fiscal_year") == int(year))
    if mine is None or not mine.height:
        file = f"H-1B Employer Data Hub, file of FY{year}"
        return Ours(None, missing=f"needs {file}: openh1b data add FILE, then --store", skipped=True)
    column = "entity" if who.isupper() else "group"
    found = mine if who == ALL else mine.filter(pl.col(column) == who)
    if how == DOUBLE:
        return Ours(_raw(store, mine, None if who == ALL else found))
    return Ours(float(found["initial_approvals"].sum()))


def _raw(store: Store, mine: pl.DataFrame, found: pl.DataFrame | None) -> float:
    """Initial approvals in the file as it came, of the spellings in `found` or of all."""
    import polars as pl

    raw = store.raw("hub", str(mine["vintage"][0]))
    names = {name.strip().lower(): name for name in raw.columns}
    count = next(names[name] for name in names if name.startswith("initial approval"))
    if found is not None:
        spelled = found["employer"].drop_nulls().unique().to_list()
        raw = raw.filter(pl.col(names["employer"]).str.strip_chars().is_in(spelled))
    return float(raw[count].str.replace_all(",", "").cast(pl.Int64).sum())
