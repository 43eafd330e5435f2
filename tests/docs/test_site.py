"""The documentation: references are what the program says now, recipes work as written, every page is in the site."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
SITE = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
WITH_COMMANDS = [DOCS / "index.md", *sorted((DOCS / "recipes").glob("*.md"))]
ANYTHING = "..."


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def references(monkeypatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return tool("make_references")


def test_the_reference_of_commands_is_fresh(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    made = tool("make_cli_reference")
    text = made.PAGE.read_text(encoding="utf-8")
    assert text == made.page(), "docs/reference/cli.md is stale: run python tools/make_cli_reference.py"


def test_references_and_pictures_are_fresh(references):
    assert not references.stale(), "run python tools/make_references.py"


def test_a_changed_reference_is_noticed(references, monkeypatch, tmp_path):
    for name in references.PAGES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(DOCS / name, tmp_path / name)
    monkeypatch.setattr(references, "DOCS", tmp_path)
    page = tmp_path / "reference" / "measures.md"
    page.write_text(page.read_text(encoding="utf-8").replace("odds of selection", "chances"), encoding="utf-8")
    assert references.main(["--check"]) == 1
    assert references.stale() == ["reference/measures.md"]


def blocks(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the lines printed below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        yield command, printed


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", WITH_COMMANDS, ids=lambda path: path.stem)
def test_commands_of_a_page_work_and_print_what_it_shows(path: Path, tmp_path: Path):
    env = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    env |= {"COLUMNS": "120", "TERM": "dumb", "XDG_DATA_HOME": str(tmp_path / "data")}
    ran = 0
    for block in blocks(path, "console"):
        for command, printed in steps(block):
            done = subprocess.run(
                [shutil.which("bash"), "-c", command],
                cwd=tmp_path,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, (command, done.stderr)
            place, said = 0, plain(done.stdout)
            for line in (plain(one) for one in printed if one.strip() != ANYTHING):
                found = said.find(line, place)
                assert found >= 0, (command, line, done.stdout)
                place = found + len(line)
            ran += 1
    assert ran


@pytest.mark.parametrize("path", [path for path in WITH_COMMANDS if blocks(path, "python")], ids=lambda path: path.stem)
def test_python_of_a_page_works(path: Path):
    for block in blocks(path, "python"):
        exec(compile(block, str(path), "exec"), {})  # noqa: S102 - our own documentation


def entries(nav: str | list | dict) -> Iterator[str]:
    """Pages of the navigation: a page, a list, or titles with what stands below each."""
    if isinstance(nav, str):
        yield nav
    else:
        for one in nav.values() if isinstance(nav, dict) else nav:
            yield from entries(one)


def test_every_page_is_in_the_site_and_every_entry_is_a_page():
    listed = list(entries(SITE["nav"]))
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if path.parent.name != "decisions"}
    assert len(listed) == len(set(listed))
    assert set(listed) == pages | {"decisions/README.md"}


def test_nothing_of_the_site_is_asked_for_from_elsewhere():
    assert SITE["theme"]["font"] is False
    assert not [key for key in ("extra_css", "extra_javascript", "analytics") if key in SITE]


def test_the_site_is_built_and_asks_for_nothing_from_elsewhere(tmp_path: Path):
    pytest.importorskip("zensical")
    text = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    (tmp_path / "zensical.toml").write_text(text, encoding="utf-8")
    shutil.copytree(DOCS, tmp_path / "docs")
    done = subprocess.run([sys.executable, "-m", "zensical", "build"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    built = tmp_path / SITE["site_dir"]
    for page in built.rglob("*.html"):
        foreign = re.findall(
            r'(?:<script[^>]* src|<link[^>]* href)="?(https?://[^" >]+)', page.read_text(encoding="utf-8")
        )
        assert not foreign, page
    assert (built / "reference" / "cli.html").exists()
