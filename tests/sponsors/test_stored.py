from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from openh1b.data.derived import FOLDER
from openh1b.data.store import Store
from openh1b.sponsors import stored
from openh1b.sponsors.institutions import with_control
from openh1b.sponsors.resolve import NEEDED, resolve, with_digits

from .conftest import hub_file

KILLED = """
import os, signal, sys
from pathlib import Path
import openh1b.data.derived as derived
from openh1b.data.store import Store
from openh1b.sponsors.stored import refresh

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(derived.os if sys.argv[2] == "fsync" else derived.Path, sys.argv[2], killed)
refresh(Store(Path(sys.argv[1])))
"""


def kept(store: Store) -> list[Path]:
    return sorted((store.root / FOLDER).glob("*")) if (store.root / FOLDER).exists() else []


def more(tmp_path: Path, store: Store, year: int = 2014) -> None:
    store.add([hub_file(tmp_path / f"{year}.csv", (f"{year},TESLA INC,5,0,6,0,33,7729,CA,PALO ALTO,94304",))])


def refuse(*_: object) -> pl.DataFrame:
    raise AssertionError("names were resolved again")


def test_kept_lines_are_those_that_resolving_gives(store: Store) -> None:
    fresh = with_control(resolve(with_digits(store.table("hub", part_year=True).select(NEEDED)))).select(stored.COLUMNS)
    for _ in range(2):
        assert_frame_equal(stored.resolved_lines(store), fresh)


@pytest.mark.parametrize("columns", [("key",), ("entity", "fiscal_year"), ("group", "key"), ("why", "employer")])
def test_any_columns_are_read_as_they_are_in_the_whole(store: Store, columns: tuple[str, ...]) -> None:
    whole = stored.resolved_lines(store)
    assert_frame_equal(stored.resolved_lines(store, columns), whole.select(columns))


def test_a_later_question_resolves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored.refresh(store)
    monkeypatch.setattr(stored, "_made", refuse)
    assert stored.resolved_lines(store).height == 8
    assert not stored.refresh(store)


def test_a_new_file_makes_the_lines_anew_and_the_old_ones_go(store: Store, tmp_path: Path) -> None:
    stored.refresh(store)
    before = kept(store)
    more(tmp_path, store)
    assert stored.resolved_lines(store)["fiscal_year"].unique().sort().to_list() == [2014, 2015, 2016]
    assert len(kept(store)) == 1
    assert kept(store) != before


def test_a_file_that_gives_way_to_another_changes_nothing(store: Store, tmp_path: Path) -> None:
    key = stored.table_key(store)
    lines = ("2016,TESLA INC,256,2,470,9,33,7729,TX,AUSTIN,78725",)
    store.add([hub_file(tmp_path / "2016-early.csv", lines)])
    assert stored.table_key(store) == key


def test_a_removed_file_is_in_no_kept_line(store: Store) -> None:
    stored.refresh(store)
    store.remove([store.vintages("hub")[0]])
    stored.forget_stale(store)
    assert not kept(store)
    assert stored.resolved_lines(store)["fiscal_year"].unique().to_list() == [2016]


def test_without_hub_files_there_are_no_lines_and_nothing_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path / "none")
    assert stored.resolved_lines(store) is None
    assert not stored.refresh(store)
    assert not store.root.exists()


@pytest.mark.parametrize("name", ["aliases.yaml", "names.py", "institutions.csv"])
def test_a_changed_alias_rule_or_list_makes_the_lines_stale(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = stored.table_key(store)
    copy = tmp_path / "sponsors"
    copy.mkdir()
    for one in stored._MADE_BY:
        (copy / one).write_bytes((Path(stored.__file__).parent / one).read_bytes())
    monkeypatch.setattr(stored, "_FOLDER", copy)
    assert stored.table_key(store) == before
    (copy / name).write_bytes((copy / name).read_bytes() + b"# changed\n")
    stored._resolver.cache_clear()
    assert stored.table_key(store) != before


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_killed_half_way_the_old_lines_stay_and_the_next_call_is_right(
    store: Store, tmp_path: Path, moment: str
) -> None:
    stored.refresh(store)
    (old,) = kept(store)
    bytes_before = old.read_bytes()
    more(tmp_path, store)
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.root), moment], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert old.read_bytes() == bytes_before
    assert [path.suffix for path in kept(store) if path != old] == [".partial"]
    assert 2014 in stored.resolved_lines(store)["fiscal_year"].to_list()


def test_what_a_killed_process_left_is_removed_once_it_can_be_nobody_s(store: Store, tmp_path: Path) -> None:
    stored.refresh(store)
    left, fresh = (store.root / FOLDER / f".sponsors-{name}.partial" for name in ("dead", "live"))
    for path in (left, fresh):
        path.write_bytes(b"half")
    os.utime(left, (time.time() - 7200,) * 2)
    more(tmp_path, store)
    stored.refresh(store)
    assert fresh in kept(store)
    assert left not in kept(store)


def test_damaged_lines_are_made_again(store: Store) -> None:
    stored.refresh(store)
    (path,) = kept(store)
    path.write_bytes(path.read_bytes()[:200])
    assert stored.resolved_lines(store).height == 8
    assert pl.read_parquet(path).height == 8


def test_a_folder_that_cannot_be_written_is_no_error(store: Store) -> None:
    (store.root / FOLDER).write_text("a file stands here", encoding="utf-8")
    assert stored.resolved_lines(store).height == 8


def test_a_link_out_of_the_store_is_neither_read_nor_written(store: Store, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (store.root / FOLDER).symlink_to(outside)
    assert stored.resolved_lines(store).height == 8
    assert not list(outside.iterdir())
