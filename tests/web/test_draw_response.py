"""A draw in which employers react: one draw by command, REST and page, and its check by each of them."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import POOL
from tests.web.api_client import Client, client_on

ASKED = {
    "policy": "first-come+price.one_time_fee_usd=60000",
    "seed": "noon, 31 March",
    "seats": "regular=2,advanced_degree=1",
    "response": "central",
}
FILES = ("selection.csv", "selection.parquet", "entries.csv", "response.csv", "manifest.json")


@pytest.fixture
def api(tmp_path: Path) -> Client:
    return client_on(tmp_path / "store")


def by_command(folder: Path, text: str = POOL, **more: str) -> subprocess.CompletedProcess[str]:
    """The draw of a pool in a process of its own, into the folder `made`."""
    (folder / "pool.csv").write_text(text, encoding="utf-8")
    flags = [word for name, value in (ASKED | more).items() for word in (f"--{name}", value)]
    command = [sys.executable, "-m", "openh1b", "draw", "--pool", "pool.csv", *flags, "--out", "made"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"COLUMNS": "160", "PATH": ""}
    )


def by_page(get: Any, **more: str) -> Any:
    return get("/draw/draw", "POST", data=ASKED | more, files={"file": ("pool.csv", POOL.encode(), "text/csv")})


def by_rest(api: Client, **more: str) -> Any:
    return api.post("/draws", params=ASKED | more, files={"file": ("pool.csv", POOL.encode())})


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def without(archive: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in contents(archive).items():
            if name not in names:
                made.writestr(name, data)
    return buffer.getvalue()


def test_command_rest_and_page_draw_the_same_to_the_byte(tmp_path: Path, api: Client, get: Any) -> None:
    done = by_command(tmp_path)
    assert done.returncode == 0, done.stderr
    written = {name: (tmp_path / "made" / name).read_bytes() for name in FILES}
    page = by_page(get)
    saved = get(re.search(r'href="(/draw/saved/[^"]+)"', page.text)[1]).content
    assert contents(by_rest(api).content) == contents(saved) == written
    manifest = json.loads(written["manifest.json"])
    assert manifest["response"]["corner"] == "central"
    assert manifest["files"]["response.csv"] == hashlib.sha256(written["response.csv"]).hexdigest()
    said = next(line for line in done.stdout.splitlines() if line.startswith("Employers react"))
    assert f"{manifest['response']['units']['out']} not registered" in said
    text = unescape(page.text)
    assert said in text
    assert all(note in text for note in manifest["response"]["notes"])
    assert "--response central" in text


def test_such_a_draw_verifies_by_rest_and_page_and_a_changed_response_does_not(api: Client, get: Any) -> None:
    archive = by_rest(api).content
    assert api.upload("/draws/verify", "draw.zip", archive).json() == {
        "verifies": True,
        "number_of_differences": 0,
        "differences": [],
    }
    sent = {"file": ("draw.zip", archive, "application/zip")}
    assert "It verifies:" in get("/draw/verify", "POST", files=sent).text
    lost = without(archive, "response.csv")
    found = api.upload("/draws/verify", "draw.zip", lost).json()
    assert not found["verifies"]
    assert {one["file"] for one in found["differences"]} == {"response.csv"}
    page = get("/draw/verify", "POST", files={"file": ("draw.zip", lost, "application/zip")})
    assert "It does not verify" in page.text
    assert "response.csv" in page.text


@pytest.mark.parametrize(("response", "said"), [("range", "a draw is of one world"), ("centrl", "central")])
def test_more_than_one_world_or_none_is_refused_in_the_words_of_the_command(
    tmp_path: Path, api: Client, get: Any, response: str, said: str
) -> None:
    stderr = by_command(tmp_path, response=response).stderr
    problem = by_rest(api, response=response)
    assert problem.status_code == 422
    (fault,) = problem.json()["faults"]
    assert said in f"{fault['expected']} {fault['hint']}"
    assert f"{fault['place']}: {fault['problem']}; expected {fault['expected']}" in " ".join(stderr.split())
    page = by_page(get, response=response)
    assert page.status_code == 422
    assert fault["expected"] in unescape(page.text)
    assert f'<option value="{response}" selected>' in page.text  # what was sent is still there


def test_a_pool_that_cannot_tell_what_a_response_needs_says_so_by_every_face(tmp_path: Path, api: Client) -> None:
    bare = "beneficiary_id,selection_level,us_masters_or_higher\nB1,1,no\nB2,2,yes\n"
    stderr = " ".join(by_command(tmp_path, bare, policy="pay-ranking").stderr.split())
    problem = api.post(
        "/draws", params=ASKED | {"policy": "pay-ranking"}, files={"file": ("pool.csv", bare.encode())}
    ).json()
    assert problem["faults"]
    assert all(one["problem"] in stderr for one in problem["faults"])


def test_nobody_reacts_unless_it_is_asked_for(api: Client, get: Any) -> None:
    held = contents(by_rest(api, response="off").content)
    assert "response.csv" not in held
    assert "response" not in json.loads(held["manifest.json"])
    page = get("/draw").text
    assert re.search(r'<select id="draw-response"[^>]*><option value="off" selected>Nobody reacts', page)
    assert "Employers react, by assumption" not in by_page(get, response="off").text
