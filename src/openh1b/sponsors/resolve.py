"""Every line of the hub with its legal entity, its group, and why.

The legal entity: names equal after normalisation (names.py) and connected by tax id or place (places.py); a name cut
at 34 characters stands for the whole name of the same tax id or ZIP that begins with it. The group: what aliases.yaml
says, else the entity alone. Nothing here measures likeness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.sponsors.aliases import Aliases, load_aliases
from openh1b.sponsors.names import with_keys
from openh1b.sponsors.places import with_entities

if TYPE_CHECKING:
    import polars as pl

NEEDED = (
    "fiscal_year", "employer", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials",
    "naics", "tax_id", "state", "city", "zip", "vintage", "part_year",
)  # fmt: skip
_PREFIX = 10


def resolve(hub: pl.DataFrame) -> pl.DataFrame:
    """The hub with `key`, `entity`, `group` and `why` (id of the evidence); rows and their order stay.

    hub: table `hub`, one petitioner line of one year. A line without a name has entity and group null and why `no
    name`. Resolve all years at once: the years with a tax id tell where those without belong. Raises InputError
    naming every column that is missing.
    """
    import polars as pl

    _check(hub)
    rows = _prepared(hub)
    rows = _whole_names(rows)
    rows = with_entities(rows)
    rows = _grouped(rows, load_aliases())
    nameless = pl.col("key") == ""
    found = rows.select(
        "key",
        entity=pl.when(~nameless).then("entity"),
        group=pl.when(~nameless).then(pl.coalesce("group", "entity")),
        why=pl.when(nameless).then(pl.lit("no name")).otherwise(pl.coalesce("why", "rule")),
    )
    return pl.concat([hub, found], how="horizontal")


def _check(hub: pl.DataFrame) -> None:
    missing = [name for name in NEEDED if name not in hub.columns]
    if missing:
        raise InputError(
            [Fault("hub", "column is missing", column=name, hint=did_you_mean(name, hub.columns)) for name in missing]
        )


def _prepared(hub: pl.DataFrame) -> pl.DataFrame:
    """Key and cut flag of each name, with digits and ZIP whole."""
    import polars as pl

    keys = with_keys(hub["employer"].unique())
    rows = with_digits(hub).select(
        "employer",
        "state",
        "city",
        "tax_id",
        "zip",
        approvals=pl.col("initial_approvals") + pl.col("continuing_approvals"),
    )
    return rows.join(keys, on="employer", how="left", nulls_equal=True, maintain_order="left")


def with_digits(hub: pl.DataFrame) -> pl.DataFrame:
    """The hub with tax_id as four digits (0000 is none) and zip as five, leading zeros put back; again: no change."""
    import polars as pl

    digits = pl.col("tax_id").cast(pl.String).str.strip_chars().str.zfill(4)
    zip_code = pl.col("zip").cast(pl.String).str.strip_chars().str.zfill(5).str.head(5)
    return hub.with_columns(tax_id=pl.when(digits != "0000").then(digits), zip=zip_code)


def _whole_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Give a cut name the key of the whole name that begins with it, of the same tax id, else of the same ZIP."""
    import polars as pl

    rows = rows.with_row_index("row")
    cut = rows.filter("cut")
    found = [_whole_at(place, rows, cut) for place in ("zip", "tax_id")]
    # The tax id, which is the better evidence, has the last word.
    best = pl.concat(found).unique("row", keep="last").with_columns(rule=pl.format("cut name and {}", "rule"))
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    return joined.with_columns(key=pl.coalesce("whole_key", "key"), rule=pl.coalesce("rule", pl.lit("name"))).drop(
        "whole_key", "row"
    )


def _whole_at(place: str, rows: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    """Rows of cut names of which a whole name stands in the same place: row, whole_key, and the place as rule."""
    import polars as pl

    spelled, known = pl.col("spelled"), pl.col(place).is_not_null()
    start = spelled.str.head(_PREFIX).alias("start")
    cut_at = cut.filter(known).select(place, start, spelled.alias("short")).unique()
    near = rows.filter(known & pl.col(place).is_in(cut_at[place].implode()) & (spelled.str.len_chars() > _PREFIX))
    whole = near.with_columns(start).join(cut_at, on=(place, "start"), how="semi")
    pairs = cut_at.join(
        whole.group_by(place, "start", "spelled", "key", "cut").agg(n=pl.len()), on=(place, "start")
    ).filter(spelled.str.starts_with(pl.col("short")) & (spelled != pl.col("short")))
    best = pairs.sort(~pl.col("cut"), "n", "spelled", descending=[True, True, False]).unique(
        (place, "short"), keep="first", maintain_order=True
    )
    best = best.select(place, spelled="short", whole_key="key")
    return cut.join(best, on=(place, "spelled")).select("row", "whole_key", rule=pl.lit(place))


def _grouped(rows: pl.DataFrame, aliases: Aliases) -> pl.DataFrame:
    """Group and evidence id of each entity that aliases.yaml names; null for the rest."""
    import polars as pl

    first = pl.col("key").str.extract(r"^(\S+)")
    entities = (
        rows.filter(first.is_in(list(aliases.first_words)))
        .group_by("key", "entity")
        .agg(digits=pl.col("tax_id").drop_nulls().unique(), states=pl.col("state").drop_nulls().unique())
    )
    names = entities["key"].unique().sort()
    claims = [(name, *claim) for name in names for claim in aliases.claims(name)]
    schema: Any = {
        "key": pl.String,
        "group": pl.String,
        "why": pl.String,
        "wanted": pl.List(pl.String),
        "rank": pl.Int64,
    }
    table = pl.DataFrame(claims, schema=schema, orient="row")
    fits = (
        (pl.col("wanted").list.len() == 0)
        | (pl.col("wanted").list.set_intersection("digits").list.len() > 0)
        | ((pl.col("digits").list.len() == 0) & (pl.col("wanted").list.set_intersection("states").list.len() > 0))
    )
    best = entities.join(table, on="key").filter(fits).sort("rank", "group").unique(("key", "entity"), keep="first")
    best = best.select("key", "entity", "group", "why")
    return rows.join(best, on=("key", "entity"), how="left", maintain_order="left")
