"""What every test of fetching uses: a site on this machine, a file of it, quick terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openh1b.data.download import Terms
from openh1b.data.fetch import Fetched, get
from openh1b.data.remote_file import RemoteFile
from tests.data.fetch import site as s

BODY = b"Fiscal Year,Employer\r\n" + b"".join(b"2022,EMPLOYER %06d\r\n" % n for n in range(20_000))
QUICK = Terms(connect=2, read=2, overall=10, attempts=4, first_pause=0.01, longest_pause=0.02)
PAGE = "https://publisher.example/page"

Get = Callable[..., Fetched]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[s.Site]:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")
    with s.running(BODY) as running:
        yield running


def remote(site: s.Site, path: str = "/file.csv", **changes: object) -> RemoteFile:
    given: dict[str, object] = {
        "kind": "hub", "label": "Hub, 2022", "address": site.url(path), "page": PAGE, "read": "second-hand",
        "limit": 2_000_000, "years": "2009 to 2023",
    }  # fmt: skip
    return RemoteFile(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def got(site: s.Site, tmp_path: Path) -> Get:
    def run(path: str = "/file.csv", terms: Terms = QUICK, **changes: object) -> Fetched:
        return get(remote(site, path, **changes), tmp_path, terms=terms)

    return run


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ranges(site: s.Site) -> list[str | None]:
    return [asked.get("Range") for asked in site.asked]
