"""The command line: parse, call, show. Errors that a caller can act on go to standard error, with exit code 2.

Only the module of the command that was typed is loaded: all of them together take longer than most answers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from importlib import import_module
from typing import Annotated, Any, Final

import typer

from openh1b.errors import Fault, InputError, OpenH1BError
from openh1b.version import __version__

COMMANDS: Final = {
    "compare": "compare",
    "odds": "odds",
    "person": "person",
    "employer": "employer",
    "calendar": "calendar",
    "cost": "cost",
    "sweep": "sweep",
    "draw": "draw",
    "verify": "draw",
    "intake": "intake",
    "replicate": "replicate",
    "serve": "serve",
}
"""Commands, each by the module of this package in which a function of its name stands."""

GROUPS: Final = {
    "law": "law",
    "policies": "policies",
    "season": "season",
    "data": "data",
    "sponsors": "sponsors",
    "claims": "claims",
}
"""Groups of commands, each by the module whose `app` it is."""


def build(only: str | None = None) -> typer.Typer:
    """The command line with one command or group, or with all of them where `only` names none."""
    made = typer.Typer(
        name="openh1b",
        help="The US H-1B program as running software: who would get the visas under any rule, exactly, with sources.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    made.callback()(options)
    known = only in COMMANDS or only in GROUPS
    for name, module in COMMANDS.items():
        if name == only or not known:
            made.command(name)(_found(module, name))
    for name, module in GROUPS.items():
        if name == only or not known:
            made.add_typer(_found(module, "app"), name=name)
    return made


def _found(module: str, name: str) -> Any:  # noqa: ANN401 - a command's function or a group
    return getattr(import_module(f"openh1b.cli.{module}"), name)


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """`app`, the whole command line, made when somebody asks for it."""
    if name == "app":
        return build()
    raise AttributeError(name)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"openh1b {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The US H-1B program as running software: who would get the visas under any rule, exactly, with sources."""


def _check_text(words: Sequence[str]) -> None:
    """Refuse what is no text, such as a file's name in another encoding: it could be neither recorded nor printed."""
    odd = [(place, os.fsencode(word)) for place, word in enumerate(words, start=1) if not _is_text(word)]
    if odd:
        expected = "text in UTF-8, also in names of files"
        raise InputError(
            [
                Fault(f"argument {place}", word.decode(errors="backslashreplace"), expected=expected)
                for place, word in odd
            ]
        )


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _in_flags(error: OpenH1BError) -> str:
    """The message, with a field of a Scenario as the flag that was typed for it."""
    if not isinstance(error, InputError):
        return str(error)
    from openh1b.scenario import Scenario

    flags = {one.name: f"--{one.name.replace('_', '-')}" for one in fields(Scenario) if one.name != "policies"}
    return str(InputError([replace(one, where=flags.get(one.where, one.where)) for one in error.faults]))


def main() -> None:
    """Run the command line."""
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        _check_text(sys.argv[1:])
        build(typed)()
    except OpenH1BError as error:
        sys.stderr.write(f"openh1b: {_in_flags(error)}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
