"""Which lines of the hub are those of an institution of higher education on NCES's list (lists.yaml, ipeds-hd-2023)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.modules import reading_modules
from openh1b.cited.reading import read_document
from openh1b.cited.schema import TEXT, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import InputError
from openh1b.kept import kept_beside, kept_or_read
from openh1b.sponsors.names import with_keys
from openh1b.sponsors.sectors import sector

if TYPE_CHECKING:
    import polars as pl

FILE: Final = Path(__file__).with_name("institutions.csv")
IPEDS: Final = "ipeds-hd-2023"
NOT_LISTED: Final = "not listed"
_LISTS = Path(__file__).with_name("lists.yaml")
_SHORTEST = 10  # letters of a name that begins another; "Union" begins too many
_ACADEMIC: Final = r"\b(UNIVERSITY|COLLEGE|INSTITUTE)\b"
_SCHOOLS: Final = r"\b(SCHOOLS|SCHOOL DISTRICT|(?:DEPARTMENT|BOARD) OF EDUCATION)\b"
"""A city's schools have the digits of the city's colleges."""
_LIST: Final = {
    "title": TEXT, "publisher": TEXT, "where": TEXT, "read": Kind("choice", choices=READS), "note?": TEXT,
    "file?": TEXT, "made?": Kind("date"), "counts?": None, "method": TEXT,
    "kind?": TEXT, "cap_exempt?": TEXT, "law?": TEXT,
}  # fmt: skip


@cache
def load_lists(path: Path = _LISTS) -> dict[str, dict[str, Any]]:
    """The published lists by id: title, publisher, how it was read, what its labels are. Raises InputError."""
    if path != _LISTS:
        return _read(path)
    of = (path, Path(__file__), *reading_modules())
    return kept_or_read(lambda: _read(path), kept_beside(__file__, "lists"), of)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    document = read_document(path, path.name)
    found = {name: checked_fields(document, (name,), raw, _LIST) for name, raw in top_level(document).items()}
    if document.faults:
        raise InputError(document.faults)
    return {name: fields for name, fields in found.items() if fields}


def read_institutions() -> pl.DataFrame:
    """One row an institution: unitid, name, state, zip, tax_id (last four digits), control, and key of the name."""
    import polars as pl

    table = pl.read_csv(FILE, infer_schema=False)
    keys = with_keys(table["name"])
    return table.with_columns(key=keys["key"])


def with_control(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `control` to resolved lines: public, nonprofit or for-profit where the line's entity is listed, else null.

    rows: key, entity, tax_id (four digits), zip (five), state, naics. One line that is listed lists its entity.
    It is listed by whole name and state, by tax id and zip, or by how its name begins. Except by whole name and state,
    only entities are looked for that state NAICS 61 (educational services) on some line and are not called schools, a
    school district or a department or board of education.
    """
    import polars as pl

    listed = read_institutions()
    lines = rows.select("entity", "key", "tax_id", "zip", "state", school=sector() == "61").drop_nulls("entity")
    schools = lines.join(lines.filter("school"), on="entity", how="semi")
    schools = schools.filter(~pl.col("key").str.contains(_SCHOOLS))
    by_name = lines.join(listed.select("key", "state", "control"), on=["key", "state"])
    by_zip = schools.join(listed.select("tax_id", "zip", "control"), on=["tax_id", "zip"])
    matches = (by_name, by_zip, _by_beginning(schools, listed))
    found = pl.concat([part.select("entity", "control") for part in matches])
    of_entity = found.group_by("entity").agg(pl.col("control").mode().sort().first())
    return rows.join(of_entity, on="entity", how="left", maintain_order="left")


def _by_beginning(schools: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Lines with an institution of their state, where one name begins the other and the tax ids agree.

    Whatever the tax ids, where an academic name is the beginning of the listed one in whole words.
    """
    import polars as pl

    start = pl.col("key").str.head(_SHORTEST).alias("start")
    ours = schools.unique(("entity", "key", "state", "tax_id")).with_columns(start)
    theirs = listed.select(start, "tax_id", "state", "control", listed_key="key")
    pairs = ours.join(theirs, on=["start", "state"])
    key, listed_key = pl.col("key"), pl.col("listed_key")
    begins = key.str.starts_with(listed_key) | listed_key.str.starts_with(key)
    same_tax_id = pl.col("tax_id") == pl.col("tax_id_right")
    academic = listed_key.str.starts_with(key + " ") & key.str.contains(_ACADEMIC)
    return pairs.filter((begins & same_tax_id) | academic)
