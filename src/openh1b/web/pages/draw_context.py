"""What /draw prints: the three forms, and what came of one of them."""

from __future__ import annotations

import csv
import io
import json
import shlex
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from openh1b.errors import Fault
from openh1b.scenario import OFF
from openh1b.web.render import Context
from openh1b.web.settings import Limits

LETTERS: Final = 40
"""Of a seed in the title."""
SHOWN: Final = 200
"""Rows of refusals, winners and differences on the page; the files have all."""


@dataclass(frozen=True)
class Taken:
    """What came of an intake. counts: of this file beside the published ones; refusals: the first of them."""

    headline: str
    counts: tuple[Mapping[str, Any], ...]
    refusals: tuple[Mapping[str, str], ...]
    refused: int
    notes: tuple[str, ...]
    assumed: tuple[str, ...]
    token: str
    season: int


@dataclass(frozen=True)
class Drawn:
    """What came of a draw. stages: name, seats, selected. winners: the first in each stage's order.

    command: what draws the same at a terminal. reacted: what employers did first, and what must be said of it; empty
    where nobody reacted.
    """

    manifest: Mapping[str, Any]
    stages: tuple[tuple[str, int, int], ...]
    units: int
    selected: int
    winners: tuple[Mapping[str, str], ...]
    token: str
    command: str
    reacted: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verified:
    """What came of a check."""

    verifies: bool
    differences: int
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class DrawContext(Context):
    """The page. asked: which form was sent, empty at first; faults: what was wrong with it; values: what it held."""

    template: ClassVar[str] = "draw.html.j2"

    asked: str
    faults: tuple[Fault, ...]
    values: Mapping[str, str]
    policies: tuple[tuple[str, str], ...]
    responses: tuple[tuple[str, str], ...]
    seasons: tuple[int, ...]
    limits: Limits
    minutes: int
    taken: Taken | None = None
    drawn: Drawn | None = None
    verified: Verified | None = None


def finding(results: Mapping[str, Any]) -> str:
    """The page's title: what came of the form that was sent; the page's name where nothing came yet."""
    for one in results.values():
        if isinstance(one, Drawn):
            seed = one.manifest["seed"]
            said = seed if len(seed) <= LETTERS else f"{seed[: LETTERS - 3]}..."
            return f"{one.selected:,} of {one.units:,} selected under seed {said}, in a simulation"
        if isinstance(one, Taken):
            return one.headline.rpartition(": ")[2]  # the season stands below
        if isinstance(one, Verified):
            many = f"{one.differences:,} {'difference' if one.differences == 1 else 'differences'}"
            return "The draw verifies" if one.verifies else f"The draw does not verify: {many}"
    return "Draw"


def taken(archive: bytes, token: str) -> Taken:
    """What came of an intake, from its files."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        record = json.loads(opened.read("intake.json"))
        counts = tuple(_rows(opened, "counts.csv"))
        refusals = tuple(_rows(opened, "refusals.csv"))
    shown = tuple(row for row in counts if row["value"] not in {"", "0"} or not row["measure"].startswith("refused."))
    return Taken(
        headline=record["headline"],
        counts=tuple(row | {name: _grouped(row[name]) for name in ("value", "published")} for row in shown),
        refusals=refusals[:SHOWN],
        refused=len(refusals),
        notes=tuple(record["notes"]),
        assumed=tuple(f"{one['name']}: {one['value']} ({one['range']})" for one in record["assumptions"]),
        token=token,
        season=record["season"],
    )


def drawn(archive: bytes, token: str, asked: Mapping[str, str]) -> Drawn:
    """What came of a draw, from its files. asked: the fields of the form, as the command's flags are named."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        rows = [row for row in _rows(opened, "selection.csv") if row["selected"] == "true"]
        files = tuple(one for one in opened.namelist() if one != "manifest.json")
    seats: dict[str, int] = {}
    for one in manifest["stages"]:  # rounds of one stage have one name
        seats[one["name"]] = seats.get(one["name"], 0) + int(one["seats"])
    counted = tuple((name, most, int(manifest["selected"].get(name, 0))) for name, most in seats.items())
    order = {name: place for place, (name, _, _) in enumerate(counted)}
    rows.sort(key=lambda row: (order.get(row["stage"], 0), int(row["rank"] or 0)))
    return Drawn(
        manifest=manifest,
        stages=counted,
        units=int(manifest["units"]),
        selected=len(rows),
        winners=tuple(rows[:SHOWN]),
        token=token,
        command=_command(asked),
        reacted=_reacted(manifest.get("response")),
        files=(*files, "manifest.json"),
    )


def _reacted(told: Mapping[str, Any] | None) -> tuple[str, ...]:
    if told is None:
        return ()
    from openh1b.response.record import reacted

    return (reacted(told["corner"], told["units"]), *told["notes"])


def _command(asked: Mapping[str, str]) -> str:
    """With everything that was typed quoted, since it will be pasted into a shell."""
    words = ["openh1b", "draw", "--pool", "FILE"]
    for name in ("policy", "season", "seed", "seats"):
        words += [f"--{name}", asked[name].strip()] if asked.get(name, "").strip() else []
    response = asked.get("response", "").strip()
    words += ["--response", response] if response not in {"", OFF} else []
    return shlex.join([*words, "--out", "drawn"])


def verified(document: bytes) -> Verified:
    """What came of a check, from its document."""
    found = json.loads(document)
    return Verified(found["verifies"], found["number_of_differences"], tuple(found["differences"][:SHOWN]))


def _grouped(text: str) -> str:
    return f"{int(text):,}" if text.isdecimal() else text


def _rows(opened: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with opened.open(name) as member:
        yield from csv.DictReader(io.TextIOWrapper(member, encoding="utf-8", newline=""))
