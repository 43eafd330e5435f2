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
    from pathlib import Path

LARGEST = 2 * 1024**3  # bytes of one file, unpacked
SWELL = 200  # unpacked bytes for one packed byte; official files stay below 15
_FREE = 16 * 1024**2  # below this size a file may swell as it likes
_CHUNK = 1024**2
_UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError)


@dataclass(frozen=True)
class Unpacked:
    """A file's contents. `sha256` and `size` are of the file as it lies on the disk, `data` what is in it."""

    where: str
    name: str
    sha256: str
    size: int
    data: bytes
    encoding: str


def unpack(path: Path) -> Unpacked:
    """Read a file whole. Raises DataError where it is missing, damaged, too large, or swells beyond the limits."""
    where = str(path)
    packed = _read(path, where)
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
    return Unpacked(where, path.name, digest, len(packed), text, " ".join([*steps, encoding]))


def _read(path: Path, where: str) -> bytes:
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
    limit = max(_FREE, min(LARGEST, SWELL * len(packed)))
    whole, rest = io.BytesIO(), packed
    while rest:
        engine = zlib.decompressobj(31)
        try:
            part = engine.decompress(rest, limit + 1 - whole.tell())
        except zlib.error as error:
            raise DataError(Fault(where, f"is damaged gzip ({error})", hint="Download it again")) from error
        whole.write(part)
        if whole.tell() > limit:
            raise DataError(_swollen(where, limit))
        if not engine.eof:
            raise DataError(Fault(where, "is cut off: the gzip ends before its last block", hint="Download it again"))
        rest = engine.unused_data.lstrip(b"\x00")
        if rest and not rest.startswith(b"\x1f\x8b"):
            raise DataError(Fault(where, f"has {len(rest):,} bytes after the end of the gzip"))
    return whole.getvalue()


def _swollen(where: str, limit: int) -> Fault:
    return Fault(where, f"unpacks to more than {limit:,} bytes", hint="It is no official file, or damaged")


def check_archive(where: str, data: bytes) -> None:
    """Read a ZIP archive (a workbook) through once, so that no part of it is larger than it says, or too large."""
    limit = max(_FREE, min(LARGEST, SWELL * len(data)))
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        total += len(chunk)
                        if total > limit:
                            raise DataError(_swollen(where, limit))
    except _UNREADABLE as error:
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
