"""Write docs/reference/cli.md from the commands themselves: what each is for, its arguments and flags.

`python tools/make_cli_reference.py` writes the page; with `--check` it writes nothing and ends with 1 if it is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Final

import typer

from made_page import write_page
from openh1b.cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"
_WORDS: Final = {"int": "N", "int range": "N", "float": "NUMBER", "path": "PATH"}
MADE: Final = "Made from the program by `tools/make_cli_reference.py`; not edited by hand."


def page() -> str:
    """The whole page."""
    found = dict(commands(typer.main.get_command(app), "openh1b"))
    lines = ["# Command line", "", MADE, ""]
    lines += [
        "`openh1b --help` and `openh1b COMMAND --help` print the same. Wrong input ends with exit code 2 and says"
    ]
    lines += ["what is wrong, where, what was expected and the nearest right name, all faults at once.", ""]
    lines += [f"- [`{name}`](#{anchor(name)}): {_first(command)}" for name, command in found.items()]
    for name, command in found.items():
        lines += ["", *_command(name, command)]
    return "\n".join(lines) + "\n"


def commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - click has no types here
    """Every command with its whole name."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield f"{path} {name}", command
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def anchor(name: str) -> str:
    """The address of a heading on the page."""
    return name.replace(" ", "-")


def _first(command: Any) -> str:  # noqa: ANN401
    return " ".join((command.help or "").partition("\n\n")[0].split())


def _command(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401
    yield f"## {name}"
    for part in (command.help or "").replace("\b", "").split("\n\n"):
        yield from ("", " ".join(part.split()))
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    flags = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    for head, listed in (("argument", arguments), ("flag", flags)):
        if listed:
            yield from ("", f"| {head} | takes | default | what it is |", "| --- | --- | --- | --- |")
            for one in listed:
                yield f"| {_name(one)} | {_cell(_takes(one))} | {_default(one)} | {_cell(one.help or '')} |"


def _name(one: Any) -> str:  # noqa: ANN401
    if one.param_type_name == "argument":
        return f"`{one.metavar or one.name.upper()}`"
    return ", ".join(f"`{name}`" for name in (*one.opts, *one.secondary_opts))


def _takes(one: Any) -> str:  # noqa: ANN401
    more = " (repeat)" if one.multiple or one.nargs == -1 else ""
    choices = getattr(one.type, "choices", None)
    if choices:
        return f"{', '.join(f'`{name}`' for name in choices)}{more}"
    if getattr(one, "is_flag", False):
        return "nothing"
    return f"`{one.metavar or _WORDS.get(one.type.name, 'TEXT')}`{more}"


def _default(one: Any) -> str:  # noqa: ANN401
    value = one.default
    if one.required:
        return "needed"
    if value is None or callable(value) or value in ((), [], False):
        return ""
    return f"`{_plain(value)}`"


def _plain(value: object) -> str:
    found = value.value if isinstance(value, Enum) else value
    return ",".join(map(str, found)) if isinstance(found, list | tuple) else str(found)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(write_page(PAGE, page(), sys.argv[1:]))
