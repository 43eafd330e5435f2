"""The command line: parse, call, show. Errors that a caller can act on go to standard error, with exit code 2."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from openh1b.cli.compare import compare, odds
from openh1b.cli.data import app as data
from openh1b.cli.draw import draw, verify
from openh1b.cli.fetch import fetch
from openh1b.cli.intake import intake
from openh1b.cli.law import app as law
from openh1b.cli.season import app as season
from openh1b.cli.sponsors import app as sponsors
from openh1b.errors import OpenH1BError
from openh1b.version import __version__

app = typer.Typer(
    name="openh1b",
    help="The US H-1B program as running software: who would get the visas under any rule, exactly, with sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(compare)
app.command()(odds)
app.command()(draw)
app.command()(verify)
app.command()(intake)
app.add_typer(law, name="law")
app.add_typer(season, name="season")
data.command()(fetch)
app.add_typer(data, name="data")
app.add_typer(sponsors, name="sponsors")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"openh1b {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The US H-1B program as running software: who would get the visas under any rule, exactly, with sources."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except OpenH1BError as error:
        sys.stderr.write(f"openh1b: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
