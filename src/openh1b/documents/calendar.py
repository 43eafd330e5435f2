"""A calendar as a document: its lines, and the law behind each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from openh1b.cases import DISCLAIMER
from openh1b.cases.calendar import Calendar
from openh1b.cases.calendar_lines import Line, proposals
from openh1b.law import load_law, plain
from openh1b.law.wording import as_json

WEAK: Final = ("second-hand", "memory", "assumption")
"""How a value may have been read, other than in the source itself."""


def calendar_document(found: Calendar) -> dict[str, Any]:
    """What `openh1b calendar` answers: one entry of `lines` a date or span, days as YYYY-MM-DD.

    A line's `law` holds paths; `law` of the whole has the value of each once, with what is proposed in its place.
    """
    return {
        "disclaimer": DISCLAIMER,
        "on": str(found.on),
        "stay": plain(asdict(found.stay)),
        "lines": [_line(line) for line in found.lines],
        "notes": list(found.notes),
        "law": [{**as_json(one), "proposals": [as_json(p) for p in proposals(load_law(), one)]} for one in found.dated],
        "provisional": any(one.read in WEAK for one in found.dated),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "label": line.label,
        "day": plain(line.day),
        "first": plain(line.first),
        "text": line.text,
        "law": [one.path for one in line.dated],
    }
