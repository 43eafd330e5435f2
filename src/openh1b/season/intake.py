"""Intake: registrations to the units of a season, as the agency does it.

A refused registration is a result, with its reasons. A file that cannot be read as registrations is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING

from openh1b.law import season_name
from openh1b.season.intake_counts import count
from openh1b.season.intake_file import Registrations, read_registrations
from openh1b.season.intake_levels import Levels, find_levels
from openh1b.season.intake_refusals import judged, refusals
from openh1b.season.intake_rules import IntakeRules, intake_rules
from openh1b.season.intake_units import make_units

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.pool import Assumption


@dataclass(frozen=True, eq=False)
class Intake:
    """What became of a file of registrations.

    units: a pool, one row a unit of the season, in the order of the file. refusals, counts: the tables of those names.
    rules: the law that was applied, with its citations. source, sha256: name and hash of the file; columns: ours ->
    theirs. notes: what was and was not checked.
    """

    season: int
    rules: IntakeRules
    units: pl.DataFrame
    refusals: pl.DataFrame
    counts: pl.DataFrame
    source: str
    sha256: str
    columns: Mapping[str, str]
    notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def unit(self) -> str:
        """What a row of `units` is: petition, registration or beneficiary."""
        return self.rules.unit

    @property
    def headline(self) -> str:
        """What came in, for which season, and what came of it."""
        got = dict(self.counts.select("measure", "value").iter_rows())
        entry = "petition" if self.unit == "petition" else "registration"
        total, refused, eligible = (got[f"{entry}s_{name}"] for name in ("total", "refused", "eligible"))
        text = f"{season_name(self.season)}: {total:,} {entry}s taken in, {refused:,} refused, {eligible:,} eligible"
        if self.unit != "beneficiary":
            return f"{text}; each is a unit of its own"
        people = self.units.height
        return f"{text}, for {people:,} unique {'beneficiary' if people == 1 else 'beneficiaries'}"


def take_in(
    path: str | PathLike[str], *, season: int, columns: Mapping[str, str] | None = None, known: date | None = None
) -> Intake:
    """Take in a file of registrations (table `intake`) by the law of a season as known on a day.

    columns: ours -> theirs. What is drawn follows the season: every petition to FY2020, every eligible registration in
    FY2021 to FY2024, every person from FY2025. docs/intake.md says how each case is decided, and by what authority.
    Raises PoolError with every fault of the file's structure; SeasonError or PolicyError for a season without law.
    """
    rules = intake_rules(season, known=known)
    given = read_registrations(path, rules, columns)
    levels = find_levels(given, rules.levels)
    table = judged(given, levels, rules)
    made = make_units(table, given, levels, rules)
    return Intake(
        season=season,
        rules=rules,
        units=made.frame,
        refusals=refusals(table, given, rules),
        counts=count(table, rules, known),
        source=given.where,
        sha256=given.sha256,
        columns=dict(given.mapping),
        notes=(*given.notes, *_checks(given, rules), *_level_notes(levels, rules), *_alike(given), *made.notes),
        assumptions=made.assumptions,
    )


def _checks(given: Registrations, rules: IntakeRules) -> Iterator[str]:
    """What was not checked, and why."""
    if rules.window is None:
        yield f"The window was not checked: none is known for FY{rules.season}"
    elif "submitted_on" not in given.cells:
        yield "The window was not checked: the file has no column submitted_on"
    else:
        yield f"Window: {rules.window[0]} to {rules.window[1]}, by days; the closing hour was not checked"
    if "paid" not in given.cells:
        yield "Payment was not checked: the file has no column paid"
    if not rules.refuses_duplicates:
        yield "Several petitions by one employer for one person were not refused: the rule against them is of 2008"
    yield f"Employers are told apart by {given.employer_column}, exactly as written; related employers are not joined"


def _level_notes(levels: Levels, rules: IntakeRules) -> Iterator[str]:
    if not rules.levels.used:
        yield (
            f"No level is used in the selection of FY{rules.season}; where one is given it is carried along by the "
            "newest rule, for comparison"
        )
    if levels.above or levels.below:
        yield (
            f"{levels.above + levels.below:,} registrations state another level than their pay reaches "
            f"({levels.above:,} above, {levels.below:,} below): the stated level stands, since pay is looked "
            "at with the petition"
        )


def _alike(given: Registrations) -> Iterator[str]:
    """Ids that only blanks or capitals keep apart."""
    for name in ("beneficiary_id", given.employer_column):
        text = given.cells[name].fill_null("")
        folded = text.str.strip_chars().str.to_uppercase()
        alike = text.n_unique() - folded.n_unique() if (folded != text).any() else 0
        if alike:
            yield f"{name}: {alike:,} differ from another only in capitals or in blanks around them; taken as different"
