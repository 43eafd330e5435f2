"""REST under requests made from its own description: never a 5xx, and every answer as OpenAPI says it.

The requests are the same every time: a failure here is one tomorrow too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from openh1b.web.api.jobs import JOBS
from openh1b.web.app import create_app
from openh1b.web.settings import Settings

EXAMPLES = 5
"""Requests for each address, beside those of its examples."""
_PROJECT = ProjectConfig(
    generation=GenerationConfig(deterministic=True, max_examples=EXAMPLES, database="none"),
    phases=PhasesConfig(examples=ExamplesPhaseConfig(enabled=False), coverage=CoveragePhaseConfig(enabled=False)),
)
CONFIG = SchemathesisConfig(seed=1, projects=ProjectsConfig(default=_PROJECT))
APP = create_app(Settings(store=Path("there-is-no-store"), hosts=("testserver",)))


async def begun_once(scope: Any, receive: Any, send: Any) -> None:
    """The application, without the drawing process that it would start and end anew for each address."""
    if scope["type"] != "lifespan":
        await APP(scope, receive, send)
        return
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})


SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", begun_once, config=CONFIG)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(autouse=True)
def no_job_is_left() -> Iterator[None]:
    yield
    JOBS.end_all()


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_fails_the_server(case: Any) -> None:
    found = case.call()
    case.validate_response(found, checks=CHECKS)
    JOBS.end_all()
