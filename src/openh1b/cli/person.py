"""`openh1b person`: one person's wage level, odds of selection in each season scenario, tries left and days."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from openh1b.cases.stored import wages_of
from openh1b.cli.stores import held


def person(
    soc: Annotated[str, typer.Option("--soc", metavar="CODE|TITLE", help="Occupation: 15-1252, or a title.")],
    area: Annotated[
        str, typer.Option("--area", metavar="CODE|NAME", help="Place of work: 42660, Seattle, King County, WA.")
    ],
    salary: Annotated[str, typer.Option("--salary", metavar="USD", help="Base pay: 165,000 a year, or 79.50/hour.")],
    season: Annotated[int, typer.Option("--season", metavar="FY", help="Cap fiscal year: 2028 is March 2027.")],
    us_masters: Annotated[
        bool, typer.Option("--us-masters", help="A US master's or higher, by the time of the petition.")
    ] = False,
    opt_end: Annotated[
        str | None,
        typer.Option("--opt-end", metavar="DATE", help="Last day of work after study (OPT) before a STEM extension."),
    ] = None,
    stem: Annotated[bool, typer.Option("--stem", help="The degree allows the STEM extension of OPT.")] = False,
    policy: Annotated[
        str, typer.Option("--policy", metavar="NAME", help="Another rule than the season's law, such as lottery.")
    ] = "current",
    past: Annotated[bool, typer.Option("--past", help="Also a season whose registration is over.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of asking, as YYYY-MM-DD. Default: today.")
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", callback=held, help="Take wages from this store, not those shipped."),
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="text or json.")] = "text",  # noqa: A002
) -> None:
    """One person's wage level and odds of selection, by season scenario. An estimate, not legal advice.

    Example: openh1b person --soc 15-1252 --area "Seattle" --salary 165000 --us-masters --season 2028
    """
    from openh1b.cases.person import Typed, person_case

    typed = Typed(soc, area, salary, season, us_masters, opt_end, stem, past, policy, on)
    found = person_case(typed, wages_of(store, season), today=datetime.now(tz=UTC).date())
    if format == "json":
        from openh1b.documents.formats import as_json
        from openh1b.documents.person import person_document

        data = as_json(person_document(found))
    else:
        from openh1b.cli.person_text import person_text

        data = person_text(found).encode()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
