"""A file that is uploaded: counted while it comes, read in a process of its own, deleted when the answer is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from openh1b.errors import Fault, InputError
from openh1b.web.api.answering import answer
from openh1b.web.api.asked import settings_of
from openh1b.web.api.children import UPLOADED, Child, TooMany, new_folder, start
from openh1b.web.api.route import Refused

Columns = Annotated[
    list[str] | None, Query(description="ours=theirs, for a column that has another name; repeat, or join with commas")
]
_CHUNK: Final = 1024**2
_NAME_LENGTH: Final = 60
_ODD: Final = re.compile(r"[^\w. -]")


@dataclass(frozen=True)
class Upload:
    """A file for a task of tasks.py. given: what else the task reads. columns: as in the query."""

    task: str
    file: UploadFile
    given: Mapping[str, Any]
    columns: list[str] | None = None


def answered(request: Request, upload: Upload) -> Response:
    """The answer of the process that reads the file. Raises Refused, and InputError with every fault of the file."""
    seconds = settings_of(request).limits.seconds
    child, name = sent(request, upload)
    try:
        if not child.wait(seconds):
            raise Refused(422, [late(name, seconds)])
        return result(child, name)
    finally:
        child.remove()


def sent(request: Request, upload: Upload) -> tuple[Child, str]:
    """The process that reads the file, at work, and the file's name there. Raises Refused and InputError."""
    limits = settings_of(request).limits
    columns = mapping(upload.columns)
    folder = new_folder()
    try:
        name = _received(upload.file, folder, limits.body_bytes)
        more = {"file": name, "columns": columns, "rows": limits.rows, "most_columns": limits.columns}
        return begun(upload.task, {**upload.given, **more}, folder), name
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def late(name: str, seconds: float) -> Fault:
    """A file that took too long."""
    return Fault(name, f"took longer than {seconds:g} seconds", expected="a smaller file")


def begun(task: str, given: Mapping[str, Any], folder: Path) -> Child:
    """A process at work. Raises Refused where as many are at work as may be."""
    try:
        return start(task, given, folder)
    except TooMany:
        shutil.rmtree(folder, ignore_errors=True)
        fault = Fault("server", "is at work on as much as it may", hint="Ask again in a few seconds.")
        raise Refused(429, [fault], {"retry-after": "5"}) from None


def result(child: Child, name: str) -> Response:
    """What came of a process that has ended. Raises InputError with its faults, and for one that was brought down."""
    done = child.done()
    if done is None:
        raise InputError(
            Fault(
                name, "cannot be read: the process that read it was brought down", expected="a file that is not damaged"
            )
        )
    if "faults" in done:
        raise InputError([Fault(**one) for one in done["faults"]])
    return answer((child.folder / done["file"]).read_bytes(), done["form"], done["name"])


def _received(file: UploadFile, folder: Path, most: int) -> str:
    """Write the file into the folder under a name of letters. Raises Refused where it is too long or empty."""
    name = safe_name(file.filename or "")
    size = 0
    (folder / UPLOADED).mkdir()
    with (folder / UPLOADED / name).open("xb") as out:
        while chunk := file.file.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise Refused(413, [Fault(name, "is too large", expected=f"at most {most:,} bytes")])
            out.write(chunk)
    if not size:
        raise Refused(400, [Fault(name, "is empty", expected="CSV, Parquet or XLSX")])
    return name


def safe_name(given: str) -> str:
    """The last part of a file's name, of letters, digits, dots and dashes, its ending kept."""
    last = PureWindowsPath(PurePosixPath(given).name).name
    cleaned = _ODD.sub("_", last).strip(". ")
    stem, dot, ending = cleaned.rpartition(".")
    if not dot:
        stem, ending = cleaned, ""
    return f"{stem[:_NAME_LENGTH] or 'upload'}{dot}{ending[:10]}"


def mapping(columns: list[str] | None) -> dict[str, str]:
    """Columns `ours=theirs`. Raises InputError with every one that is not."""
    faults, found = [], {}
    for part in (part for one in columns or [] for part in one.split(",") if part.strip()):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or not ours or not theirs:
            expected = "ours=theirs, as in selection_level=PW_WAGE_LEVEL"
            faults.append(Fault("columns", f"{part[:80]!r}", expected=expected))
        elif ours in found:
            faults.append(Fault("columns", f"{ours} is named twice"))
        else:
            found[ours] = theirs
    if faults:
        raise InputError(faults)
    return found
