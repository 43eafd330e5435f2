"""Beyond the six years: which extension under AC21 applies, and from when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from openh1b.cases.calendar_days import ONE_DAY, counted, last_day
from openh1b.cases.calendar_lines import Rules
from openh1b.law import Law

FINAL_ACTION: Final = "green_card.final_action_dates"
_AREAS: Final = {
    "india": "IND",
    "china_mainland_born": "CHN",
    "mexico": "MEX",
    "philippines": "PHL",
    "all_chargeability_areas_except_those_listed": "other",
}
"""Areas of the stored bulletins; all countries but the first four are charged to the last."""
_CATEGORIES: Final = {"1st": "EB1", "2nd": "EB2", "3rd": "EB3"}


@dataclass(frozen=True)
class GreenCard:
    """How far a green-card case has come. country: of birth, ISO-3; category: EB1, EB2 or EB3."""

    labor_certification: date | None = None
    i140_filed: date | None = None
    i140_approved: date | None = None
    priority_date: date | None = None
    country: str | None = None
    category: str | None = None

    @property
    def filed(self) -> date | None:
        """The earliest filing that can count under section 106; an approval stands for a filing no later than it."""
        return min((d for d in (self.labor_certification, self.i140_filed, self.i140_approved) if d), default=None)

    @property
    def priority(self) -> date | None:
        """The priority date: as given, or the filing of the labor certification, or that of the I-140."""
        return self.priority_date or self.labor_certification or self.i140_filed


@dataclass(frozen=True)
class Cutoff:
    """One Final Action Date. status: current, unavailable, or date; area: ISO-3, or other. bulletin: its first day."""

    bulletin: date
    category: str
    area: str
    status: str
    cutoff: date | None
    source: str

    def is_current(self, priority: date) -> bool:
        """Whether a priority date is current: it lies before the cut-off date."""
        return self.status == "current" or (self.cutoff is not None and priority < self.cutoff)

    def __str__(self) -> str:
        value = self.cutoff if self.cutoff is not None else self.status
        area = "all areas not listed" if self.area == "other" else self.area
        return f"{self.category} {area}: {value} (bulletin of {self.bulletin:%B %Y}, {self.source})"


@dataclass(frozen=True)
class Extension:
    """The extension beyond the six years. rule: 104c, 106, or none; first, last: of the period it could be asked for.

    gap: days after the six years before the exemption could start. cutoff: the Final Action Date it was judged by.
    """

    rule: Literal["104c", "106", "none"]
    why: str
    first: date | None = None
    last: date | None = None
    gap: int = 0
    cutoff: Cutoff | None = None


def law_cutoffs(law: Law) -> tuple[Cutoff, ...]:
    """The Final Action Dates that the law files hold."""
    found = []
    for start in (span.start for span in law.spans(FINAL_ACTION)):
        if isinstance(start, date):
            held = law.at(FINAL_ACTION, on=start)
            sources = ", ".join(citation.source for citation in held.citations)
            found += [
                Cutoff(start, row["category"], row["area"], row["status"], row.get("cutoff"), sources)
                for row in held.value
            ]
    return tuple(found)


def stored_cutoffs(rows: Iterable[Mapping[str, Any]]) -> tuple[Cutoff, ...]:
    """Final Action Dates from rows of the stored table `visa_bulletin`; other charts, categories and areas are left."""
    return tuple(
        Cutoff(
            row["bulletin"], _CATEGORIES[row["category"]], _AREAS[row["area"]], row["status"], row["cutoff"], "store"
        )
        for row in rows
        if row["chart"] == "final_action" and row["category"] in _CATEGORIES and row["area"] in _AREAS
    )


def cutoff_on(day: date, category: str, country: str, cutoffs: Sequence[Cutoff]) -> Cutoff | None:
    """The last Final Action Date known by a day for a category and a country of birth; None where none was read.

    Of two for one month the one given first stands.
    """
    area = country if country in _AREAS.values() else "other"
    held = [one for one in cutoffs if one.category == category and one.area == area and one.bulletin <= day]
    return max(held, key=lambda one: one.bulletin, default=None)


def extension(card: GreenCard, after: date, rules: Rules, cutoffs: Sequence[Cutoff]) -> Extension:
    """The extension that could begin on the day after `after`, the last day of the six years or of the last extension.

    The Final Action Date is that of the day of `rules`, taken as the day of filing.
    """
    start = after + ONE_DAY
    cutoff, why = _judged(card, rules, cutoffs)
    approved, priority = card.i140_approved, card.priority
    if cutoff is not None and approved is not None and priority is not None and not cutoff.is_current(priority):
        first = max(start, approved)
        last = last_day(first, rules("ac21.years_104c").value)
        text = f"I-140 approved on {approved} and {priority} not current under {_read(cutoff, rules.on)}"
        return Extension("104c", text, first, last, (first - start).days, cutoff)
    return _by_106(card, start, rules, (cutoff, why))


def _judged(card: GreenCard, rules: Rules, cutoffs: Sequence[Cutoff]) -> tuple[Cutoff | None, str]:
    """The Final Action Date by which section 104(c) is judged, or why it is not."""
    if card.i140_approved is None or card.category is None or card.country is None:
        return None, ""
    found = cutoff_on(rules.on, card.category, card.country, cutoffs)
    if found is None:
        return None, (
            f" Section 104(c): not computed, no Final Action Date for {card.category} and {card.country} by {rules.on} "
            "is at hand; the visa_bulletin table of a store would give it."
        )
    return found, f" Section 104(c) does not apply: {card.priority} is current under {_read(found, rules.on)}."


def _read(cutoff: Cutoff, on: date) -> str:
    late = (cutoff.bulletin.year, cutoff.bulletin.month) < (on.year, on.month)
    return f"{cutoff}{', the last read before the month of the filing' if late else ''}"


def _by_106(card: GreenCard, start: date, rules: Rules, judged: tuple[Cutoff | None, str]) -> Extension:
    cutoff, why = judged
    if card.filed is None:
        return Extension("none", f"neither a labor certification nor an I-140 was given.{why}")
    wait = rules("ac21.wait_days").value
    ready = card.filed + timedelta(days=wait)
    first = max(start, ready)
    gap = (first - start).days
    text = f"filed on {card.filed}, {counted(wait, 'day')} are over on {ready}"
    if gap:
        text += f", {counted(gap, 'day')} after the earlier limit: until then no extension beyond it"
    return Extension("106", f"{text}.{why}", first, last_day(first, rules("ac21.years_106").value), gap, cutoff)
