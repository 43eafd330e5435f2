"""What the process that read a list of candidates made of it (employer_child.py), as the page prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from openh1b.cases.employer_page import Bar
from openh1b.cases.employer_words import Words
from openh1b.errors import Fault, InputError
from openh1b.web.pages.employer_child import WORKBOOK
from openh1b.web.pages.employer_question import FILE
from openh1b.web.pages.posted import Outcome

MOST_FAULTS: Final = 200


@dataclass(frozen=True)
class Found:
    """What came of a list, in words. readings: how its cells were read. workbook: all of it as XLSX."""

    headline: str
    notes: tuple[str, ...]
    readings: tuple[str, ...]
    general: tuple[str, ...]
    bars: tuple[Bar, ...]
    most: int
    rates: str
    counted: str
    plan: str
    raise_notes: tuple[str, ...]
    raises_left_out: int
    candidates_left_out: int
    tables: Mapping[str, Words]
    workbook: bytes


def read(found: Outcome) -> Found:
    """The answer from what a process left in its folder. Raises InputError, with the file's faults at FILE."""
    if found.faults:
        raise InputError(list(_faults(found.faults)))
    return _found(json.loads(found.data), (found.folder / "answer" / WORKBOOK).read_bytes())


def _faults(faults: Sequence[Fault]) -> Iterator[Fault]:
    """The first faults. The form was checked before, so that all but names of columns are said of the file."""
    for one in faults[:MOST_FAULTS]:
        yield one if one.where == "columns" else replace(one, where=FILE)
    if len(faults) > MOST_FAULTS:
        yield Fault(FILE, f"has {len(faults) - MOST_FAULTS:,} more faults")


def _found(page: dict[str, Any], workbook: bytes) -> Found:
    bars = tuple(Bar(**{**one, "luck": tuple(one["luck"]), "season": tuple(one["season"])}) for one in page["bars"])
    tables = {
        name: Words(tuple(one["head"]), tuple(map(tuple, one["rows"])), one["numbers"])
        for name, one in page["tables"].items()
    }
    lists = {name: tuple(page[name]) for name in ("notes", "readings", "general", "raise_notes")}
    return Found(**{**page, **lists, "bars": bars, "tables": tables, "workbook": workbook})
