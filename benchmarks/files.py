"""Official files taken in: a made LCA file against pandas; and, where they are at hand, all files of the hub."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd  # type: ignore[import-untyped]
import polars as pl

from benchmarks import pandas_lca
from benchmarks.finding import AtLeast, Finding, Skipped, Under
from benchmarks.made_lca import COLUMNS, write_csv, write_xlsx
from benchmarks.many_draws import peak
from benchmarks.season import BARE
from benchmarks.single import run
from benchmarks.size import Size
from benchmarks.timing import Pair, alternate
from openh1b.data.checking import check_store
from openh1b.data.importing import import_file
from openh1b.data.store import Store
from openh1b.data.unpacking import unpack

_SHARED = "OPENH1B_SHARED_DATA"
_SLOW_ROUNDS = 2  # pandas with openpyxl takes half a minute a round


def by_lca(size: Size) -> list[Finding | Skipped]:
    """A made LCA file read and imported as XLSX and as CSV, and the memory for a large XLSX."""
    with TemporaryDirectory() as folder:
        csv, book = Path(folder) / "made.csv", Path(folder) / "made.xlsx"
        write_csv(csv, size.lca_rows)
        write_xlsx(book, size.lca_rows)
        rounds = min(_SLOW_ROUNDS, size.rounds)
        of_book = alternate(lambda _: imported(book), lambda _: pd.read_excel(book, engine="openpyxl"), rounds)
        of_csv = alternate(lambda _: imported(csv), lambda _: pd.read_csv(csv), 3 * size.rounds)
        of_table = alternate(lambda _: imported(csv), lambda _: pandas_lca.table(csv), 3 * size.rounds)
    made = f"an LCA file of {size.lca_rows:,} x {COLUMNS}, read, typed and checked, as"
    return [
        Finding(f"{made} XLSX", "pandas.read_excel with openpyxl, which reads", of_book, AtLeast(12)),
        Finding(f"{made} CSV", "pandas.read_csv, which reads", of_csv, AtLeast(3)),
        Finding(f"{made} CSV", "pandas brought to the same typed columns, unchecked", of_table, AtLeast(3)),
        *_large(size),
    ]


def imported(file: Path) -> None:
    """Take in what is in a file, without storing it."""
    import_file(unpack(file))


def _large(size: Size) -> list[Finding | Skipped]:
    with TemporaryDirectory() as folder:
        csv, book = Path(folder) / "large.csv", Path(folder) / "large.xlsx"
        write_csv(csv, size.large_lca_rows)
        write_xlsx(book, size.large_lca_rows)
        ours = peak(f"from pathlib import Path; from benchmarks.files import imported; imported(Path({str(book)!r}))")
        other = peak(f"import pandas as pd; held = pd.read_csv({str(csv)!r})")
    name = f"peak memory of a process that takes in an LCA XLSX of {size.large_lca_rows:,} x {COLUMNS}"
    return [Finding(name, "pandas.read_csv of the same as CSV", Pair((ours,), (other,)), Under(2.5e9, "B"), "B")]


def by_hub(size: Size) -> list[Finding | Skipped]:
    """All files of the Employer Data Hub in the folder of official files: taken in and checked; then `sponsors top`."""
    store_all, sponsors = "all files of the Employer Data Hub taken in and checked", "openh1b sponsors top, new process"
    files = _hub_files()[: size.hub_files]
    if not files:
        why = f"{_SHARED} names no folder with hub/*.csv"
        return [Skipped(store_all, Under(6.0), why), Skipped(sponsors, Under(1.0), why)]
    with TemporaryDirectory() as folder:
        stores = [Path(folder) / str(number) for number in range(min(3, size.rounds))]
        taken = alternate(lambda number: _stored(files, stores[number]), lambda _: _read(files), len(stores))
        asked = f"import sys; sys.argv = ['openh1b', 'sponsors', 'top', '--store', {str(stores[0])!r}]"
        code = f"{asked}; from openh1b.cli import main; main()"
        top = alternate(lambda _: run(code), lambda _: run("pass"), size.rounds)
    named = f"{len(files)} files of the Employer Data Hub taken in and checked"
    return [
        Finding(named, "polars.read_csv of them, all cells text", taken, Under(6.0)),
        Finding("openh1b sponsors top on them in a new process", BARE, top, Under(1.0)),
    ]


def _hub_files() -> list[Path]:
    folder = Path(os.environ.get(_SHARED, "")) / "hub"
    return [*sorted(folder.glob("*.csv"), reverse=True), *sorted(folder.glob("variants/*.gz"))]


def _stored(files: list[Path], folder: Path) -> None:
    store = Store(folder)
    store.add(files)
    faults = check_store(store).faults
    if faults:
        raise RuntimeError(f"the store has faults: {faults[0]}")


def _read(files: list[Path]) -> None:
    for file in files:
        pl.read_csv(file, infer_schema=False)
