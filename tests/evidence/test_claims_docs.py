"""What the commands on claims and replications print as JSON is told in docs/formats.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app

FORMATS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
ARTICLE = Path(__file__).parent / "articles" / "plain.txt"
NAMED = {"parts"}
"""Keys below these are the statement's own."""


def keys(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from () if key in NAMED else keys(item)


@pytest.mark.parametrize(
    "command",
    [
        ["claims"],
        ["claims", "show", "first-term-curbs"],
        ["claims", "show", "musk-war"],
        ["claims", "show", "cap-85000"],
        ["claims", "check"],
        ["claims", "match", str(ARTICLE)],
        ["claims", "positions"],
        ["replicate", "stock-2019"],
    ],
    ids=lambda command: " ".join(Path(word).name for word in command),
)
def test_every_key_of_json_output_is_documented(command: list[str], tmp_path: Path):
    store = [] if "positions" in command else ["--store", str(tmp_path)]
    runner = CliRunner(env={"TERM": "dumb"})
    found = runner.invoke(app, [*command, "--format", "json", *store], catch_exceptions=False)
    said = set(keys(json.loads(found.stdout)))
    part = FORMATS[FORMATS.index("## `openh1b claims` and `openh1b replicate`") :].split("\n## ")[0]
    assert len(said) > 5
    assert not sorted(key for key in said if f"`{key}`" not in part)
