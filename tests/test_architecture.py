"""Tests of the source itself: budgets, the front door, what the default path may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import openh1b

SOURCE = Path(openh1b.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
HEAVY = {
    *("polars", "fastexcel", "xlsxwriter", "vl_convert", "jinja2"),
    *("scipy", "altair", "dataframely", "pandas", "duckdb", "numpy.polynomial"),
}


@cache
def parsed(path: Path) -> ast.Module:
    """A file, parsed once for all the tests that walk it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_and_functions_stay_within_budget(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 400
    long = {f.name: body_lines(f) for f in functions(parsed(path)) if body_lines(f) > 40}
    assert not long


def public(body: list[ast.stmt]) -> list[ast.FunctionDef | ast.ClassDef]:
    """Public functions, classes, and the public methods of public classes."""
    found = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found.extend(public(node.body))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_public_functions_and_classes_say_what_they_are(path: Path) -> None:
    tree = parsed(path)
    assert not [node.name for node in public(tree.body) if not ast.get_docstring(node)]
    assert ast.get_docstring(tree)


def test_most_files_are_short() -> None:
    sizes = sorted(path.read_text(encoding="utf-8").count("\n") for path in FILES)
    assert sizes[len(sizes) // 2] <= 150


def test_no_file_is_a_drawer_for_the_rest() -> None:
    assert not {"utils.py", "helpers.py", "common.py", "misc.py"} & {path.name for path in FILES}


def test_global_random_state_is_never_touched() -> None:
    offenders = [
        f"{path.name}:{node.lineno}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Import) and any(a.name in {"random", "numpy.random"} for a in node.names))
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "random"
            and node.attr not in {"Generator", "Philox"}
        )
    ]
    assert not offenders


def test_nothing_prints_outside_the_command_line() -> None:
    offenders = [
        str(path.relative_to(SOURCE))
        for path in FILES
        if "cli" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not offenders


def test_the_front_door_has_at_most_15_names_and_each_exists() -> None:
    assert len(openh1b.__all__) <= 15
    assert set(openh1b.__all__) == set(openh1b._WHERE)
    for name in openh1b.__all__:
        assert getattr(openh1b, name) is not None


def loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_else() -> None:
    assert not {"numpy", "yaml", "pydantic", "openh1b.simulate"} & loaded("import openh1b")


def test_the_default_comparison_loads_nothing_heavy() -> None:
    code = (
        "import io, contextlib\n"
        "import openh1b.cli.app, openh1b.cli.compare_text as t\n"
        "from openh1b.simulate import compare\nfrom openh1b.scenario import Scenario\n"
        "with contextlib.redirect_stdout(io.StringIO()): t.print_comparison(compare(Scenario()), 'x')"
    )
    assert not HEAVY & loaded(code)


def test_a_personal_answer_loads_nothing_heavy_and_no_pydantic() -> None:
    typed = "person --soc 15-1252 --area Seattle --salary 165000 --season 2028"
    code = (
        "import io, contextlib\n"
        f"sys.argv = ['openh1b', *{typed.split()!r}]\n"
        "from openh1b.cli import main\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit): main()"
    )
    found = loaded(code)
    assert "openh1b.cases.person" in found
    assert not (HEAVY | {"pydantic"}) & found


def test_who_sponsors_is_answered_without_loading_the_law() -> None:
    found = loaded("import openh1b.cli.sponsors, openh1b.sponsors.stored, openh1b.sponsors.first_time")
    assert "openh1b.sponsors.ranks" in found
    assert not ({"openh1b.law", "yaml"} | HEAVY) & found


def test_product_files_name_no_path_of_this_machine() -> None:
    root = SOURCE.parents[1]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False).stdout  # noqa: S607
    words = ("/" + "work/", "site-packages/", "/root" + "/")
    offenders = [
        name
        for name in listed.split("\0")
        if name and Path(root / name).is_file() and not name.endswith((".xlsx", ".parquet", ".png"))
        if any(word in (root / name).read_text(encoding="utf-8", errors="replace") for word in words)
    ]
    assert offenders in ([], ["tests/test_architecture.py"])
