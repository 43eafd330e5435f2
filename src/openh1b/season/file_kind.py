"""What a file is, by its first bytes; a file that is not what its ending says is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from openh1b.errors import Fault, PoolError

CSV, PARQUET, XLSX = "CSV text", "a Parquet file", "an XLSX workbook"
_XLS = "an Excel 97-2003 or password-protected workbook"
_EXPECTED = "CSV in UTF-8, Parquet or XLSX"
_READ = (CSV, PARQUET, XLSX)
_ENDINGS = {
    ".csv": CSV,
    ".tsv": CSV,
    ".txt": CSV,
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xls": _XLS,
}
_BINARY = "binary data of no kind known here"
_MAGIC = (
    (b"PAR1", PARQUET),
    (b"\xd0\xcf\x11\xe0", _XLS),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"ARROW1", "an Arrow (Feather) file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<!--")
_HINTS = {
    "UTF-16 text": "Save it as CSV in UTF-8",
    "an HTML page": "A page saved from a browser is not the table: download the file itself",
    _XLS: "Save it as XLSX without a password",
    "a gzip archive": "Unpack it first",
}


def file_kind(where: str, data: bytes) -> str:
    """One of CSV, PARQUET and XLSX. `where` is the name of the file, `data` its bytes.

    Raises PoolError where the file is empty, of another kind, or of another kind than its ending says.
    """
    if not data or data.isspace():
        raise PoolError(Fault(where, "is empty", expected=_EXPECTED))
    found = _kind(data)
    said = _ENDINGS.get(PurePath(where).suffix.lower())
    if found == _BINARY and said in {CSV, None}:
        raise PoolError(_not_text(where, data))
    unlike = f", not {said} as its ending says" if said not in {None, found} else ""
    if found not in _READ:
        raise PoolError(Fault(where, f"is {found}{unlike}", expected=_EXPECTED, hint=_HINTS.get(found)))
    if unlike:
        raise PoolError(Fault(where, f"is {found}{unlike}", hint="Give it the ending of what it is, or save it again"))
    return found


def _kind(data: bytes) -> str:
    for start, kind in _MAGIC:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if _looks_utf16(data):
        return "UTF-16 text"
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    opening = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(_HTML):
        return "an HTML page"
    if opening.startswith(b"<?xml"):
        return "an XML document"
    if opening.startswith((b'{"', b"[{", b"{\n", b"{\r")):
        return "a JSON document"
    return CSV if b"\x00" not in data and _text_error(data) is None else _BINARY


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return "a damaged ZIP archive or workbook"
    if "xl/workbook.xml" in names:
        return XLSX
    return "a binary workbook (XLSB)" if "xl/workbook.bin" in names else "a ZIP archive"


def _looks_utf16(data: bytes) -> bool:
    """Latin text in UTF-16 without a byte-order mark has a NUL at every second byte."""
    head = data[:200]
    return len(head) >= 8 and any(head[start::2].count(0) > 0.9 * (len(head) // 2) for start in (0, 1))


def _text_error(data: bytes) -> UnicodeDecodeError | None:
    if data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error
    return None


def _not_text(where: str, data: bytes) -> Fault:
    nul = data.find(b"\x00")
    if nul >= 0:
        return Fault(where, "holds a NUL byte", line=data.count(b"\n", 0, nul) + 1, expected="text in UTF-8")
    error = _text_error(data)
    at = error.start if error is not None else 0
    return Fault(
        where,
        f"holds the byte 0x{data[at]:02X}, which is not UTF-8",
        line=data.count(b"\n", 0, at) + 1,
        expected="text in UTF-8",
        hint="Save it as CSV in UTF-8",
    )
