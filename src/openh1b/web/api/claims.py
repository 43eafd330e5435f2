"""/claims and /positions: what has been said, tested where data can, with a verdict that anyone can recompute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import InputError
from openh1b.web.api.answering import TABLES, Form, answer, as_json, table
from openh1b.web.api.asked import settings_of, today
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import Shape

if TYPE_CHECKING:
    from openh1b.evidence.verdict import Checked

router = new_router("Claims")

MOST_LETTERS: Final = 100_000
"""Of an article: each sentence is held against every claim."""

Stance = Annotated[
    Literal["keep", "reform", "restrict", "restrict_by_price", "replace", "end", "none_stated"] | None,
    Query(description="only claims of this position"),
]
Verdict = Annotated[
    Literal["holds", "holds under a definition", "does not hold", "depends on an unknown", "not testable"] | None,
    Query(description="only claims of this verdict"),
]


class ClaimRow(Shape):
    """A claim with its verdict."""

    id: str
    speaker: str
    date: str
    statement: str
    position: str
    verdict: str
    provisional: bool
    difference: str | None


class Claim(ClaimRow):
    """A claim in full: the number claimed beside every definition's, the inputs, what would change the verdict."""

    position_note: str | None
    wordings: list[dict[str, Any]]
    claimed: dict[str, Any] | None
    measured: Any
    testable: bool
    why_not: str | None
    parts: dict[str, Any]
    definitions: list[dict[str, Any]]
    points: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    changes: list[str]
    better_file: str | None
    law: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    related: list[str]
    note: str | None
    sentence: str
    citation: str
    command: str


class Article(BaseModel):
    """A text to be matched."""

    text: str = Field(
        max_length=MOST_LETTERS,
        description=f"plain text or HTML, at most {MOST_LETTERS:,} letters",
        examples=["The annual cap is 85,000 visas. Most of them go to a few firms."],
    )


class Sentence(Shape):
    """A sentence, the claims it touches, and near misses with why they are none."""

    number: int
    sentence: str
    touches: list[dict[str, Any]]
    near: list[dict[str, Any]]
    status: str


class Position(Shape):
    """What a speaker is reported to have held."""

    date: str
    until: str | None
    speaker: str
    position: str
    what: str
    claim: str | None
    read: str
    cite: str


@router.get("/claims", responses=answers(of=list[ClaimRow], media=TABLES))
def claims(request: Request, position: Stance = None, verdict: Verdict = None, form: Form = "json") -> Response:
    """All claims, each with its verdict."""
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import claim_row

    known = [one for one in load_ledger().claims.values() if position in {None, one.position}]
    checked = [_checked(request, one) for one in known]
    rows = [claim_row(one) for one in checked if verdict in {None, one.verdict}]
    return answer(table(rows, form, tuple(ClaimRow.model_fields)), form, "claims")


@router.get("/claims/check", responses=answers(of=list[dict[str, Any]], media=TABLES))
def check(request: Request, form: Form = "json") -> Response:
    """Every claim computed again: the number claimed beside the number under each definition."""
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import definition_rows

    rows = [row for one in load_ledger().claims.values() for row in definition_rows(_checked(request, one))]
    return answer(table(rows, form), form, "definitions")


@router.post("/claims/match", responses=answers(400, 413, of=list[Sentence]))
def match(request: Request, article: Article) -> Response:
    """The sentences of an article with the claims that they touch, near misses, and what is not in the ledger."""
    from openh1b.documents.claims import match_rows
    from openh1b.evidence.article import read_article
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.match import match as matched

    ledger = load_ledger()
    found = matched(read_article(article.text.encode("utf-8", "replace"), "text"), ledger.claims.values())
    touched = {name: _checked(request, ledger.find(name)) for one in found for name, _ in one.touches}
    return answer(as_json(match_rows(found, touched)), "json")


@router.get("/claims/{name}", responses=answers(404, of=Claim))
def claim(
    request: Request,
    name: Annotated[str, Path(description="a claim, as /claims lists it", max_length=120, examples=["cap-85000"])],
) -> Response:
    """One claim in full."""
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import document

    try:
        found = load_ledger().find(name)
    except InputError as error:
        raise missing(error) from None
    return answer(as_json(document(_checked(request, found), today())), "json")


@router.get("/positions", responses=answers(of=list[Position], media=TABLES))
def positions(
    speaker: Annotated[str | None, Query(description="only this speaker, or part of a name", max_length=120)] = None,
    form: Form = "json",
) -> Response:
    """Positions over time by speaker, as reported."""
    from openh1b.evidence.ledger import load_ledger
    from openh1b.evidence.rows import position_rows

    rows = position_rows(load_ledger().spoken(speaker or None))
    return answer(table(rows, form, tuple(Position.model_fields)), form, "positions")


def _checked(request: Request, one: Any) -> Checked:  # noqa: ANN401 - a Claim
    from openh1b.evidence.verdict import check as checked

    return checked(one, store=settings_of(request).store)
