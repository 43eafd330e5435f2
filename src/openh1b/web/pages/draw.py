"""/draw: registrations taken in, a draw under a seed, and the check of one. A simulation, not an official selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from openh1b.errors import Fault, InputError
from openh1b.law import load_law
from openh1b.scenario import DEFAULT_SEASON, OFF, Scenario
from openh1b.web.address import from_query
from openh1b.web.api.asked import check_one_world
from openh1b.web.pages import draw_context as c
from openh1b.web.pages.draw_kept import SECONDS, Shelf
from openh1b.web.pages.posted import Outcome, Way, posted
from openh1b.web.render import render
from openh1b.web.spelling import spelled

router = APIRouter()
SHELF: Final = Shelf()
Text = Annotated[str, Form()]
Table = Annotated[UploadFile | None, File()]
_DEFAULT: Final = "current"
_POLICIES: Final = (_DEFAULT, "lottery", "weighted-levels", "level-ranking", "pay-ranking")
_LABELS: Final = {
    "season": "Season",
    "columns": "Columns with other names",
    "policy": "Rule",
    "policies": "Rule",
    "seed": "Seed",
    "seats": "Seats",
    "response": "Response of employers",
}
_RESPONSES: Final = {
    OFF: "Nobody reacts",
    "low": "React: assumptions at the low end",
    "central": "React: central assumptions",
    "high": "React: assumptions at the high end",
}


@router.get("/draw")
def page(request: Request) -> HTMLResponse:
    """The three forms."""
    return _page(request, "", {})


@router.post("/draw/intake")
def intake(request: Request, file: Table = None, season: Text = str(DEFAULT_SEASON), columns: Text = "") -> Response:
    """Take registrations in."""
    values = {"season": season, "columns": columns}
    try:
        given = {"season": _season(season), "known": None, "form": "zip"}
    except _Refusal as error:
        return _page(request, "intake", values, faults=error.faults, status=422)

    def show(data: bytes) -> dict[str, Any]:
        return {"taken": c.taken(data, SHELF.keep("openh1b-intake.zip", data))}

    return _posted(request, _Sent("intake", file, given, values), show)


class Asked(BaseModel):
    """The form of a draw."""

    file: UploadFile | None = None
    policy: str = _DEFAULT
    seed: str = ""
    season: str = str(DEFAULT_SEASON)
    seats: str = ""
    columns: str = ""
    response: str = OFF


@router.post("/draw/draw")
def draw(request: Request, asked: Annotated[Asked, Form()]) -> Response:
    """Draw."""
    values = asked.model_dump(exclude={"file"})
    try:
        given = {"scenario": _scenario(values).to_json()}
    except _Refusal as error:
        return _page(request, "draw", values, faults=error.faults, status=422)

    def show(data: bytes) -> dict[str, Any]:
        return {"drawn": c.drawn(data, SHELF.keep("openh1b-draw.zip", data), values)}

    return _posted(request, _Sent("draw", asked.file, given, values), show)


@router.post("/draw/verify")
def verify(request: Request, file: Table = None) -> Response:
    """Check a draw."""
    return _posted(request, _Sent("verify", file, {}, {}), lambda data: {"verified": c.verified(data)})


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
    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__()


@dataclass(frozen=True)
class _Sent:
    """One of the three forms as it was sent. given: what its task reads beside the file. values: what was typed."""

    task: str
    file: UploadFile | None
    given: Mapping[str, Any]
    values: Mapping[str, str]


def _posted(request: Request, sent: _Sent, show: Callable[[bytes], dict[str, Any]]) -> Response:
    """What a process of its own makes of the file, or the page of its being read. show: results by their names."""
    from openh1b.web.api.uploads import Upload

    def answer(request: Request, found: Outcome) -> Response:
        if found.faults:
            return _page(request, sent.task, sent.values, faults=found.faults, status=found.status)
        return _page(request, sent.task, sent.values, **show(found.data))

    if sent.file is None or not sent.file.filename:
        fault = Fault("file", "none was chosen", expected="a file")
        return answer(request, Outcome(faults=(fault,), status=422))
    names = [one.strip() for one in sent.values.get("columns", "").splitlines() if one.strip()]
    return posted(request, Upload(sent.task, sent.file, sent.given, names), Way("/draw", "/draw", answer))


def _scenario(values: Mapping[str, str]) -> Scenario:
    if not values["seed"].strip():
        raise _Refusal((Fault("seed", "is empty", expected="words or figures that you publish with the draw"),))
    pairs = [("policies", values["policy"] or _DEFAULT), ("seed", values["seed"].strip())]
    pairs += [(name, values[name].strip()) for name in ("season", "seats", "response") if values[name].strip()]
    try:
        found = from_query(pairs)
        check_one_world(found)
    except InputError as error:
        raise _Refusal(error.faults) from None
    return found


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
    response = values.get("response") or OFF
    context = c.DrawContext(
        title=c.finding(results),
        lead="Take registrations in, draw under a seed that you publish, and check any draw. A simulation, not an "
        "official selection.",
        asked=asked,
        faults=tuple(spelled(one, labels=_LABELS) for one in faults),
        values=values,
        policies=tuple((name, held[name].title if name in held else "The law of the season") for name in _POLICIES),
        responses=tuple((_RESPONSES | ({} if response in _RESPONSES else {response: response})).items()),
        seasons=tuple(range(2021, 2029)),
        limits=request.app.state.settings.limits,
        minutes=SECONDS // 60,
        **results,
    )
    return render(request, context, status)
