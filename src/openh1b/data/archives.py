"""ZIP archives as OFLC, BLS and others publish them: each file in them as if it lay beside, and none outside."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from openh1b.data.unpacking import FREE, LARGEST, SWELL, UNREADABLE, Unpacked, read_file, swollen, unpacked
from openh1b.errors import DataError, Fault

MOST_MEMBERS = 1_000
READ = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")

_CHUNK = 1024**2
_ZIP, _EMPTY_ZIP, _GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
_DOCUMENTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin")  # XLSX and its kin are archives too


@dataclass(frozen=True)
class Contents:
    """The files to be read of one that was given: itself, or those of an archive; and those of it that are not read."""

    files: tuple[Unpacked, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    is_archive: bool = False


def contents(path: Path) -> Contents:
    """What is in a file, archives opened. Raises DataError for a file that is missing, damaged or not to be trusted."""
    where = str(path)
    packed = read_file(path, where)
    if packed.startswith(_EMPTY_ZIP):
        raise DataError(Fault(where, "is an empty ZIP archive"))
    if not packed.startswith(_ZIP):
        return Contents((unpacked(where, path.name, packed),))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if not {info.filename for info in archive.infolist()}.isdisjoint(_DOCUMENTS):
                return Contents((unpacked(where, path.name, packed),))
            _check_members(where, archive)
            return _read(where, path.name, packed, archive)
    except UNREADABLE as error:
        raise DataError(Fault(where, f"is a damaged ZIP archive or workbook ({error})")) from error


def _check_members(where: str, archive: zipfile.ZipFile) -> None:
    """No member may leave the archive's folder, be a link, be encrypted, or stand twice under one name."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise DataError(Fault(where, f"holds {len(members):,} files", expected=f"at most {MOST_MEMBERS:,}"))
    faults, seen = [], set()
    for member in members:
        name = member.orig_filename
        problem = _problem(member)
        if problem is None and name.casefold() in seen:
            problem = "is there twice"
        seen.add(name.casefold())
        if problem:
            faults.append(Fault(where, f"its member {name!r} {problem}", hint="It is no official file, or damaged"))
    if faults:
        raise DataError(faults)


def _problem(member: zipfile.ZipInfo) -> str | None:
    name = member.orig_filename
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or any(mark in name for mark in ("\\", "\x00", ":")):
        return "leaves the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link"
    return "is encrypted" if member.flag_bits & 1 else None


def _read(where: str, name: str, packed: bytes, archive: zipfile.ZipFile) -> Contents:
    digest = hashlib.sha256(packed).hexdigest()
    limit = max(FREE, min(LARGEST, SWELL * len(packed)))
    files, left_out, faults = [], [], []
    for member in archive.infolist():
        if member.is_dir():
            continue
        path = PurePosixPath(member.filename)
        if path.suffix.lower() not in READ or any(part.startswith((".", "__MACOSX")) for part in path.parts):
            left_out.append((member.filename, "its ending is none of data"))
            data = _member(where, archive, member, limit)  # it may still be a bomb, or hide another archive
            limit -= len(data)
            faults += _nested(where, member.filename, data)
            continue
        data = _member(where, archive, member, limit)
        limit -= len(data)
        inside = _nested(where, member.filename, data)
        faults += inside
        if not inside:
            one = unpacked(f"{where}/{member.filename}", f"{name}/{member.filename}", data)
            files.append(Unpacked(**{**vars(one), "archive": name, "archive_sha256": digest}))
    if faults:
        raise DataError(faults)
    return Contents(tuple(files), tuple(left_out), is_archive=True)


def _member(where: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    whole = io.BytesIO()
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            whole.write(chunk)
            if whole.tell() > limit:
                raise DataError(swollen(where, limit))
    return whole.getvalue()


def _nested(where: str, name: str, data: bytes) -> list[Fault]:
    """An archive within an archive; a workbook, which is one by its make, is none by its use."""
    is_zip = data.startswith((_ZIP, _EMPTY_ZIP)) and not any(part.encode() in data for part in _DOCUMENTS)
    if not is_zip and not data.startswith(_GZIP):
        return []
    return [Fault(where, f"its member {name!r} is an archive within the archive", hint="Unpack it once")]
