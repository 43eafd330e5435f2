"""Rows of one name key split into legal entities: by the tax id's last four digits and by place.

Two rows of one key are one entity where they share the tax id's digits, or the ZIP code, or the city and state. Rows
without digits (FY2018 has none) join the entity of the key in their state. What nothing connects stays apart: a
namesake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_NODE = ("key", "tax_id", "zip", "city", "state")
_LINKS = (("key", "tax_id"), ("key", "zip"), ("key", "city", "state"))
_ROUNDS = 12


def with_entities(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `entity`: the key itself for the largest entity of a key, with digits and state behind it for namesakes.

    rows: one petitioner line, with key, tax_id (four digits or null), zip, city, state, approvals. Order is kept.
    """
    import polars as pl

    one = (pl.col("tax_id").n_unique().over("key") == 1) & pl.col("tax_id").is_not_null()
    rows = rows.with_columns(one=one)  # most keys have one number and nothing to decide
    nodes = (
        rows.filter(~pl.col("one")).group_by(_NODE).agg(pl.col("approvals").sum()).sort(_NODE).with_row_index("part")
    )
    nodes = _adopt(_linked(nodes))
    names = _named(nodes)
    found = nodes.join(names, on=("key", "part")).select(*_NODE, "entity")
    joined = rows.join(found, on=_NODE, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(entity=pl.coalesce("entity", "key")).drop("one")


def _linked(nodes: pl.DataFrame) -> pl.DataFrame:
    """Spread the smallest number along shared digits and places until nothing changes."""
    import polars as pl

    for _ in range(_ROUNDS):
        before = nodes["part"]
        for link in _LINKS:
            known = pl.all_horizontal(pl.col(link[1:]).is_not_null())
            nodes = nodes.with_columns(part=pl.when(known).then(pl.col("part").min().over(link)).otherwise("part"))
        if nodes["part"].equals(before):
            break
    return nodes


def _adopt(nodes: pl.DataFrame) -> pl.DataFrame:
    """Parts without digits join the largest part with digits in their state, or of the key if they have no state."""
    import polars as pl

    bare = pl.col("tax_id").is_null().all().over("key", "part")
    sized = nodes.with_columns(bare=bare, size=pl.col("approvals").sum().over("key", "part"))
    hosts = sized.filter(~pl.col("bare")).sort("size", "part", descending=[True, False])
    by_state = hosts.group_by("key", "state", maintain_order=True).agg(host=pl.col("part").first())
    by_key = hosts.group_by("key", maintain_order=True).agg(main=pl.col("part").first())
    joined = sized.join(by_state, on=("key", "state"), how="left").join(by_key, on="key", how="left")
    own = pl.when(pl.col("state").is_null()).then("main").otherwise("host")
    host = pl.when("bare").then(own).otherwise(None).drop_nulls().first().over("key", "part")
    return joined.with_columns(part=pl.coalesce(host, "part")).drop("bare", "size", "host", "main")


def _named(nodes: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    mode = pl.col("tax_id", "state").sort_by("approvals", descending=True).drop_nulls().first()
    parts = nodes.group_by("key", "part").agg(pl.col("approvals").sum(), mode)
    parts = parts.sort("key", "approvals", "part", descending=[False, True, False])
    place = pl.concat_str(
        pl.lit(" ["),
        pl.col("tax_id").fill_null("no digits"),
        pl.lit(", "),
        pl.col("state").fill_null("no state"),
        pl.lit("]"),
    )
    first = pl.int_range(pl.len()).over("key") == 0
    return parts.select("key", "part", entity=pl.when(first).then("key").otherwise(pl.concat_str("key", place)))
