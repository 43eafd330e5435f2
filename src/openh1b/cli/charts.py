"""`--chart` and `--report`: charts and the page as files; each replaces what was there as a whole, or nothing is."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from openh1b.charts import NAMES, ahead, check_name, make_chart, make_charts, png, report, svg
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.simulate import Comparison

ENDINGS = (".svg", ".png")

ChartFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--chart",
        metavar="FILE",
        help=f"Draw a chart, .svg or .png; the name says which: {', '.join(NAMES)}, or such as changes-by-country. "
        "Repeat for several.",
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write one page with charts and tables; it opens offline."),
]


def check_files(files: Sequence[Path], page: Path | None) -> None:
    """Refuse names that say no chart, before anything is computed. Raises InputError with every fault."""
    faults = [fault for file in files for fault in _file_faults(file)]
    if page is not None and page.suffix.lower() not in {".html", ".htm"}:
        faults.append(Fault("--report", f"{page.name!r}", expected="a file that ends in .html"))
    if faults:
        raise InputError(faults)


def _file_faults(file: Path) -> list[Fault]:
    faults = []
    if file.suffix.lower() not in ENDINGS:
        hint = did_you_mean(file.suffix.lower(), ENDINGS) if file.suffix else None
        faults.append(Fault("--chart", f"{file.name!r}", expected="a file that ends in .svg or .png", hint=hint))
    try:
        check_name(file.stem)
    except InputError as error:
        faults += error.faults
    return faults


def write_charts(found: Comparison, files: Sequence[Path]) -> None:
    """Write each chart that the files' names ask for. Raises InputError with every fault, and then writes none."""
    check_files(files, None)
    faults: list[Fault] = []
    drawn: dict[Path, bytes] = {}
    for file in files:
        try:
            one = make_chart(found, file.stem)
        except InputError as error:
            faults += error.faults
        else:
            drawn[file] = svg(one).encode() if file.suffix.lower() == ".svg" else png(one)
    if faults:
        raise InputError(faults)
    _replace(drawn)


def begin_report(found: Comparison) -> None:
    """Begin to draw the charts of the page, so that they are ready when it is written."""
    for chart in make_charts(found):
        ahead(chart.spec)
        ahead(chart.narrow)


def write_report(found: Comparison, path: Path, command: str) -> None:
    """Write the page with all charts of a comparison. Raises InputError where it cannot be written."""
    check_files((), path)
    _replace({path: report(found, make_charts(found), command).encode()})


def _replace(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move them there: a failure while writing leaves all as it was."""
    with ExitStack() as stack:
        partials = {}
        for path, data in files.items():
            with _written(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
                stack.callback(partial.unlink, missing_ok=True)
                partial.write_bytes(data)
            partials[path] = partial
        for path, partial in partials.items():
            with _written(path):
                partial.replace(path)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Errors of the system as errors that name the file."""
    if path.is_dir():
        raise InputError(Fault(str(path), "is a folder", expected="a file"))
    try:
        yield
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be written: {error.strerror}")) from error
