"""How to repeat what a page shows: the command, the Python and the curl line of its Scenario."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Final

from openh1b.scenario import Scenario
from openh1b.web.address import NAMES, to_query

_NOT_FLAGS: Final = {"policies"}  # arguments, not a flag


@dataclass(frozen=True)
class Reproduce:
    """The same question in three forms."""

    command: str
    python: str
    curl: str


def reproduce(scenario: Scenario, origin: str) -> Reproduce:
    """The three forms. origin: where this server is, such as `http://127.0.0.1:8017`."""
    query = to_query(scenario)
    address = f"{origin}/api/v1/compare{f'?{query}' if query else ''}"
    return Reproduce(_command(scenario), _python(scenario), f"curl {shlex.quote(address)}")


def _changed(scenario: Scenario) -> dict[str, object]:
    base = Scenario()
    return {name: value for name in NAMES if (value := getattr(scenario, name)) != getattr(base, name)}


def _command(scenario: Scenario) -> str:
    words = ["openh1b", "compare", *scenario.policies]
    for name, value in _changed(scenario).items():
        flag = f"--{name.replace('_', '-')}"
        if name in _NOT_FLAGS:
            continue
        if isinstance(value, bool):
            words += [flag] if value else []
        elif isinstance(value, tuple):
            words += [flag, ",".join(value)]
        else:
            words += [flag, str(value)]
    return shlex.join(words)


def _python(scenario: Scenario) -> str:
    given = _changed(scenario)
    arguments = ", ".join(f"{name}={value!r}".replace("datetime.date", "date") for name, value in given.items())
    lines = ["from datetime import date"] if "known" in given else []
    lines += ["import openh1b", f"found = openh1b.compare(openh1b.Scenario({arguments}))", "found.result.frame"]
    return "\n".join(lines)
