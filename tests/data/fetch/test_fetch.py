"""Files that arrive, whole and once; downloads that break off, are killed, and go on."""

from __future__ import annotations

import hashlib
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openh1b.data.download import Progress, Terms
from openh1b.data.fetch import get
from openh1b.data.part_file import part_file
from openh1b.errors import DataError
from tests.data.fetch import site as s
from tests.data.fetch.conftest import BODY, QUICK, Get, names, ranges, remote

# What goes well


def test_a_file_arrives_whole_with_a_record_of_where_it_came_from(site: s.Site, got: Get, tmp_path: Path) -> None:
    fetched = got()
    assert fetched.path.read_bytes() == BODY
    assert names(tmp_path) == {"file.csv", "file.csv.fetched.json"}
    record = json.loads((tmp_path / "file.csv.fetched.json").read_text())
    assert record["sha256"] == fetched.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (record["address"], record["address_read"], record["size"]) == (site.url(), "second-hand", len(BODY))
    assert site.asked[0]["Accept-Encoding"] == "identity"
    assert site.asked[0]["User-Agent"].startswith("openh1b/")


def test_progress_rises_to_the_total(site: s.Site, tmp_path: Path) -> None:
    seen: list[Progress] = []
    get(remote(site), tmp_path, terms=QUICK, progress=seen.append)
    done = [one.done for one in seen]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, len(BODY))
    assert {one.total for one in seen} == {len(BODY)}


def test_a_contact_is_named_to_the_site(site: s.Site, got: Get) -> None:
    got(terms=Terms(contact="someone@example.org"))
    assert site.asked[0]["User-Agent"].endswith("(someone@example.org)")


@pytest.mark.parametrize("contact", ["a b@example.org", "x\r\nX-Other: 1", ""])
def test_a_contact_that_would_not_be_one_header_is_refused(contact: str) -> None:
    with pytest.raises(DataError, match=r"name@example\.org"):
        Terms(contact=contact)


# A second fetch


def test_an_unchanged_file_is_not_sent_again(site: s.Site, got: Get, tmp_path: Path) -> None:
    first, second = got(), got()
    assert (first.unchanged, second.unchanged) == (False, True)
    assert site.asked[1]["If-None-Match"] == site.etag
    assert (second.sha256, second.fetched) == (first.sha256, first.fetched)
    assert names(tmp_path) == {"file.csv", "file.csv.fetched.json"}


def test_a_site_without_validators_sends_it_again_and_the_bytes_tell(site: s.Site, got: Get) -> None:
    site.usual = s.send(validators=False)
    assert [got().unchanged, got().unchanged] == [False, True]


def test_a_changed_file_replaces_the_old_one(site: s.Site, got: Get) -> None:
    got()
    site.body = BODY[:-1000]
    fetched = got()
    assert not fetched.unchanged
    assert fetched.path.read_bytes() == BODY[:-1000]


def test_a_file_that_was_altered_here_is_fetched_whole_again(site: s.Site, got: Get) -> None:
    first = got()
    first.path.write_bytes(BODY[:-1] + b"x")
    assert got().path.read_bytes() == BODY
    assert "If-None-Match" not in site.asked[1]


def test_a_failed_second_fetch_leaves_the_first_file(site: s.Site, got: Get) -> None:
    path = got().path
    site.usual = s.status_only(403)
    with pytest.raises(DataError):
        got()
    assert path.read_bytes() == BODY


# Broken lines, and going on


@pytest.mark.parametrize("cut", [1, 100, 65_536, len(BODY) - 1])
def test_a_dropped_connection_is_resumed_where_it_broke(site: s.Site, got: Get, cut: int) -> None:
    site.plan = [s.send(cut=cut)]
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, f"bytes={cut}-"]
    assert site.asked[1]["If-Range"] == site.etag


def test_a_connection_that_drops_again_and_again_still_ends_in_the_right_bytes(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=100_000), s.send(cut=100_000), s.send(cut=100_000)]
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, "bytes=100000-", "bytes=200000-", "bytes=300000-"]


def test_a_server_that_ignores_ranges_starts_the_file_anew(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=1000, ranges=False)]
    site.usual = s.send(ranges=False)
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, "bytes=1000-"]


def test_without_validators_no_part_is_asked_for(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=1000, validators=False)]
    site.usual = s.send(validators=False)
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, None]


