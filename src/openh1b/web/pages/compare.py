"""Compare: policies of the shelf or with parameters moved, on one season: charts with spread, then tables."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from openh1b.charts import make_chart
from openh1b.charts.comparison_page import assumptions_table, sources_of
from openh1b.charts.gallery import chart_names
from openh1b.charts.matrices import Matrix, matrices
from openh1b.charts.response_table import response_table
from openh1b.charts.table import Table
from openh1b.charts.words import EVERYONE, METHODS, listed
from openh1b.errors import Fault, InputError
from openh1b.law import season_name
from openh1b.scenario import OFF, Scenario
from openh1b.simulate import Comparison
from openh1b.web.address import from_query, to_query
from openh1b.web.ask_form import FIELDS, Form, form, with_fields
from openh1b.web.captions import without_season_words
from openh1b.web.compared import compared
from openh1b.web.outside import check_policies
from openh1b.web.pages.figures import addresses
from openh1b.web.pages.waiting import later
from openh1b.web.part import Failed, part
from openh1b.web.pictures import Picture, picture
from openh1b.web.render import Context, render
from openh1b.web.reproduce import Reproduce, reproduce
from openh1b.web.seasons import asked_season
from openh1b.web.spelling import in_fields

router = APIRouter()

MOST_DRAWS: Final = 10_000
MOST_GROUPINGS: Final = 6
_LABELS: Final = {"level_mix": "Split by wage level", "us_masters": "Share with a US master's"}
_ABREAST: Final = 6
_NOTHING: Final = re.compile(r"(?<![\w.)])[+-]0(?![\d.,])")
_MINUS: Final = re.compile(r"(?<![\w)])-(?=[$\d])")


@dataclass(frozen=True)
class CompareContext(Context):
    """pictures: in the order of the page, those of changes apart. tables: title, text, rows that begin a part.

    reacting: None where off. ranged: whether employers react at every corner of what is assumed of them.
    """

    template: ClassVar[str] = "compare.html.j2"

    form: Form
    headline: str
    policies: tuple[tuple[str, str, str], ...]
    selected: tuple[Picture | Failed, ...]
    changes: tuple[Picture | Failed, ...]
    tables: tuple[tuple[str, Table, tuple[int, ...]], ...] | Failed
    methods: Table
    files: dict[str, str]
    reacting: Table | Failed | None
    ranged: bool
    notes: tuple[str, ...]
    assumptions: Table
    sources: Table | Failed
    reproduce: Reproduce


@router.get("/compare")
def compare_page(request: Request) -> Response:
    """The page of a Scenario. What the form sends is written anew as the address of the Scenario that it makes."""
    pairs = request.query_params.multi_items()
    given = {name: text for name, text in pairs if name in FIELDS}
    scenario = asked_season(with_fields(from_query(pairs, also=FIELDS), given))
    _check(scenario)
    query = to_query(scenario)
    if query != to_query(Scenario()) and request.url.query != query and _differs(request, query):
        return RedirectResponse(f"/compare?{query}", 303)
    return later(request, scenario) or _page(request, scenario)


def _differs(request: Request, query: str) -> bool:
    from urllib.parse import parse_qsl

    return request.query_params.multi_items() != parse_qsl(query, keep_blank_values=True)


def _check(scenario: Scenario) -> None:
    """Limits of what is computed while somebody waits. Raises InputError with all that is beyond them."""
    faults = []
    if scenario.draws > MOST_DRAWS:
        faults.append(Fault("draws", f"{scenario.draws:,}", expected=f"at most {MOST_DRAWS:,} on a page"))
    if len(scenario.by) > MOST_GROUPINGS:
        faults.append(Fault("by", f"{len(scenario.by)} groupings", expected=f"at most {MOST_GROUPINGS}"))
    if faults:
        raise InputError(faults)
    check_policies(scenario.policies)


def _page(request: Request, scenario: Scenario) -> HTMLResponse:
    found, query = compared(scenario), to_query(scenario)
    drawn = [(name, part(f"The chart {name}", partial(_picture, found, name, query))) for name in chart_names(found)]
    names = [run.name for run in found.runs]
    return render(
        request,
        CompareContext(
            title=_title([one for _, one in drawn], names),
            lead=f"{listed(names)}, {season_name(scenario.season)}",
            form=form(scenario),
            headline=without_season_words(found.headline),
            policies=tuple((run.name, run.policy.title, _how(found, k)) for k, run in enumerate(found.runs)),
            selected=tuple(one for name, one in drawn if not name.startswith("changes")),
            changes=tuple(one for name, one in drawn if name.startswith("changes")),
            tables=part("The tables", lambda: tuple(map(_table, matrices(found, _ABREAST)))),
            methods=_methods(found),
            files=addresses(query),
            reacting=None
            if scenario.response == OFF
            else part("The response of employers", lambda: response_table(found)),
            ranged=scenario.response == "range",
            notes=found.notes,
            assumptions=_assumptions(found),
            sources=part("The sources", lambda: sources_of(found)),
            reproduce=reproduce(scenario, str(request.base_url).rstrip("/")),
        ),
    )


def _picture(found: Comparison, name: str, query: str) -> Picture:
    return picture(make_chart(found, name), query, said=found.headline)


def _title(drawn: Sequence[Picture | Failed], names: Sequence[str]) -> str:
    """The finding of the chart of changes, or of odds where there is nothing to compare."""
    pictures = [one for one in drawn if isinstance(one, Picture)]
    changes = [one.title for one in pictures if one.name == "changes"]
    return changes[0] if changes else pictures[0].title if pictures else listed(names)


def _how(found: Comparison, place: int) -> str:
    outcome = found.runs[place].outcome
    if outcome.method == "draws":
        return "From repeated draws; the range shows how far they may be off"
    digits = int(-math.log10(max(outcome.error, 1e-12)))
    return f"Computed, not drawn: odds are right to {digits} decimal places"


def _methods(found: Comparison) -> Table:
    rows = tuple((one.name, METHODS[one.outcome.method], f"{max(one.outcome.error, 1e-12):.0e}") for one in found.runs)
    return Table(("Policy", "Method", "Error at most"), rows, 1)


def _assumptions(found: Comparison) -> Table:
    table = assumptions_table(found.assumptions)
    return replace(table, rows=tuple(tuple(in_fields(cell, _LABELS) for cell in row) for row in table.rows))


def _table(one: Matrix) -> tuple[str, Table, tuple[int, ...]]:
    """Everyone first, then groups, then groups within groups; and the rows at which the latter two begin."""
    names = {cells[0] for cells in one.rows}
    parts: tuple[list[tuple[str, ...]], ...] = ([], [], [])
    for cells in one.rows:
        inner = cells[0].partition(", ")
        parts[0 if cells[0] == EVERYONE else 2 if inner[1] and inner[0] in names else 1].append(cells)
    rows = tuple(tuple(map(_signed, cells)) for part in parts for cells in part)
    begins = (len(parts[0]), len(parts[0]) + len(parts[1]))
    return one.title, Table(one.head, rows, len(one.head) - 1), begins


def _signed(cell: str) -> str:
    """A cell with a minus that is as wide as a plus, and no sign at nothing."""
    return _MINUS.sub("\N{MINUS SIGN}", _NOTHING.sub("0", cell))
