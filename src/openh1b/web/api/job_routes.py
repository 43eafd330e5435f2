"""/jobs: long runs in processes of their own, with progress; DELETE ends one."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from openh1b.errors import DataError, Fault, InputError
from openh1b.scenario import Scenario
from openh1b.web.api.answering import TABLES, Form, answer
from openh1b.web.api.asked import read_pairs, settings_of
from openh1b.web.api.jobs import JOBS, Job
from openh1b.web.api.people import PeopleFormat, PeopleJob
from openh1b.web.api.people import check as check_people
from openh1b.web.api.people import given as people_given
from openh1b.web.api.route import Refused, answers, missing, new_router
from openh1b.web.api.shapes import Problem, Shape
from openh1b.web.api.stored import without_folder
from openh1b.web.api.sweeps import check as check_sweep
from openh1b.web.api.uploads import result
from openh1b.web.problems import document as problem_document

router = new_router("Jobs")

Fields = dict[str, str | int | bool | list[str] | None]
Id = Annotated[str, Path(description="as the job's address says", max_length=80)]
_FIELDS: Final = "fields of a Scenario, by their names; no pool"


class CompareJob(BaseModel):
    """A comparison that takes long: employers' response at every corner, or many draws."""

    model_config = ConfigDict(extra="forbid")
    scenario: Fields = Field(
        description=_FIELDS, examples=[{"policies": ["lottery", "weighted-levels"], "draws": 20000}]
    )


class SweepJob(BaseModel):
    """A sweep: what `openh1b sweep FILE` reads, as JSON."""

    model_config = ConfigDict(extra="forbid")
    sweep: dict[str, Any] = Field(
        description="base, grid, range, sample, measures, by, ranges",
        examples=[{"base": {"policies": ["lottery"]}, "grid": {"season": [2025, 2026]}, "measures": ["odds"]}],
    )


class TornadoJob(BaseModel):
    """One figure with each unknown alone at each of its cases."""

    model_config = ConfigDict(extra="forbid")
    scenario: Fields = Field({}, description=_FIELDS, examples=[{"policies": ["weighted-levels"]}])
    measure: str = Field("odds", max_length=80, description="the measure")
    group: str = Field("all", max_length=200, description="of whom: all, or as selection_level=1")
    vary: list[Annotated[str, Field(max_length=400)]] = Field(
        [], max_length=20, description="further fields or paths of the law: NAME=A,B"
    )


class Progress(Shape):
    """How far a job is: parts done of all, or what it is at."""

    done: int | None = None
    all: int | None = None
    text: str | None = None


class JobShape(Shape):
    """A job. result: its address once it is done; record: that of what people rest on. problem: why it failed."""

    id: str
    task: str
    state: Literal["running", "done", "failed", "cancelled"]
    made: str
    progress: Progress
    address: str
    result: str | None
    record: str | None
    problem: Problem | None


_BEGUN: Final = answers(400, 413, 429, of=JobShape, status=202)


@router.post("/jobs/compare", responses=_BEGUN, status_code=202)
def compare(request: Request, body: CompareJob, form: Form = "json") -> Response:
    """Begin a comparison."""
    return _begun(request, "compare", {"scenario": _scenario(body.scenario).to_json(), "form": form})


@router.post("/jobs/sweep", responses=_BEGUN, status_code=202)
def sweep(
    request: Request,
    body: SweepJob,
    form: Annotated[Literal["csv", "parquet"], Query(alias="format", description="csv or parquet")] = "csv",
) -> Response:
    """Begin a sweep: many runs into one table."""
    check_sweep(body.sweep)
    return _begun(request, "sweep", {"sweep": body.sweep, "form": form})


