"""`openh1b data fetch`: an official file from its publisher, with its progress on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from openh1b.data.download import Listener, Progress
    from openh1b.data.fetch import Fetched

Kind = Annotated[str, typer.Argument(metavar="KIND", help="hub, lca, wages, oews or visa-bulletin.")]
Year = Annotated[int | None, typer.Option("--year", metavar="YEAR", help="Default: the latest whose address is known.")]
Quarter = Annotated[
    int | None, typer.Option("--quarter", min=1, max=4, help="For years that are published by quarter (lca).")
]
Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the file goes.", file_okay=False)]
Contact = Annotated[
    str | None, typer.Option("--contact", metavar="EMAIL", help="Named to the site; some ask programs for one.")
]
AddressFile = Annotated[
    Path | None, typer.Option("--addresses", metavar="FILE", help="A list of addresses in place of the one shipped.")
]


def fetch(
    kind: Kind,
    year: Year = None,
    quarter: Quarter = None,
    folder: Folder = Path(),
    contact: Contact = None,
    addresses: AddressFile = None,
) -> None:
    """Fetch an official file from its publisher; the same command goes on where a download was broken off.

    Nothing in OpenH1B needs this for a first run. Example: openh1b data fetch hub --year 2022
    """
    from openh1b.data.addresses import read_addresses
    from openh1b.data.download import Terms
    from openh1b.data.download_faults import doubt
    from openh1b.data.fetch import get
    from openh1b.data.remote_file import find

    logging.getLogger("stamina").addHandler(logging.NullHandler())  # its warnings would tear the progress bar
    remote = find(kind, year, quarter, read_addresses(addresses))
    typer.echo(f"{remote.label}\nFrom {remote.address}", err=True)
    if doubt(remote):
        typer.echo(f"{doubt(remote)}.", err=True)
    with _bar() as listener:
        fetched = get(remote, folder, terms=Terms(contact=contact), progress=listener)
    typer.echo("\n".join(said(fetched)))


def said(fetched: Fetched) -> list[str]:
    """What came, in lines: file, size, checksum, and what to do with it."""
    size = f"{fetched.size:,} bytes, sha256 {fetched.sha256}"
    if fetched.unchanged:
        return [f"Unchanged: {fetched.path} is what the publisher has now ({size}; fetched {fetched.fetched})."]
    packed = fetched.path.suffix == ".zip"
    what = "its files to the store, unpacked" if packed else "it to the store"
    add = f"openh1b data add {'FILE...' if packed else fetched.path} --address {fetched.remote.address}"
    return [f"Fetched {fetched.path} ({size}).", f"Add {what}: {add}"]


@contextmanager
def _bar() -> Iterator[Listener]:
    """A bar with bytes, total and rate on standard error; it goes when the file is here."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    remark = TextColumn("{task.description}", markup=False)
    with Bar(*columns, remark, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def listen(progress: Progress) -> None:
            if progress.note is not None:
                bar.console.print(f"Trying again: {progress.note}", markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=progress.done, total=progress.total)

        yield listen
