"""Where the same pay reaches which level: the map of tiles, and the counties of one state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from openh1b.cases.employer_words import Words
from openh1b.cases.person import Case
from openh1b.cases.person_words import dollars
from openh1b.charts.chart import Chart
from openh1b.season.wages_table import shipped
from openh1b.web.pages.case_files import figure, query_of
from openh1b.web.pages.case_map import level_map, named, said, totals
from openh1b.web.pages.case_places import Place, State, by_state, counties_of, places, states_of
from openh1b.web.pages.case_question import state_choices
from openh1b.web.pages.case_tiles import tiles
from openh1b.web.pictures import Picture

WHY_TILES = (
    "No outlines of counties are in this program and none are fetched, so each state is a tile where it lies, as large "
    "as any other. Its bands are the shares of its counties, whatever their people or jobs."
)


@dataclass(frozen=True)
class Reach:
    """picture: the map. state: whose counties the table has. choices: states for the form. kept: the other values."""

    picture: Picture
    state: str
    state_name: str
    said: str
    counties: Words
    choices: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    why: str = WHY_TILES


def reach_of(found: Case, values: Mapping[str, str]) -> Reach:
    """The part of the page. values: of the address; `state` chooses the table's state, else that of the offer."""
    everywhere = _places(found)
    each = by_state(everywhere)
    chart = _chart(found, each)
    state = _state(values.get("state", "").upper(), found, each)
    rows = tuple(_row(name, place) for name, place in counties_of(state.code, everywhere))
    drawn = (tiles(each, chart.title, state.code), Markup(""))
    table = Words(("State", "Counties by level"), tuple((one.name, said(one)) for one in each), 0)
    return Reach(
        picture=figure(chart, drawn, table, f"/case/{chart.name}.{{form}}{query_of(values)}"),
        state=state.code,
        state_name=state.name,
        said=said(state),
        counties=Words(("County", "Wage area", "Level", "To the next level, a year"), rows, 1),
        choices=state_choices(),
        kept=tuple((name, text) for name, text in values.items() if name != "state"),
    )


def reach_chart(found: Case) -> Chart:
    """The map as it is saved."""
    return _chart(found, by_state(_places(found)))


def _places(found: Case) -> dict[str, Place]:
    return places(found.offer.occupation.soc_code, found.offer.salary.usd, shipped())


def _chart(found: Case, each: tuple[State, ...]) -> Chart:
    counts, offer = totals(each), found.offer
    most = max(counts, key=lambda level: counts[level])
    title = (
        f"{dollars(offer.salary.usd)} a year: {named(most)} in {counts[most]:,} of {sum(counts.values()):,} counties"
    )
    subtitle = (
        f"Counties of each state by the wage level that this pay reaches for {offer.occupation.title} "
        f"({offer.occupation.soc_code}), by {offer.floors.table}."
    )
    return level_map(each, title, subtitle)


def _state(code: str, found: Case, each: tuple[State, ...]) -> State:
    """The state asked for, else the first that the offer's area lies in."""
    by_code = {one.code: one for one in each}
    wanted = [code, *states_of(found.offer.area.code)]
    return next((by_code[one] for one in wanted if one in by_code), each[0])


def _row(name: str, place: Place) -> tuple[str, ...]:
    level = "I (below it)" if place.below else named(place.level).removeprefix("Level ")
    short = "no wage" if place.level is None else "highest" if place.short_usd is None else dollars(place.short_usd)
    return name, f"{place.name} ({place.area})", level, short
