"""Names of files that are not UTF-8 are refused by every command, and nothing is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAID = "expected text in UTF-8, also in names of files"
COMMANDS = (
    (b"compare", b"lottery", b"--pool", b"pool.csv", b"--out", b"o\xff"),
    (b"season", b"make", b"2026", b"--people", b"5", b"--out", b"s\xff.csv"),
    (b"draw", b"--policy", b"lottery", b"--seed", b"x", b"--pool", b"p\xff.csv", b"--out", b"made"),
    (b"draw", b"--policy", b"lottery", b"--seed", b"x", b"--pool", b"pool.csv", b"--out=o\xff"),
    (b"verify", b"\xfffolder"),
    (b"compare", b"lottery\xff"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0].decode() + ascii(words[-1]))
def test_a_name_that_is_no_text_is_refused(pool: Path, words: tuple[bytes, ...]) -> None:
    content = pool.read_bytes()
    Path(os.fsdecode(os.fsencode(pool.parent) + b"/p\xff.csv")).write_bytes(content)
    before = set(pool.parent.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "openh1b", *words], cwd=pool.parent, capture_output=True, check=False,
        env={"PATH": "", "HOME": str(pool.parent), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 2
    assert SAID in done.stderr.decode()
    assert "\\xff" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not done.stdout
    assert set(pool.parent.iterdir()) == before


def test_letters_of_any_language_are_text(pool: Path) -> None:
    (pool.parent / "přihlášky 日本.csv").write_bytes(pool.read_bytes())
    words = ["compare", "lottery", "--pool", "přihlášky 日本.csv", "--seats", "regular=2", "--out", "výsledky"]
    env = {"PATH": "", "HOME": str(pool.parent), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "openh1b", *words], cwd=pool.parent, capture_output=True, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    assert (pool.parent / "výsledky" / "run.json").is_file()
