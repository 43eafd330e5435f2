"""Answers of `openh1b employer`: to the screen, or into new files that appear whole and all together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import typer

from openh1b.cases import DISCLAIMER
from openh1b.cases.employer import EmployerCase, Question, check_question, employer_case
from openh1b.cases.employer_file import Intake, read_candidates
from openh1b.cli import places
from openh1b.cli.places import ending, new_file, refuse
from openh1b.cli.writing import command_line, emit, new_folder, replace_files
from openh1b.errors import Fault, Taken
from openh1b.season.wages_table import WageTable

Format = Literal["text", "json", "csv", "xlsx", "parquet"]
_ENDINGS: Final[dict[str, Format]] = {
    ".txt": "text", ".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet",
}  # fmt: skip


@dataclass(frozen=True)
class Targets:
    """Where the answer goes. out None is the screen."""

    form: Format = "text"
    out: Path | None = None
    report: Path | None = None
    sheets: Path | None = None

    @classmethod
    def of(cls, form: Format | None, out: Path | None, report: Path | None, sheets: Path | None) -> Targets:
        """The targets, which must be new. Raises InputError with every fault."""
        faults = [*new_file("--out", out), *new_file("--report", report), *places.new_folder("--sheets", sheets)]
        faults += ending("--report", report, (".html", ".htm"))
        taken = [path.absolute() for path in (out, report, sheets) if path is not None]
        if len(set(taken)) < len(taken):
            faults.append(Fault("--out", "two of --out, --report and --sheets are one place"))
        said = _ENDINGS.get(out.suffix.lower()) if out is not None else None
        if out is not None and form is None and said is None:
            faults += ending("--out", out, tuple(_ENDINGS), more=", or --format")
        if out is not None and form is not None and said not in {None, form}:
            faults.append(Fault("--out", f"{out} is to be {form}", expected=f"no ending that says {said}"))
        refuse(faults)
        return cls(form or said or "text", out, report, sheets)


def answer(
    file: Path, question: Question, table: WageTable | None, columns: Mapping[str, str], targets: Targets, take: Taken
) -> None:
    """Reads the file, works it out, shows or writes it. Raises InputError with all that is wrong, flags and file."""
    take(lambda: check_question(question), None)
    if table is None:
        take.check()
        raise TypeError("a table that cannot be read is a fault")
    intake = take(lambda: read_candidates(file, table, columns), Intake((), (), (), ""))
    take.check()
    deliver(employer_case(intake.jobs, question, table), intake, targets)


def deliver(case: EmployerCase, intake: Intake, targets: Targets) -> None:
    """Everything is made before anything is written; files get their names only when all of them are there."""
    data = as_bytes(case, intake, targets.form)
    files = {}
    with ExitStack() as stack:
        if targets.sheets is not None:
            from openh1b.cases.employer_page import worker_files

            folder = stack.enter_context(new_folder(targets.sheets))
            for name, text in worker_files(case):
                (folder / name).write_text(text, encoding="utf-8")
        if targets.report is not None:
            from openh1b.cases.employer_page import page

            files[targets.report] = page(case, command_line()).encode()
        if targets.out is not None:
            files[targets.out] = data
        replace_files(files)
    _say(data, targets)


def _say(data: bytes, targets: Targets) -> None:
    if targets.out is None:
        if targets.form in {"csv", "xlsx", "parquet"}:
            typer.echo(DISCLAIMER, err=True)
        emit(data, targets.form)
    written = [path for path in (targets.out, targets.report, targets.sheets) if path is not None]
    if written:
        typer.echo(DISCLAIMER, err=True)
        typer.echo(f"Written: {', '.join(map(str, written))}. Nothing was sent anywhere.", err=True)


def as_bytes(case: EmployerCase, intake: Intake, form: Format) -> bytes:
    """The answer in one format: text, a document as JSON, the workbook, or candidates by scenario in one long table."""
    if form == "text":
        from openh1b.cli.employer_text import employer_text

        return employer_text(case, intake).encode()
    if form == "json":
        from openh1b.documents.employer import employer_document
        from openh1b.documents.formats import as_json

        return as_json(employer_document(case, intake, command_line()))
    if form == "xlsx":
        from openh1b.cases.employer_workbook import workbook

        return workbook(case)
    return _table(case, form)


def _table(case: EmployerCase, form: Format) -> bytes:
    from openh1b.documents.employer import employer_rows
    from openh1b.documents.formats import as_csv, framed, guarded

    rows = employer_rows(case)
    if form == "csv":
        safe = [{name: guarded(cell) for name, cell in row.items()} for row in rows]
        return as_csv(safe)
    import polars as pl

    return framed(pl.DataFrame(rows, infer_schema_length=None), form)


def write_template(path: Path, *, alone: bool) -> None:
    """An empty table of candidates as a new workbook. Raises InputError."""
    from openh1b.cases.employer_workbook import template

    faults = [*ending("--template", path, (".xlsx",)), *new_file("--template", path)]
    if not alone:
        faults.append(Fault("--template", "given with a file of candidates", expected="one of them"))
    refuse(faults)
    replace_files({path: template()})
    typer.echo(f"Written: {path}. Fill in the first sheet; the second says what each column means.")
