"""What the program offers is documented: commands, measures, columns, keys, paths, packages, decisions."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.law import load_law
from openh1b.results import MEASURES
from openh1b.tables import POOL, RESULT, SELECTION
from openh1b.version import __version__

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "docs" / "decisions"
NUMBERED = sorted(DECISIONS.glob("[0-9]*.md"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TREE_BY_NAME = {"rows", "seats"}  # keys below these are stages' or columns' own names


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group: object, path: str) -> Iterator[tuple[str, object]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(typer.main.get_command(app), "openh1b"))


def run(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named_in_the_readme(command: str):
    assert f"`{command}`" in page("README.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_flag_says_what_it_is_for(command: str):
    assert COMMANDS[command].help
    silent = [parameter.name for parameter in COMMANDS[command].params if not parameter.help]
    assert not silent


def test_every_measure_is_documented():
    assert not [one.name for one in MEASURES if f"| `{one.name}` |" not in page("docs/formats.md")]


@pytest.mark.parametrize(("table", "name"), [(RESULT, "docs/formats.md"), (POOL, "docs/formats.md")], ids=str)
def test_every_column_is_documented_with_its_meaning(table, name: str):
    assert not [
        c.name
        for c in table.columns
        if not re.search(rf"^\| `{c.name}` \|.*\| {re.escape(c.meaning)} \|", page(name), re.MULTILINE)
    ]


def test_every_column_of_a_draw_is_documented():
    assert not [name for name in SELECTION.names if f"| `{name}` |" not in page("docs/draw.md")]


def keys(value: object) -> Iterator[str]:
    """All keys of a JSON document but those that are stages' or columns' own names."""
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from () if key in TREE_BY_NAME or key == "value" else keys(item)


@pytest.mark.parametrize(
    "command",
    [
        ["compare", "lottery", "weighted-levels", "--format", "json"],
        ["odds", "--policy", "weighted-levels", "--format", "json"],
        ["law", "show", "selection", "--on", "2026-03-10", "--format", "json"],
        ["law", "diff", "2019-03-01", "2026-03-10", "--format", "json"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_every_key_of_json_output_is_documented(command: list[str]):
    found = set(keys(json.loads(run(*command))))
    assert len(found) > 5
    assert not sorted(key for key in found if f"`{key}`" not in page("docs/formats.md"))


def test_every_file_and_key_of_an_output_folder_is_documented(tmp_path: Path):
    (tmp_path / "pool.csv").write_text("us_masters_or_higher,n\nyes,6\nno,9\n", encoding="utf-8")
    run("compare", "lottery", "--pool", f"{tmp_path}/pool.csv", "--seats", "regular=5", "--out", f"{tmp_path}/out")
    assert not [file.name for file in (tmp_path / "out").iterdir() if f"`{file.name}`" not in page("docs/formats.md")]
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["scenario"]["pool"]["path"].endswith("pool.csv")
    assert not sorted(key for key in keys(record) if f"`{key}`" not in page("docs/formats.md"))
    header = (tmp_path / "out" / "assumptions.csv").read_text(encoding="utf-8").splitlines()[0]
    assert not [name for name in header.split(",") if f"`{name}`" not in page("docs/formats.md")]


def test_every_path_of_the_law_is_listed_with_its_label_and_unit():
    listed = " ".join(run("law", "list").split())
    for path, parameter in load_law().parameters.items():
        assert f"{path} {parameter.label} {parameter.unit};" in listed


def test_every_package_has_its_reason_and_every_reason_its_package():
    declared = PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in declared}
    assert set(re.findall(r"^\| `([\w-]+)` \|", page("docs/decisions/dependencies.md"), re.MULTILINE)) == names


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_and_its_line_in_the_index(path: Path):
    text = path.read_text(encoding="utf-8")
    title = re.match(rf"# {path.name[:4]} (.+)\n", text)
    assert title, "the first line is not `# NUMBER title`"
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert f"| [{path.name[:4]}]({path.name}) | {title[1]} |" in page("docs/decisions/README.md")


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:4] for path in NUMBERED] == [f"{k:04d}" for k in range(1, len(NUMBERED) + 1)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path: Path):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_files_that_the_decisions_speak_of_exist():
    named = {
        name for path in NUMBERED for name in re.findall(r"`([\w/-]+/[\w.-]+\.\w+)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert not sorted(name for name in named if not any((ROOT / top / name).exists() for top in ("", "src/openh1b")))


def test_version_and_licence_are_the_same_everywhere():
    citation = yaml.safe_load(page("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["version"] == __version__
    assert citation["license"] == PYPROJECT["project"]["license"] == "Apache-2.0"
    assert citation["authors"] == PYPROJECT["project"]["authors"]
    assert f"## [{__version__}]" in page("CHANGELOG.md")
    assert f"version {__version__}" in " ".join(page("README.md").split())
    assert page("LICENSE").split()[:4] == ["Apache", "License", "Version", "2.0,"]
