"""The OFLC wage area of a worksite, by its county; a county and a city of one name are told apart or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openh1b.season.synthetic_tables import table

if TYPE_CHECKING:
    import polars as pl

ANY: Final = "(any)"
_KINDS = r"\b(COUNTY|PARISH|BOROUGH|CENSUS AREA|MUNICIPALITY|MUNICIPIO|PLANNING REGION|CITY|TOWN|ISLAND)\b"
_CITY, _COUNTY = r"\b(CITY|TOWN)( OF)?\W*$|^(CITY|TOWN) OF\b", r"\b(COUNTY|CO)\W*$"
_MADE = ("single", "sure", "told", "key", "is_city", "unless_said")


def with_areas(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `state`, `area` (null where the county is not in the table) and `namesakes` (two areas have such a name).

    frame: rows with `worksite_state`, `worksite_county`, `worksite_city`. A name that is a county's and a city's is the
    one that the filing says (RICHMOND CITY), or the city where the worksite's city has that name. Else it is the county
    where the other is a town, which lies in a county; next to an independent city it stays unknown.
    """
    import polars as pl

    places = _places()
    single = places.filter(pl.col("county") == ANY).select("state", single="area")
    one = places.group_by("state", "key").agg(pl.col("area").unique(), pl.col("is_town").any())
    sure = one.filter(pl.col("area").list.len() == 1).select("state", "key", sure=pl.col("area").list.first())
    two = one.filter(pl.col("area").list.len() > 1).select(
        "state", "key", unless_said=pl.when("is_town").then(statement=False), namesakes=pl.lit(value=True)
    )
    told = places.join(two, on=("state", "key"), how="semi").select("state", "key", "is_city", told="area")
    rows = frame.with_columns(state=pl.col("worksite_state").str.to_uppercase(), key=key(pl.col("worksite_county")))
    for other, on in ((single, ["state"]), (sure, ["state", "key"]), (two, ["state", "key"])):
        rows = rows.join(other, on=on, how="left", maintain_order="left")
    rows = rows.with_columns(_is_city(), pl.col("namesakes").fill_null(value=False))
    rows = rows.join(told, on=["state", "key", "is_city"], how="left", maintain_order="left")
    return rows.with_columns(area=pl.coalesce("single", "sure", "told")).drop(_MADE)


def key(name: pl.Expr) -> pl.Expr:
    """A county's name without case, accents, marks, blanks and the word for what it is: DEKALB from De Kalb County."""
    plain = name.str.normalize("NFKD").str.to_uppercase().str.replace_all(r"[^A-Z ]", "")
    return plain.str.replace(r"\bSAINT ", "ST ").str.replace_all(_KINDS, " ").str.replace_all(" ", "")


def _is_city() -> pl.Expr:
    import polars as pl

    county = pl.col("worksite_county").str.to_uppercase().str.strip_chars()
    city = pl.when(county.str.contains(_CITY)).then(statement=True)
    said = city.when(county.str.contains(_COUNTY)).then(statement=False)
    lies_in_it = pl.when(key(pl.col("worksite_city")) == pl.col("key")).then(statement=True)
    return pl.coalesce(said, lies_in_it, "unless_said").alias("is_city")


def _places() -> pl.DataFrame:
    """state, county, area, key, is_city, is_town of every place of the table."""
    import polars as pl

    names = ("state", "county", "area", "taken_from")
    columns = {name: [row[name] for row in table("county_areas")] for name in names}
    is_city = pl.col("county").str.contains(" (city|town)$")
    return pl.DataFrame(columns).with_columns(
        key=key(pl.col("county")), is_city=is_city, is_town=is_city & (pl.col("taken_from") != "table")
    )
