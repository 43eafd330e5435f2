"""`openh1b serve` as it is typed."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.web.serve import EXPOSED

PROGRAM = "from openh1b.cli import main; main()"


def begun(*arguments: str) -> tuple[subprocess.Popen, list[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--no-browser", *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = []
    for line in process.stderr:
        lines.append(line)
        found = re.search(r"OpenH1B is at (\S+)", line)
        if found:
            return process, lines, found[1]
    pytest.fail("".join(lines))


def test_it_says_where_it_is_answers_there_and_ends_when_it_is_told_to():
    process, lines, address = begun()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert EXPOSED not in "".join(lines)


def test_it_warns_where_others_can_reach_it():
    process, lines, _ = begun("--host", "0.0.0.0")  # noqa: S104
    process.send_signal(signal.SIGINT)
    process.wait(15)
    process.stderr.close()
    assert EXPOSED in "".join(lines)


def test_a_port_that_is_taken_is_an_error_that_says_so():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM, "serve", "--no-browser", "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert process.returncode == 2
    assert f"127.0.0.1:{port}" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_port_that_is_none_is_refused():
    assert CliRunner().invoke(app, ["serve", "--port", "70000"]).exit_code == 2


def test_the_command_line_loads_nothing_of_the_web():
    code = "import sys, openh1b.cli.app as a; a.build(); print(*(one in sys.modules for one in ('fastapi', 'uvicorn')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
