"""Documents that a command prints as JSON: the same makers for both faces, so that the numbers cannot differ.

The one place of the REST interface that knows where they stand. They print nothing and know no flag.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openh1b.cases.calendar import Calendar
    from openh1b.cases.calendar_green_card import Cutoff
    from openh1b.cases.employer import EmployerCase
    from openh1b.cases.employer_file import Intake as Candidates
    from openh1b.cases.person import Case
    from openh1b.cost.answer import Answer
    from openh1b.cost.horizon import Horizon
    from openh1b.cost.matrix import Row
    from openh1b.cost.revenue import SeasonRevenue
    from openh1b.evidence.match import Matched
    from openh1b.evidence.verdict import Checked
    from openh1b.season.intake import Intake
    from openh1b.season.published import Season
    from openh1b.season.score import Score
    from openh1b.season.wages_table import WageTable
    from openh1b.selection.manifest import Facts
    from openh1b.simulate import Comparison, Draw

Document = dict[str, Any]


def of_comparison(found: Comparison) -> Document:
    """`openh1b compare --format json`."""
    from openh1b.cli.output import as_bytes

    return _mapping(as_bytes(found, "json"))


def of_odds(found: Comparison) -> Document:
    """`openh1b odds --format json`."""
    from openh1b.cli.compare import odds_document

    return odds_document(found)


def of_person(found: Case) -> Document:
    """`openh1b person --format json`."""
    from openh1b.cli.person_json import person_json

    return _mapping(person_json(found))


def of_employer(case: EmployerCase, intake: Candidates) -> Document:
    """`openh1b employer --format json`."""
    from openh1b.cli.employer_json import document

    return document(case, intake, "")


def rows_of_employer(case: EmployerCase) -> list[Document]:
    """`openh1b employer --format csv`: a row for each candidate and scenario."""
    from openh1b.cli.employer_json import records

    return records(case)


def of_calendar(found: Calendar) -> Document:
    """`openh1b calendar --format json`."""
    from openh1b.cli.calendar_text import calendar_json

    return _mapping(calendar_json(found))


def rows_of_cost(found: Answer | SeasonRevenue | tuple[Row, ...]) -> Iterator[Document]:
    """`openh1b cost --format csv`: a row for each figure."""
    from openh1b.cli.cost_rows import NAMES, rows

    return (dict(zip(NAMES, row, strict=True)) for row in rows(found))


def of_match(found: Sequence[Matched], touched: Mapping[str, Checked]) -> list[Document]:
    """`openh1b claims match --format json`."""
    from openh1b.cli.claims_text import match_document

    return match_document(found, touched)


def of_season(one: Season) -> Document:
    """An entry of `openh1b season list --format json`."""
    from openh1b.cli.season import season_record

    return season_record(one)


def of_score(one: Score) -> Document:
    """An entry of `openh1b season score --format json`."""
    from openh1b.cli.season import score_record

    return score_record(one)


def of_intake(found: Intake, hashes: dict[str, str]) -> Document:
    """`intake.json`."""
    from openh1b.cli.intake import record

    return record(found, hashes, "")


def facts_of(found: Draw) -> Facts:
    """What a draw's manifest says beside the draw."""
    from openh1b.cli.draw import _facts

    return _facts(found)


def _mapping(text: str | bytes) -> Document:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def cost_given() -> Any:  # noqa: ANN401 - a module
    """How `openh1b cost` reads what is typed: sizes, wage gaps, shares, every fault at once."""
    from openh1b.cli import cost_options

    return cost_options


@dataclass(frozen=True)
class CostParts:
    """How `openh1b cost` puts a question together."""

    day: Callable[..., date]
    horizon: Callable[..., Horizon]
    odds: Callable[..., tuple[float | None, str]]


def cost_parts() -> CostParts:
    """Its day of filing, its horizon, its odds."""
    from openh1b.cli.cost import day_of, horizon_of, odds_of

    return CostParts(day_of, horizon_of, odds_of)


def stored_wages(store: Path, season: int) -> WageTable:
    """Wages of a store, as `openh1b person --store` reads them. Raises DataError where it holds none."""
    from openh1b.cli.stored import wages_of

    return wages_of(store, season)


def stored_cutoffs(store: Path | None) -> tuple[Cutoff, ...]:
    """Final Action Dates of a store, as `openh1b calendar` reads them; none where it holds no bulletin."""
    from openh1b.cli.stored import cutoffs_of

    return cutoffs_of(store)


def amount(text: str, name: str) -> float:
    """US dollars as `openh1b employer` reads them. Raises InputError."""
    from openh1b.cli.cost_options import amount as read

    return read(text, name)
