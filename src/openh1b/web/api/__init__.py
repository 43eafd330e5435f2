"""REST: all that the pages and commands do, under /api/v1. `router` holds every route; OpenAPI says what each takes.

The router is made when it is first asked for: the processes that read uploads are of this package too, and need none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openh1b.web.api.routes import router

__all__ = ["router"]


def __getattr__(name: str) -> object:
    if name != "router":
        msg = f"module 'openh1b.web.api' has no attribute {name!r}"
        raise AttributeError(msg)
    from openh1b.web.api import routes

    return routes.router
