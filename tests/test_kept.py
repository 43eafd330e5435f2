"""What was read before: the same law, and never a stale, broken or foreign one."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from openh1b.cited.reading import read_document
from openh1b.kept import fingerprint, kept_or_read
from openh1b.law import Law, load_law, policy, policy_names
from openh1b.law.parameters import HERE, law_files, read_law
from openh1b.season.mixes import FILE, check_mixes, load_mixes


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(HERE)


@pytest.fixture
def file(law: Law, tmp_path: Path) -> Path:
    path = tmp_path / "made" / "law.pickle"
    kept_or_read(lambda: law, path, law_files(), write=True)
    return path


def not_read() -> NoReturn:
    raise AssertionError("the files were read again")


def test_a_kept_law_is_the_law_of_the_files(law: Law, file: Path):
    found = kept_or_read(not_read, file, law_files())
    assert found is not law
    assert found.parameters == law.parameters
    assert found.sources == law.sources
    assert found.overlays == law.overlays
    assert {path: found.spans(path) for path in found.paths} == {path: law.spans(path) for path in law.paths}
    for name in policy_names():
        assert policy(name, season=2027, law=found).caps == policy(name, season=2027, law=law).caps


def test_values_of_a_kept_law_cannot_be_changed(file: Path):
    found = kept_or_read(not_read, file, law_files())
    mappings = [one for name in found.paths for one in found.spans(name) if hasattr(one.standing.entry.value, "keys")]
    assert mappings
    with pytest.raises(TypeError):
        mappings[0].standing.entry.value["other"] = 1


@pytest.mark.parametrize("change", ["a byte less", "a byte turned", "another mark", "empty", "no file"])
def test_what_is_not_whole_or_not_of_these_files_is_read_again_and_mended(law: Law, file: Path, change: str):
    content = file.read_bytes()
    turned = content[:-1] + bytes([content[-1] ^ 1])
    changed = {"a byte less": content[:-1], "a byte turned": turned, "another mark": b"x" + content[1:], "empty": b""}
    if change in changed:
        file.write_bytes(changed[change])
    else:
        file.unlink()
    assert kept_or_read(lambda: law, file, law_files(), write=True) is law
    assert file.read_bytes() == content
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_nothing_is_written_where_the_interpreter_writes_no_compiled_code(law, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert kept_or_read(lambda: law, tmp_path / "law.pickle", law_files()) is law
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to_leaves_the_law_as_read(law: Law, tmp_path: Path):
    (tmp_path / "taken").write_text("a file where a folder should be")
    assert kept_or_read(lambda: law, tmp_path / "taken" / "law.pickle", law_files(), write=True) is law


@pytest.mark.parametrize("name", ["sources.yaml", "parameters/caps.yaml", "policies/caps.yaml", "entries.py"])
def test_a_change_of_one_letter_in_any_file_is_something_else(name: str, tmp_path: Path):
    files = [tmp_path / one for one in ("sources.yaml", "parameters/caps.yaml", "policies/caps.yaml", "entries.py")]
    for path in files:
        path.parent.mkdir(exist_ok=True)
        path.write_text("one")
    before = fingerprint(files)
    assert fingerprint(reversed(files)) == before
    (tmp_path / name).write_text("two")
    assert fingerprint(files) != before


def test_a_file_that_changes_its_name_or_its_folder_is_something_else(tmp_path: Path):
    places = [tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c" / "a.yaml"]
    places[2].parent.mkdir()
    marks = set()
    for path in places:
        path.write_text("one")
        marks.add(fingerprint([path]))
    assert len(marks) == 3


def test_every_file_of_the_law_has_a_say():
    names = {f"{path.parent.name}/{path.name}" for path in law_files()}
    assert {
        "law/sources.yaml", "parameters/caps.yaml", "policies/lottery.yaml", "law/entries.py", "cited/reading.py",
    } <= names  # fmt: skip
    assert len(names) > 55


def test_the_law_in_use_is_that_of_the_files(law: Law):
    assert load_law().parameters == law.parameters
    assert load_mixes() == check_mixes(read_document(FILE, "season/mixes.yaml"))
