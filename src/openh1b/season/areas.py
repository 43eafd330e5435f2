"""An OFLC wage area by code, name, city in its name, or county."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openh1b.errors import Fault, InputError
from openh1b.season.code_hints import explain_area
from openh1b.season.codes import areas
from openh1b.season.counties import (
    ANY,
    County,
    all_counties,
    counties_named,
    only_area_of,
    says_county,
    state_code,
    with_state,
)
from openh1b.season.synthetic_tables import table
from openh1b.season.wages_names import by_name, folded, listed, near_codes, nearly

EXPECTED = "an area such as 42660 or Seattle-Tacoma-Bellevue, WA, or a county such as King County, WA"
_WHERE = "--area"
_MOST = 12
_BY_COUNTY = "A city that is in no area's name is found by its county"
_MEMORY = (
    "Connecticut gave up its counties for planning regions; this is the area that holds most of the old one, from "
    "memory: name the planning region to be sure"
)


@dataclass(frozen=True)
class Area:
    """An OFLC wage area. note: how what was typed was read."""

    code: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class _Found:
    """Codes of one kind of match; of counties, which they were. exact: nothing was read into the text."""

    codes: tuple[str, ...]
    counties: tuple[County, ...] = ()
    exact: bool = True


def find_area(text: str) -> Area:
    """The wage area that a text means.

    A code; the area's name, a beginning that only one has, or a city in one's name; a county or independent city, with
    its state where several have it. Raises InputError that names the candidates, or the nearest.
    """
    typed = " ".join(text.split())
    if typed in areas():
        return Area(typed, areas()[typed])
    place, state = with_state(typed)
    found = _first(
        lambda: _by_area_name(typed, place),
        lambda: _by_city(place, state),
        lambda: _by_county(place, state),
        lambda: _by_state(typed),
        lambda: _by_spelling(typed),
    )
    if not found.codes:
        raise InputError(_unknown(typed))
    if len(found.codes) > 1:
        raise InputError(Fault(_WHERE, f"{typed!r} is in several areas: {_candidates(found)}"))
    return _area(found, typed)


def _first(*attempts: Callable[[], _Found]) -> _Found:
    """The first kind of match that finds anything."""
    return next((found for found in (attempt() for attempt in attempts) if found.codes), _Found(()))


def _by_area_name(typed: str, place: str) -> _Found:
    if says_county(place):
        return _Found(())
    found = by_name(typed, _area_names())
    return _Found(found.codes, exact=found.exact)


def _by_city(place: str, state: str | None) -> _Found:
    """Areas whose name begins with a city, else those that have it behind; of the state, if one is given."""
    rows = [(code, at) for code, at, within in _cities().get(folded(place), ()) if state is None or state in within]
    first = [code for code, at in rows if at == 0]
    return _Found(_once(first or [code for code, _ in rows]), exact=False)


def _by_county(place: str, state: str | None) -> _Found:
    rows = counties_named(place, state)
    return _Found(_once(row.area for row in rows), rows)


def _by_state(typed: str) -> _Found:
    state = state_code(typed)
    area = only_area_of(state) if state else None
    return _Found((area,)) if area else _Found(())


def _by_spelling(typed: str) -> _Found:
    if not re.search(r"[^\W\d_]", typed) or says_county(with_state(typed)[0]):
        return _Found(())
    return _Found(nearly(typed, _area_names()).codes, exact=False)


def _area(found: _Found, typed: str) -> Area:
    code = found.codes[0]
    read = "" if found.exact else f"{typed!r} was read as {areas()[code]}"
    doubt = _MEMORY if any(row.taken_from == "memory" for row in found.counties) else ""
    return Area(code, areas()[code], read or doubt)


def _candidates(found: _Found) -> str:
    """Counties with their areas, or areas, as a list in words."""
    if not found.counties:
        return listed(found.codes, areas(), _MOST)
    words = [f"{row.label} ({row.area} {areas()[row.area]})" for row in found.counties]
    return "; ".join(words[:_MOST]) + (f"; and {len(words) - _MOST} more" if len(words) > _MOST else "")


def _unknown(typed: str) -> Fault:
    if re.fullmatch(r"[0-9. ]*", typed):
        hint = explain_area(typed)[1] if typed else None
        kept = hint if hint and hint.startswith("Write it as") else None  # its other hints are for columns of a file
        return Fault(_WHERE, f"{typed!r} is no area", expected=EXPECTED, hint=kept)
    near = near_codes(typed, _hints())
    hint = f"Nearest: {'; '.join(near)}. {_BY_COUNTY}" if near else _BY_COUNTY
    return Fault(_WHERE, f"{typed!r} is no area, city in an area's name, or county", expected=EXPECTED, hint=hint)


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


@lru_cache
def _area_names() -> Mapping[str, Sequence[str]]:
    return {folded(name): (code,) for code, name in areas().items()}


@lru_cache
def _cities() -> Mapping[str, Sequence[tuple[str, int, frozenset[str]]]]:
    """Folded city in an area's name -> area, place in the name (0 is first or the whole), states of the area."""
    found: dict[str, list[tuple[str, int, frozenset[str]]]] = defaultdict(list)
    for row in table("oflc_areas"):
        name, states = row["area_name"].rpartition(",")[0] or row["area_name"], frozenset(row["states"].split("/"))
        found[folded(name)].append((row["area"], 0, states))
        for at, city in enumerate(re.split(r"[-/\u2013]+", name)):
            if not says_county(city):  # of Louisville/Jefferson County: other states have a county of that name
                found[folded(city)].append((row["area"], at, states))
    return dict(found)


@lru_cache
def _hints() -> Mapping[str, Sequence[str]]:
    """Folded names of areas, of cities in them and of counties -> what to print as near."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in areas().items():
        found[folded(name)].append(f"{code} {name}")
    for city, rows in _cities().items():
        found[city] += [f"{code} {areas()[code]}" for code, _, _ in rows]
    for row in all_counties():
        if row.name != ANY:
            found[folded(row.label)].append(row.label)
    return {name: tuple(dict.fromkeys(labels)) for name, labels in found.items()}
