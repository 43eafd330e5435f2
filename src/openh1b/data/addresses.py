"""Where the publishers keep their files (addresses.yaml): kinds, years, addresses, and how each was learned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import Fields, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import DataError, Fault, did_you_mean

Span = tuple[int, int]
"""First and last of a run of whole numbers, both included."""

_TEXT: Final = Kind("text")
_SERIES: Final[Fields] = {
    "title": _TEXT,
    "publisher": _TEXT,
    "page": _TEXT,
    "year_is": _TEXT,
    "limit_mb": Kind("integer", low=1, high=100_000),
    "redirects?": Kind("choice", choices=("https", "any")),
    "files": None,
}
_LISTING: Final[Fields] = {
    "years": Kind("list", of="integer", length=2, low=1990, high=2100),
    "quarters?": Kind("list", of="integer", length=2, low=1, high=4),
    "address": None,
    "read?": Kind("choice", choices=READS),
    "page?": _TEXT,
    "note?": _TEXT,
    "sha256?": _TEXT,
}
_BLANK: Final = re.compile(r"\{(\w*)\}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(csv|gz|txt|xlsx|zip)")


@dataclass(frozen=True)
class Listing:
    """A run of years, or of quarters in them, that share one form of address. `address` None: none is known."""

    years: Span
    quarters: Span | None
    address: str | None
    read: str | None = None
    page: str | None = None
    note: str | None = None
    sha256: str | None = None

    def holds(self, year: int, quarter: int | None = None) -> bool:
        """Whether it speaks of a year, and of a quarter where one is given."""
        in_quarter = quarter is None or (self.quarters is not None and _within(quarter, self.quarters))
        return _within(year, self.years) and in_quarter

    def spelled(self, year: int, quarter: int | None) -> str | None:
        """The address for a year and quarter."""
        blanks = {"year": year, "yy": f"{year % 100:02d}", "next_yy": f"{(year + 1) % 100:02d}", "quarter": quarter}
        return None if self.address is None else self.address.format(**blanks)


@dataclass(frozen=True)
class Series:
    """One kind of file: who publishes it, where, and the addresses by year. `limit_mb` in 10^6 bytes."""

    kind: str
    title: str
    publisher: str
    page: str
    year_is: str
    limit_mb: int
    files: tuple[Listing, ...]
    redirects: str = "https"

    def years(self) -> str:
        """The years whose address is known, in words."""
        spans = sorted({one.years for one in self.files if one.address is not None})
        joined: list[Span] = []
        for first, last in spans:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in joined) or "none"


Addresses = Mapping[str, Series]


def read_addresses(path: Path | None = None) -> Addresses:
    """The list of addresses, by kind: a file of the user's own, or the one that comes with the package.

    Raises DataError with every fault of the file.
    """
    if path is None:
        with as_file(files("openh1b.data") / "addresses.yaml") as shipped:
            document = read_document(shipped, "data/addresses.yaml")
    else:
        document = read_document(path, str(path))
    found = {name: _series(document, name, raw) for name, raw in top_level(document).items()}
    if document.faults:
        raise DataError(document.faults)
    return {name: series for name, series in found.items() if series is not None}


def _series(document: Document, name: str, raw: Raw) -> Series | None:
    fields = checked_fields(document, (name,), raw, _SERIES)
    if fields is None:
        return None
    if "page" in fields:
        _check_address(document, (name, "page"), fields["page"])
    place = (name, "files")
    items = fields.pop("files", None)
    if not isinstance(items, list) or not items:
        document.fault(place, "is not a list of files")
        return None
    listed = [_listing(document, (*place, index), item) for index, item in enumerate(items)]
    _check_overlaps(document, place, listed)
    if document.faults:
        return None
    return Series(kind=name, files=tuple(one for one in listed if one is not None), **fields)


def _listing(document: Document, place: Place, raw: Raw) -> Listing | None:
    fields = checked_fields(document, place, raw, _LISTING)
    if fields is None or not {"years", "address"} <= fields.keys():
        return None
    for name in ("years", "quarters"):
        if name in fields:
            fields[name] = tuple(fields[name])
            if fields[name][0] > fields[name][1]:
                document.fault((*place, name), "the first is after the last")
    listing = Listing(**{"quarters": None, **fields})
    if "page" in fields:
        _check_address(document, (*place, "page"), fields["page"])
    if fields["address"] is not None:
        _check_template(document, place, listing)
    return listing


def _check_template(document: Document, place: Place, listing: Listing) -> None:
    """An address fills in to one file for each year and quarter, with a name that is safe on a disk."""
    here = (*place, "address")
    if listing.read is None:
        document.fault(place, "an address without `read`", expected=", ".join(READS))
    if listing.sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", listing.sha256):
        document.fault((*place, "sha256"), f"{listing.sha256!r} is not 64 hexadecimal digits")
    if not isinstance(listing.address, str):
        document.fault(here, f"{listing.address!r} is not text", expected="an address, or null")
        return
    blanks = set(_BLANK.findall(listing.address))
    if unknown := sorted(blanks - {"year", "yy", "next_yy", "quarter"}):
        document.fault(here, f"unknown blank {{{unknown[0]}}}", expected="{year}, {yy}, {next_yy} or {quarter}")
        return
    if re.search(r"[{}]", _BLANK.sub("", listing.address)):
        document.fault(here, "a brace that does not close")
        return
    if listing.years[0] != listing.years[1] and not blanks & {"year", "yy", "next_yy"}:
        document.fault(here, "the same for several years", expected="{year} or {yy} in it")
    if listing.quarters and listing.quarters[0] != listing.quarters[1] and "quarter" not in blanks:
        document.fault(here, "the same for several quarters", expected="{quarter} in it")
    _check_address(document, here, listing.spelled(listing.years[0], 1) or "", file=True)


def _check_address(document: Document, place: Place, address: str, *, file: bool = False) -> None:
    try:
        parts = urlsplit(address)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        right = right and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right:
        document.fault(place, f"{address!r} is no web address", expected="https://host/path")
    elif file and not _NAME.fullmatch(parts.path.rpartition("/")[2]):
        document.fault(
            place, f"{address!r} does not end in a file's name", expected="NAME.csv, .gz, .txt, .xlsx or .zip"
        )


def _check_overlaps(document: Document, place: Place, listed: Sequence[Listing | None]) -> None:
    seen: set[tuple[int, int | None]] = set()
    for index, one in enumerate(listed):
        keys = set(_keys(one)) if one is not None else set()
        if twice := sorted(seen & keys, key=str):
            year, quarter = twice[0]
            document.fault((*place, index), f"{year}{f' quarter {quarter}' if quarter else ''} is listed before")
        seen |= keys


def _keys(listing: Listing) -> Iterator[tuple[int, int | None]]:
    first, last = listing.quarters or (0, 0)
    for year in range(listing.years[0], listing.years[1] + 1):
        yield from ((year, quarter or None) for quarter in range(first, last + 1))


def _within(number: int, span: Span) -> bool:
    return span[0] <= number <= span[1]


def unknown_kind(kind: str, addresses: Mapping[str, Any]) -> DataError:
    """The error for a kind that no publisher is listed for, with the nearest one."""
    return DataError(Fault(kind, "is no kind of official file", hint=did_you_mean(kind, addresses)))
