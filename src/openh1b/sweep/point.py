"""Points computed: Scenarios as JSON text in, rows of figures out. This is what runs in a worker, here or elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter
from typing import Any

from openh1b.asked import ask
from openh1b.errors import OpenH1BError
from openh1b.results import Figure
from openh1b.scenario import Scenario
from openh1b.simulate import Comparison, compare_on
from openh1b.sweep.plan import Point, Wanted
from openh1b.tables import RESULT
from openh1b.version import __version__

Row = tuple[Any, ...]

_DATA = (".yaml", ".csv")
_VALUES = attrgetter(*RESULT.names)
_NAMED = (RESULT.names.index("policy"), RESULT.names.index("base_policy"))
_ALONE = ("odds", "selected", "share_of_selected", "units", "pay_")
"""How the measures begin that one policy has by itself."""


@dataclass(frozen=True)
class Asked:
    """A point as a worker gets it: its number, its Scenario as JSON text, the policies' names in the table."""

    number: int
    scenario: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """A part of a sweep."""

    part: int
    points: tuple[Asked, ...]
    wanted: Wanted


@dataclass(frozen=True)
class Done:
    """Rows of a part: number of the point, hash of its Scenario, then the columns of `result`.

    faults: number of a point and why it could not be computed. engine: what computed it.
    """

    part: int
    rows: tuple[Row, ...]
    faults: tuple[tuple[int, str], ...]
    engine: str


def asked(point: Point) -> Asked:
    """A point as a worker gets it."""
    return Asked(point.number, point.scenario.to_json(), point.shown)


def run_part(work: Work) -> Done:
    """All points of a part. A point that cannot be computed is told, and the others are still computed."""
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    for one in work.points:
        try:
            rows.extend(_rows(one, work.wanted))
        except OpenH1BError as error:
            faults.append((one.number, str(error)))
    return Done(work.part, tuple(rows), tuple(faults), engine())


def _rows(one: Asked, wanted: Wanted) -> Iterator[Row]:
    scenario = Scenario.from_json(one.scenario)
    digest = scenario.content_hash
    names: dict[str | None, str] = {}
    for found in compared(scenario, wanted):
        for run, name in zip(found.runs, found.scenario.policies, strict=True):
            shown = one.shown[scenario.policies.index(name)]
            names[run.name] = run.name if shown == name else shown
        for figure in kept(found, wanted):
            values = list(_VALUES(figure))
            for place in _NAMED:
                values[place] = names.get(values[place], values[place])
            yield (one.number, digest, *values)


def compared(scenario: Scenario, wanted: Wanted) -> Iterator[Comparison]:
    """What `compare` finds: at once, or policy by policy where no measure is wanted that needs two.

    Without the ranges over unpublished numbers where they are not wanted: they take three quarters of the time. A pool
    that belongs to no season has none, so that it is passed as such; people and reactions need their season.
    """
    who = ask(scenario)
    if scenario.people or scenario.response != Scenario.response:
        yield compare_on(who, scenario)
        return
    who = who if wanted.ranges else replace(who, season=None)
    if not _one_by_one(wanted):
        yield compare_on(who, scenario)
        return
    for name in scenario.policies:
        yield compare_on(who, replace(scenario, policies=(name,)))


def _one_by_one(wanted: Wanted) -> bool:
    return bool(wanted.measures) and all(name.startswith(_ALONE) for name in wanted.measures)


def kept(found: Comparison, wanted: Wanted) -> Iterator[Figure]:
    """The figures that were asked for, in the order of `compare`."""
    for figure in found.result:
        if figure.by in wanted.by and (not wanted.measures or figure.measure in wanted.measures):
            yield figure


@cache
def engine() -> str:
    """Version of this package and hash of its law files: results of two engines are not put into one table."""
    return f"openh1b {__version__}, law {law_hash()}"


@cache
def law_hash() -> str:
    """SHA-256 of names and bytes of all law files and of the files that seasons are made from."""
    digest = hashlib.sha256()
    for package in ("law", "season"):
        for name, data in sorted(_data(files(f"openh1b.{package}"), package)):
            digest.update(f"{name}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()


def _data(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _data(one, f"{name}/{one.name}")
        elif one.name.endswith(_DATA):
            yield f"{name}/{one.name}", one.read_bytes()
