"""/cost: what a hire costs by law, the fee matrix of a day, federal revenue by account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import Taken
from openh1b.scenario import DEFAULT_SEASON
from openh1b.web.api.answering import TABLES, Form, TableFormat, answer, document_or_rows, tag
from openh1b.web.api.asked import Day, Known, PolicyName, day, plain_policy, today
from openh1b.web.api.route import answers, new_router
from openh1b.web.api.shapes import Shape

if TYPE_CHECKING:
    from openh1b.cost.fee_law import FeeLaw
    from openh1b.cost.filing import Place

router = new_router("Cost")

_NO_ODDS: Final[tuple[float | None, str]] = (None, "")


class HireAsked(BaseModel):
    """The flags of `openh1b cost --salary`."""

    salary: str = Field(description="pay a year; 79.33/hour for an hour's", max_length=60, examples=["100000"])
    level: int | None = Field(None, description="wage level, for odds of the season", ge=1, le=4)
    filing: str = Field("initial", max_length=60, description="initial, change_of_employer, first_extension, ...")
    employer_size: str = Field("26+", max_length=40, description="full-time equivalents: 26+, 1-25 or a number")
    nonprofit: bool = Field(default=False, description="nonprofit in the sense of the USCIS fee rule")
    acwia_exempt: bool = Field(default=False, description="excused from the ACWIA fee")
    cap_exempt: bool = Field(default=False, description="outside the cap: not registered")
    cap_subject: bool = Field(
        default=False, description="counts against the cap, as a move from an exempt employer does"
    )
    fifty_fifty: bool = Field(default=False, description="50 or more US employees, over half in H-1B or L-1")
    abroad: bool = Field(default=False, description="the beneficiary is abroad")
    premium: bool = Field(default=False, description="with premium processing of each petition")
    attorney: float = Field(0.0, description="US dollars for counsel a petition", ge=0, le=1e7, allow_inf_nan=False)
    on: str | None = Field(None, max_length=40, description="day of filing", examples=["2026-11-21"])
    known: str | None = Field(None, max_length=40, description="law as known on this day")
    policy: str = Field("current", max_length=400, description="a policy; overlays joined by + (%2B)")
    odds: str | None = Field(None, max_length=40, description="odds of one registration", examples=["35%"])
    season: int | None = Field(None, ge=1992, le=2100, description="season whose odds are taken")
    registrations: int | None = Field(None, ge=1, le=100_000_000, description="of a projected season")
    years: int = Field(6, ge=1, le=60, description="years of the term")
    discount: str | None = Field(None, max_length=40, description="discount rate a year; 3%")
    separation: str | None = Field(None, max_length=40, description="share leaving in a year; 9.4%")
    wage_gap: str | None = Field(None, max_length=60, description="H-1B pay over domestic pay, less one: -16%:29.5%")
    dearer_by: str = Field("10%", max_length=40, description="second margin of the break-even, beside 0")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class CostRow(Shape):
    """A figure. section: the part of the answer; case: filing type, wage gap or margin."""

    section: str
    name: str
    label: str
    case: str | None
    year: int | None
    usd: float | None
    low: float | None
    high: float | None
    payer: str | None
    account: str | None
    path: str | None
    status: str | None
    read: str | None
    sure: int | None
    citations: str | None


class Costs(Shape):
    """A cost, with what was asked; the rows are those of `openh1b cost --format csv`."""

    disclaimer: str
    on: str
    season: str
    known: str | None
    policy: str
    notes: list[str]
    rows: list[CostRow]


_ANSWERS: Final = answers(of=Costs, media=TABLES)


@router.get("/cost", responses=_ANSWERS)
def cost(request: Request, asked: Annotated[HireAsked, Query()]) -> Response:
    """What one hire costs by law, who must pay it, and beside a domestic hire. An estimate, not legal advice."""
    etag = tag(request, "cost", today(), *asked)
    found, law, readings = _hire(asked)
    return answer(_document(found, law, readings, asked.form), asked.form, "cost", etag)


@router.get("/cost/matrix", responses=_ANSWERS)
def matrix(
    request: Request, on: Day = None, known: Known = None, policy: PolicyName = "current", form: Form = "json"
) -> Response:
    """The fee matrix of a day: each fee under each test of the employer, by type of filing."""
    etag = tag(request, "matrix", today(), on, known, policy, form)
    from openh1b.cost.fee_law import fee_law
    from openh1b.cost.matrix import matrix as made

    law = fee_law(day(on, "on") or today(), known=day(known, "known"), name=plain_policy(policy))
    return answer(_document(made(law), law, (), form), form, "matrix", etag)


class RevenueAsked(BaseModel):
    """The flags of `openh1b cost --revenue`."""

    season: int = Field(DEFAULT_SEASON, ge=1992, le=2100, description="cap fiscal year")
    registrations: int | None = Field(None, ge=0, le=100_000_000, description="registrations paid for")
    selected: int | None = Field(None, ge=0, le=100_000_000, description="units selected")
    share: list[str] = Field([], max_length=40, description="your own share, as share_small=0.3; repeat")
    known: str | None = Field(None, max_length=40, description="law as known on this day")
    policy: str = Field("current", max_length=400, description="a policy; overlays joined by + (%2B)")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


@router.get("/cost/revenue", responses=_ANSWERS)
def revenue(request: Request, asked: Annotated[RevenueAsked, Query()]) -> Response:
    """Federal revenue of a season by fee and by account, at the fees of 1 April."""
    etag = tag(request)
    from openh1b.cases.cost_typed import shares_of
    from openh1b.cost.fee_law import fee_law
    from openh1b.cost.revenue import filing_day, given, season_numbers
    from openh1b.cost.revenue import revenue as made

    own = given(shares_of(asked.share))
    law = fee_law(filing_day(asked.season), known=day(asked.known, "known"), name=plain_policy(asked.policy))
    numbers = season_numbers(asked.season, law, registrations=asked.registrations, selected=asked.selected)
    found = made(asked.season, law, numbers, own)
    return answer(_document(found, law, (), asked.form), asked.form, "revenue", etag)


def _hire(asked: HireAsked) -> tuple[Any, FeeLaw, tuple[str, ...]]:
    """The answer, the law of the day, how odds and pay were read. Raises InputError with every fault of the query."""
    from openh1b.cases.cost_typed import day_of, employer_size, horizon_of, odds_of, wage_gap
    from openh1b.cases.person_salary import LEAST, Salary, read_salary
    from openh1b.cost.answer import answer as answered
    from openh1b.cost.break_even import wage_gaps
    from openh1b.cost.fee_law import fee_law
    from openh1b.cost.filing import Employer, Filing
    from openh1b.cost.hire import Job
    from openh1b.cost.horizon import Horizon
    from openh1b.cost.share import read_share

    take = Taken()
    on = take(lambda: day_of(asked.on or None, asked.season, revenue=False), today())
    seen = take(lambda: day(asked.known, "known"), None)
    policy = take(lambda: plain_policy(asked.policy), "current")
    pay = take(lambda: read_salary(asked.salary), Salary(LEAST))
    tests = (asked.acwia_exempt, asked.nonprofit, asked.cap_exempt, asked.fifty_fifty)
    employer = Employer(take(lambda: employer_size(asked.employer_size), 26), *tests)
    place: Place = "abroad" if asked.abroad else "in_us"
    counts = True if asked.cap_subject else None
    petition = take(lambda: Filing(on, asked.filing, employer, place, counts, premium=asked.premium), Filing(on))
    term = take(lambda: horizon_of(asked.years, asked.discount or None, asked.separation or None), Horizon())
    gaps = take(lambda: wage_gap(asked.wage_gap or None), wage_gaps())
    margin = take(lambda: read_share(asked.dearer_by, "dearer_by"), 0.0)
    of = (asked.season, asked.level, asked.registrations)
    chance, said = take(lambda: odds_of(asked.odds or None, of, policy, seen, counts=petition.counts), _NO_ODDS)
    law = take(lambda: fee_law(on, known=seen, name=policy), fee_law(today()))
    take.check()
    job = Job(pay.usd, chance, asked.attorney)
    found = answered(petition, job, term, law, gaps, tuple(dict.fromkeys((0.0, margin))))
    return found, law, tuple(part for part in (pay.note, said) if part)


def _document(found: Any, law: FeeLaw, readings: tuple[str, ...], form: str) -> bytes:  # noqa: ANN401 - one of three
    from openh1b.documents.cost import cost_document

    document = cost_document(found, law, readings)
    return document_or_rows(document, document["rows"], form)
