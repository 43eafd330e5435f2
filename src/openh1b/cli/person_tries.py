"""The registrations that are left to a person, and the odds over them, in words."""

from __future__ import annotations

from collections.abc import Iterator

from openh1b.cases.calendar_days import counted
from openh1b.cases.person import Case
from openh1b.cases.person_days import Tries
from openh1b.cases.person_summary import Range
from openh1b.cases.person_words import SHARED, earlier_words
from openh1b.cli.person_words import ranged

_BRIDGES = {"none needed": "OPT lasts", "cap-gap": "cap-gap", "status only": "work stops until October"}


def tries_words(found: Case, over: Range | None) -> Iterator[tuple[str, str]]:
    """A label and a text; none where the end of OPT was not given."""
    tries = found.tries
    if tries is None:
        return
    yield "OPT", _opt(tries)
    if over is None:
        yield "Tries", _none(found, tries)
        return
    number = len(tries.left)
    listed = ", ".join(f"FY{one.season} ({_BRIDGES[one.bridge]})" for one in tries.left)
    text = f"{counted(number, 'registration')} left: {listed}."
    if number > 1:
        text += f" Selected at least once: {ranged(over)}, if each year is like the same scenario, with the same law, "
        text += f"offer and level. {SHARED}"
    yield "Tries", " ".join(filter(None, (text, earlier_words(tries.earlier))))


def _opt(tries: Tries) -> str:
    student = tries.student
    text = f"ends on {student.opt_end}"
    return f"{text}, with the STEM extension, if granted, on {tries.last}." if student.stem else f"{text}."


def _none(found: Case, tries: Tries) -> str:
    text = f"no registration for FY{found.typed.season} falls within OPT or its cap-gap."
    return " ".join(filter(None, (text, earlier_words(tries.earlier))))
