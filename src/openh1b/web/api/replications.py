"""/replications: each published number, ours, the difference, and its cause where known."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import Field
from starlette.responses import Response

from openh1b.errors import InputError
from openh1b.web.api.answering import TABLES, Form, answer, document_or_rows, table, tag
from openh1b.web.api.asked import settings_of
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import Shape

router = new_router("Replications")


class Listed(Shape):
    """A replication that can be computed."""

    name: str
    title: str
    by: str
    numbers: int


class Replicated(Shape):
    """One replication."""

    summary: str
    rows: list[dict[str, Any]] = Field(description="as `openh1b replicate --format json` gives them")


@router.get("/replications", responses=answers(of=list[Listed], media=TABLES))
def replications(request: Request, form: Form = "json") -> Response:
    """Every replication. All of them computed at once take half a minute: ask for each by its name."""
    etag = tag(request)
    from openh1b.evidence.replications.published import load_replications

    rows = [
        {"name": one.name, "title": one.title, "by": one.by, "numbers": len(one.numbers)}
        for one in load_replications().values()
    ]
    return answer(table(rows, form), form, "replications", etag)


@router.get("/replications/{name}", responses=answers(404, of=Replicated, media=TABLES))
def replication(
    request: Request,
    name: Annotated[str, Path(description="a replication", max_length=120, examples=["dhs-odds"])],
    form: Form = "json",
) -> Response:
    """One replication: published, ours, the difference, what it amounts to, and its cause where known."""
    from openh1b.evidence.replications.compute import replicate
    from openh1b.evidence.replications.published import replication as listed
    from openh1b.evidence.replications.wording import summary

    try:
        listed(name)
    except InputError as error:
        raise missing(error) from None
    found = replicate([name], store=settings_of(request).store)
    rows = [row.record() for row in found]
    return answer(document_or_rows({"summary": summary(found), "rows": rows}, rows, form), form, name)
