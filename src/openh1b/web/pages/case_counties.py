"""The map of counties as SVG within a page: in the page's own colours, each wage area reached by the keyboard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from openh1b.cases.county_levels import Place, named
from openh1b.cases.person_words import dollars
from openh1b.season.codes import areas
from openh1b.season.counties import states
from openh1b.season.levels import ROMAN
from openh1b.season.outlines import Outline, borders, edge, outlines, size

NO_AREA: Final = "not in the wage table by this boundary"
_HATCH: Final = "no-wage"
_ASIDE: Final = (
    *(("Alaska", 60, 1890), ("Hawaii", 1010, 2420), ("Guam", 1545, 2420)),
    *(("Puerto Rico", 3420, 2420), ("Virgin Islands", 3470, 2190)),
)
"""Names of what stands aside, and where they are written."""


def county_map(found: Mapping[str, Place], title: str, own: str) -> Markup:
    """The drawing. found: wage areas by code. own: the code of the offer's area, which is outlined."""
    wide, high = size()
    inside = "".join([*_states(found, own), _over(own)])
    head = f'<svg class="counties" viewBox="0 0 {wide} {high}" role="group" aria-label="{escape(title)}">'
    defined = f'<defs>{_PATTERN}<path id="state-lines" d="{borders()}"/></defs>'
    return Markup(f"{head}{defined}{inside}</svg>")  # noqa: S704 - all text is escaped


_PATTERN: Final = (
    f'<pattern id="{_HATCH}" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="bare" width="16" height="16"/><rect class="bar" width="5" height="16"/></pattern>'
)


def _states(found: Mapping[str, Place], own: str) -> Iterator[str]:
    """A group for each state, in it one for each wage area; the keyboard begins at the offer's."""
    first = next((state for state, mine in _shapes().items() if own in mine), "")
    for state, mine in _shapes().items():
        yield "<g>"
        for area, (number, shapes) in mine.items():
            place = found.get(area)
            label = escape(f"{_where(area, state, place)}: {_said(place, number)}")
            focus = ' tabindex="0"' if (state, area) == (first, own) else ""
            yield f'<g class="mark {_look(place)} role="img"{focus} aria-label="{label}">{shapes}</g>'
        yield "</g>"


def _look(place: Place | None) -> str:
    """The class that has the colour; a hatch is an attribute, since a style sheet cannot point into the page."""
    if place is None or place.step is None:
        return f'none" fill="url(#{_HATCH})"'
    return f'{"lvb" if place.step == 0 else f"lv{place.step}"}"'


def _where(area: str, state: str, place: Place | None) -> str:
    """The area's name, with the state where it lies in several."""
    name = states()[state]
    if place is None:
        return name
    return f"{place.name}, in {name}" if _spread()[area] > 1 else place.name


def _said(place: Place | None, number: int) -> str:
    """The step, and the wage at which the next begins."""
    if place is None:
        return NO_AREA
    many = f" ({number} counties)" if number > 1 else ""
    if place.step is None:
        return f"{named(None)}{many}"
    if place.step == 0:
        return f"below Level I, which begins at {dollars(place.floors[0])}{many}"
    if place.short_usd is None:
        return f"Level IV, from {dollars(place.floors[3])}{many}"
    return f"{named(place.step)}; Level {ROMAN[place.step]} from {dollars(place.floors[place.step])}{many}"


@cache
def _shapes() -> dict[str, dict[str, tuple[int, str]]]:
    """State -> wage area -> how many counties, and their shapes. The same for whatever is asked."""
    kept: dict[str, dict[str, list[Outline]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(outlines(), key=lambda each: (states()[each.state], each.fips)):
        kept[one.state][one.area or ""].append(one)
    return {
        state: {area: (len(mine[area]), "".join(map(_shape, mine[area]))) for area in sorted(mine, key=_name)}
        for state, mine in kept.items()
    }


def _name(area: str) -> str:
    return areas().get(area, "")


def _shape(one: Outline) -> str:
    doubt = ", by its area from memory" if one.taken_from == "memory" else ""
    return f'<path data-of="{escape(one.name.removesuffix(" County") + doubt)}" d="{one.d}"/>'


@cache
def _spread() -> Counter[str]:
    """In how many states an area is drawn."""
    return Counter(area for mine in _shapes().values() for area in mine)


def _over(own: str) -> str:
    """What lies on top and is never pointed at: borders of states, the offer's area, names of what stands aside."""
    here = "".join("M" + "L".join(f"{x} {y}" for x, y in ring) for ring in edge(own))
    names = "".join(f'<text x="{x}" y="{y}">{name}</text>' for name, x, y in _ASIDE)
    lines = '<use class="between" href="#state-lines"/><use class="borders" href="#state-lines"/>'
    own_lines = f'<path class="halo" d="{here}"/><path class="own" d="{here}"/>'
    return f'<g class="over" aria-hidden="true">{lines}{own_lines}{names}</g>'
