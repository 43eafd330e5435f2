"""Tests of claims by sponsors: from files of the Employer Data Hub where stored, else from published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.evidence.inputs import Hub, Inputs
from openh1b.evidence.number import Number
from openh1b.sponsors.published import load_published

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.ranks import Count, Level

_INITIAL, _CONTINUING = "initial_approvals", "continuing_approvals"
_COLUMNS = {"initial": (_INITIAL,), "continuing": (_CONTINUING,), "all": (_INITIAL, _CONTINUING)}
_NO_FILE = "no file of the Employer Data Hub is stored"


def approvals(inputs: Inputs, who: str, year: int, count: Count = "initial") -> Number:
    """Approvals of a group (or `all`, or an industry) in a fiscal year: from the hub if it holds the year."""
    found = _of_year(inputs, year)
    if found is not None and (who == "all" or not who.startswith("industry")):
        mine = found if who == "all" else found.filter(found["group"] == who)
        inputs.grouped([who])
        return Number(float(sum(mine[name].sum() for name in _COLUMNS[count])), note=f"hub file of FY{year}")
    measures = _COLUMNS[count]
    return Number(sum(inputs.published(who, year, measure) for measure in measures), note="as published")


def rank(inputs: Inputs, who: str, year: int, count: Count = "initial", level: Level = "group") -> Number:
    """Place of a group, or of its largest legal entity, by approvals; another year than that asked for is set aside."""
    hub = inputs.hub()
    if hub is None or not hub.whole:
        return _published_rank(inputs, who, year, count, level)
    if year not in hub.whole:
        shipped = _published_rank(inputs, who, year, count, level)
        if shipped.value is not None:
            return shipped
    taken = year if year in hub.whole else hub.whole[-1]
    place = _rank(hub.lines, who, taken, (count, level))
    inputs.read_hub([taken])
    inputs.grouped([who])
    if place is None:
        return Number(None, missing=f"{who} has no line in the hub's file of FY{taken}")
    return Number(float(place), aside="" if taken == year else f"FY{taken}, not FY{year}, is the latest year stored")


def _rank(lines: pl.DataFrame, who: str, year: int, how: tuple[Count, Level]) -> int | None:
    import polars as pl

    from openh1b.sponsors.ranks import sponsors

    count, level = how
    mine = lines.filter(pl.col("fiscal_year") == year)
    table = sponsors(mine, count=count, level=level)
    names = set(mine.filter(pl.col("group") == who)[level].drop_nulls().to_list())
    found = table.filter(pl.col("sponsor").is_in(names))["rank"]
    return None if found.is_empty() else int(found[0])


def _published_rank(inputs: Inputs, who: str, year: int, count: Count, level: Level) -> Number:
    if (count, level) == ("initial", "group"):
        value = inputs.published(who, year, _INITIAL)
        others = [one.value for one in load_published()
                  if (one.year, one.measure) == (year, _INITIAL) and one.who not in {who, "all"}
                  and not one.who.startswith("industry")]  # fmt: skip
        return Number(float(1 + sum(other > value for other in others)), note="among the firms that are published")
    return Number(None, missing=f"{_NO_FILE}; by {level} and {count} no rank of FY{year} is published")


def industry_share(inputs: Inputs, codes: list[str], year: int) -> Number:
    """Share of initial approvals to petitioners in some NAICS sectors, as they state them."""
    found = _of_year(inputs, year)
    if found is not None:
        from openh1b.sponsors.ranks import industries

        table = industries(found, count="initial")
        return Number(round(float(table.filter(table["sector"].is_in(codes))["share"].sum()), 4))
    mine = sum(inputs.published(f"industry {code}", year, _INITIAL) for code in codes)
    return Number(round(mine / inputs.published("all", year, _INITIAL), 4))


def named_share(inputs: Inputs, names: list[str], year: int) -> Number:
    """Share of initial approvals to some named groups together."""
    found = _of_year(inputs, year)
    if found is not None:
        mine = found.filter(found["group"].is_in(names))
        inputs.grouped(names)
        return Number(round(int(mine[_INITIAL].sum()) / int(found[_INITIAL].sum()), 4))
    total = sum(inputs.published(name, year, _INITIAL) for name in names)
    return Number(round(total / inputs.published("all", year, _INITIAL), 4))


def group_total(inputs: Inputs, groups: list[str], most_in_a_year: bool = False) -> Number:  # noqa: FBT002
    """Approvals of all types to the entities of some groups: over all years held, or the most in one year."""
    hub = inputs.hub()
    inputs.grouped(groups)
    found = _published_by_year(inputs, groups) if hub is None else _by_year(inputs, hub, groups)
    years = ", ".join(f"FY{year}: {total:,.0f}" for year, total in sorted(found.items()))
    values = found.values()
    return Number(float(max(values, default=0) if most_in_a_year else sum(values)), note=years)


def _by_year(inputs: Inputs, hub: Hub, groups: list[str]) -> dict[int, float]:
    import polars as pl

    inputs.read_hub(hub.files)
    mine = hub.lines.filter(pl.col("group").is_in(groups))
    total = mine.group_by("fiscal_year").agg(n=(pl.col(_INITIAL) + pl.col(_CONTINUING)).sum())
    return {row["fiscal_year"]: float(row["n"]) for row in total.iter_rows(named=True)}


def _published_by_year(inputs: Inputs, groups: list[str]) -> dict[int, float]:
    found: dict[int, float] = {}
    for one in load_published():
        if one.who in groups:
            found[one.year] = found.get(one.year, 0.0) + inputs.published(one.who, one.year, one.measure)
    return found


def _of_year(inputs: Inputs, year: int) -> pl.DataFrame | None:
    hub = inputs.hub()
    found = None if hub is None else hub.of(year)
    if found is not None:
        inputs.read_hub([year])
    return found
