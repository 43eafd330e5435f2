"""Sites that are down, refuse, lie, redirect, or send something else."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import httpx
import pytest

from openh1b.data.download import Download, Progress, Terms
from openh1b.data.fetch import get
from openh1b.data.part_file import part_file
from openh1b.errors import DataError
from tests.data.fetch import site as s
from tests.data.fetch.conftest import BODY, PAGE, QUICK, Get, names, ranges, remote

# Faults that may pass, and do or do not


@pytest.mark.parametrize("code", [408, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(site: s.Site, got: Get, code: int) -> None:
    site.plan = [s.status_only(code), s.status_only(code), s.hang_up]
    assert got().path.read_bytes() == BODY
    assert len(site.asked) == 4


def test_a_silent_server_is_asked_again(site: s.Site, got: Get) -> None:
    site.plan = [s.silence, s.send(cut=5000, hold=True)]
    assert got(terms=Terms(read=0.2, attempts=4, first_pause=0.01)).path.read_bytes() == BODY
    assert ranges(site) == [None, None, "bytes=5000-"]


def test_a_server_that_stays_down_is_given_up_with_its_last_word(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.usual = s.status_only(503, Retry_After="120")
    with pytest.raises(DataError, match=r"after 4 attempts: .*503.*come back after 120 s") as error:
        got()
    assert len(site.asked) == 4
    assert PAGE in str(error.value)
    assert not names(tmp_path)


def test_a_port_where_nobody_listens_is_given_up(tmp_path: Path, site: s.Site) -> None:
    site.server_close()
    with pytest.raises(DataError, match="after 2 attempts: no connection"):
        get(remote(site), tmp_path, terms=Terms(attempts=2, first_pause=0.01))
    assert not names(tmp_path)


def test_pauses_grow(site: s.Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)
    site.usual = s.status_only(500)
    with pytest.raises(DataError):
        get(remote(site), tmp_path, terms=Terms(attempts=5, first_pause=0.01, longest_pause=100))
    assert len(slept) == 4
    assert [0.01 * 2**n <= pause <= 0.01 * 2**n + 0.01 for n, pause in enumerate(slept)] == [True] * 4


def test_each_further_attempt_says_why(site: s.Site, tmp_path: Path) -> None:
    seen: list[Progress] = []
    site.plan = [s.send(cut=1000), s.status_only(502)]
    get(remote(site), tmp_path, terms=QUICK, progress=seen.append)
    notes = [one.note for one in seen if one.note]
    assert [("broke" in notes[0]), ("502" in notes[1])] == [True, True]
    assert "attempt 2 of 4" in notes[0]


def test_a_length_that_is_never_reached_gives_no_file(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.usual = s.send(length=len(BODY) + 500, ranges=False)
    with pytest.raises(DataError, match="not fetched, after 4 attempts"):
        got()
    assert not (tmp_path / "file.csv").exists()


def test_what_is_kept_after_giving_up_is_said(site: s.Site, got: Get) -> None:
    site.usual = s.send(cut=1000)
    with pytest.raises(DataError, match="4,000 bytes are kept; the same command goes on from there"):
        got()
    site.usual = s.send()
    assert got().path.read_bytes() == BODY


def test_a_server_that_drips_is_not_waited_for(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.usual = s.drip
    with pytest.raises(DataError, match="not finished within"):
        got(terms=Terms(overall=0.3, read=5))
    assert len(site.asked) == 1
    assert not (tmp_path / "file.csv").exists()


# Refusals


@pytest.mark.parametrize("code", [401, 403, 429, 451])
def test_a_refusal_is_taken_and_the_way_by_hand_shown(site: s.Site, got: Get, tmp_path: Path, code: int) -> None:
    site.usual = s.status_only(code)
    with pytest.raises(DataError, match=rf"refuses this program, the server answered {code}") as error:
        got(note="A note of the publisher's.")
    assert len(site.asked) == 1
    assert f"A note of the publisher's. Download it in a browser from {PAGE} and add it: openh1b data add FILE" in str(
        error.value
    )
    assert not names(tmp_path)


def test_a_missing_file_names_the_years_known(site: s.Site, got: Get) -> None:
    site.usual = s.status_only(404)
    with pytest.raises(DataError, match=r"not there.*404.*Years known: 2009 to 2023.*second-hand; it was not checked"):
        got()
    assert len(site.asked) == 1


PAGES = [b"<!DOCTYPE html><html>Are you a person?</html>", b"\xef\xbb\xbf \n<HTML><HEAD>", b"plain words"]


@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_in_place_of_the_file_is_refused(site: s.Site, got: Get, tmp_path: Path, page: bytes) -> None:
    site.body = page
    site.usual = s.send(kind="text/html; charset=utf-8")
    with pytest.raises(DataError, match=r"web page \(HTML\), not the file; expected file\.csv"):
        got()
    assert not names(tmp_path)


@pytest.mark.parametrize("page", PAGES[:2])
def test_a_web_page_that_calls_itself_data_is_refused(site: s.Site, got: Get, tmp_path: Path, page: bytes) -> None:
    site.body = page
    with pytest.raises(DataError, match=r"web page \(HTML\)"):
        got()
    assert not names(tmp_path)


def test_an_empty_answer_is_refused(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.body = b""
    with pytest.raises(DataError, match="sent nothing"):
        got()
    assert not names(tmp_path)


@pytest.mark.parametrize("step", [s.send(), s.without_length(BODY)], ids=["announced", "unannounced"])
def test_more_than_the_limit_is_refused(site: s.Site, got: Get, tmp_path: Path, step: s.Step) -> None:
    site.usual = step
    with pytest.raises(DataError, match="expected at most 100,000"):
        got(limit=100_000)
    assert not names(tmp_path)


def test_a_compressed_answer_that_swells_past_the_limit_is_refused(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.usual = s.without_length(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with pytest.raises(DataError, match="expected at most 2,000,000"):
        got()
    assert not names(tmp_path)


def test_an_answer_compressed_without_being_asked_is_the_file_all_the_same(site: s.Site, got: Get) -> None:
    site.usual = s.without_length(gzip.compress(BODY), Content_Encoding="gzip", ETag='"x"')
    assert got().path.read_bytes() == BODY


def workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), BODY)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["/file.xlsx", "/file.zip"])
def test_an_archive_cut_off_without_an_announced_length_is_refused(site: s.Site, got: Get, name: str) -> None:
    site.usual = s.without_length(workbook()[:-30])
    with pytest.raises(DataError, match="no whole ZIP archive"):
        got(name)
    site.usual = s.without_length(workbook())
    assert got(name).path.read_bytes() == workbook()


def test_another_checksum_than_the_known_one_is_refused(site: s.Site, got: Get, tmp_path: Path) -> None:
    right = hashlib.sha256(BODY).hexdigest()
    with pytest.raises(DataError, match=rf"sha256 {right}.*expected {'0' * 64}"):
        got(sha256="0" * 64)
    assert not names(tmp_path)
    assert got(sha256=right).sha256 == right


def test_a_folder_that_cannot_be_written_is_named(site: s.Site, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DataError, match=r"taken.*cannot be written"):
        get(remote(site), tmp_path / "taken", terms=QUICK)


# Redirects


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(site: s.Site, got: Get, tmp_path: Path, code: int) -> None:
    site.plan = [s.redirect("/moved/other.csv", code)]
    assert got().path == tmp_path / "file.csv"
    assert site.paths == ["/file.csv", "/moved/other.csv"]
    assert json.loads((tmp_path / "file.csv.fetched.json").read_text())["sent_by"] == site.url("/moved/other.csv")


def test_a_part_is_asked_for_behind_a_redirect_too(site: s.Site, got: Get) -> None:
    site.plan = [s.redirect("/moved.csv"), s.send(cut=1000), s.redirect("/moved.csv")]
    assert got().path.read_bytes() == BODY
    assert ranges(site) == [None, None, "bytes=1000-", "bytes=1000-"]


def test_a_redirect_to_another_host_without_https_is_refused(site: s.Site, got: Get, tmp_path: Path) -> None:
    site.plan = [s.redirect(site.url(host="localhost"))]
    with pytest.raises(DataError, match=r"redirected to http://localhost:\d+/file\.csv; expected https"):
        got()
    assert len(site.asked) == 1
    assert not names(tmp_path)


def test_a_redirect_elsewhere_is_followed_where_the_list_of_addresses_allows_it(site: s.Site, got: Get) -> None:
    site.plan = [s.redirect(site.url(host="localhost"))]
    assert got(redirects="any").path.read_bytes() == BODY


@pytest.mark.parametrize("there", ["http://publisher.example/a.csv", "file:///etc/hosts", "ftp://publisher.example/a"])
def test_a_redirect_from_https_to_less_is_refused(site: s.Site, tmp_path: Path, there: str) -> None:
    with part_file(tmp_path / "a.csv", "") as part:
        download = Download(remote(site), part, None, QUICK, lambda _: None)
        with pytest.raises(DataError, match="redirected to"):
            download._next(httpx.URL("https://publisher.example/a.csv"), there)


def test_redirects_without_end_are_refused(site: s.Site, got: Get) -> None:
    site.usual = s.redirect("/again.csv")
    with pytest.raises(DataError, match="redirected more than 5 times"):
        got()
    assert len(site.asked) == 6
