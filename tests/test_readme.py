"""README.md and docs/formats.md say what the program does: generated blocks are fresh, commands work."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from openh1b.scenario import Scenario
from openh1b.simulate import compare

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
THINGS_TO_TRY = re.findall(r"^ *```console\n(.*?)^ *```$", README, flags=re.MULTILINE | re.DOTALL)


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_readme", ROOT / "tools" / "refresh_readme.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, blocks in TOOL.BLOCKS.items() for name in blocks])
def test_generated_block_is_what_the_program_prints_now(page: str, name: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    fresh = TOOL.refreshed(text, {name: TOOL.BLOCKS[page][name]})
    assert text == fresh, f"{page} is stale; refresh it with: python tools/refresh_readme.py"


def test_an_altered_figure_is_noticed_and_put_right():
    altered = README.replace("| Level I | 122,040 |", "| Level I | 122,041 |")
    assert altered != README
    assert TOOL.refreshed(altered, TOOL.BLOCKS["README.md"]) == README


def test_a_page_without_the_marks_of_a_block_is_refused():
    with pytest.raises(ValueError, match="no block between <!-- compare:begin --> and"):
        TOOL.refreshed("# OpenH1B\n", TOOL.BLOCKS["README.md"])


def test_a_bar_in_a_cell_does_not_break_a_table():
    assert TOOL.markdown(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x\\|y | z |"


def test_a_policy_file_of_ones_own_can_be_named_by_its_path(tmp_path: Path):
    text = (ROOT / "src/openh1b/law/policies/weighted-levels.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("name: weighted-levels", "name: mine"), encoding="utf-8")
    found = compare(Scenario(policies=("weighted-levels", str(tmp_path / "mine.yaml"))))
    assert {figure.value for figure in found.result if figure.measure == "change_in_selected"} == {0.0}


def test_there_are_five_things_to_try():
    assert len(THINGS_TO_TRY) == 5


@pytest.mark.parametrize("block", THINGS_TO_TRY, ids=range(1, len(THINGS_TO_TRY) + 1))
def test_a_thing_to_try_works_as_it_is_written(block: str, tmp_path: Path):
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for line in block.splitlines():
        prompt, _, command = line.strip().partition(" ")
        assert prompt == "$"
        ran = subprocess.run(
            [shutil.which("bash"), "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, ""), command
        assert ran.stdout or ">" in command, f"{command} prints nothing"


def test_every_make_target_named_in_the_pages_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    pages = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {word for words in re.findall(r"`make ([a-z ]+?)(?: [A-Z]+=.*?)?`", pages) for word in words.split()}
    named |= set(re.findall(r"^make ([a-z]+)", pages, flags=re.MULTILINE))
    assert {"compare", "test"} <= named <= targets
