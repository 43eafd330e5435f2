"""Answers with their kind, and a tag by which a client can ask whether one still holds."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, Literal

from fastapi import Query, Request
from starlette.responses import Response

from openh1b.web.api.route import Unchanged
from openh1b.web.api.writing import as_json, document_or_rows, table

__all__ = ["MEDIA", "TABLES", "Form", "TableFormat", "answer", "as_json", "document_or_rows", "table", "tag"]

TableFormat = Literal["json", "csv", "parquet", "xlsx"]
Form = Annotated[TableFormat, Query(alias="format", description="json, csv, parquet or xlsx")]
MEDIA: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}
TABLES: Final = tuple(MEDIA[form].partition(";")[0] for form in ("csv", "parquet", "xlsx"))


def tag(request: Request, *parts: object) -> str:
    """The answer's tag: version, law, address and `parts`. Raises Unchanged where the client holds that answer."""
    from openh1b.sweep.point import engine

    address = (request.url.path, sorted(request.query_params.multi_items()))
    digest = hashlib.sha256(repr((engine(), *(parts or address))).encode()).hexdigest()
    made = f'W/"{digest[:32]}"'
    held = request.headers.get("if-none-match", "")
    if held.strip() == "*" or made in [one.strip() for one in held.split(",")]:
        raise Unchanged(made)
    return made


def answer(data: bytes, form: str, name: str = "", etag: str | None = None) -> Response:
    """Bytes with their kind; a file's name for what is saved rather than read."""
    headers = {"cache-control": "no-cache"}
    if etag is not None:
        headers["etag"] = etag
    if name and form != "json":
        headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    return Response(data, media_type=MEDIA[form], headers=headers)
