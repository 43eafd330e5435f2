"""Every route, in the order of the documentation."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from openh1b.web.api import (
    calendars,
    charts,
    claims,
    comparing,
    costs,
    draws,
    employers,
    job_routes,
    law,
    persons,
    policies,
    replications,
    seasons,
    sponsors,
    stored,
)

_MODULES: Final = (
    comparing,
    charts,
    seasons,
    policies,
    law,
    persons,
    employers,
    calendars,
    costs,
    sponsors,
    claims,
    replications,
    draws,
    job_routes,
    stored,
)

router: Final = APIRouter()
for _module in _MODULES:
    router.include_router(_module.router)
