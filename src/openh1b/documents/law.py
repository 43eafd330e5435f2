"""The law of a day, and what differs between two days, as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openh1b.law import Change, Dated, Law
from openh1b.law.wording import as_json


def law_document(law: Law, found: Sequence[Dated], on: date, known: date | None) -> dict[str, Any]:
    """What `openh1b law show` answers: an entry of `parameters` a value, with what of its path is not in force."""
    rows = [{**as_json(one), "not_in_force": others_rows(law, one.path, one, known)} for one in found]
    return {**asked_of(law, on, known), "parameters": rows}


def changes_document(days: tuple[date, date], changes: Sequence[Change], known: date | None) -> dict[str, Any]:
    """What `openh1b law diff` answers: an entry of `changes` a path, with its value on either day."""
    rows = [{"path": one.path, "before": _value(one.before), "after": _value(one.after)} for one in changes]
    return {"days": [str(day) for day in days], "known": _told(known), "changes": rows}


def asked_of(law: Law, on: date, known: date | None) -> dict[str, Any]:
    """Whose law it is: of which day and season, as known on which day."""
    return {"on": str(on), "season": law.clock(known).season_of(on), "known": _told(known)}


def others_rows(law: Law, path: str, value: Dated | None, known: date | None) -> list[dict[str, Any]]:
    """One row an entry of a path that is not in force beside `value`: proposed, stayed, set aside, or of other days."""
    return [as_json(one) for one in not_in_force(law, path, value, known)]


def not_in_force(law: Law, path: str, value: Dated | None, known: date | None) -> list[Dated]:
    """Entries of a path that are not the value itself."""
    same = None if value is None else (value.citations, value.known, value.value)
    return [one for one in law.others(path, known) if (one.citations, one.known, one.value) != same]


def _value(one: Dated | None) -> dict[str, Any] | None:
    return None if one is None else as_json(one)


def _told(day: date | None) -> str | None:
    return None if day is None else str(day)
