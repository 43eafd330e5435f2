"""`openh1b employer`: an employer's candidates of one season, from a file and back into files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from openh1b.cases.calendar_windows import next_window
from openh1b.cases.cost_typed import amount, employer_size
from openh1b.cases.stored import wages_of
from openh1b.cli import options as o
from openh1b.cli.stores import held
from openh1b.cost.share import read_share
from openh1b.errors import Fault, InputError, Taken

Format = Literal["text", "json", "csv", "xlsx", "parquet"]


def employer(
    candidates: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Candidates: XLSX (first sheet), CSV or Parquet.")
    ] = None,
    season: Annotated[
        int | None, typer.Option("--season", metavar="FY", help="Cap fiscal year: 2028 is March 2027. Default: next.")
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="USD", help="For raises, a year in all: which give the most odds?")
    ] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="Season scenario whose odds the raises improve.")
    ] = None,
    filed_rate: Annotated[
        str | None,
        typer.Option("--filed-rate", metavar="R", help="Your petitions filed, of those selected: 0.95, 95%."),
    ] = None,
    approved_rate: Annotated[
        str | None, typer.Option("--approved-rate", metavar="R", help="Your petitions approved, of those filed.")
    ] = None,
    size: o.EmployerSize = "26+",
    nonprofit: o.Nonprofit = False,
    acwia_exempt: o.AcwiaExempt = False,
    fifty_fifty: o.FiftyFifty = False,
    premium: o.Premium = False,
    attorney: o.Attorney = "0",
    policy: Annotated[
        str, typer.Option("--policy", metavar="NAME", help="Another rule than the season's law, such as lottery.")
    ] = "current",
    columns: o.Columns = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", callback=held, help="Take wages from this store, not those shipped."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of asking, as YYYY-MM-DD. Default: today.")
    ] = None,
    past: Annotated[bool, typer.Option("--past", help="Also a season whose registration is over.")] = False,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.xlsx", help="Write an empty table of candidates instead.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file; its ending says the format.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="PAGE.html", help="A new page of HTML with everything on it.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option("--sheets", metavar="DIR", help="A new folder: a page for each worker, alone on it.")
    ] = None,
    format: Annotated[  # noqa: A002
        Format | None, typer.Option("--format", help="text, json, csv, xlsx or parquet.")
    ] = None,
) -> None:
    """An employer's candidates: levels, odds, selected, costs, and raises for a budget. An estimate, not legal advice.

    Example: openh1b employer candidates.xlsx --season 2028 --budget 250000 --out results.xlsx --report page.html
    """
    from openh1b.cases.employer import Question
    from openh1b.cases.employer_costs import Filer
    from openh1b.cli.employer_output import Targets, answer, write_template
    from openh1b.cost.filing import Employer

    if template is not None:
        write_template(template, alone=candidates is None)
        return
    if candidates is None:
        expected = "a file of candidates, or --template FILE.xlsx to begin with one"
        raise InputError(Fault("FILE", "missing", expected=expected))
    take = Taken()
    today = datetime.now(tz=UTC).date()
    day = take(lambda: o.day(on, "--on"), None) or today
    tests = Employer(take(lambda: employer_size(size), 26), acwia_exempt, nonprofit, fifty_fifty=fifty_fifty)
    counsel = take(lambda: amount(attorney, "--attorney"), 0.0)
    question = Question(
        season=next_window(day).season if season is None else season,
        on=day,
        policy=policy,
        budget_usd=None if budget is None else take(lambda: amount(budget, "--budget"), None),
        scenario=scenario,
        filed_rate=None if filed_rate is None else take(lambda: read_share(filed_rate, "--filed-rate"), None),
        approved_rate=None
        if approved_rate is None
        else take(lambda: read_share(approved_rate, "--approved-rate"), None),
        filer=take(lambda: Filer(tests, premium, counsel), Filer()),
        past=past,
    )
    targets = take(lambda: Targets.of(format, out, report, sheets), Targets())
    mapping = take(lambda: o.pool_file(candidates, columns), None)
    table = take(lambda: wages_of(store, question.season), None)
    answer(candidates, question, table, mapping.columns if mapping else {}, targets, take)
