"""A file's bytes, unpacked and in UTF-8: gzip and UTF-16 undone, with limits against files that swell."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 2 * 1024**3  # bytes of one file, unpacked
SWELL = 200  # unpacked bytes for one packed byte; official files stay below 15
FREE = 16 * 1024**2  # below this size a file may swell as it likes
_CHUNK = 1024**2
UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError)


@dataclass(frozen=True)
class Unpacked:
    """A file's contents. `sha256` and `size` are of the file as it lies on the disk, `data` what is in it.

    archive, archive_sha256: the ZIP archive that it is a member of, if it is; the other fields are then the member's.
    """

    where: str
    name: str
    sha256: str
    size: int
    data: bytes
    encoding: str
    archive: str = ""
    archive_sha256: str = ""


def unpack(path: Path) -> Unpacked:
    """Read a file whole. Raises DataError where it is missing, damaged, too large, or swells beyond the limits."""
    where = str(path)
    return unpacked(where, path.name, read_file(path, where))


def unpacked(where: str, name: str, packed: bytes) -> Unpacked:
    """The same of bytes that are here already. name: the file's."""
    data, steps = packed, []
    if packed.startswith(b"\x1f\x8b"):
        data = _gunzip(where, packed)
        steps.append("gzip")
        if data.startswith(b"\x1f\x8b"):
            raise DataError(Fault(where, "is gzip within gzip", hint="Unpack it once"))
    if data.startswith(b"PK\x03\x04"):
        check_archive(where, data)
    text, encoding = (data, "binary") if data.startswith((b"PK\x03\x04", b"PAR1")) else _as_utf8(where, data)
    digest = hashlib.sha256(packed).hexdigest()
    return Unpacked(where, name, digest, len(packed), text, " ".join([*steps, encoding]))


def read_file(path: Path, where: str) -> bytes:
    """A file's bytes. Raises DataError where it is none, cannot be read, or is too large."""
    try:
        if path.is_dir():
            raise DataError(Fault(where, "is a directory", expected="a file"))
        if path.exists() and not path.is_file():
            raise DataError(Fault(where, "is not a regular file", expected="a file"))
        if path.stat().st_size > LARGEST:
            raise DataError(Fault(where, f"has {path.stat().st_size:,} bytes", expected=f"at most {LARGEST:,}"))
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(Fault(where, "no such file")) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DataError(Fault(where, f"cannot be read ({error})")) from error


def _gunzip(where: str, packed: bytes) -> bytes:
    """In two passes: what swells is found before any of it is kept."""
    limit = max(FREE, min(LARGEST, SWELL * len(packed)))
    size = 0
    for part in _gzip_parts(where, packed):
        size += len(part)
        if size > limit:
            raise DataError(swollen(where, limit))
    return b"".join(_gzip_parts(where, packed))


def _gzip_parts(where: str, packed: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(packed):
        engine = zlib.decompressobj(31)
        while not engine.eof:
            fed = engine.unconsumed_tail
            if not fed:
                fed = packed[at : at + _CHUNK]
                at += len(fed)
            try:
                part = engine.decompress(fed, _CHUNK)
            except zlib.error as error:
                raise DataError(Fault(where, f"is damaged gzip ({error})", hint="Download it again")) from error
            if not fed and not part and not engine.eof:
                problem = "is cut off: the gzip ends before its last block"
                raise DataError(Fault(where, problem, hint="Download it again"))
            yield part
        at = _next_stream(where, packed, at - len(engine.unused_data))


def _next_stream(where: str, packed: bytes, at: int) -> int:
    """Where the next stream of a gzip file begins: after the zeros that tapes and some tools put between."""
    while at < len(packed) and packed[at] == 0:
        at += 1
    if at < len(packed) and not packed.startswith(b"\x1f\x8b", at):
        raise DataError(Fault(where, f"has {len(packed) - at:,} bytes after the end of the gzip"))
    return at


def swollen(where: str, limit: int) -> Fault:
    """The fault of a file that unpacks to more than `limit` bytes."""
    return Fault(where, f"unpacks to more than {limit:,} bytes", hint="It is no official file, or damaged")


def check_archive(where: str, data: bytes) -> None:
    """Read a ZIP archive (a workbook) through once, so that no part of it is larger than it says, or too large."""
    limit = max(FREE, min(LARGEST, SWELL * len(data)))
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        total += len(chunk)
                        if total > limit:
                            raise DataError(swollen(where, limit))
    except UNREADABLE as error:
        raise DataError(Fault(where, f"is a damaged ZIP archive or workbook ({error})")) from error


def _as_utf8(where: str, data: bytes) -> tuple[bytes, str]:
    encoding = _utf16(data)
    if encoding is None:
        bom = data.startswith(b"\xef\xbb\xbf")
        return data.removeprefix(b"\xef\xbb\xbf"), "utf-8 with BOM" if bom else "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DataError(Fault(where, f"is damaged UTF-16 text (byte {error.start:,})")) from error
    if re.search("[\ud800-\udfff]", text):
        raise DataError(Fault(where, "is damaged UTF-16 text (a lone surrogate)"))
    return text.encode(), encoding


def _utf16(data: bytes) -> str | None:
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    head = data[:200]
    if len(head) < 8:
        return None
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):  # Latin text has a NUL at every second byte
        if head[start::2].count(0) > 0.9 * (len(head) // 2) > 9 * head[1 - start :: 2].count(0):
            return name
    return None
