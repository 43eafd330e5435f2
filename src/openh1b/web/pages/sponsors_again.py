"""How to repeat what the page of sponsors shows: the command, the Python, the curl line."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from urllib.parse import urlencode

from openh1b.web.pages.sponsors_held import MOST_LEADERS, Question
from openh1b.web.reproduce import Reproduce


def reproduce(name: str | None, question: Question, origin: str, store: str = "") -> Reproduce:
    """The three forms. name: of the sponsor shown, None for the leaders. origin: where this server is.

    store: the folder that it reads; empty for the usual place.
    """
    place = ["--store", store] if store else []
    if name is None:
        python = "\n".join(_leaders(question, store))
        return Reproduce(shlex.join([*_top(question), *place]), python, _curl(origin, "", _query(question)))
    words = ["openh1b", "sponsors", "show", name, *(["--part-years"] if question.part_years else []), *place]
    lines = (
        *_head(store),
        "from openh1b.sponsors.profile import find_group, years_of",
        f"years_of(find_group({name!r}, lines), {_chosen(Question(part_years=question.part_years))})",
    )
    return Reproduce(shlex.join(words), "\n".join(lines), _curl(origin, "/show", [("name", name), *_part(question)]))


def _head(store: str) -> Iterator[str]:
    yield from ("from pathlib import Path",) if store else ()
    yield "from openh1b.data.store import Store"
    yield "from openh1b.sponsors.stored import resolved_lines"
    yield "from openh1b.sponsors.vintages import choose"
    yield f"lines = resolved_lines(Store({f'Path({store!r})' if store else ''}))"


def _top(question: Question) -> Iterator[str]:
    yield from ("openh1b", "sponsors", "top")
    for year in question.years:
        yield from ("--year", str(year))
    yield from ("--count", question.count, "--level", question.level, "--rows", str(MOST_LEADERS))
    if question.part_years:
        yield "--part-years"


def _leaders(question: Question, store: str) -> Iterator[str]:
    yield from _head(store)
    yield "from openh1b.sponsors.ranks import sponsors"
    asked = f"count={question.count!r}, level={question.level!r}, most={MOST_LEADERS}"
    yield f"sponsors({_chosen(question)}, {asked})"


def _chosen(question: Question) -> str:
    years = f", {question.years!r}" if question.years else ""
    return f"choose(lines{years}{', part_years=True' if question.part_years else ''}).lines"


def _query(question: Question) -> list[tuple[str, str]]:
    years = [("year", str(year)) for year in question.years]
    asked = [("count", question.count), ("level", question.level), ("rows", str(MOST_LEADERS))]
    return [*years, *asked, *_part(question)]


def _part(question: Question) -> list[tuple[str, str]]:
    return [("part_years", "true")] if question.part_years else []


def _curl(origin: str, below: str, query: list[tuple[str, str]]) -> str:
    return f"curl {shlex.quote(f'{origin}/api/v1/sponsors{below}?{urlencode(query)}')}"
