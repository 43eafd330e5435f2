"""Tables fit the terminal that they are printed on, and no figure is cut; in a pipe their width is fixed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMMANDS = (
    "compare lottery weighted-levels level-ranking",
    "odds --policy weighted-levels",
    "cost --salary 100000",
    "cost --matrix",
    "sponsors top",
    "season score 2026",
    "replicate dhs-odds",
)
FIGURE = re.compile(r"(?<![\w.,-])[+-]?\d[\d,]*(?:\.\d+)?%?(?![\w.,-]*\w)")
LEAST = {"cost": 130, "compare": 110}


def on_terminal(columns: int, folder: Path, *arguments: str) -> list[str]:
    """The lines of standard output where that is a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {"PATH": "", "HOME": str(folder), "NO_COLOR": "1", "TERM": "xterm", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "openh1b", *arguments]
    with subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=subprocess.PIPE, env=env) as running:
        os.close(theirs)
        read = b""
        while piece := _read(ours):
            read += piece
    os.close(ours)
    assert running.returncode == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", read.decode()).splitlines()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def tables(lines: list[str]) -> list[str]:
    """Lines that a table is made of: Rich fills them up; what is told beside the tables is left to the terminal."""
    return [line for line in lines if line.endswith(" ") or "  " in line.strip()]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", COMMANDS)
def test_tables_fit_the_terminal_and_lose_no_figure(openh1b: Run, tmp_path: Path, command: str, columns: int) -> None:
    shown = on_terminal(columns, tmp_path, *command.split())
    assert max(map(len, tables(shown))) <= columns
    assert not [line for line in shown if "\u2026" in line]
    piped = openh1b(*command.split()).stdout
    assert len(FIGURE.findall(piped)) > 20
    words = set(FIGURE.findall("\n".join(shown)))
    assert not set(FIGURE.findall("\n".join(tables(piped.splitlines())))) - words


@pytest.mark.parametrize("command", LEAST)
def test_a_pipe_has_a_fixed_least_width(tmp_path: Path, command: str) -> None:
    flags = ["--salary", "100000"] if command == "cost" else ["lottery", "weighted-levels", "level-ranking"]
    widths = []
    for columns in ("60", "100"):
        env = {"PATH": "", "HOME": str(tmp_path), "NO_COLOR": "1", "COLUMNS": columns}
        done = subprocess.run(
            [sys.executable, "-m", "openh1b", command, *flags], cwd=tmp_path, capture_output=True, text=True, env=env,
            check=True,
        )  # fmt: skip
        widths.append(max(map(len, done.stdout.splitlines())))
    assert widths[0] == widths[1] > 80
    assert widths[0] <= LEAST[command]
