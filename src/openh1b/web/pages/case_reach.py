"""Where the same pay reaches which level: the map of counties, tiles for a narrow screen, the counties of one state."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from openh1b.cases.county_levels import (
    Place,
    State,
    by_state,
    counties_of,
    named,
    places,
    said,
    states_of,
    totals,
)
from openh1b.cases.employer_words import Words
from openh1b.cases.person import Case
from openh1b.cases.person_words import dollars
from openh1b.charts.chart import Chart
from openh1b.season.wages_table import shipped
from openh1b.web.pages.case_counties import county_map
from openh1b.web.pages.case_files import figure, query_of
from openh1b.web.pages.case_map import OUTLINES, caption, level_map, short
from openh1b.web.pages.case_map_notes import notes
from openh1b.web.pages.case_question import state_choices
from openh1b.web.pages.case_tiles import look, tiles
from openh1b.web.pages.case_words import alike
from openh1b.web.pictures import Picture
from openh1b.web.reproduce import Reproduce


@dataclass(frozen=True)
class Reach:
    """picture: the map. outlines: the credit of its wide drawing. key: class, words of each step.

    notes: what of the table the map cannot show, and the reverse.

    state: whose counties the table has. again: the map by other ways. choices: states for the form. kept: the other
    values.
    """

    picture: Picture
    outlines: str
    key: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    state: str
    state_name: str
    said: str
    counties: Words
    again: Reproduce
    choices: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]


def reach_of(found: Case, values: Mapping[str, str], origin: str) -> Reach:
    """The part of the page. values: of the address; `state` chooses the table's state, else that of the offer.

    origin: where this server is.
    """
    everywhere = _places(found)
    each = by_state(everywhere)
    chart = caption(each, *_words(found, everywhere, each))
    files = f"/case/{chart.name}.{{form}}{query_of(values)}"
    state = _state(values.get("state", "").upper(), found, each)
    rows = _rows(tuple(counties_of(state.code, everywhere)))
    shown = replace(chart, footer=chart.footer.replace(f"{OUTLINES} ", ""))
    drawn = (county_map(everywhere, chart.title, found.offer.area.code), tiles(each, chart.title, state.code))
    table = Words(("State", "Counties by level"), tuple((one.name, said(one)) for one in each), 0)
    return Reach(
        picture=figure(shown, drawn, table, files),
        outlines=OUTLINES,
        key=tuple((look(step), f"{short(step)}: {number:,}") for step, number in totals(each).items()),
        notes=notes(),
        state=state.code,
        state_name=state.name,
        said=said(state),
        counties=Words(("County", "Wage area", "Level", "To the next level, a year"), rows, 1),
        again=_again(found, origin),
        choices=state_choices(),
        kept=tuple((name, text) for name, text in values.items() if name != "state"),
    )


def reach_chart(found: Case) -> Chart:
    """The map as it is saved."""
    everywhere = _places(found)
    each = by_state(everywhere)
    return level_map(caption(each, *_words(found, everywhere, each)), everywhere, each, found.offer.area.code)


def _again(found: Case, origin: str) -> Reproduce:
    """The rows of the map by the command, by Python and by REST."""
    offer = found.offer
    soc, usd = offer.occupation.soc_code, f"{offer.salary.usd:.2f}".removesuffix(".00")
    lines = (
        "from openh1b.cases.county_levels import county_levels",
        "from openh1b.documents.levels import levels_document",
        "from openh1b.season.wages_table import shipped",
        f'levels_document(county_levels({soc!r}, {usd!r}, shipped()))["counties"]',
    )
    command = f"openh1b season levels --soc {soc} --salary {usd} --format csv"
    asked = query_of({"soc": soc, "salary": usd, "format": "csv"})
    return Reproduce(command, "\n".join(lines), f"curl {shlex.quote(f'{origin}/api/v1/levels{asked}')}")


def _places(found: Case) -> dict[str, Place]:
    return places(found.offer.occupation.soc_code, found.offer.salary.usd, shipped())


def _words(found: Case, everywhere: Mapping[str, Place], each: tuple[State, ...]) -> tuple[str, str]:
    """Title and subtitle."""
    offer = found.offer
    subtitle = (
        f"Counties by the wage level that this pay reaches for {offer.occupation.title} "
        f"({offer.occupation.soc_code}), by {offer.floors.table}."
    )
    return _title(found, everywhere, each), subtitle


def _title(found: Case, everywhere: Mapping[str, Place], each: tuple[State, ...]) -> str:
    """The finding: the step here, and that of most counties."""
    counts, here = totals(each), everywhere[found.offer.area.code]
    priced = [step for step in counts if step is not None]
    most = max(priced, key=lambda step: counts[step])
    of = f"{sum(counts[step] for step in priced):,} counties"
    many = f"in {counts[most]:,} of {f'the {of} that have a wage' if None in counts else of}"
    begins = f"{dollars(found.offer.salary.usd)} a year is {named(here.step)} in {here.name}"
    return f"{begins}, as {many}" if here.step == most else f"{begins}, and {named(most)} {many}"


def _state(code: str, found: Case, each: tuple[State, ...]) -> State:
    """The state asked for, else the first that the offer's area lies in."""
    by_code = {one.code: one for one in each}
    wanted = [code, *states_of(found.offer.area.code)]
    return next((by_code[one] for one in wanted if one in by_code), each[0])


def _rows(each: Sequence[tuple[str, Place]]) -> tuple[tuple[str, ...], ...]:
    short = alike([place.short_usd for _, place in each if place.short_usd is not None])
    return tuple(_row(name, place, short) for name, place in each)


def _row(name: str, place: Place, short: Callable[[float], str]) -> tuple[str, ...]:
    level = "I (below it)" if place.below else named(place.level).removeprefix("Level ")
    rise = "no wage" if place.level is None else "highest" if place.short_usd is None else short(place.short_usd)
    return name, f"{place.name} ({place.area})", level, rise
