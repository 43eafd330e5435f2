"""A list of candidates as it is uploaded: counted while it is kept, read in a process of its own, deleted at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO, Final

from openh1b.cases.employer_words import Words
from openh1b.errors import Fault, InputError
from openh1b.web.api.children import Child, new_folder
from openh1b.web.api.uploads import safe_name
from openh1b.web.pages.employer_child import ASKED, PAGE, WORKBOOK
from openh1b.web.pages.employer_question import FILE
from openh1b.web.settings import Limits

_AT_ONCE: Final = BoundedSemaphore(2)
_PATIENCE: Final = 20.0
"""Seconds that a list waits for others to be done."""
_EXPECTED: Final = "CSV, XLSX (first sheet) or Parquet"


@dataclass(frozen=True)
class Bar:
    """One scenario drawn, in percent of all candidates: the middle, luck, and what is not published."""

    name: str
    expected: float
    luck: tuple[float, float]
    season: tuple[float, float]
    text: str


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


def read_list(name: str, data: BinaryIO, values: Mapping[str, str], today: date, limits: Limits) -> Found:
    """The answer for a file. name: as the user's machine calls it. data: its bytes. values: the rest of the form.

    Raises InputError with every fault of the file and of the question. Nothing of the file is left behind.
    """
    folder = new_folder()
    try:
        file = _kept(safe_name(name), data, folder, limits.body_bytes)
        asked = {"file": file, "values": dict(values), "today": today.isoformat(), "seconds": limits.seconds}
        asked |= {"rows": limits.rows, "columns": limits.columns}
        (folder / ASKED).write_text(json.dumps(asked), encoding="utf-8")
        if not _AT_ONCE.acquire(timeout=_PATIENCE):
            raise InputError(Fault(FILE, "other lists are being read", hint="Ask again in a few seconds"))
        try:
            return _answer(folder, file, limits.seconds)
        finally:
            _AT_ONCE.release()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept(name: str, data: BinaryIO, folder: Path, most: int) -> str:
    """Write the file into the folder, under a name that is none of ours. Raises InputError."""
    name = f"list-{name}"
    with (folder / name).open("xb") as out:
        shutil.copyfileobj(data, out)
    size = (folder / name).stat().st_size
    if size == 0:
        raise InputError(Fault(FILE, "is empty", expected=_EXPECTED))
    if size > most:
        raise InputError(Fault(FILE, f"has {size:,} bytes", expected=f"at most {most:,}"))
    return name


def _answer(folder: Path, file: str, seconds: float) -> Found:
    process = subprocess.Popen(  # noqa: S603 - this Python, our own module
        [sys.executable, "-P", "-m", "openh1b.web.pages.employer_child", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if not Child(folder, process).wait(seconds):
        raise InputError(Fault(FILE, f"took longer than {seconds:g} seconds", expected="a smaller list"))
    try:
        page = json.loads((folder / PAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        problem = "cannot be read: the process that read it was brought down"
        raise InputError(Fault(FILE, problem, expected="a file that is not damaged")) from None
    if "faults" in page:
        raise InputError(_faults(page, file))
    return _found(page, (folder / WORKBOOK).read_bytes())


def _faults(page: dict[str, Any], file: str) -> list[Fault]:
    """The faults; those that name the file name the field instead."""
    faults = [
        Fault(**{**one, "where": FILE if one["where"].endswith(file) else one["where"]}) for one in page["faults"]
    ]
    left = page["number"] - len(faults)
    return [*faults, Fault(FILE, f"has {left:,} more faults")] if left > 0 else faults


def _found(page: dict[str, Any], workbook: bytes) -> Found:
    bars = tuple(Bar(**{**one, "luck": tuple(one["luck"]), "season": tuple(one["season"])}) for one in page["bars"])
    tables = {
        name: Words(tuple(one["head"]), tuple(map(tuple, one["rows"])), one["numbers"])
        for name, one in page["tables"].items()
    }
    lists = {name: tuple(page[name]) for name in ("notes", "readings", "general", "raise_notes")}
    return Found(**{**page, **lists, "bars": bars, "tables": tables, "workbook": workbook})
