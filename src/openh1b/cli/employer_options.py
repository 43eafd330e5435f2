"""Flags of `openh1b employer` as values."""

from __future__ import annotations

from datetime import date

from openh1b.cases.calendar_windows import next_window
from openh1b.cli.cost_options import amount

__all__ = ["amount", "next_season"]


def next_season(day: date) -> int:
    """The season whose registration is open on a day, or is the next to be."""
    return next_window(day).season
