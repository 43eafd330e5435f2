"""Parts of a page, each made by itself: one that fails says so where it would stand, and the others are there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from openh1b.errors import OpenH1BError
from openh1b.web.spelling import told

T = TypeVar("T")
_LOG: Final = logging.getLogger(__name__)
_OURS: Final = (
    "a mistake of the program, not of what you asked; the server's log has more. The rest of the page stands."
)


@dataclass(frozen=True)
class Failed:
    """A part that could not be made. what: its name. why: the reason, and what to do about it."""

    what: str
    why: str


def part(what: str, make: Callable[[], T]) -> T | Failed:
    """What a call gives, or why it gave nothing. what: the part's name for a reader."""
    try:
        return make()
    except OpenH1BError as error:
        return Failed(what, told(error))
    except Exception:  # noqa: BLE001 - whatever it is, the other parts must be there
        _LOG.exception("a part of a page failed: %s", what)
        return Failed(what, _OURS)
