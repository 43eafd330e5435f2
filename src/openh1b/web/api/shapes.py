"""Shapes that answers of several routes have. What is sent is not made from them: tests compare the two."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from openh1b.tables import RESULT, Table

_KINDS: Final = {"text": str, "integer": int, "number": float, "flag": bool, "date": str}


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


def row_shape(name: str, table: Table) -> type[BaseModel]:
    """One row of a table, its columns as they are written in tables.py."""
    columns: dict[str, Any] = {
        one.name: (
            _KINDS[one.kind] | None if one.nullable else _KINDS[one.kind],
            Field(description=one.meaning + (f" [{one.unit}]" if one.unit else "")),
        )
        for one in table.columns
    }
    return create_model(name, __base__=Shape, __doc__=f"One row: {table.row}.", **columns)


Figure = row_shape("Figure", RESULT)


class FaultShape(Shape):
    """One thing that is wrong: where, what, what was expected, and the nearest right name."""

    place: str
    problem: str
    expected: str | None
    hint: str | None
    row: int | None = None
    line: int | None = None
    column: str | None = None


class Problem(Shape):
    """Why there is no answer (RFC 9457), with every fault that was found."""

    type: str
    title: str
    status: int
    detail: str
    faults: list[FaultShape]


class Assumption(Shape):
    """An input that no source gives, or that sources give differently."""

    name: str
    value: str
    range: str
    reason: str
    source_ids: list[str]


class Citation(Shape):
    """A source's id, and the place in it."""

    source: str
    at: str | None


class LawEvent(Shape):
    """What became known of a value on a day."""

    known: str | None
    start: str | int | None
    end: str | int | None
    status: str | None
    note: str | None
    citations: list[Citation]


class LawValue(Shape):
    """A value of the law with its paper trail."""

    path: str
    label: str
    value: Any
    unit: str
    start: str | int | None = Field(description="first day, or cap fiscal year, on which it holds")
    end: str | int | None
    status: str
    known: str | None
    checked: str | None
    read: str = Field(description="source, second-hand, memory or assumption")
    sure: int | None
    range: list[Any] | None
    note: str | None
    citations: list[Citation]
    events: list[LawEvent]
