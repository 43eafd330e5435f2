"""One sponsor: what it is called, its entities, its years, and why lines are counted as its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openh1b.errors import Fault, InputError
from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.names import read_name
from openh1b.sponsors.ranks import COUNTS

if TYPE_CHECKING:
    import polars as pl

_RULES = {
    "name": "names equal after normalisation, with tax-id digits or a place in common",
    "cut name and tax_id": "a name cut at 34 characters; the whole name has the same tax-id digits",
    "cut name and zip": "a name cut at 34 characters; the whole name has the same ZIP code",
}


@dataclass(frozen=True)
class Reason:
    """Lines that share a spelling, and the evidence that puts them where they are."""

    employer: str
    entity: str
    tax_ids: tuple[str, ...]
    states: tuple[str, ...]
    years: tuple[int, ...]
    approvals: int
    why: str
    evidence: str


def find_group(name: str, resolved: pl.DataFrame) -> str:
    """The group that a name means: its id, label, key or spelling. Raises InputError with the nearest name."""
    import polars as pl

    wanted = name.strip()
    aliases = load_aliases()
    labels = {label.casefold(): group for group, label in aliases.labels.items()}
    group = wanted.casefold() if wanted.casefold() in aliases.labels else labels.get(wanted.casefold())
    known = resolved.drop_nulls("group")
    if group is not None and (known["group"] == group).any():
        return group
    key = read_name(wanted).key if wanted else ""
    upper = wanted.upper()
    match = (pl.col("group") == upper) | (pl.col("entity") == upper) | (pl.col("key") == key)
    found = _largest(known.filter(match))
    if found is None:
        raise InputError(Fault("NAME", f"no sponsor is called {name!r}", hint=_near(key or upper, known)))
    return found


def show(group: str, lines: pl.DataFrame) -> dict[str, Any]:
    """A group as JSON can write it: `group`, `entities` (names of its legal entities), `years` with counts.

    A year of the lines in which the group has no line is left out: the hub lists no zeros.
    """
    import polars as pl

    mine = lines.filter(pl.col("group") == group)
    return {"group": group, "entities": sorted(set(mine["entity"])), "years": years_of(group, lines).to_dicts()}


def years_of(group: str, lines: pl.DataFrame) -> pl.DataFrame:
    """One row a fiscal year in which the group has a line: year, counts of decisions, vintage, part_year."""
    import polars as pl

    years = (
        lines.filter(pl.col("group") == group)
        .group_by("fiscal_year")
        .agg(*(pl.col(name).sum() for name in COUNTS), pl.col("vintage").first(), pl.col("part_year").any())
    )
    return years.rename({"fiscal_year": "year"}).sort("year").select("year", *COUNTS, "vintage", "part_year")


def only_in(group: str, resolved: pl.DataFrame) -> str:
    """Why a group that is known has no line in the years counted: the years in which it has one."""
    import polars as pl

    years = resolved.filter(pl.col("group") == group)["fiscal_year"].unique().sort().to_list()
    named = ", ".join(f"FY{year}" for year in years)
    return f"{group} has lines only in {named}, held for part of the year: --part-years counts them."


def explain(group: str, resolved: pl.DataFrame) -> list[Reason]:
    """Why each spelling counts as this group's, most approvals first."""
    import polars as pl

    mine = resolved.filter(pl.col("group") == group)
    approvals = (pl.col("initial_approvals") + pl.col("continuing_approvals")).sum()
    table = mine.group_by("employer", "entity", "why").agg(
        approvals=approvals,
        **{name: pl.col(name).drop_nulls().unique().sort() for name in ("tax_id", "state", "fiscal_year")},
    )
    return [
        Reason(
            row["employer"], row["entity"], tuple(row["tax_id"]), tuple(row["state"]), tuple(row["fiscal_year"]),
            row["approvals"], row["why"], evidence(row["why"]),
        )
        for row in table.sort("approvals", "employer", descending=[True, False]).iter_rows(named=True)
    ]  # fmt: skip


def evidence(why: str) -> str:
    """An evidence id in words: a rule of the resolver, or an entry of aliases.yaml."""
    if why in _RULES:
        return _RULES[why]
    found = load_aliases().find(why)
    return str(found) if found is not None else why


def search(text: str, resolved: pl.DataFrame) -> pl.DataFrame:
    """Sponsors with `text` in a spelling or trade name: group, entity, employer, states, years, approvals, why.

    A match is not a merge: each row says which group it counts for. Raises InputError with the nearest name where no
    spelling holds the text.
    """
    import polars as pl

    wanted = text.strip().upper()
    found = resolved.filter(pl.col("employer").str.contains(wanted, literal=True))
    if not wanted or not found.height:
        near = _near(wanted, resolved.drop_nulls("group")) if wanted else None
        raise InputError(Fault("TEXT", f"no spelling of a sponsor holds {text!r}", hint=near))
    table = found.group_by("group", "entity", "employer", "why").agg(
        states=pl.col("state").drop_nulls().unique().sort(),
        years=pl.col("fiscal_year").unique().sort(),
        approvals=(pl.col("initial_approvals") + pl.col("continuing_approvals")).sum(),
    )
    return table.sort("approvals", "employer", descending=[True, False])


def _largest(rows: pl.DataFrame) -> str | None:
    import polars as pl

    if not rows.height:
        return None
    weight = (pl.col("initial_approvals") + pl.col("continuing_approvals")).sum()
    ranked = rows.group_by("group").agg(n=weight).sort("n", "group", descending=[True, False])
    return str(ranked["group"][0])


def _near(key: str, known: pl.DataFrame) -> str:
    from rapidfuzz import process

    names = [*load_aliases().labels.values(), *known["key"].unique().to_list()]
    best = process.extractOne(key, names, processor=str.casefold, score_cutoff=60)
    return f"Did you mean {best[0]}? `sponsors search` finds parts of names" if best else "Try `sponsors search`"
