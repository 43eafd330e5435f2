"""What is to be said of a pool of filings: what it is not, and what was taken for what is not filed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from openh1b.data.filings_columns import WHERE_WHOLE
from openh1b.data.filings_occupations import HOW
from openh1b.law import season_name
from openh1b.results import plural
from openh1b.season.mixes import level_mix, load_mixes
from openh1b.season.pool import Assumption

if TYPE_CHECKING:
    from openh1b.data.filings import Filings
    from openh1b.data.filings_pool import Weights
    from openh1b.season.published import Season

WINNERS: Final = (
    "Winners: since FY2021 a petition follows the draw, so that cap-subject new employment decided from April 2020 is "
    "that of winners and not of all who were registered. To FY2026 winners are a random sample of the registered, with "
    "more US master's; from FY2027 (registration March 2026) the draw is weighted by level, and they are not."
)
OUT_OF_SEASON: Final = (
    "Out of season: certifications of October to December (Q1) are not those of a cap season, since cap-subject work "
    "begins on 1 October and an LCA is filed at most six months before work begins. New employment certified then is "
    "at employers exempt from the cap, of people counted before, or late."
)
FEW: Final = "What a comparison prints as luck is that of the draw; that the filings are few is not in it."
NOT_PEOPLE: Final = (
    "A filing is no person and no visa: a case may never be used, and one person may be in several. New employment "
    "includes people who were counted against the cap before."
)


def notes(found: Filings, people: int) -> tuple[str, ...]:
    """What a reader must know, with numbers of rows."""
    counts, rows = found.counts, found.counts["rows"]
    drawn, weighted = counts["decided_from_april_2020"], counts["decided_from_april_2026"]
    q1 = counts["decided_october_to_december"]
    unit = "workers asked for" if found.ask.count == "workers" else "cases"
    several = (
        f"{counts['rows_of_several_workers']:,} ask for several workers (up to {counts['most_workers_of_a_row']:,}), "
        f"{counts['workers_of_such_rows']:,} of {counts['workers']:,} in all"
    )
    told = (
        f"{rows - drawn:,} rows were decided before April 2020, {drawn - weighted:,} to March 2026, {weighted:,} after"
    )
    begin = f"{q1:,} of {rows:,} rows; {counts['first_of_october']:,} rows begin on 1 October"
    return (
        f"{rows:,} filings, {found.counted:,} {unit}, stand for {people:,} people. {several}. {FEW}",
        f"{WINNERS} Here {told}.",
        f"{OUT_OF_SEASON} Here {begin}.",
        NOT_PEOPLE,
        *_of_level(found),
        *_left_out(found),
    )


def _left_out(found: Filings) -> Iterator[str]:
    names = [name for name in WHERE_WHOLE if name not in found.frame.columns]
    if names:
        yield f"Left out, since not every row has a value: {', '.join(names)}. A policy that uses it cannot be run."


def _of_level(found: Filings) -> Iterator[str]:
    counts = found.counts
    if found.table is None:
        yield (
            "The level is the one that the LCA names, that of the job's requirements: not the level that the offer "
            "reaches, which the rule uses. The pool has no floors: a policy that needs them cannot be run on it."
        )
        return
    below = f"{counts['offer_below_level_1']:,} of {counts['rows']:,} offers are below Level I and count as I."
    rule = f"The level is the highest whose floor the offer equals or exceeds, by {found.table}"
    if found.ask.floors == "filing":
        moved = "moved for each filing so that the level it names has the prevailing wage it gives"
        yield f"{rule}, {moved}. {below}"
        return
    yield (
        f"{rule}. The offers are of {_span(found)}: against a table of a later year levels come out too low, of an "
        f"earlier one too high (--floors filing moves the floors to the filing's own). {below}"
    )


def _span(found: Filings) -> str:
    quarters = sorted(found.frame["decided"].unique().to_list())
    return quarters[0] if len(quarters) == 1 else f"{quarters[0]} to {quarters[-1]}"


def assumptions(found: Filings, season: Season, weights: Weights, share: float) -> tuple[Assumption, ...]:
    """What was taken for what no filing says."""
    counts, first = found.counts, found.ask.worksites == "first"
    return (
        *_weighting(found, season, weights),
        _masters(season, weights, share),
        *(_places_and_codes(found) if found.table is not None else ()),
        Assumption(
            "worksite",
            "the first of the case" if first else "cases of one place of work",
            "switch with --worksites",
            f"{counts['worksites_not_said']:,} rows do not say how many places there are and are taken to have one; "
            f"{counts['worksites_several']:,} have several",
        ),
        Assumption(
            "employers exempt from the cap",
            "colleges and universities (NAICS 6113) left out, all others kept",
            "not known",
            "filings do not say who is exempt, and nonprofit and government research have no code of their own",
        ),
        Assumption(
            "pay",
            "the low end of a range, a year",
            "not known",
            "an hour counts 2,080 times; where unit and amount disagree the declared corrections leave it out",
        ),
    )


def _weighting(found: Filings, season: Season, weights: Weights) -> Iterator[Assumption]:
    one = "worker asked for" if found.ask.count == "workers" else "case"
    if not weights.season_total:
        why = "the pool has the size of the filings, not of a season"
        yield Assumption("number of people", f"one person a {one}", "switch with --unweighted", why)
        return
    yield Assumption(
        "number of people",
        f"{season.units:,} {plural(season.unit)} of {season_name(season.number)}",
        "switch with --unweighted",
        f"a {one} stands for {season.units / found.counted:,.1f} people on average: the pool has the season's size "
        "and nothing else of it; kinds of employers, places and pay are those of the filings",
        season.source_ids,
    )
    if weights.level_mix is not None:
        mix = level_mix(weights.level_mix)
        value, why = f"{weights.level_mix}: {mix.label}", "within a level filings keep their proportions"
        yield Assumption("split by wage level", value, "the filings' own without --level-mix", why, mix.cite)


def _masters(season: Season, weights: Weights, share: float) -> Assumption:
    split = load_mixes().us_masters.get(weights.us_masters)
    return Assumption(
        "share with a US master's",
        f"{share:.1%} at every level ({weights.us_masters}), independent of all else",
        "switch with --us-masters",
        f"no filing says it: the share of those registered for FY{season.number} is dealt out by seed {weights.seed!r}",
        () if split is None else split.cite,
    )


def _places_and_codes(found: Filings) -> Iterator[Assumption]:
    yield Assumption(
        "occupation in SOC 2018",
        "; ".join(f"{found.counts[f'occupation_{how}']:,} rows: {words}" for how, words in HOW.items()),
        "not known",
        "filings of earlier years use SOC 2010; of several successors one is taken",
        ("soc-crosswalk", "soc-2018"),
    )
    yield Assumption(
        "wage area",
        "that of the county, or town of New England, of the worksite",
        "not known",
        "areas are those of July 2025; old counties of Connecticut by the area that holds most of each (from memory)",
        ("oflc-wages-2025-26", "oews-areas-2023"),
    )
