"""What is assumed of the synthetic people, in words: printed with everything made from them."""

from __future__ import annotations

from openh1b.season.mixes import LevelMix, load_mixes
from openh1b.season.pool import Assumption
from openh1b.season.published import Season, Splits
from openh1b.season.synthetic_margins import load_margins

_EIG = ("eig-simulation-2025",)
_LCA = ("lca-fy2020-q1",)
_FITTED = (
    Assumption(
        "people",
        "synthetic; nobody in the pool exists",
        "another seed draws others",
        "no agency publishes the people of a season",
    ),
    Assumption(
        "who enters",
        "as the winners of the random lottery FY2021-24",
        "not known for a later season",
        "winners of a random draw are a random sample; holders of a US master's are drawn twice and are a larger share "
        "of winners, which is undone for the share of US master's only",
        _EIG,
    ),
    Assumption(
        "pay given occupation and area",
        "position on the ladder of wage floors as in LCA filings of October 2019, by kind of employer, raked to the "
        "level shares of lottery winners",
        "not known",
        "pay of those registered is not published; the filings are mostly extensions and transfers, and the floors of "
        "their year are inferred from one floor each",
        ("lca-fy2020-q1", "oflc-wages-2025-26", *_EIG),
    ),
    Assumption(
        "wage floors",
        "OFLC table of July 2025 to June 2026 for every season",
        "a season uses the table in force at its registration",
        "the only table at hand, and pay is in its dollars; a level mix moves the floors of Levels II to IV for all",
        ("oflc-wages-2025-26",),
    ),
    Assumption(
        "state given kind of employer",
        "as in the filings, smoothed and raked to both published margins",
        "not known",
        "no source gives them together",
        (*_LCA, *_EIG),
    ),
    Assumption(
        "outsourcers",
        "within NAICS 5415, with its pay, occupations, states and sizes",
        "not known",
        "the list behind the published share was not read; firms that are named are never put among them",
        _EIG,
    ),
    Assumption(
        "named firms",
        "shares of eligible registrations FY2026 in every season, taken as shares of people",
        "not known for most other seasons",
        "registrations by firm are published for FY2026, and for FY2027, which was not drawn at random",
        ("eig-fee-2026", "eiglaw"),
    ),
    Assumption(
        "size of employers",
        "people by size of employer as initial approvals FY2022, firms of one band alike",
        "the number of employers comes out above the published one",
        "registrations by employer are published for a few firms only",
        ("hub-fy2022",),
    ),
    Assumption(
        "employers that depend on H-1B",
        "share of filings by kind; a named firm as in its own filings of FY2020",
        "not known for a later year",
        "the status is stated in filings only",
        _LCA,
    ),
    Assumption(
        "country of birth",
        "India 58% of initial approvals FY2023, the rest as petitions received FY2019",
        "India 71% to 75% of all approvals FY2019-24",
        "shares of those registered are not published",
        ("moneycontrol", "uscis-petitions-2019"),
    ),
    Assumption(
        "US master's given status",
        "F-1 with a graduate degree as published for lottery winners, all taken as US master's or higher; others take "
        "the rest",
        "not known",
        "whose degree is of a US institution is not published, and the share of graduates may be understated",
        _EIG,
    ),
    Assumption(
        "degree",
        "as all approvals FY2021",
        "not known",
        "degrees of those registered are not published",
        ("ambaz",),
    ),
    Assumption(
        "age",
        "22 plus a gamma number, with the mean of lottery winners and the share from 25 to 34 of approvals FY2019",
        "not known",
        "no table of ages of those registered",
        ("eig-simulation-2025", "fy19rep"),
    ),
    Assumption(
        "channel", "consular for those without an earlier US status", "not known", "taken to be the same people", _EIG
    ),
)
_INDEPENDENT = (
    ("occupation and state", "given the kind of employer"),
    ("area and kind of employer, occupation", "given the state"),
    ("position on the ladder and occupation, area, state, employer", "given the kind of employer"),
    ("employer and state, occupation, pay", "given the kind of employer"),
    ("degree, US master's, status and channel with pay, level, employer, occupation and place", ""),
    ("country of birth with everything", ""),
    ("age with everything", ""),
)


def assumptions(season: Season, splits: Splits, mix: LevelMix, masters: float) -> tuple[Assumption, ...]:
    """Those of the season, of its splits, and of the synthetic people."""
    split = load_mixes().us_masters.get(splits.us_masters)
    return (
        *season.assumptions,
        Assumption(
            "split by wage level",
            f"{splits.level_mix}: {mix.label}",
            "switch with --level-mix",
            f"{mix.note}; the mix moves the floors, never the person".removeprefix("; "),
            mix.cite,
        ),
        Assumption(
            "share with a US master's",
            f"{masters:.1%} of the registered ({splits.us_masters})",
            "switch with --us-masters",
            "given by the user" if split is None else split.label,
            () if split is None else split.cite,
        ),
        *_of_unit(season),
        *_FITTED,
        *(
            Assumption(
                f"independent: {pair}", given or "without condition", "not known", "no source gives them together"
            )
            for pair, given in _INDEPENDENT
        ),
    )


def _of_unit(season: Season) -> tuple[Assumption, ...]:
    if season.unit == "beneficiary":
        return ()
    return (
        Assumption(
            f"one {season.unit} a person",
            f"every {season.unit} is taken as a person of its own",
            "not known",
            f"the season drew {season.unit}s; which of them are of one person is not published",
        ),
    )


def source_ids(season: Season, splits: Splits, mix: LevelMix) -> tuple[str, ...]:
    """Every source behind the pool, each once."""
    split = load_mixes().us_masters.get(splits.us_masters)
    learned = ("lca-fy2020-q1", "oflc-wages-2025-26", "soc-crosswalk", "hub-fy2022")
    cited = () if split is None else split.cite
    return tuple(dict.fromkeys((*season.source_ids, *mix.cite, *cited, *load_margins().source_ids, *learned)))
