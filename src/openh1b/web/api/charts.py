"""/charts: what a comparison found, as a picture or as the figures behind it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import Path, Query, Request
from starlette.responses import Response

from openh1b.web.api.answering import answer, tag
from openh1b.web.api.asked import SCENARIO, Asked
from openh1b.web.api.route import answers, new_router

router = new_router("Comparison")

_ANSWERS: Final = answers(media=("image/svg+xml", "image/png", "text/csv"))


@router.get("/charts/{name}", responses=_ANSWERS, openapi_extra=SCENARIO, response_class=Response)
def chart(
    request: Request,
    asked: Asked,
    name: Annotated[
        str,
        Path(
            description="odds, composition, pay, distribution, changes, or such as odds-by-COLUMN",
            max_length=120,
            examples=["odds"],
        ),
    ],
    form: Annotated[Literal["svg", "png", "csv"], Query(alias="format", description="svg, png or csv")] = "svg",
) -> Response:
    """A comparison's chart; pay and distribution need `people=true`."""
    from openh1b.charts import check_name, csv, make_chart, png, svg
    from openh1b.simulate import compare

    check_name(name)
    etag = tag(request, "chart", name, asked.content_hash, form)
    made = make_chart(compare(asked), name)
    data = png(made) if form == "png" else (svg(made) if form == "svg" else csv(made)).encode()
    return answer(data, form, "" if form == "svg" else "chart", etag)
