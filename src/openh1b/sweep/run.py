"""A sweep from plan to table: parts not yet done are computed, wherever that is, and put together at the end."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openh1b.errors import Fault, InputError
from openh1b.law.overlay import is_file
from openh1b.simulate import Comparison, compare
from openh1b.sweep.parts import Parts, holding, write_whole
from openh1b.sweep.plan import Plan
from openh1b.sweep.point import Done, Work, asked, engine, law_hash
from openh1b.sweep.runners import locally, on_cluster
from openh1b.sweep.table import check_out, merged, part_bytes, varied
from openh1b.version import __version__

Progress = Callable[[int, int], None]
"""Called with the points done and all points, at the start and after each part."""


@dataclass(frozen=True)
class How:
    """Where it is computed, and whether what an earlier run left is used. command: as typed, for the record."""

    workers: int | None = None
    scheduler: str | None = None
    fresh: bool = False
    command: str = ""


@dataclass(frozen=True)
class Swept:
    """What came of a sweep. resumed: points that an earlier run had computed. sha256: of the table's bytes."""

    out: Path
    record: Path
    points: int
    resumed: int
    rows: int
    sha256: str
    headline: str
    notes: tuple[str, ...]


def sweep(plan: Plan, out: Path, how: How, progress: Progress = lambda _done, _all: None) -> Swept:
    """Compute every point and write the table, and beside it OUT.json, which says what it stands on.

    Raises InputError where the table is there already and `fresh` is not asked for, where points cannot be computed
    (each is named; what was done is kept), or where the parts that are there belong to another sweep.
    """
    check_out(out)
    if out.exists() and not how.fresh:
        raise InputError(Fault(str(out), "already exists", expected="a new file, or --fresh to replace it"))
    what = record_of(plan)
    with holding(out, what, fresh=how.fresh) as parts:
        before = parts.finished
        _compute(plan, parts, how, progress)
        data, rows = merged([parts.path(part) for part in range(len(plan.parts))], out)
        first = compare(plan.point(0).scenario)
        record = {**what, **_standing(plan, first, data, rows), "command": how.command}
        beside = out.with_name(f"{out.name}.json")
        write_whole(beside, (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode())
        write_whole(out, data)
        parts.remove()
    resumed = sum(len(plan.parts[part]) for part in before)
    return Swept(out, beside, len(plan), resumed, rows, record["sha256"], first.headline, first.notes)


def record_of(plan: Plan) -> dict[str, Any]:
    """What parts must have in common to be of one sweep: plan, version, law, and the bytes of the user's files."""
    return {
        "openh1b": __version__,
        "sweep": plan.record(),
        "points": len(plan),
        "law_sha256": law_hash(),
        "files": {path: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in sorted(set(_files(plan)))},
    }


def _files(plan: Plan) -> Iterator[str]:
    """The user's own files that points read: pools and policies."""
    values = [value for axis in plan.axes for row in axis.rows for value in zip(axis.names, row, strict=True)]
    for name, value in [*vars(plan.base).items(), *values]:
        if name == "pool" and value is not None:
            yield value.path
        if name == "policies":
            yield from (part.strip() for one in value for part in one.split("+") if is_file(part.strip()))


def _standing(plan: Plan, first: Comparison, data: bytes, rows: int) -> dict[str, Any]:
    import numpy as np
    import polars as pl

    assumptions = [{"name": one.name, "value": one.value, "range": one.range} for one in first.assumptions]
    return {
        "rows": rows,
        "sha256": hashlib.sha256(data).hexdigest(),
        "varies": list(plan.names),
        "first_point": {"headline": first.headline, "notes": list(first.notes), "assumptions": assumptions},
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "polars": pl.__version__},
    }


def _compute(plan: Plan, parts: Parts, how: How, progress: Progress) -> None:
    finished = parts.finished
    done = sum(len(plan.parts[part]) for part in finished)
    progress(done, len(plan))
    left = [part for part in range(len(plan.parts)) if part not in finished]
    if not left:
        return
    columns, faults = varied(plan), []
    works = [Work(part, tuple(asked(plan.point(k)) for k in plan.parts[part]), plan.wanted) for part in left]
    for one in on_cluster(works, how.scheduler) if how.scheduler else locally(works, how.workers):
        _check_engine(one)
        faults += [_fault(plan, number, problem) for number, problem in one.faults]
        if not one.faults:
            parts.add(one.part, part_bytes(columns, one.rows))
            done += len(plan.parts[one.part])
            progress(done, len(plan))
    if faults:
        raise InputError(faults)


def _check_engine(one: Done) -> None:
    if one.engine != engine():
        hint = "Install the same version, with the same law files, for every worker."
        raise InputError(Fault("--scheduler", f"a worker runs {one.engine}", expected=engine(), hint=hint))


def _fault(plan: Plan, number: int, problem: str) -> Fault:
    values = ", ".join(f"{name} {value}" for name, value in plan.values(number).items())
    return Fault(f"point {number} ({values})", problem.rstrip("."))
