"""Rows and documents as JSON, CSV, Parquet and XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from openh1b.documents.formats import framed, guarded

if TYPE_CHECKING:
    import polars as pl

Records = Sequence[Mapping[str, Any]]


def as_json(value: object) -> bytes:
    """JSON as commands print it; days as YYYY-MM-DD, and null for what is no finite number."""
    try:
        return _dumped(value)
    except ValueError:  # a number that JSON does not have
        return _dumped(json.loads(json.dumps(value, default=_plain), parse_constant=lambda _: None))


def _dumped(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, set | frozenset | tuple) else str(value)


def table(records: Records, form: str, names: Sequence[str] = ()) -> bytes:
    """Rows in one format. A text that a spreadsheet would take for a formula is kept from being one."""
    if form == "json":
        return as_json(list(records))
    flat = [{name: _cell(value) for name, value in record.items()} for record in records]
    if form == "csv":
        return _csv(flat, names)
    return framed(_frame(flat, names), form)


def document_or_rows(document: Any, records: Records, form: str) -> bytes:  # noqa: ANN401 - any JSON
    """The document as JSON, or else its rows."""
    return as_json(document) if form == "json" else table(records, form)


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return json.dumps(value, default=_plain) if isinstance(value, Mapping) else value


def _csv(records: Records, names: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    heads = list(names) or list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(text, fieldnames=heads, lineterminator="\n")
    writer.writerow({name: guarded(name) for name in heads})
    writer.writerows({name: guarded(value) for name, value in record.items()} for record in records)
    return text.getvalue().encode()


def _frame(records: Records, names: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    if records:
        return pl.DataFrame(list(records), infer_schema_length=None)
    return pl.DataFrame({name: [] for name in names}, schema=dict.fromkeys(names, pl.String))
