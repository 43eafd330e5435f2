"""Compare: policies of the shelf or with parameters moved, on one season: charts with spread, then tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from openh1b.charts import make_charts
from openh1b.charts.matrices import Matrix, matrices
from openh1b.charts.page import Table, assumptions_table, sources_of
from openh1b.charts.words import METHODS, listed
from openh1b.errors import Fault, InputError
from openh1b.law import season_name
from openh1b.scenario import OFF, Scenario
from openh1b.simulate import Comparison
from openh1b.web.address import from_query, to_query
from openh1b.web.ask_form import FIELDS, Form, form, with_fields
from openh1b.web.compared import compared
from openh1b.web.outside import check_policies
from openh1b.web.pictures import Picture, picture
from openh1b.web.render import Context, render
from openh1b.web.reproduce import Reproduce, reproduce
from openh1b.web.response_table import response_table
from openh1b.web.seasons import asked_season

router = APIRouter()

MOST_DRAWS: Final = 10_000
MOST_GROUPINGS: Final = 6
_ABREAST: Final = 6


@dataclass(frozen=True)
class CompareContext(Context):
    """pictures: in the order of the page, those of changes apart. tables: title -> text. reacting: None where off."""

    template: ClassVar[str] = "compare.html.j2"

    form: Form
    headline: str
    synthetic: bool
    policies: tuple[tuple[str, str, str], ...]
    selected: tuple[Picture, ...]
    changes: tuple[Picture, ...]
    tables: tuple[tuple[str, Table], ...]
    reacting: Table | None
    notes: tuple[str, ...]
    assumptions: Table
    sources: Table
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
    return _page(request, scenario)


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
    if scenario.response == "range":
        hint = "The command line and REST, as a job, go over all corners."
        faults.append(
            Fault("response", "'range' takes minutes", expected="off, or one corner such as central", hint=hint)
        )
    if faults:
        raise InputError(faults)
    check_policies(scenario.policies)


def _page(request: Request, scenario: Scenario) -> HTMLResponse:
    found, query = compared(scenario), to_query(scenario)
    pictures = [picture(one, query) for one in make_charts(found)]
    names = [run.name for run in found.runs]
    return render(
        request,
        CompareContext(
            title=_title(pictures, names),
            lead=f"{listed(names)}, {season_name(scenario.season)}",
            form=form(scenario),
            headline=found.headline,
            synthetic=any(one.synthetic for one in pictures),
            policies=tuple((run.name, run.policy.title, _how(found, k)) for k, run in enumerate(found.runs)),
            selected=tuple(one for one in pictures if not one.name.startswith("changes")),
            changes=tuple(one for one in pictures if one.name.startswith("changes")),
            tables=tuple((one.title, _table(one)) for one in matrices(found, _ABREAST)),
            reacting=None if scenario.response == OFF else response_table(found),
            notes=found.notes,
            assumptions=assumptions_table(found.assumptions),
            sources=sources_of(found),
            reproduce=reproduce(scenario, str(request.base_url).rstrip("/")),
        ),
    )


def _title(pictures: Sequence[Picture], names: Sequence[str]) -> str:
    """The finding of the chart of changes, or of odds where there is nothing to compare."""
    changes = [one.title for one in pictures if one.name == "changes"]
    return changes[0] if changes else pictures[0].title if pictures else listed(names)


def _how(found: Comparison, place: int) -> str:
    outcome = found.runs[place].outcome
    return f"{METHODS[outcome.method]}, error at most {max(outcome.error, 1e-12):.0e}"


def _table(one: Matrix) -> Table:
    return Table(one.head, one.rows, len(one.head) - 1)
