"""/policies: the shelf, one of it, and whether a name such as `lottery+caps.regular=130000` is a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from openh1b.scenario import DEFAULT_SEASON
from openh1b.web.api.answering import TABLES, Form, answer, as_json, table, tag
from openh1b.web.api.asked import Known, day, plain_policy
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import LawValue, Shape

if TYPE_CHECKING:
    from openh1b.law import Overlay

router = new_router("Policies")


class Listed(Shape):
    """A policy of the shelf."""

    name: str
    title: str
    author: str
    document: str
    date: str | None
    status: str
    read: str
    summary: str


class Shelved(Listed):
    """The same, with what it sets, and what of its document is and is not modelled."""

    document_title: str
    sets: dict[str, Any]
    models: list[str]
    does_not_model: list[str]


class Checked(Shape):
    """A policy for a season: the law with its overlays laid on it."""

    name: str
    title: str
    season: int
    known: str | None
    overlays: list[str]
    sets: list[str]
    status: str = Field(description="how the weakest of its caps and selection values was read")
    caps: dict[str, int]
    selection: dict[str, Any]
    wages: dict[str, Any]
    price: dict[str, float]
    values: list[LawValue]


@router.get("/policies", responses=answers(of=list[Listed], media=TABLES))
def policies(request: Request, form: Form = "json") -> Response:
    """Every policy of the shelf: author, document, standing. `current` is the law itself."""
    etag = tag(request)
    from openh1b.law import load_law

    rows = [_listed(one) for one in load_law().overlays.values()]
    return answer(table(rows, form), form, "policies", etag)


@router.get("/policies/check", responses=answers(of=Checked))
def check(
    request: Request,
    name: Annotated[
        str, Query(description="overlays joined by + (%2B), path=value in line", examples=["lottery"], max_length=400)
    ] = "current",
    season: Annotated[int, Query(description="cap fiscal year", ge=1992, le=2100)] = DEFAULT_SEASON,
    known: Known = None,
) -> Response:
    """Whether a name is a policy, and what it is in a season; what does not fit is named with its place."""
    etag = tag(request)
    from openh1b.law import plain, policy
    from openh1b.law.wording import as_json as dated_json

    found = policy(plain_policy(name), season=season, known=day(known, "known"))
    views = {view: plain(dict(vars(getattr(found, view)))) for view in ("caps", "selection", "wages", "price")}
    document = {
        "name": found.name,
        "title": found.title,
        "season": season,
        "known": known or None,
        "overlays": list(found.overlays),
        "sets": sorted(found.sets),
        "status": found.status,
        **views,
        "values": [dated_json(found.dated[path]) for path in sorted(found.sets)],
    }
    return answer(as_json(document), "json", etag=etag)


@router.get("/policies/{name}", responses=answers(404, of=Shelved))
def policy(
    request: Request,
    name: Annotated[str, Path(description="a policy of the shelf", examples=["weighted-levels"], max_length=120)],
) -> Response:
    """One policy of the shelf: what it sets, and what of its document is and is not modelled."""
    etag = tag(request)
    from openh1b.errors import Fault, PolicyError, did_you_mean
    from openh1b.law import load_law, plain

    law = load_law()
    if name not in law.overlays:
        fault = Fault("name", f"no policy {name!r} on the shelf", hint=did_you_mean(name, law.overlays))
        raise missing(PolicyError(fault))
    one = law.overlays[name]
    document = {
        **_listed(one),
        "document_title": law.sources[one.document].title if one.document in law.sources else one.document,
        "sets": {path: plain(value) for path, value in one.sets.items()},
        "models": list(one.models),
        "does_not_model": list(one.does_not_model),
    }
    return answer(as_json(document), "json", etag=etag)


def _listed(one: Overlay) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "author": one.author,
        "document": one.document,
        "date": None if one.date is None else str(one.date),
        "status": one.status,
        "read": one.read,
        "summary": one.summary,
    }
