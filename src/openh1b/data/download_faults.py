"""What can go wrong on the way from a publisher, in words: what happened, at which address, and how to get the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.errors import DataError, Fault

if TYPE_CHECKING:
    from openh1b.data.remote_file import RemoteFile

REFUSALS = (401, 403, 407, 429, 451)
GONE = (404, 410)


def by_hand(remote: RemoteFile) -> str:
    """How a person gets the file, with what is known of the address."""
    text = f"Download it in a browser from {remote.page} and add it: openh1b data add FILE"
    return f"{remote.note} {text}" if remote.note else text


def no_address(remote: RemoteFile) -> DataError:
    """No address is known for that year."""
    return _fault(remote, "no address of the file is known", hint=by_hand(remote))


def refused(remote: RemoteFile, code: int, reason: str, retry_after: str | None) -> DataError:
    """The server will not give the file, and asking again would not help."""
    said = answer(code, reason, retry_after)
    if code in GONE:
        hint = f"Years known: {remote.years}. Publishers move files: look on {remote.page}{_doubt(remote)}"
        return _fault(remote, f"the file is not there, {said}", hint=hint)
    if code in REFUSALS:
        return _fault(remote, f"the site refuses this program, {said}", hint=by_hand(remote))
    return _fault(remote, said, expected="the file", hint=by_hand(remote))


def answer(code: int, reason: str, retry_after: str | None) -> str:
    """A status, as the server put it."""
    later = (
        f", and asks to come back after {retry_after}{' s' if retry_after.isdecimal() else ''}" if retry_after else ""
    )
    return f"the server answered {code} {reason}".rstrip() + later


def html(remote: RemoteFile) -> DataError:
    """A web page came in place of the file: a notice, a check that a person is asking, a page of errors."""
    problem = "the site sent a web page (HTML), not the file"
    return _fault(remote, problem, expected=remote.name, hint=by_hand(remote) + _doubt(remote))


def not_that_file(remote: RemoteFile, problem: str, expected: str) -> DataError:
    """What came is whole but is not what the address promises."""
    return _fault(remote, problem, expected=expected, hint=by_hand(remote) + _doubt(remote))


def gave_up(remote: RemoteFile, trouble: str, attempts: int, kept: int) -> DataError:
    """Faults that may pass did not."""
    tries = f"after {attempts} attempts" if attempts > 1 else "at the first attempt"
    hint = _kept(kept) or f"Try again later. {by_hand(remote)}{_doubt(remote)}"
    return _fault(remote, f"not fetched, {tries}: {trouble}", hint=hint)


def too_slow(remote: RemoteFile, seconds: float, kept: int) -> DataError:
    """It came, but too slowly to wait for."""
    return _fault(remote, f"not finished within {seconds:,.0f} s", hint=_kept(kept) or by_hand(remote))


def too_large(remote: RemoteFile, size: int) -> DataError:
    """More than such a file can have."""
    return _fault(remote, f"{size:,} bytes or more", expected=f"at most {remote.limit:,}", hint=by_hand(remote))


def too_many_redirects(remote: RemoteFile, most: int) -> DataError:
    """Sent on and on."""
    return _fault(remote, f"redirected more than {most} times", hint=by_hand(remote))


def redirected_away(remote: RemoteFile, there: str) -> DataError:
    """Sent to a place whose answer could be anybody's."""
    return _fault(remote, f"redirected to {there}", expected="https, or the same host", hint=by_hand(remote))


def bad_contact(contact: str) -> DataError:
    """A contact that would not be one header."""
    return DataError(Fault("contact", f"{contact!r} is no e-mail address", expected="name@example.org"))


def is_html_type(content_type: str) -> bool:
    """Whether a Content-Type says web page."""
    return content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def _kept(size: int) -> str:
    return f"{size:,} bytes are kept; the same command goes on from there" if size else ""


def doubt(remote: RemoteFile) -> str:
    """How far an address is to be trusted, in a sentence; nothing where the publisher itself was asked."""
    if remote.read == "source":
        return ""
    return f"The address was read {_HOW[remote.read]}; it was not checked with the publisher"


def _doubt(remote: RemoteFile) -> str:
    return f". {doubt(remote)}" if doubt(remote) else ""


_HOW = {"second-hand": "second-hand", "memory": "from memory", "assumption": "as an assumption"}


def _fault(remote: RemoteFile, problem: str, *, expected: str | None = None, hint: str | None = None) -> DataError:
    return DataError(Fault(remote.address or remote.label, problem, expected=expected, hint=hint))
