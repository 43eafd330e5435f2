"""Named policies as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from openh1b.law import load_law, season_name
from openh1b.naming import legend
from openh1b.shelf import Shelved, in_words, law_of


def show_list(found: Sequence[Shelved], season: int) -> None:
    """Each policy in a few lines."""
    console = Console(highlight=False)
    console.print(
        f"{len(found)} policies on the law of {season_name(season)}; `openh1b policies show NAME` has all of one."
    )
    console.print("Beside them `current` is the law of the season itself, as it stands on that season's days.")
    console.print(f"Short names, for `compare --factorial` only: {legend()}.")
    console.print("They join with +, and a part may set a path in line: weighted-levels+caps.regular=130000.")
    for one in found:
        overlay = one.overlays[0]
        console.print()
        console.print(Text.assemble((overlay.name, "bold"), f"  {overlay.title}"))
        _line(console, f"{overlay.author}; {overlay.date}; {overlay.status.replace('_', ' ')}; read: {overlay.read}")
        _line(console, _changes(one))
        _line(console, f"Document: {overlay.document}", style="dim")


def _changes(one: Shelved) -> str:
    told = one.standing
    return told[:1].upper() + told[1:] if told.startswith(("nothing", "not modelled")) else f"Changes {told}"


def show_one(found: Shelved, heading: str | None = None) -> None:
    """One policy in full."""
    console = Console(highlight=False)
    if heading is not None:
        console.print(heading)
    console.print(Text.assemble((found.policy.name, "bold"), f"  {found.policy.title}"))
    console.print(f"On the law of {season_name(found.policy.season)}.")
    for heading_, lines in _parts(found):
        console.print()
        console.print(Text(heading_, style="bold"))
        for line in lines:
            _line(console, line)


def _parts(found: Shelved) -> Iterator[tuple[str, list[str]]]:
    yield "Sets", list(_sets(found)) or ["nothing: it is the law itself"]
    law = load_law()
    for one in found.overlays:
        day = f"; {one.date}" if one.date is not None else ""
        told = [f"{one.author}{day}; {one.status.replace('_', ' ')}; read: {one.read}", one.summary]
        yield one.name, [*told, f"Document: {one.document} ({law_of(one, law)})"]
        yield "Modelled", list(one.models)
        yield "Not modelled", list(one.does_not_model)
    if found.reads:
        yield "Columns of a pool that it reads", [", ".join(found.reads)]
    if found.readings:
        yield "How it is read", list(found.readings)


def _sets(found: Shelved) -> Iterator[str]:
    for one in found.changes:
        tail = f"the law has {in_words(one.law)}" if one.moves else "as the law has it"
        computed = "" if one.computed else "; no figure depends on it while nobody reacts"
        yield f"{one.path}: {one.words} ({tail}{computed})"


def _line(console: Console, text: str, *, style: str = "") -> None:
    filled = textwrap.fill(
        text, console.width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
    )
    console.print(Text(filled, style=style))
