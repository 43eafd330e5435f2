"""Official files from their publishers: found in the list of addresses, fetched whole or not at all, and recorded."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openh1b.data import download_faults as faults
from openh1b.data.download import Download, Listener, Progress, Received, Terms
from openh1b.data.part_file import Origin, PartFile, part_file, sha256_of
from openh1b.data.remote_file import RemoteFile
from openh1b.errors import DataError

ZIPPED = (".xlsx", ".zip")


@dataclass(frozen=True)
class Fetched:
    """A file that is here. `unchanged`: it was here already, and the publisher's is the same."""

    path: Path
    remote: RemoteFile
    size: int
    sha256: str
    fetched: str
    unchanged: bool = False


def get(remote: RemoteFile, folder: Path, *, terms: Terms | None = None, progress: Listener | None = None) -> Fetched:
    """Fetch one file into a folder, or see that the one there is still the publisher's.

    Beside NAME stands NAME.fetched.json: address, day, checksum, and what the server said of it. While under way there
    are NAME.part and NAME.part.json; NAME appears whole or not at all. A download that was broken off goes on where it
    stopped. progress: is told the bytes here and in all. Adding the file to a store is another step.
    Raises DataError, which says how to get the file by hand.
    """
    target = folder / remote.name
    with part_file(target, remote.address) as part:
        record = _record_of(target, remote)
        known = None if record is None else Origin(remote.address, record["etag"], record["modified"], record["size"])
        came = Download(remote, part, known, terms or Terms(), progress or _silent).run()
        if came.unchanged and record is not None:
            return _fetched(target, remote, record, unchanged=True)
        return _finish(remote, target, part, came, record)


def _finish(
    remote: RemoteFile, target: Path, part: PartFile, came: Received, before: Mapping[str, Any] | None
) -> Fetched:
    checksum = part.sha256()
    try:
        check_content(remote, part.path, checksum)
    except DataError:
        part.empty()
        raise
    same = before is not None and before["sha256"] == checksum
    record = {
        "kind": remote.kind,
        "file": remote.label,
        "publisher": remote.publisher,
        "address": remote.address,
        "address_read": remote.read,
        "sent_by": came.address,
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "size": part.size,
        "sha256": checksum,
        "etag": came.origin.etag,
        "modified": came.origin.modified,
    }
    part.keep_as(target)
    _record_path(target).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return _fetched(target, remote, record, unchanged=same)


def check_content(remote: RemoteFile, path: Path, checksum: str) -> None:
    """Refuse what is plainly not the file: nothing, a web page, no whole ZIP archive, another checksum."""
    with path.open("rb") as handle:
        head = handle.read(1024)
    if not head:
        raise faults.not_that_file(remote, "the site sent nothing (0 bytes)", remote.name)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        raise faults.html(remote)
    if path.name.removesuffix(".part").endswith(ZIPPED) and not zipfile.is_zipfile(path):
        raise faults.not_that_file(remote, "what came is no whole ZIP archive, as .zip and .xlsx are", remote.name)
    if remote.sha256 is not None and checksum != remote.sha256:
        problem = f"checksum sha256 {checksum}: the publisher's file has changed, or this is not it"
        raise faults.not_that_file(remote, problem, remote.sha256)


def _record_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.fetched.json")


def _record_of(target: Path, remote: RemoteFile) -> dict[str, Any] | None:
    """What was noted when the file was fetched, if the file is still that one."""
    try:
        record = json.loads(_record_path(target).read_text(encoding="utf-8"))
        keys = {"address", "fetched", "size", "sha256", "etag", "modified"}
        if not keys <= record.keys() or record["address"] != remote.address:
            return None
        whole = target.stat().st_size == record["size"] and sha256_of(target) == record["sha256"]
    except (OSError, ValueError, AttributeError):
        return None
    return dict(record) if whole else None


def _fetched(target: Path, remote: RemoteFile, record: Mapping[str, Any], *, unchanged: bool) -> Fetched:
    return Fetched(target, remote, record["size"], record["sha256"], record["fetched"], unchanged)


def _silent(_: Progress) -> None:
    """Tell nobody."""
