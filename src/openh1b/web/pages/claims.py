"""/claims: what has been said, tested where data can; one claim in full; an article beside the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from openh1b.charts.theme import NARROW, WIDE
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.evidence.article import read_article
from openh1b.evidence.claim import POSITIONS as STANCES
from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.match import Matched, match
from openh1b.evidence.positions_chart import positions_chart
from openh1b.evidence.verdict import VERDICTS, Checked, check
from openh1b.evidence.words import POSITIONS, verdict_words
from openh1b.web.pages import claims_context as c
from openh1b.web.pages.claims_files import claim_file, positions_file
from openh1b.web.pages.claims_scores import router as scores
from openh1b.web.pages.claims_timeline import timeline
from openh1b.web.part import Failed, part
from openh1b.web.render import render

router = APIRouter()
router.include_router(scores)

MOST_LETTERS: Final = 60_000
"""Letters of an article: about 10,000 words."""


@router.get("/claims")
def claims(request: Request, position: str = "", verdict: str = "") -> HTMLResponse:
    """All claims, or those of a position or a verdict."""
    _check("position", position, STANCES)
    _check("verdict", verdict, VERDICTS)
    tried = _checked(request)
    everything = [one for one in tried if isinstance(one, Checked)]
    shown = [one for one in everything if position in {"", one.claim.position} and verdict in {"", one.verdict}]
    counts = {str(name): sum(one.verdict == name for one in everything) for name in VERDICTS}
    context = c.ClaimsContext(
        title=_title(counts, len(tried)),
        lead=f"{len(tried)} public statements on the program, each by one speaker on one date, in our words. "
        "Where data can test a statement its verdict is computed, and never typed.",
        groups=c.grouped(shown),
        counts=counts,
        shown=len(shown),
        total=len(tried),
        positions=POSITIONS,
        position=position,
        verdict=verdict,
        timeline=part("The positions over time", lambda: _timeline(str(c.today()))),
        missed=tuple(one for one in tried if isinstance(one, Failed)),
        most_letters=MOST_LETTERS,
    )
    return render(request, context)


def _title(counts: Mapping[str, int], every: int) -> str:
    unknown, untestable = counts["depends on an unknown"], counts["not testable"]
    decided = sum(counts.values()) - unknown - untestable
    return (
        f"Of {every} public claims, published data decide {decided}; {unknown} depend{'s' * (unknown == 1)} on an "
        f"unknown, {untestable} cannot be tested"
    )


@router.get("/claims/match")
def match_page(request: Request, text: str = "") -> HTMLResponse:
    """The form, or what a short text in the address touches."""
    return _matched(request, text)


@router.post("/claims/match")
def match_sent(request: Request, text: Annotated[str, Form()] = "") -> HTMLResponse:
    """What an article touches. It is read, answered and forgotten."""
    return _matched(request, text)


@router.get("/claims/positions.{form}")
def positions(form: str) -> Response:
    """The timeline as a file."""
    return positions_file(positions_chart(load_ledger().positions, str(c.today())), form)


@router.get("/claims/{name}.{form}")
def claim_as_file(request: Request, name: str, form: str) -> Response:
    """One claim as PNG or SVG, its card, or its figures as CSV or XLSX."""
    return claim_file(_one(request, name), form, str(c.today()))


@router.get("/claims/{name}")
def claim(request: Request, name: str) -> HTMLResponse:
    """One claim in full."""
    checked = _one(request, name)
    statements = {one.id: one.statement for one in load_ledger().claims.values()}
    return render(request, c.one_claim(checked, statements, str(request.base_url).rstrip("/")))


def _check(name: str, value: str, known: Collection[str]) -> None:
    if value and value not in known:
        raise InputError(Fault(name, f"{value[:60]!r}", expected=", ".join(known), hint=did_you_mean(value, known)))


def _checked(request: Request) -> list[Checked | Failed]:
    """Every claim, each computed by itself."""
    store = request.app.state.settings.store
    every = load_ledger().claims.values()
    return [part(f"The claim {one.id}", partial(check, one, store=store)) for one in every]


def _one(request: Request, name: str) -> Checked:
    try:
        found = load_ledger().find(name)
    except InputError as error:
        raise HTTPException(404, str(error.faults[0])) from None
    return check(found, store=request.app.state.settings.store)


@lru_cache(maxsize=2)
def _timeline(on: str) -> c.Timeline:
    """Made once a day: nothing that is asked changes it."""
    found = load_ledger().positions
    chart = positions_chart(found, on)
    return c.Timeline(
        title=chart.title,
        subtitle=chart.subtitle,
        footer=chart.footer,
        wide=timeline(chart.table, chart.title, WIDE),
        narrow=timeline(chart.table, chart.title, NARROW),
        rows=c.position_table(found),
    )


def _matched(request: Request, text: str) -> HTMLResponse:
    if len(text) > MOST_LETTERS:
        raise InputError(Fault("text", f"{len(text):,} letters", expected=f"at most {MOST_LETTERS:,}"))
    found: tuple[Matched, ...] = ()
    if text.strip():
        found = match(read_article(text.encode(), "text"), load_ledger().claims.values())
    shown = tuple(one for one in found if one.touches or one.near or one.on_topic)
    named = {name for one in found for name, _ in (*one.touches, *one.near)}
    touched = {name: _one(request, name) for name in sorted(named)}
    context = c.MatchContext(
        title="An article beside the ledger",
        lead="Paste an article: its sentences are matched with the claims by the words that each claim lists. Nothing "
        "is sent away and nothing is kept.",
        sentences=shown,
        touched={name: (one.claim.statement, verdict_words(one)) for name, one in touched.items()},
        counts={
            "sentences": len(found),
            "touch": sum(bool(one.touches) for one in found),
            "near": sum(bool(one.near and not one.touches) for one in found),
        },
        hidden=len(found) - len(shown),
        text=text,
        most_letters=MOST_LETTERS,
    )
    return render(request, context)
