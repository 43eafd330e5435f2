"""The store: all or nothing whenever it is killed, nothing outside its folder, and every byte accounted for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from openh1b.data import commit
from openh1b.data.checking import check_store
from openh1b.data.commit import changing
from openh1b.data.store import Store
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import HUB_ROWS, hub_csv, lca_csv

SCRIPT = Path(__file__).with_name("killed_import.py")
KILLS = 50


class Importer:
    """A process that imports on demand, and lets itself be killed while it does."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, files: list[Path], killed_after: float | None = None) -> float:
        """Import, or begin to; seconds from its begin to its end."""
        self.process.stdin.write(" ".join(map(str, files)) + "\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        began = time.perf_counter()
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it may have come to its end
                os.kill(child, signal.SIGKILL)
        assert self.process.stdout.readline() == "ended\n"
        return time.perf_counter() - began

    def __enter__(self) -> Importer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def read(store):
    """What a reader of the store sees: every vintage, with nothing damaged."""
    for one in store.vintages():
        assert not store.damaged(one)
    return {one.file: store.table(one.table, [one.vintage]).rows() for one in store.vintages()}


def year(number, rows=HUB_ROWS):
    return hub_csv([[str(number), *row[1:]] for row in rows])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_a_store_killed_at_any_moment_reads_as_before_or_as_after(store, made, tmp_path):
    store.add([made(year(2019), "before")])
    before = read(store)
    files = [made(year(number), f"new-{number}") for number in (2014, 2015, 2016)]
    with Importer(tmp_path / "whole") as whole:
        length = whole.run(files)
    seen = set()
    with Importer(store.root) as importer:
        for delay in np.random.Generator(np.random.Philox(7)).uniform(0, 1.2 * length, KILLS):
            importer.run(files, killed_after=float(delay))
            after = read(store)
            assert set(after) in ({"before"}, {"before", *(path.name for path in files)})
            assert after["before"] == before["before"]
            seen.add(len(after))
            store.remove([one for one in store.vintages() if one.file != "before"])
            assert read(store) == before
    assert 1 in seen
    assert not list(store.root.glob(".import-*"))


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", range(12))
def test_a_commit_broken_at_each_step_reads_as_before_or_as_after(store, made, monkeypatch, step):
    store.add([made(year(2019), "before")])
    left = [step]
    replace, write = Path.replace, commit._write

    def counted(action):
        def act(*arguments):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return action(*arguments)

        return act

    monkeypatch.setattr(Path, "replace", counted(replace))
    monkeypatch.setattr(commit, "_write", counted(write))
    monkeypatch.setattr(commit.shutil, "rmtree", lambda *_, **__: None)  # a killed process tidies nothing
    clean = commit._clean
    monkeypatch.setattr(commit, "_clean", lambda *_: None)
    files = [made(year(2014), "new-1"), made(year(2015), "new-2")]
    try:
        store.add(files)
    except Killed:
        assert set(read(store)) == {"before"}
    else:
        assert set(read(store)) == {"before", "new-1", "new-2"}
    monkeypatch.undo()
    assert commit._clean is clean
    store.add(files)
    assert set(read(store)) == {"before", "new-1", "new-2"}
    named = {path for one in store.vintages() for path in (one.path, one.raw, one.sidecar)}
    assert set(contents(store.root)) == {"store.json", *named}


def test_two_imports_do_not_mix(store, made):
    with changing(store.root), pytest.raises(DataError, match="another import is changing the store"):
        store.add([made(hub_csv())])
    store.add([made(hub_csv())])


def test_one_faulty_file_among_good_ones_adds_none_and_all_faults_are_told(store, made):
    files = [made(hub_csv(), "good"), made(b"a,b\n1,2\n", "bad"), made(b"", "empty")]
    with pytest.raises(DataError) as caught:
        store.add(files)
    assert "bad: is no kind of file known here" in str(caught.value)
    assert "empty: is empty" in str(caught.value)
    assert store.vintages() == ()


def test_a_file_added_twice_is_there_once(store, made):
    (first,) = store.add([made(hub_csv(), "a")])
    before = contents(store.root)
    (second,) = store.add([made(hub_csv(), "b")])
    assert (first.is_new, second.is_new) == (True, False)
    assert contents(store.root) == before


def test_what_is_removed_is_gone_and_the_rest_is_as_it_was(store, made):
    store.add([made(year(2019), "a")])
    before = contents(store.root)
    (added,) = store.add([made(year(2014), "b")])
    store.remove([added.vintage])
    assert contents(store.root) == before


def test_reading_changes_nothing_and_needs_no_folder(store):
    assert store.vintages() == ()
    with pytest.raises(DataError, match="holds no hub"):
        store.table("hub")
    assert not store.root.exists()


def test_a_folder_of_other_things_is_not_taken_for_a_store(tmp_path, made):
    path = made(hub_csv(), "mine.csv")
    with pytest.raises(DataError, match=r"holds mine\.csv and is no store"):
        Store(tmp_path).add([path])
    assert contents(tmp_path) == {"mine.csv": hub_csv()}


@pytest.mark.parametrize("path", ["../outside.parquet", "/etc/passwd", "tables/../../outside", "tables\\..\\x"])
def test_an_index_that_leaves_the_store_is_refused(store, made, path):
    store.add([made(hub_csv())])
    index = json.loads((store.root / "store.json").read_text())
    index["vintages"][0]["path"] = path
    (store.root / "store.json").write_text(json.dumps(index))
    with pytest.raises(DataError, match="leaves the store"):
        store.table("hub")
    with pytest.raises(DataError, match="leaves the store"):
        store.add([made(year(2014), "more")])


def test_a_link_out_of_the_store_is_refused(store, made, tmp_path):
    (added,) = store.add([made(hub_csv())])
    outside = tmp_path / "outside"
    (store.root / "tables").rename(outside)
    (store.root / "tables").symlink_to(outside)
    with pytest.raises(DataError, match="leaves the store"):
        store.table("hub", [added.vintage.vintage])
    with pytest.raises(DataError):
        store.add([made(year(2014), "more")])
    assert (outside / "hub").is_dir()


@pytest.mark.parametrize("name", ["../hub", "hub/../../x", "HUB", ""])
def test_a_table_that_is_none_is_refused(store, made, name):
    store.add([made(hub_csv())])
    with pytest.raises(DataError, match="no table"):
        store.table(name)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2, "vintages": []}', '{"format": 1, "vintages": [{}]}'])