@router.post("/jobs/tornado", responses=_BEGUN, status_code=202)
def tornado(request: Request, body: TornadoJob, form: Form = "json") -> Response:
    """Begin a tornado: which unknowns matter most for one figure."""
    for text in body.vary:
        if set(text) & set("&*!"):
            raise InputError(Fault("vary", f"{text[:80]!r}", expected="NAME=A,B with plain values"))
        name, _, values = text.partition("=")
        check_sweep({name.strip(): values.split(",")})
    given = {"measure": body.measure, "group": body.group, "vary": body.vary, "form": form}
    return _begun(request, "tornado", {"scenario": _scenario(body.scenario).to_json(), **given})


@router.post("/jobs/people", responses=answers(400, 404, 413, 429, of=JobShape, status=202), status_code=202)
def people(
    request: Request,
    body: PeopleJob,
    form: Annotated[PeopleFormat, Query(alias="format", description="csv, parquet or xlsx")] = "csv",
) -> Response:
    """Begin a file of a season's people, as `openh1b season make`: synthetic, or from the LCA filings of the store.

    What the command writes beside its file, with the rows that fell out at each step, is at the job's `record`.
    """
    store = settings_of(request).store
    try:
        check_people(body, store)
    except DataError as error:
        raise missing(without_folder(error)) from None
    return _begun(request, "people", people_given(body, store, form))


@router.get("/jobs/{job}", responses=answers(404, of=JobShape))
def status(request: Request, job: Id) -> Response:
    """How a job stands, and how far it is."""
    return JSONResponse(_told(request, JOBS.find(job)), headers={"cache-control": "no-store"})


@router.get("/jobs/{job}/result", responses=answers(404, of=Any, media=TABLES))
def job_result(job: Id) -> Response:
    """What a job found; 404 while it is at work, 422 with every fault where it failed."""
    found = _ended(job)
    return result(found.child, found.task)


@router.get("/jobs/{job}/record", responses=answers(404, of=dict[str, Any]))
def job_record(job: Id) -> Response:
    """What the result of a job of people rests on: what was asked, rows that fell out, assumptions, SHA-256."""
    found = _ended(job)
    if found.state == "failed":
        return result(found.child, found.task)  # which raises what it failed by
    name = (found.child.done() or {}).get("record")
    if name is None:
        raise Refused(404, [Fault("record", f"a job of {found.task} has none", expected="a job of people")])
    return answer((found.child.folder / name).read_bytes(), "json")


@router.delete("/jobs/{job}", responses=answers(404, of=JobShape))
def cancel(request: Request, job: Id) -> Response:
    """End a job, and delete what it made."""
    found = JOBS.find(job)
    found.cancel()
    return JSONResponse(_told(request, found))


def _ended(name: str) -> Job:
    found = JOBS.find(name)
    if found.state in {"running", "cancelled"}:
        raise Refused(404, [Fault("job", f"is {found.state}", expected="a job that is done")])
    return found


def _begun(request: Request, task: str, given: dict[str, Any]) -> Response:
    job = JOBS.begin(task, given)
    told = _told(request, job)
    return JSONResponse(told, 202, {"location": str(told["address"])})


def _told(request: Request, job: Job) -> dict[str, Any]:
    address = request.url.path.partition("/jobs/")[0] + f"/jobs/{job.id}"
    state, failure = job.state, "What was asked cannot be computed"
    return {
        "id": job.id,
        "task": job.task,
        "state": state,
        "made": job.made.isoformat(timespec="seconds"),
        "progress": {"done": None, "all": None, "text": None, **job.child.told()},
        "address": address,
        "result": f"{address}/result" if state == "done" else None,
        "record": f"{address}/record" if state == "done" and (job.child.done() or {}).get("record") else None,
        "problem": problem_document(422, failure, job.faults()) if state == "failed" else None,
    }


def _scenario(fields: Fields) -> Scenario:
    """The scenario of a body, checked as that of a query. Raises InputError."""
    pairs = []
    for name, value in fields.items():
        if isinstance(value, list):
            pairs += [(name, str(one)) for one in value]
        elif value is not None:
            pairs.append((name, str(value).lower() if isinstance(value, bool) else str(value)))
    return read_pairs(pairs)
