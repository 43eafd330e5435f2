"""/draw: registrations taken in, a draw under a seed, and the check of one. A simulation, not an official selection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from openh1b.errors import Fault, InputError, OpenH1BError
from openh1b.law import load_law
from openh1b.scenario import DEFAULT_SEASON, Scenario
from openh1b.web.address import from_query
from openh1b.web.pages import draw_context as c
from openh1b.web.pages.draw_kept import SECONDS, Shelf
from openh1b.web.render import render

router = APIRouter()
SHELF: Final = Shelf()
Text = Annotated[str, Form()]
Table = Annotated[UploadFile | None, File()]
_POLICIES: Final = ("weighted-levels", "lottery", "level-ranking", "pay-ranking", "current")


@router.get("/draw")
def page(request: Request) -> HTMLResponse:
    """The three forms."""
    return _page(request, "", {})


@router.post("/draw/intake")
def intake(
    request: Request, file: Table = None, season: Text = str(DEFAULT_SEASON), columns: Text = ""
) -> HTMLResponse:
    """Take registrations in."""
    values = {"season": season, "columns": columns}
    try:
        given = {"season": _season(season), "known": None, "form": "zip"}
        data = _done(request, "intake", file, given, columns)
    except _Refusal as error:
        return _page(request, "intake", values, faults=error.faults, status=error.status)
    token = SHELF.keep("openh1b-intake.zip", data)
    return _page(request, "intake", values, taken=c.taken(data, token))


class Asked(BaseModel):
    """The form of a draw."""

    file: UploadFile | None = None
    policy: str = "weighted-levels"
    seed: str = ""
    season: str = str(DEFAULT_SEASON)
    seats: str = ""
    columns: str = ""


@router.post("/draw/draw")
def draw(request: Request, asked: Annotated[Asked, Form()]) -> HTMLResponse:
    """Draw."""
    values = asked.model_dump(exclude={"file"})
    try:
        data = _done(request, "draw", asked.file, {"scenario": _scenario(values).to_json()}, asked.columns)
    except _Refusal as error:
        return _page(request, "draw", values, faults=error.faults, status=error.status)
    token = SHELF.keep("openh1b-draw.zip", data)
    return _page(request, "draw", values, drawn=c.drawn(data, token, values))


@router.post("/draw/verify")
def verify(request: Request, file: Table = None) -> HTMLResponse:
    """Check a draw."""
    try:
        data = _done(request, "verify", file, {}, "")
    except _Refusal as error:
        return _page(request, "verify", {}, faults=error.faults, status=error.status)
    return _page(request, "verify", {}, verified=c.verified(data))


@router.get("/draw/saved/{token}")
def saved(token: str) -> Response:
    """A file that waits to be saved."""
    found = SHELF.take(token)
    if found is None:
        raise HTTPException(404, "It is gone: what a draw gives is kept for a quarter of an hour. Draw again; the same "
                                 "seed gives the same.")  # fmt: skip
    headers = {"content-disposition": f'attachment; filename="{found.name}"', "cache-control": "no-store"}
    return Response(found.data, headers=headers, media_type="application/zip")


class _Refusal(Exception):  # noqa: N818 - an answer, not a mistake of ours
    def __init__(self, faults: tuple[Fault, ...], status: int = 422) -> None:
        self.faults, self.status = faults, status
        super().__init__()


def _done(request: Request, task: str, file: UploadFile | None, given: Mapping[str, Any], columns: str) -> bytes:
    """What a process of its own makes of the file. Raises _Refusal with every fault."""
    from openh1b.web.api.route import Refused
    from openh1b.web.api.uploads import Upload, answered

    if file is None or not file.filename:
        raise _Refusal((Fault("file", "none was chosen", expected="a file"),))
    names = [one.strip() for one in columns.splitlines() if one.strip()]
    try:
        return bytes(answered(request, Upload(task, file, given, names)).body)
    except Refused as error:
        raise _Refusal(error.faults, error.status) from None
    except InputError as error:
        raise _Refusal(error.faults) from None
    except OpenH1BError as error:
        raise _Refusal((Fault(task, str(error)),)) from None


def _scenario(values: Mapping[str, str]) -> Scenario:
    if not values["seed"].strip():
        raise _Refusal((Fault("seed", "is empty", expected="words or figures that you publish with the draw"),))
    pairs = [("policies", values["policy"] or "weighted-levels"), ("seed", values["seed"].strip())]
    pairs += [(name, values[name].strip()) for name in ("season", "seats") if values[name].strip()]
    try:
        return from_query(pairs)
    except InputError as error:
        raise _Refusal(error.faults) from None


def _season(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) == 4):
        raise _Refusal((Fault("season", f"{text[:40]!r}", expected="a cap fiscal year, such as 2026"),))
    return int(text)


def _page(
    request: Request,
    asked: str,
    values: Mapping[str, str],
    *,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    **results: Any,  # noqa: ANN401 - what came of it, by its name in the context
) -> HTMLResponse:
    held = load_law().overlays
    context = c.DrawContext(
        title="Draw",
        lead="Take registrations in, draw under a seed that you publish, and check any draw. A simulation, not an "
        "official selection.",
        asked=asked,
        faults=faults,
        values=values,
        policies=tuple((name, held[name].title if name in held else "The law of the season") for name in _POLICIES),
        seasons=tuple(range(2021, 2029)),
        limits=request.app.state.settings.limits,
        minutes=SECONDS // 60,
        **results,
    )
    return render(request, context, status)