@pytest.mark.parametrize("heeds", [True, False], ids=["heeds If-Range", "ignores If-Range"])
@pytest.mark.parametrize(
    "size", [len(BODY), len(BODY) - 50_000, 500], ids=["same size", "shorter", "shorter than kept"]
)
def test_a_file_that_changed_between_two_parts_is_never_mixed(site: s.Site, got: Get, heeds: bool, size: int) -> None:
    site.plan = [s.send(cut=100_000)]
    site.usual = s.send(heed_if_range=heeds)
    old, new = site.body, bytes(BODY[::-1][:size])

    def change(handler: s.Handler) -> None:
        assert site.body == old
        site.body = new
        site.usual(handler)

    site.plan.append(change)
    assert got().path.read_bytes() == new


def test_a_part_from_another_place_in_the_file_is_not_joined(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=1000), s.send(offset=7)]
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, "bytes=1000-", None]


def test_a_part_that_ends_early_without_a_word_is_completed(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=1000), s.send(cut=2000, say_length=False)]
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, "bytes=1000-", "bytes=3000-"]


def test_a_weak_tag_does_not_promise_the_same_bytes(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.plan = [s.send(cut=1000)]
    with pytest.raises(DataError):
        got(terms=Terms(attempts=1))
    state = tmp_path / "file.csv.part.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"etag": 'W/"x"', "modified": None}))
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, None]


def test_a_part_whose_state_is_damaged_is_not_gone_on_from(site: s.Site, got: Get, tmp_path: Path) -> None:
    (tmp_path / "file.csv.part").write_bytes(b"something else")
    (tmp_path / "file.csv.part.json").write_text('{"address": ')
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None]


def test_a_part_of_another_address_is_not_gone_on_from(site: s.Site, got: Get) -> None:
    site.plan = [s.send(cut=1000)]
    with pytest.raises(DataError):
        got("/old/file.csv", terms=Terms(attempts=1))
    assert got("/new/file.csv").path.read_bytes() == BODY
    assert ranges(site) == [None, None]


def test_a_whole_part_only_needs_its_name(site: s.Site, got: Get, tmp_path: Path) -> None:
    (tmp_path / "file.csv.part").write_bytes(BODY)
    state = {"address": site.url(), "etag": site.etag, "modified": None, "total": len(BODY)}
    (tmp_path / "file.csv.part.json").write_text(json.dumps(state))
    assert got().path.read_bytes() == BODY
    assert not site.asked


def test_a_part_longer_than_the_file_starts_anew(site: s.Site, got: Get, tmp_path: Path) -> None:
    (tmp_path / "file.csv.part").write_bytes(BODY + b"more")
    state = {"address": site.url(), "etag": site.etag, "modified": None, "total": None}
    (tmp_path / "file.csv.part.json").write_text(json.dumps(state))
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [f"bytes={len(BODY) + 4}-", None]


def test_two_processes_do_not_write_one_file(site: s.Site, got: Get, tmp_path: Path) -> None:
    with part_file(tmp_path / "file.csv", site.url()), pytest.raises(DataError, match="another process"):
        got()
    assert got().path.read_bytes() == BODY


PROGRAM = """
import sys
from pathlib import Path
from openh1b.data.fetch import get
from openh1b.data.remote_file import RemoteFile
get(RemoteFile("hub", "Hub", sys.argv[1], "page", "source", 2_000_000, "2022"), Path(sys.argv[2]))
"""


def killed_when_it_holds(size: int, site: s.Site, folder: Path) -> None:
    """A process that fetches, killed without warning once so many bytes are on the disk."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, site.url(), str(folder)], stderr=subprocess.PIPE)
    part = folder / "file.csv.part"
    until = time.monotonic() + 20
    while time.monotonic() < until and not (part.exists() and part.stat().st_size >= size):
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert process.returncode == -signal.SIGKILL
    site.gate.set()


def test_a_download_killed_twice_ends_in_the_right_bytes(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.plan = [s.send(cut=150_000, hold=True)]
    killed_when_it_holds(100_000, site, tmp_path)
    assert names(tmp_path) == {"file.csv.part", "file.csv.part.json"}
    site.gate.clear()
    site.plan = [s.send(cut=100_000, hold=True)]
    killed_when_it_holds(200_000, site, tmp_path)
    assert not (tmp_path / "file.csv").exists()
    assert got().path.read_bytes() == BODY
    starts = [int(found[1]) for asked in ranges(site)[1:] if (found := re.fullmatch(r"bytes=(\d+)-", asked or ""))]
    assert len(starts) == 2
    assert starts[0] >= 100_000
    assert starts[1] >= 200_000
