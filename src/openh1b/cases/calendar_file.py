"""A calendar as an iCalendar file: all-day events that keep their identity when the file is made again."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from openh1b.cases import DISCLAIMER
from openh1b.cases.calendar import Calendar
from openh1b.cases.calendar_days import ONE_DAY
from openh1b.cases.calendar_lines import Line
from openh1b.version import __version__

if TYPE_CHECKING:
    from icalendar import Event


def calendar_file(found: Calendar, name: str = "") -> bytes:
    """The lines that have a day and do not depend on a job's end, as events. name: tells two people's events apart.

    The same stay and name give the same UID for the same line, so that a new import replaces the old dates. The time
    stamp is the day asked about, so that the same question gives the same file.
    """
    import icalendar

    whole = icalendar.Calendar()
    whole.add("prodid", f"-//OpenH1B//openh1b {__version__}//EN")
    whole.add("version", "2.0")
    for line in found.lines:
        if line.day is not None and line.event:
            whole.add_component(_event(found, line, line.day, name))
    return bytes(whole.to_ical())


def _event(found: Calendar, line: Line, day: date, name: str) -> Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", _uid(found, line, name))
    event.add("dtstamp", datetime.combine(found.on, time(), UTC))
    event.add("dtstart", line.first if line.whole and line.first else day)
    event.add("dtend", day + ONE_DAY)  # the first day after the event, RFC 5545
    event.add("summary", f"{name}: {line.label}" if name else line.label)
    cited = "; ".join(dict.fromkeys(str(cite) for one in line.dated for cite in one.citations))
    event.add("description", f"{line.text}. {f'{cited}. ' if cited else ''}{DISCLAIMER}")
    event.add("transp", "TRANSPARENT")
    return event


def _uid(found: Calendar, line: Line, name: str) -> str:
    digest = hashlib.sha256(f"{name}\0{found.stay.start}\0{line.key}".encode()).hexdigest()
    return f"{digest[:32]}@openh1b"
