"""Days of the calendar: years, months and periods with both ends included."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def within(self, other: Period) -> Period | None:
        """The part that lies in another period; None where there is none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None


def last_day(first: date, years: int) -> date:
    """Last day of whole years that begin on a day; those from 29 February end on the last day of February."""
    try:
        return first.replace(year=first.year + years) - ONE_DAY
    except ValueError:
        return date(first.year + years, 2, 28)


def months_after(day: date, months: int) -> date:
    """The same day of another month, or that month's last where it has no such day; months may be below 0."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_day(year: int, text: str) -> date:
    """A day of a year from its month and day as the law files write them, `10-01`."""
    return date.fromisoformat(f"{year:04d}-{text}")


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days as periods in order that neither overlap nor touch."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.first <= found[-1].last + ONE_DAY:
            found[-1] = Period(found[-1].first, max(found[-1].last, period.last))
        else:
            found.append(period)
    return tuple(found)


def counted(number: int, thing: str) -> str:
    """A number of things: `1 day`, `2 days`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
