"""The folder of a draw out of a ZIP archive: its files and nothing else, no larger than may be."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from openh1b.errors import DrawError, Fault
from openh1b.response.record import FILE as RESPONSE
from openh1b.selection.entries import ENTRIES
from openh1b.selection.receipt import MANIFEST, OUTCOMES

FILES: Final = (MANIFEST, ENTRIES, *OUTCOMES)
ALSO: Final = (RESPONSE,)
"""Files that only some draws have; a manifest that names one which is not there is a difference."""
LARGEST: Final = 256 * 1024**2
"""Bytes of one file once unpacked."""
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


def unzip(archive: Path, folder: Path) -> Path:
    """Write the draw's files into a new folder. Raises DrawError for what is no archive, or lacks or swells a file."""
    try:
        with zipfile.ZipFile(archive) as opened:
            _write(opened, folder, archive.name)
    except _UNREADABLE as error:
        problem = f"cannot be read as a ZIP archive ({type(error).__name__})"
        raise DrawError(Fault(archive.name, problem, expected="the archive that a draw gave")) from None
    return folder


def _write(opened: zipfile.ZipFile, folder: Path, where: str) -> None:
    members = {PurePosixPath(one.filename).name: one for one in opened.infolist() if not one.is_dir()}
    faults = [
        Fault(where, f"holds no {name}", expected="the archive that a draw gave")
        for name in FILES
        if name not in members
    ]
    if faults:
        raise DrawError(faults)
    folder.mkdir()
    for name in (*FILES, *(one for one in ALSO if one in members)):
        with opened.open(members[name]) as member:
            data = member.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise DrawError(Fault(where, f"{name} is too large", expected=f"at most {LARGEST:,} bytes"))
        (folder / name).write_bytes(data)
