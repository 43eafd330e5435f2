"""What is asked, from the query: a Scenario, a day, a policy, as the command line takes them; no file by its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, get_type_hints

from fastapi import Depends, Path, Query, Request

from openh1b.cited.reading import read_date
from openh1b.errors import Fault, InputError
from openh1b.scenario import OFF, Scenario
from openh1b.web.address import NAMES, from_query
from openh1b.web.outside import check_policies
from openh1b.web.settings import Settings

MOST_DRAWS: Final = 10_000
MOST_GROUPINGS: Final = 6
_WORDS: Final = {
    "season": ("cap fiscal year; with registrations a projected one", 2026),
    "registrations": ("eligible registrations of a projected season", None),
    "policies": ("policies, repeated or with commas; overlays joined by + (%2B), path=value in line", "lottery"),
    "level_mix": ("split by wage level, by name", "dhs-implied"),
    "us_masters": ("share with a US master's, by name or as a number", "uscis-57"),
    "split": ("split of selections between stages, by name", "caps"),
    "seats": ("seats as regular=65000,advanced_degree=20000; the season's if not given", None),
    "by": ("columns to group by, repeated or with commas; * crosses two", "selection_level"),
    "draws": (f"take the spread from so many draws, at most {MOST_DRAWS:,}; more as a job", 0),
    "seed": ("seed of repeated draws", "1"),
    "known": ("law as known on this day, YYYY-MM-DD", None),
    "people": ("add the pay of the selected, from the season's synthetic people", None),
    "factorial": ("two or three policies laid on the one in policies: each alone, and together", None),
    "response": ("off, central, low, high or the label of a corner; range as a job", "off"),
}
_TYPES: Final = {int: "integer", bool: "boolean", str: "string", date: "string"}


def _schema(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type hint has no type
    if kind == tuple[str, ...]:
        return {"type": "array", "items": {"type": "string"}}
    return next({"type": word} for of, word in _TYPES.items() if kind in (of, of | None))


def _parameters(names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    hints = get_type_hints(Scenario)
    defaults = {one.name: one.default for one in fields(Scenario)}
    for name in names:
        words, example = _WORDS.get(name, (name.replace("_", " "), None))
        schema = _schema(hints[name])
        default = defaults[name]
        if isinstance(default, str | int | tuple):
            schema["default"] = list(default) if isinstance(default, tuple) else default
        one = {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        if example is not None:
            one["example"] = [example] if schema["type"] == "array" else example
        yield one


SCENARIO: Final = {"parameters": list(_parameters(NAMES))}
"""OpenAPI of the fields of a Scenario, from the Scenario itself."""
POOL: Final = tuple(
    name for name in NAMES if name not in {"policies", "by", "draws", "people", "response", "factorial"}
)
_POLICY: Final = {
    "name": "policy",
    "in": "query",
    "required": False,
    "description": "a policy; overlays joined by + (%2B), path=value in line",
    "schema": {"type": "string", "default": "current"},
    "example": "weighted-levels",
}
ONE_POLICY: Final = {"parameters": [_POLICY, *_parameters(POOL)]}
"""The same without what only a comparison has; such a route takes `policy`."""
_FIRST: Final = "off; central, low, high or the label of a corner: employers first decide who registers"
ONE_DRAW: Final = {
    "parameters": [*ONE_POLICY["parameters"], *({**one, "description": _FIRST} for one in _parameters(("response",)))]
}
"""The same with `response`, for a draw."""


def _pairs(request: Request) -> list[tuple[str, str]]:
    """The query. A plus that was typed as it is arrives as a blank, which no policy's name has."""
    pairs = request.query_params.multi_items()
    return [(name, joined(text) if name in {"policies", "factorial"} else text) for name, text in pairs]


def joined(name: str) -> str:
    """A policy's name with `+` where a query had it undecoded: outside of brackets a blank is one."""
    found, depth = "", 0
    for letter in name.strip():
        depth += (letter in "[{(") - (letter in "]})")
        found += "+" if letter == " " and not depth else letter
    return found


