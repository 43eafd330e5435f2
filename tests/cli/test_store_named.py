"""A store that is named must be there for whoever reads it; the usual folder need not be, and `data add` makes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

READERS = (
    "sponsors top",
    "sponsors explain Tesla",
    "data list",
    "data check",
    "data remove hub --all",
    "claims",
    "claims show cap-85000",
    "replicate stock-2019",
    "serve --no-browser --port 0",
    "season make --from lca --out people.csv",
    "season wage --soc 15-1252 --area Seattle",
    "person --soc 15-1252 --area Seattle --salary 165000 --season 2028",
    "calendar --start 2022-10-01",
    "employer candidates.csv",
)


@pytest.mark.parametrize("command", READERS)
def test_a_named_store_that_is_not_there_is_refused(openh1b: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "stores").mkdir()
    done = openh1b(*command.split(), "--store", "stors")
    assert done.returncode == 2
    assert "--store: there is no folder stors; expected the folder of a store. Did you mean stores?" in done.stderr
    assert not (tmp_path / "people.csv").exists()


def test_a_file_is_no_store(openh1b: Run, pool: Path) -> None:
    done = openh1b("data", "list", "--store", str(pool))
    assert done.returncode == 2
    assert "is a file; expected the folder of a store" in done.stderr


def test_the_usual_folder_need_not_be_there(openh1b: Run) -> None:
    done = openh1b("data", "list")
    assert done.returncode == 0, done.stderr
    assert "Nothing is stored" in done.stdout
