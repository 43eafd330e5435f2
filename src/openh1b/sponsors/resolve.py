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


def resolve(hub: pl.DataFrame, aliases: Aliases | None = None) -> pl.DataFrame:
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
    rows = _grouped(rows, aliases or load_aliases())
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
    """Key and cut flag of each name; digits and ZIP with the leading zeros that some files lost."""
    import polars as pl

    keys = with_keys(hub["employer"].unique())
    digits = pl.col("tax_id").cast(pl.String).str.strip_chars().str.zfill(4)
    rows = hub.select(
        "employer",
        "state",
        "city",
        tax_id=pl.when(digits != "0000").then(digits),
        zip=pl.col("zip").cast(pl.String).str.strip_chars().str.zfill(5).str.head(5),
        approvals=pl.col("initial_approvals") + pl.col("continuing_approvals"),
    )
    return rows.join(keys, on="employer", how="left", nulls_equal=True, maintain_order="left")


def _whole_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Give a cut name the key of the whole name that begins with it, of the same tax id, else of the same ZIP."""
    import polars as pl

    start = pl.col("spelled").str.head(_PREFIX).alias("start")
    whole = rows.filter(pl.col("spelled").str.len_chars() > _PREFIX)
    cut = rows.filter("cut")
    rows = rows.with_columns(rule=pl.lit("name"))
    for place in ("zip", "tax_id"):  # the tax id, which is the better evidence, has the last word
        known = pl.col(place).is_not_null()
        whole_at = whole.filter(known).group_by(place, start, "spelled", "key", "cut").agg(n=pl.len())
        cut_at = cut.filter(known).select(place, start, pl.col("spelled").alias("short")).unique()
        pairs = cut_at.join(whole_at, on=(place, "start")).filter(
            pl.col("spelled").str.starts_with(pl.col("short")) & (pl.col("spelled") != pl.col("short"))
        )
        best = pairs.sort(~pl.col("cut"), "n", "spelled", descending=[True, True, False]).unique(
            (place, "short"), keep="first"
        )
        best = best.select(
            place, pl.col("short").alias("spelled"), pl.col("key").alias("whole_key"), cut=pl.lit(value=True)
        )
        rows = rows.join(best, on=(place, "spelled", "cut"), how="left", maintain_order="left")
        rows = rows.with_columns(
            key=pl.coalesce("whole_key", "key"),
            rule=pl.when(pl.col("whole_key").is_not_null()).then(pl.lit(f"cut name and {place}")).otherwise("rule"),
        ).drop("whole_key")
    return rows


def _grouped(rows: pl.DataFrame, aliases: Aliases) -> pl.DataFrame:
    """Group and evidence id of each entity that aliases.yaml names; null for the rest."""
    import polars as pl

    entities = rows.group_by("key", "entity").agg(
        digits=pl.col("tax_id").drop_nulls().unique(), states=pl.col("state").drop_nulls().unique()
    )
    first = pl.col("key").str.extract(r"^(\S+)")
    names = entities.filter(first.is_in(list(aliases.first_words)))["key"].unique().to_list()
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