def test_a_damaged_index_is_said_to_be_one(store, made, text):
    store.add([made(hub_csv())])
    (store.root / "store.json").write_text(text)
    with pytest.raises(DataError, match=r"store\.json"):
        store.vintages()


def test_a_changed_byte_is_found(store, made):
    (added,) = store.add([made(hub_csv())])
    path = store.root / added.vintage.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (fault,) = check_store(store).faults
    assert "has sha256" in str(fault)
    path.unlink()
    (fault,) = check_store(store).faults
    assert "cannot be read" in str(fault)


def test_a_table_is_made_again_from_the_file_as_it_came(store, made):
    store.add([made(hub_csv(), "a"), made(lca_csv({}, {"SOC_CODE": "Nov-21"}), "b")])
    report = check_store(store, rebuild=True)
    assert (report.vintages, report.rows, report.faults) == (2, 7, ())


def test_a_year_with_few_rows_is_pointed_out(store, made):
    store.add([made(year(2019), "a"), made(year(2014, HUB_ROWS[:2]), "b")])
    (note,) = check_store(store).notes
    assert "2 rows in FY2014, 5 in the fullest year" in note


def test_the_record_of_a_file_says_what_became_of_it(store, made):
    (added,) = store.add([made(hub_csv(), "hub.csv")])
    record = store.record(added.vintage)
    assert (record["file"], record["rows_in"], record["rows_out"]) == ("hub.csv", 5, 5)
    assert record["producer"] == "U.S. Citizenship and Immigration Services"
    assert {one["id"]: one["rows"] for one in record["corrections"]} == {"hub-tax-id-zeros": 1, "hub-zip-zeros": 1}
    assert record["bytes"] == len(hub_csv())
