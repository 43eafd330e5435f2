"""The six years: which days count, which come back, and on which day they are used up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from openh1b.cases.calendar_days import ONE_DAY, Period, counted, last_day, merged


@dataclass(frozen=True, order=True)
class Trip:
    """An absence from the United States: the day of leaving and the day of coming back, both of them partly inside."""

    left: date
    back: date

    @property
    def away(self) -> Period | None:
        """The days wholly abroad; None where there is none."""
        return Period(self.left + ONE_DAY, self.back - ONE_DAY) if (self.back - self.left).days > 1 else None


@dataclass(frozen=True)
class Stay:
    """A stay in H-1B status from `start` on, with what came before it.

    prior_l1, prior_h1b: earlier periods in these statuses. validity_end, i94_end: last days as approved and admitted,
    where known.
    """

    start: date
    abroad: tuple[Trip, ...] = ()
    prior_l1: tuple[Period, ...] = ()
    prior_h1b: tuple[Period, ...] = ()
    validity_end: date | None = None
    i94_end: date | None = None

    @property
    def prior(self) -> tuple[Period, ...]:
        """Earlier days that count, each once."""
        return merged((*self.prior_l1, *self.prior_h1b))


@dataclass(frozen=True)
class SixYears:
    """Where the six years end.

    last: their last day. first: first day counted. trips, recaptured: absences that count, and their whole days abroad.
    prior: earlier days that count. new_from, new_last: the new six years that a year abroad allows; None without one.
    used_up: the earlier six years had no day left at the start, so that `last` is `new_last`.
    """

    first: date
    last: date
    trips: int
    recaptured: int
    prior: int
    new_from: date | None = None
    new_last: date | None = None
    used_up: bool = False
    notes: tuple[str, ...] = field(default=())


def joined(trips: Iterable[Trip]) -> tuple[tuple[Trip, ...], tuple[str, ...]]:
    """Trips in order, those that overlap as one, and what was joined, in words."""
    found: list[Trip] = []
    notes = []
    for trip in sorted(trips):
        if found and trip.left < found[-1].back:
            whole = Trip(found[-1].left, max(found[-1].back, trip.back))
            notes.append(
                f"The absences {_dates(found[-1])} and {_dates(trip)} overlap: read as one, {_dates(whole)}, "
                "each day counted once."
            )
            found[-1] = whole
        else:
            found.append(trip)
    return tuple(found), tuple(notes)


def six_years(stay: Stay, years: int, reset_years: int) -> SixYears:
    """The last day of the six years: calendar years from the first counted day, and a day more for each not counted.

    Not counted are days wholly abroad, and days between stays. Where the years were used up before the start and no
    year abroad lies between, `last` is before `stay.start`.
    """
    trips, notes = joined(stay.abroad)
    aways = [trip.away for trip in trips if trip.away is not None]
    first = min((stay.start, *(period.first for period in stay.prior)))
    uncounted = [*_gaps(stay), *aways]
    last = _used_up_on(first, years, uncounted)
    reset = _year_abroad(stay, trips, reset_years)
    new_from = None if reset is None else _first_counted(stay, reset.back)
    new_last = None if new_from is None else _used_up_on(new_from, years, uncounted)
    used_up = last < stay.start and new_last is not None
    whole = new_last if used_up and new_last is not None else last
    stays = [*stay.prior, *([Period(stay.start, whole)] if stay.start <= whole else [])]
    spans = [span for span in stays if not used_up or new_from is None or span.first >= new_from]
    inside = [[part for span in spans if (part := away.within(span))] for away in aways]
    return SixYears(
        first=first,
        last=whole,
        trips=sum(1 for parts in inside if parts),
        recaptured=sum(part.days for parts in inside for part in parts),
        prior=sum(period.days for period in stay.prior),
        new_from=new_from,
        new_last=new_last,
        used_up=used_up,
        notes=(*notes, *_outside(trips, spans)),
    )


def _used_up_on(first: date, years: int, uncounted: Sequence[Period]) -> date:
    last = last_day(first, years)
    for period in merged(part for one in uncounted if (part := one.within(Period(first, date.max - ONE_DAY)))):
        if period.first <= last:
            last += period.days * ONE_DAY
    return last


def _gaps(stay: Stay) -> list[Period]:
    edges = [*stay.prior, Period(stay.start, stay.start)]
    return [Period(a.last + ONE_DAY, b.first - ONE_DAY) for a, b in pairwise(edges) if (b.first - a.last).days > 1]


def _year_abroad(stay: Stay, trips: Sequence[Trip], years: int) -> Trip | None:
    """The last absence long enough for a new stay, with counted days before it."""
    first = min((stay.start, *(period.first for period in stay.prior)))
    long = [t for t in trips if t.away and t.away.last >= last_day(t.away.first, years) and first < t.away.first]
    return long[-1] if long else None


def _first_counted(stay: Stay, day: date) -> date:
    spans = [*stay.prior, Period(stay.start, date.max)]
    return min(max(span.first, day) for span in spans if span.last >= day)


def _outside(trips: Sequence[Trip], spans: Sequence[Period]) -> list[str]:
    """What of the absences does not count, since it lies outside the stays, in words."""
    notes = []
    for trip in trips:
        if trip.away is None:
            notes.append(f"The absence {_dates(trip)} holds no whole day abroad.")
            continue
        inside = sum(part.days for span in spans if (part := trip.away.within(span)))
        if inside == 0:
            notes.append(f"The absence {_dates(trip)} lies outside the stay: no day of it counts.")
        elif inside < trip.away.days:
            days = counted(trip.away.days, "whole day")
            notes.append(f"Of the absence {_dates(trip)} {inside:,} of {days} abroad lie in the stay and count.")
    return notes


def _dates(trip: Trip) -> str:
    return f"{trip.left}:{trip.back}"
