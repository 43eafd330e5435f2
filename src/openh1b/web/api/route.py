"""One route: names of the query are checked, what has not changed is not sent again, refusals are problems."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.web.problems import PROBLEM, document

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Refused(Exception):  # noqa: N818 - an answer, not a mistake of ours
    """An answer with a status of its own: 404 for what is not there, 429 for too much at once."""

    def __init__(self, status: int, faults: Sequence[Fault], headers: dict[str, str] | None = None) -> None:
        self.status, self.faults, self.headers = status, tuple(faults), headers
        super().__init__(" ".join(map(str, faults)))


class Unchanged(Exception):  # noqa: N818 - an answer, not a mistake of ours
    """What the client holds is still the answer."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(tag)


def missing(error: InputError) -> Refused:
    """What the path of an address names is not there."""
    return Refused(404, error.faults)


class Route(APIRoute):
    """A route of the REST interface."""

    def get_route_handler(self) -> Handler:
        """The handler, with names checked before and refusals answered after."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                _check_names(request, self._query)
                return await inner(request)
            except Unchanged as error:
                return Response(status_code=304, headers={"etag": error.tag, "cache-control": "no-cache"})
            except Refused as error:
                body = document(error.status, HTTPStatus(error.status).phrase, error.faults, names=self.names)
                return JSONResponse(body, error.status, error.headers, media_type=PROBLEM)

        return handle

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that it takes: in the path, the query and the body."""
        bodies = [one.field_info.annotation for one in self.dependant.body_params]
        fields = [one.model_fields for one in bodies if isinstance(one, type) and issubclass(one, BaseModel)]
        inner = {one.alias or name for each in fields for name, one in each.items()}
        return self._query | set(self.param_convertors) | inner

    @cached_property
    def _query(self) -> frozenset[str]:
        """Names that the query may hold."""
        listed = (self.openapi_extra or {}).get("parameters", ())
        typed = {one.alias for one in get_flat_params(self.dependant)} - set(self.param_convertors)
        return frozenset([*typed, *(one["name"] for one in listed)])


def _check_names(request: Request, known: frozenset[str]) -> None:
    wrong = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if wrong:
        hints = {name: did_you_mean(name, known) if known else "This address takes no query" for name in wrong}
        raise InputError([Fault(name[:80], "no such name here", hint=hints[name]) for name in wrong[:20]])


def new_router(tag: str) -> APIRouter:
    """A router of such routes; tag: their heading in the documentation."""
    return APIRouter(route_class=Route, tags=[tag])


_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_WORDS: Final = {
    400: "the body cannot be read as what it says it is",
    404: "there is nothing of that name",
    413: "more than may be sent",
    422: "what was asked cannot be computed: every fault with its place and the nearest name",
    429: "too much at work at once",
}


def answers(*statuses: int, of: Any = None, media: Sequence[str] = (), status: int = 200) -> dict[int | str, Any]:  # noqa: ANN401 - a model, or the type of one
    """What a route answers, for OpenAPI. of: the JSON; media: other kinds of content; statuses: problems beside 422."""
    success: dict[str, Any] = {"description": "the answer", "content": {one: {"schema": _BYTES} for one in media}}
    if of is not None:
        success["model"] = of
    problems: dict[int | str, Any] = {
        code: {"description": _WORDS[code], "content": {PROBLEM: {"schema": _PROBLEM}}} for code in (*statuses, 422)
    }
    return {status: success, **problems}


_BYTES: Final = {"type": "string", "format": "binary"}
