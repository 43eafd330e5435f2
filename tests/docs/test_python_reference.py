"""The page on `import openh1b`: every name is on it, signatures are as written, what it shows works as it stands."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import openh1b
from openh1b.cases.person import person_case
from openh1b.documents.draw import draw_facts
from openh1b.results import Result
from openh1b.selection.receipt import write_draw

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
SHOWN = [
    block
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    if re.match("import |from ", block)
]
ELSEWHERE = re.findall(r"`(openh1b(?:\.\w+){2,})`", PAGE)
WITH_EXAMPLES = ("compare", "draw", "policy", "verify_draw")


@pytest.fixture
def made(monkeypatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("python_reference")


def test_every_public_name_has_its_place_on_the_page(made):
    placed = [name for names in made.SECTIONS.values() for name in names]
    assert sorted(name for name in placed if "." not in name) == sorted(openh1b.__all__)
    assert set(made.EXAMPLES) <= set(made.SECTIONS)


def test_a_signature_keeps_the_quotes_of_its_texts_and_puts_none_around_types(made):
    assert made.signature(openh1b.policy).startswith(
        "(name: str = 'current', *, season: int, known: date | None = None,"
    )
    assert made.signature(Result.find) == "(policy: str, measure: str, by: str = 'all', group: str = 'all') -> Figure"
    assert made.signature(person_case).startswith("(typed: Typed, ")


def test_properties_are_listed():
    assert "| `frame: pl.DataFrame` | The table `result`. Loads Polars. |" in PAGE


@pytest.mark.parametrize("block", SHOWN, ids=range(len(SHOWN)))
def test_python_of_the_page_works(block: str, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    exec(compile(block, "python.md", "exec"), {})  # noqa: S102 - our own documentation


@pytest.mark.parametrize("path", ELSEWHERE)
def test_what_is_said_to_be_elsewhere_is_there(path: str):
    module, _, name = path.rpartition(".")
    assert inspect.getdoc(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_example_of_a_function_gives_what_it_shows(name: str, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if name == "verify_draw":
        drawn_folder(tmp_path / "drawn")
    (found,) = doctest.DocTestFinder(recurse=False).find(getattr(openh1b, name), name, globs={})
    assert found.examples[-1].want
    said: list[str] = []
    assert doctest.DocTestRunner().run(found, out=said.append).failed == 0, "".join(said)


def drawn_folder(folder: Path) -> None:
    people = folder.parent / "people.csv"
    people.write_text("beneficiary_id,us_masters_or_higher\nAnn,yes\nBen,no\n", encoding="utf-8")
    seats = "regular=1,advanced_degree=0"
    drawn = openh1b.draw(openh1b.Scenario(policies=("lottery",), pool=openh1b.PoolFile(str(people)), seats=seats))
    write_draw(folder, drawn.race, drawn.ids, drawn.selection, draw_facts(drawn))
