"""Rows of one name key split into legal entities: by the tax id's last four digits and by place.

Two rows of one key are one entity where they share the tax id's digits, or the ZIP code, or the city and state. Rows
without digits (FY2018 has none) join the entity of the key in their state. What nothing connects stays apart: a
namesake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    found = _namesakes(_adopt(_linked(nodes)))
    joined = rows.join(found, on=_NODE, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(entity=pl.coalesce("entity", "key")).drop("one")


def _linked(nodes: pl.DataFrame) -> pl.DataFrame:
    """Spread the smallest number along shared digits and places until nothing changes. A part lies within one key."""
    import polars as pl

    numbered = [
        pl.when(pl.all_horizontal(pl.col(link[1:]).is_not_null())).then(pl.col("part").min().over(link))
        for link in _LINKS
    ]
    # A node that lacks the link is its own: no other node of that link bears its number.
    links = [nodes.select(pl.coalesce(number, "part")).to_series().to_numpy() for number in numbered]
    part = nodes["part"].to_numpy()
    for _ in range(_ROUNDS):
        before = part
        for link in links:
            least = part.copy()
            np.minimum.at(least, link, part)
            part = least[link]
        if np.array_equal(part, before):
            break
    return nodes.with_columns(part=pl.Series(part))


def _adopt(nodes: pl.DataFrame) -> pl.DataFrame:
    """Parts without digits join the largest part with digits in their state, or of the key if they have no state."""
    import polars as pl

    bare = pl.col("tax_id").is_null().all().over("part")
    sized = nodes.with_columns(bare=bare, size=pl.col("approvals").sum().over("part"))
    orphans = sized.filter("bare")
    hosts = sized.filter(~pl.col("bare")).join(orphans, on="key", how="semi")
    hosts = hosts.sort("size", "part", descending=[True, False])
    by_state = hosts.unique(("key", "state"), keep="first").select("key", "state", host="part")
    by_key = hosts.unique("key", keep="first").select("key", main="part")
    joined = orphans.join(by_state, on=("key", "state"), how="left").join(by_key, on="key", how="left")
    own = pl.when(pl.col("state").is_null()).then("main").otherwise("host")
    adopted = joined.sort(_NODE).group_by("part").agg(host=own.drop_nulls().first())
    moved = sized.join(adopted, on="part", how="left", maintain_order="left")
    return moved.with_columns(part=pl.coalesce("host", "part")).drop("bare", "size", "host")


def _namesakes(nodes: pl.DataFrame) -> pl.DataFrame:
    """Nodes of all parts of a key but the largest, with `entity`: the key, its digits and its state."""
    import polars as pl

    nodes = nodes.filter((pl.col("part").min() != pl.col("part").max()).over("key"))
    parts = (
        nodes.sort("approvals", descending=True, maintain_order=True)
        .group_by("part")
        .agg(pl.col("key").first(), pl.col("approvals").sum(), pl.col("tax_id", "state").drop_nulls().first())
        .sort("key", "approvals", "part", descending=[False, True, False])
        .filter(pl.col("key").is_first_distinct().not_())
    )
    digits, state = pl.col("tax_id").fill_null("no digits"), pl.col("state").fill_null("no state")
    names = parts.select("part", entity=pl.format("{} [{}, {}]", "key", digits, state))
    return nodes.join(names, on="part").select(*_NODE, "entity")
