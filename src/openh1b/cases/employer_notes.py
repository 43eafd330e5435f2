"""What must be said with every number of an employer's case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from openh1b.cases.employer_staff import Candidate, Job
from openh1b.law import Policy, season_name
from openh1b.season.levels import wage_year_warning
from openh1b.season.wages_table import WageTable

SCENARIOS: Final = (
    "Scenarios are what-ifs: the registrations and selections of a published season with a named split by wage "
    "level, under the law of the season asked about. None is a forecast and none is given a likelihood; they are not "
    "averaged."
)
LUCK: Final = (
    "Luck is the 5th to the 95th percentile of the exact distribution for these candidates within one scenario. The "
    "season is the difference between scenarios. The two are not added together."
)
INDEPENDENT: Final = (
    "A candidate's odds depend on the scenario's pool, not on the other candidates: an employer's own are too few to "
    "move them. Taking them as independent overstates the standard deviation of the number selected by about {share}, "
    "since the seats are fixed."
)
STEPS: Final = "Selected is not filed, filed is not approved, and an approval is not a visa: four different counts."
COUNTED: Final = (
    "Costs are fees of the law and counsel if given, of registrations and first petitions only; pay, extensions and "
    "the worker's own fees are not in them."
)
RAISES: Final = (
    "Odds move only at the wage of the next level; between two levels a dollar more adds nothing. A raise has to be "
    "real: the petition must match the registration, and a lower wage later is ground for denial or revocation. "
    "Occupation, area and worksite are taken as they are: no other is ever tried."
)
SIMILAR: Final = (
    "The required wage is the higher of the prevailing and the actual wage, INA 212(n)(1)(A), and the actual wage is "
    "what others with similar experience and qualifications are paid for the same work. So a raise here lifts to the "
    "same wage everyone of that occupation, area and job who has less: candidates and the present staff given in the "
    "file. Whether two people are similar is a question of fact that is not decided here; the column `job` tells them "
    "apart."
)
OBJECTIVE: Final = (
    "Chosen so that the expected number selected in the scenario {name} is the most that the budget allows; the budget "
    "bears a year's raises of all who are raised, whether selected or not, without taxes and benefits."
)


GENERAL: Final = (SCENARIOS, LUCK, STEPS)
"""What must be said of every case."""


def notes_of(jobs: Sequence[Job], policy: Policy, table: WageTable, season: int) -> tuple[str, ...]:
    """What conditions the numbers of this case; GENERAL holds for every case."""
    return tuple(_notes(jobs, policy, table, season))


def _notes(jobs: Sequence[Job], policy: Policy, table: WageTable, season: int) -> Iterator[str]:
    candidates = [one for job in jobs for one in job.candidates]
    yield f"{season_name(season)}, rule: {policy.name} ({policy.title})."
    yield f"Wages: {table.name}."
    warning = wage_year_warning(season, table.wage_year)
    if warning:
        yield warning
    yield from _below(candidates)
    without = sum(job.peers_usd is None for job in jobs)
    if without:
        yield (
            f"No present staff were given for {without} of {len(jobs)} jobs: if there are similar staff who have less, "
            "raises cost more than is shown."
        )


def _below(candidates: Sequence[Candidate]) -> Iterator[str]:
    rows = [one.row for one in candidates if one.standing.below_level_1]
    if rows:
        listed = ", ".join(map(str, rows[:10])) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
        yield (
            f"Below Level I, and counted as Level I: row{'s' if len(rows) > 1 else ''} {listed}. The next step is "
            "Level II. A wage below the OEWS Level I needs another lawful source of the prevailing wage."
        )
