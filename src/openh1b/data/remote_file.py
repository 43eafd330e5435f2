"""One file of a publisher, found in the list of addresses by kind, year and quarter."""

from __future__ import annotations

from dataclasses import dataclass

from openh1b.data import download_faults as faults
from openh1b.data.addresses import Addresses, Listing, Series, read_addresses, unknown_kind
from openh1b.errors import DataError, Fault


@dataclass(frozen=True)
class RemoteFile:
    """One file of a publisher: what it is, where it is to be had, how that is known. `limit` in bytes.

    `read` is source, second-hand, memory or assumption. `years` are those with an address, in words.
    """

    kind: str
    label: str
    address: str
    page: str
    read: str
    limit: int
    years: str
    publisher: str = ""
    redirects: str = "https"
    note: str | None = None
    sha256: str | None = None

    @property
    def name(self) -> str:
        """The file's name, as the publisher has it."""
        return self.address.rpartition("/")[2].partition("?")[0]


def find(
    kind: str, year: int | None = None, quarter: int | None = None, addresses: Addresses | None = None
) -> RemoteFile:
    """The file of a kind, year and quarter. Raises DataError if none is listed, naming what is."""
    known = read_addresses() if addresses is None else addresses
    if kind not in known:
        raise unknown_kind(kind, known)
    series = known[kind]
    listing, year, quarter = _listed(series, year, quarter)
    address = listing.spelled(year, quarter)
    remote = RemoteFile(
        kind=kind,
        label=_label(series, year, quarter),
        address=address or "",
        page=listing.page or series.page,
        read=listing.read or "source",
        limit=series.limit_mb * 1_000_000,
        years=series.years(),
        publisher=series.publisher,
        redirects=series.redirects,
        note=listing.note,
        sha256=listing.sha256,
    )
    if address is None:
        raise faults.no_address(remote)
    return remote


def _listed(series: Series, year: int | None, quarter: int | None) -> tuple[Listing, int, int | None]:
    """The entry for a year and quarter; where neither is given, the latest that has an address."""
    addressed = [one for one in series.files if one.address is not None]
    if not addressed:
        last = max(series.files, key=lambda one: one.years)
        return last, year or last.years[1], quarter
    if year is None:
        year = max(one.years[1] for one in addressed)
        if quarter is None:
            quarter = max((one.quarters[1] for one in addressed if one.quarters and one.holds(year)), default=None)
    of_year = [one for one in series.files if one.holds(year)]
    listing = next((one for one in of_year if one.holds(year, quarter)), None)
    quarters = sorted({q for one in of_year if one.quarters for q in range(one.quarters[0], one.quarters[1] + 1)})
    if listing is None or (quarters and quarter is None):
        raise _not_listed(series, year, quarter, quarters, of_year)
    return listing, year, quarter


def _not_listed(
    series: Series, year: int, quarter: int | None, quarters: list[int], of_year: list[Listing]
) -> DataError:
    where = _label(series, year, quarter)
    if not of_year:
        hint = f"The year is the {series.year_is}. Later files, if any, are on {series.page}"
        return DataError(Fault(where, "no address is known", expected=f"a year of {series.years()}", hint=hint))
    if not quarters:
        return DataError(Fault(where, "that year is one file, not published by quarter", expected="no quarter"))
    spelled = " or ".join(str(one) for one in quarters)
    return DataError(
        Fault(where, "no such file" if quarter else "that year is published by quarter", expected=f"quarter {spelled}")
    )


def _label(series: Series, year: int, quarter: int | None) -> str:
    return f"{series.title}, {year}{f' quarter {quarter}' if quarter else ''}"
