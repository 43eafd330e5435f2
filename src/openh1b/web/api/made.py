"""Answers made from what the engine found, in a format: by a route at once, or by a process that reads an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.documents.formats import framed
from openh1b.web.api.writing import as_json, table

if TYPE_CHECKING:
    from openh1b.cases.employer import EmployerCase
    from openh1b.cases.employer_file import Intake
    from openh1b.simulate import Comparison


def comparison(found: Comparison, form: str) -> bytes:
    """The document as JSON, or the table `result`."""
    if form == "json":
        from openh1b.documents.comparison import comparison_document

        return as_json(comparison_document(found))
    if form == "csv":
        from openh1b.tables import RESULT

        return table(found.result.records(), form, RESULT.names)
    return framed(found.result.frame, form)


def employer(case: EmployerCase, intake: Intake, form: str) -> bytes:
    """The document as JSON, the workbook, or candidates by scenario in one long table."""
    from openh1b.documents.employer import employer_document, employer_rows

    if form == "json":
        return as_json(employer_document(case, intake, ""))
    if form == "xlsx":
        from openh1b.cases.employer_workbook import workbook

        return workbook(case)
    return table(employer_rows(case), form)