def _also(request: Request) -> tuple[str, ...]:
    return tuple(name for name in request.query_params if name.replace("-", "_") not in NAMES)


def scenario_of(request: Request) -> Scenario:
    """The scenario in the query, small enough to be computed while somebody waits. Raises InputError."""
    found = read_pairs(_pairs(request), _also(request))
    check_small(found)
    return found


def read_pairs(pairs: list[tuple[str, str]], also: tuple[str, ...] = ()) -> Scenario:
    """The scenario of names and texts, every policy in it one that may come from outside. Raises InputError."""
    names = {name for name, _ in pairs}
    if "factorial" in names and "policies" not in names:
        pairs = [*pairs, ("policies", "current")]
    found = from_query(pairs, also=also)
    for name in ("factorial", "policies"):
        check_policies(getattr(found, name, ()))
    return found


def check_small(scenario: Scenario) -> None:
    """Refuse what takes longer than a request may. Raises InputError with where it can be asked instead."""
    faults = []
    job = "POST it to /api/v1/jobs/compare, or use the command line."
    if scenario.draws > MOST_DRAWS:
        faults.append(Fault("draws", f"{scenario.draws:,}", expected=f"at most {MOST_DRAWS:,} here", hint=job))
    if scenario.response == "range":
        faults.append(Fault("response", "range takes half a minute", expected="off, or one corner", hint=job))
    if len(scenario.by) > MOST_GROUPINGS:
        faults.append(Fault("by", f"{len(scenario.by)} groupings", expected=f"at most {MOST_GROUPINGS}"))
    if faults:
        raise InputError(faults)


def one_policy_of(request: Request) -> Scenario:
    """The scenario of a route that takes one `policy`. Raises InputError."""
    return _one_policy(request, POOL)


def draw_of(request: Request) -> Scenario:
    """The same of a draw, where employers may react first. Raises InputError, also for more than one world."""
    found = _one_policy(request, (*POOL, "response"))
    check_one_world(found)
    return found


def check_one_world(scenario: Scenario) -> None:
    """Raises InputError for a response that is not the label of one corner, with the nearest: a draw is of one."""
    if scenario.response != OFF:
        from openh1b.reaction import check_one_world as check

        check(scenario.response)


def _one_policy(request: Request, names: tuple[str, ...]) -> Scenario:
    policy = plain_policy(request.query_params.get("policy", "current"))
    pairs = [(name, text) for name, text in request.query_params.multi_items() if name in names]
    return from_query([*pairs, ("policies", policy)])


def plain_policy(name: str) -> str:
    """A policy's name as it may come from outside. Raises InputError: a file, an expression, too long."""
    name = joined(name) or "current"
    check_policies((name,))
    return name


def day(text: str | None, name: str) -> date | None:
    """A day as YYYY-MM-DD; None where nothing was given. Raises InputError."""
    if not text:
        return None
    try:
        return read_date(text.strip())
    except ValueError as error:
        raise InputError(Fault(name, str(error)[:120], expected="a day as YYYY-MM-DD, such as 2026-03-10")) from None


def today() -> date:
    """The day on which is asked, in UTC as on the command line."""
    return datetime.now(tz=UTC).date()


def settings_of(request: Request) -> Settings:
    """What the server was started with."""
    found = request.app.state.settings
    return found if isinstance(found, Settings) else Settings()


Asked = Annotated[Scenario, Depends(scenario_of)]
AskedOfOne = Annotated[Scenario, Depends(one_policy_of)]
AskedOfDraw = Annotated[Scenario, Depends(draw_of)]
PolicyName = Annotated[str, Query(description="a policy; overlays joined by + (%2B)", max_length=400)]
Season = Annotated[int, Path(description="cap fiscal year", ge=1992, le=2100, examples=[2026])]
Day = Annotated[str | None, Query(description="a day, YYYY-MM-DD", max_length=40)]
Known = Annotated[str | None, Query(description="law as known on this day, YYYY-MM-DD", max_length=40)]
