"""`openh1b cost`: what a hire costs, the fee matrix of a day, and federal revenue by account."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from openh1b.cases.cost_typed import amount, day_of, employer_size, horizon_of, odds_of, shares_of, wage_gap
from openh1b.cases.person_salary import LEAST, Salary, read_salary
from openh1b.cli import options as o
from openh1b.cli.writing import Format
from openh1b.cost.answer import answer
from openh1b.cost.assumptions import Input
from openh1b.cost.break_even import wage_gaps
from openh1b.cost.fee_law import FeeLaw, fee_law
from openh1b.cost.filing import Employer, Filing, Place
from openh1b.cost.hire import Job
from openh1b.cost.horizon import Horizon
from openh1b.cost.matrix import matrix as fee_matrix
from openh1b.cost.revenue import SeasonRevenue, given, season_numbers
from openh1b.cost.revenue import revenue as season_revenue
from openh1b.cost.share import read_share
from openh1b.errors import Fault, InputError, Taken
from openh1b.scenario import DEFAULT_SEASON

_NO_SHARES: dict[str, Input] = {}
_NO_ODDS: tuple[float | None, str] = (None, "")


def cost(
    salary: Annotated[
        str | None, typer.Option("--salary", metavar="USD", help="Pay a year; 79.33/hour for an hour's.")
    ] = None,
    level: Annotated[
        int | None, typer.Option("--level", min=1, max=4, help="Wage level, for odds of --season.")
    ] = None,
    filing: Annotated[
        str,
        typer.Option(
            "--filing",
            metavar="TYPE",
            help="initial, change_of_employer, first_extension, later_extension, amendment, concurrent.",
        ),
    ] = "initial",
    size: o.EmployerSize = "26+",
    nonprofit: o.Nonprofit = False,
    acwia_exempt: o.AcwiaExempt = False,
    cap_exempt: Annotated[bool, typer.Option("--cap-exempt", help="Outside the cap: not registered.")] = False,
    cap_subject: Annotated[
        bool, typer.Option("--cap-subject", help="Counts against the cap, as a move from an exempt employer does.")
    ] = False,
    fifty_fifty: o.FiftyFifty = False,
    abroad: Annotated[bool, typer.Option("--abroad/--in-us", help="Where the beneficiary is.")] = False,
    premium: o.Premium = False,
    attorney: o.Attorney = "0",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Day of filing; today, or 1 April of --season.")
    ] = None,
    known: o.Known = None,
    policy: Annotated[
        str, typer.Option("--policy", metavar="NAME", help="A policy or a policy file; joined by +.")
    ] = "current",
    odds: Annotated[
        str | None, typer.Option("--odds", metavar="P", help="Odds of one registration: 0.35 or 35%.")
    ] = None,
    season: Annotated[
        int | None, typer.Option("--season", help="Season whose odds, or whose revenue, are taken.")
    ] = None,
    years: Annotated[int, typer.Option("--years", help="Years of the term.")] = 6,
    discount: Annotated[
        str | None, typer.Option("--discount", metavar="RATE", help="Discount rate a year; 3%.")
    ] = None,
    separation: Annotated[
        str | None, typer.Option("--separation", metavar="RATE", help="Share leaving in a year; 9.4%.")
    ] = None,
    gap: Annotated[
        str | None,
        typer.Option("--wage-gap", metavar="LOW:HIGH", help="H-1B pay over domestic pay, less one; -16%:29.5%."),
    ] = None,
    dearer_by: Annotated[
        str, typer.Option("--dearer-by", metavar="SHARE", help="Second margin of the break-even, beside 0.")
    ] = "10%",
    matrix: Annotated[bool, typer.Option("--matrix", help="The fee matrix of the day instead.")] = False,
    revenue: Annotated[bool, typer.Option("--revenue", help="Federal revenue of a season instead.")] = False,
    registrations: Annotated[
        int | None, typer.Option("--registrations", min=0, help="Of a projected --season, or paid for in --revenue.")
    ] = None,
    selected: Annotated[int | None, typer.Option("--selected", min=0, help="For --revenue: units selected.")] = None,
    share: Annotated[
        list[str] | None, typer.Option("--share", metavar="NAME=SHARE", help="For --revenue: your own share; repeat.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")] = "table",  # noqa: A002
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a new file.")] = None,
) -> None:
    """What one hire costs by law, who must pay it, beside a domestic hire; the fee matrix; federal revenue by account.

    Example: openh1b cost --salary 100000 --odds 35% --on 2026-11-21
    """
    _one_mode(matrix=matrix, revenue=revenue, salary=salary)
    from openh1b.cli.cost_output import deliver

    take, today = Taken(), datetime.now(tz=UTC).date()
    day = take(lambda: day_of(on, season, revenue=revenue), today)
    seen = take(lambda: o.day(known, "--known"), None)
    if matrix or revenue:
        own = take(lambda: given(shares_of(share)), _NO_SHARES)
        take.check()
        law = fee_law(day, known=seen, name=policy)
        year = DEFAULT_SEASON if season is None else season
        deliver(fee_matrix(law) if matrix else _revenue(year, law, own, (registrations, selected)), law, format, out)
        return
    pay = take(lambda: read_salary(salary or ""), Salary(LEAST))
    employer = Employer(take(lambda: employer_size(size), 26), acwia_exempt, nonprofit, cap_exempt, fifty_fifty)
    place: Place = "abroad" if abroad else "in_us"
    counts = True if cap_subject else None
    petition = take(lambda: Filing(day, filing, employer, place, counts, premium=premium), Filing(day))
    counsel = take(lambda: amount(attorney, "--attorney"), 0.0)
    term = take(lambda: horizon_of(years, discount, separation), Horizon())
    gaps = take(lambda: wage_gap(gap), wage_gaps())
    margin = take(lambda: read_share(dearer_by, "--dearer-by"), 0.0)
    chance, said = take(
        lambda: odds_of(odds, (season, level, registrations), policy, seen, counts=petition.counts), _NO_ODDS
    )
    law = take(lambda: fee_law(day, known=seen, name=policy), fee_law(today))
    take.check()
    found = answer(petition, Job(pay.usd, chance, counsel), term, law, gaps, tuple(dict.fromkeys((0.0, margin))))
    deliver(found, law, format, out, readings=tuple(part for part in (pay.note, said) if part))


def _revenue(season: int, law: FeeLaw, own: dict[str, Input], counts: tuple[int | None, int | None]) -> SeasonRevenue:
    numbers = season_numbers(season, law, registrations=counts[0], selected=counts[1])
    return season_revenue(season, law, numbers, own)


def _one_mode(*, matrix: bool, revenue: bool, salary: str | None) -> None:
    """Refuses two questions at once, and none. Raises InputError."""
    asked = [name for name, given in (("--matrix", matrix), ("--revenue", revenue), ("--salary", salary)) if given]
    if not asked:
        raise InputError(
            Fault("--salary", "missing", expected="pay a year, such as --salary 120000; or --matrix, --revenue")
        )
    if len(asked) > 1:
        raise InputError(Fault(asked[0], f"given with {' and '.join(asked[1:])}", expected="one of them"))
