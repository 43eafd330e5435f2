"""Bytes from an address into a part file: resumed where the server can, tried again where the fault may pass."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

import httpx
import stamina

from openh1b.data import download_faults as faults
from openh1b.data.part_file import Origin, PartFile
from openh1b.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openh1b.data.remote_file import RemoteFile

MOST_REDIRECTS: Final = 5
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_PASSING_TROUBLE: Final = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)


@dataclass(frozen=True)
class Terms:
    """How long to wait, how often to try, who asks. All times are in seconds.

    `overall` bounds one attempt's body, so that a server which drips does not hold for ever. Pauses double from
    `first_pause` to `longest_pause`. `contact` is an e-mail address that some publishers ask programs to name.
    """

    connect: float = 20
    read: float = 60
    overall: float = 7200
    attempts: int = 6
    first_pause: float = 1
    longest_pause: float = 30
    contact: str | None = None

    def __post_init__(self) -> None:
        if self.contact is not None and not re.fullmatch(r"[!-'*-~]{3,200}", self.contact):
            raise faults.bad_contact(self.contact)


@dataclass(frozen=True)
class Progress:
    """Where a download stands: bytes here, bytes in all (None if the server does not say), and a remark."""

    done: int
    total: int | None = None
    note: str | None = None


Listener = Callable[[Progress], None]


@dataclass(frozen=True)
class Received:
    """What came: the address that sent it in the end, and what the server said of it. `unchanged`: nothing came."""

    address: str
    origin: Origin
    unchanged: bool = False


class Passing(Exception):  # noqa: N818 - most often it is none
    """A fault that may pass: the server is busy, the line dropped, the file changed under way."""


class Download:
    """One file on its way. `known` is what is here already, whole; the server is asked whether it has changed."""

    def __init__(
        self, remote: RemoteFile, part: PartFile, known: Origin | None, terms: Terms, listener: Listener
    ) -> None:
        self.remote = remote
        self.part = part
        self.known = known
        self.terms = terms
        self.listener = listener

    def run(self) -> Received:
        """Fetch, with pauses and further attempts where it may help. Raises DataError."""
        limits = httpx.Timeout(self.terms.read, connect=self.terms.connect)
        try:
            with httpx.Client(timeout=limits, headers=self._identity(), verify=_certificates()) as client:
                return self._persist(client)
        except Passing as trouble:
            raise faults.gave_up(self.remote, str(trouble), self.terms.attempts, self._kept()) from trouble
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise faults.gave_up(self.remote, _words(error), 1, self._kept()) from error

    def _identity(self) -> dict[str, str]:
        contact = f" ({self.terms.contact})" if self.terms.contact else ""
        return {"User-Agent": f"openh1b/{__version__}{contact}", "Accept-Encoding": "identity", "Accept": "*/*"}

    def _kept(self) -> int:
        return self.part.size if self.part.origin() is not None else 0

    def _persist(self, client: httpx.Client) -> Received:
        terms, trouble = self.terms, ""
        attempts = stamina.retry_context(
            on=Passing,
            attempts=terms.attempts,
            timeout=None,
            wait_initial=terms.first_pause,
            wait_max=terms.longest_pause,
            wait_jitter=terms.first_pause,
        )
        for attempt in attempts:
            with attempt:
                if attempt.num > 1:
                    note = f"{trouble}; attempt {attempt.num} of {terms.attempts}"
                    self.listener(Progress(self.part.size, note=note))
                try:
                    return self._once(client)
                except Passing as error:
                    trouble = str(error)
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _once(self, client: httpx.Client) -> Received:
        kept = self.part.origin()
        if kept is not None and kept.total == self.part.size:  # whole: killed between the last byte and the new name
            return Received(self.remote.address, kept)
        with self._answer(client, self._headers(kept)) as response:
            address = str(response.url)
            if response.status_code == httpx.codes.NOT_MODIFIED and kept is None and self.known is not None:
                return Received(address, self.known, unchanged=True)
            self._check_status(response, kept)
            origin = self._place(response, kept)
            self._receive(response, origin)
            return Received(address, origin)

    def _headers(self, kept: Origin | None) -> dict[str, str]:
        if kept is not None and kept.validator is not None:
            return {"Range": f"bytes={self.part.size}-", "If-Range": kept.validator}
        if self.known is None:
            return {}
        asked = {"If-None-Match": self.known.etag, "If-Modified-Since": self.known.modified}
        return {name: value for name, value in asked.items() if value is not None}

    @contextmanager
    def _answer(self, client: httpx.Client, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects. What the line does wrong, here or in the body, is Passing."""
        url = httpx.URL(self.remote.address)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with client.stream("GET", url, headers=dict(headers)) as response:
                    if not response.has_redirect_location:
                        yield response
                        return
                    url = self._next(url, response.headers["Location"])
        except _PASSING_TROUBLE as error:
            raise Passing(_words(error)) from error
        raise faults.too_many_redirects(self.remote, MOST_REDIRECTS)

    def _next(self, here: httpx.URL, location: str) -> httpx.URL:
        there = here.join(location)
        stays = (there.scheme, there.host) == (here.scheme, here.host)
        if there.scheme == "https" or (there.scheme == "http" and (stays or self.remote.redirects == "any")):
            return there
        raise faults.redirected_away(self.remote, str(there))

    def _check_status(self, response: httpx.Response, kept: Origin | None) -> None:
        code = response.status_code
        if code == httpx.codes.OK or (code == httpx.codes.PARTIAL_CONTENT and kept is not None):
            return
        if code in (httpx.codes.PARTIAL_CONTENT, httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE):
            self.part.empty()
            raise Passing(f"the server answered {code} to the part that was asked for")
        if code >= httpx.codes.INTERNAL_SERVER_ERROR or code == httpx.codes.REQUEST_TIMEOUT:
            raise Passing(faults.answer(code, response.reason_phrase, response.headers.get("Retry-After")))
        raise faults.refused(self.remote, code, response.reason_phrase, response.headers.get("Retry-After"))

    def _place(self, response: httpx.Response, kept: Origin | None) -> Origin:
        """Where the body belongs: at the end of what is here, or at the start of a new file."""
        headers = response.headers
        plain = headers.get("Content-Encoding", "identity").lower() == "identity"
        found = Origin(self.remote.address, headers.get("ETag"), headers.get("Last-Modified"))
        if faults.is_html_type(headers.get("Content-Type", "")):
            raise faults.html(self.remote)
        if kept is not None and response.status_code == httpx.codes.PARTIAL_CONTENT:
            span = _RANGE.fullmatch(headers.get("Content-Range", ""))
            found = replace(found, total=int(span[3]) if span and span[3] != "*" else None)
            if not (plain and span and int(span[1]) == self.part.size and kept.same_file(found)):
                self.part.empty()
                raise Passing("the file changed between two parts; started anew")
            return replace(kept, total=kept.total or found.total)
        if plain:
            length = headers.get("Content-Length", "")
            found = replace(found, total=int(length) if length.isdecimal() else None)
        else:  # the bytes are not those on the wire, so neither length nor a later part can be asked of the server
            found = Origin(self.remote.address)
        self._check_size(found.total or 0)
        self.part.begin(found)
        return found

    def _receive(self, response: httpx.Response, origin: Origin) -> None:
        until = time.monotonic() + self.terms.overall
        self.listener(Progress(self.part.size, origin.total))
        for data in response.iter_bytes():
            self._check_size(self.part.size + len(data))
            self.part.write(data)
            self.listener(Progress(self.part.size, origin.total))
            if time.monotonic() > until:
                raise faults.too_slow(self.remote, self.terms.overall, self._kept())
        if origin.total is not None and self.part.size != origin.total:
            size = self.part.size
            if size > origin.total:
                self.part.empty()
            raise Passing(f"{size:,} bytes came, {origin.total:,} were announced")

    def _check_size(self, size: int) -> None:
        if size > self.remote.limit:
            self.part.empty()
            raise faults.too_large(self.remote, size)


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates that this machine trusts: 0.2 s to read, once for several files."""
    return httpx.create_ssl_context()


def _words(error: Exception) -> str:
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return f"no connection ({error})"
    if isinstance(error, httpx.TimeoutException):
        return "the server fell silent"
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return f"the connection broke ({error})" if str(error) else "the connection broke"
    return str(error) or type(error).__name__
