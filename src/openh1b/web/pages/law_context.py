"""What the pages of the law print: values of a day, and one parameter over time with its bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from markupsafe import Markup

from openh1b.cited.sources import citation_line
from openh1b.documents.law import not_in_force
from openh1b.law import Dated, Law, load_law, season_name
from openh1b.law.values import LIVE, When
from openh1b.law.wording import how_read, since, standing
from openh1b.web.render import Context
from openh1b.web.rules import in_words

TOPICS: Final = {
    "caps": "Caps", "selection": "Selection", "wages": "Wage levels", "registration": "Registration", "fees": "Fees",
    "price": "Charges", "stay": "Stay", "ac21": "AC21", "student": "Students", "green_card": "Green card",
    "seasons": "Published counts",
}  # fmt: skip


_NEAR, _FAR, _CROWDED, _MARKS = 12.0, 45.0, 6, 8
"""Years drawn, and the number of changes in the nearer ones from which on only they are."""


@dataclass(frozen=True)
class Shown:
    """A value in words. sources: (id, title, where, place) of each citation. bar: its place in time, if drawn."""

    dated: Dated
    value: str
    since: str
    standing: str
    how: str
    sources: tuple[tuple[str, str, str, str], ...]
    bar: Markup


@dataclass(frozen=True)
class Row:
    """A parameter on a day: its value, None where it has none, and how many others are not in force."""

    path: str
    label: str
    shown: Shown | None
    others: int


@dataclass(frozen=True)
class LawContext(Context):
    """The law of a day. topics: id -> name. season: that of the day, in words."""

    template: ClassVar[str] = "law.html.j2"

    topics: dict[str, str]
    topic: str
    on: date
    known: date | None
    season: str
    rows: tuple[Row, ...]
    command: str


@dataclass(frozen=True)
class ParameterContext(Context):
    """One parameter over time. held: its values in order; others: not in force.

    marks: years of the axis, each after its place in per cent; upright: the place of the day.
    """

    template: ClassVar[str] = "law_parameter.html.j2"

    path: str
    unit: str
    clock: str
    on: date
    known: date | None
    now: Shown | None
    held: tuple[Shown, ...]
    others: tuple[Shown, ...]
    marks: tuple[tuple[float, int], ...]
    upright: float
    news: tuple[date, ...]
    files: dict[str, str]
    command: str
    origin: str


@dataclass(frozen=True)
class Years:
    """The time that bars are drawn on, in years."""

    first: float
    last: float

    def at(self, when: float) -> float:
        """Per cent of the width."""
        return round(100 * (min(max(when, self.first), self.last) - self.first) / (self.last - self.first), 2)

    def marks(self) -> tuple[tuple[float, int], ...]:
        """Round years, at most nine, each after its place."""
        first, last = int(self.first), int(self.last)
        step = next((one for one in (1, 2, 5) if (last - first) / one <= _MARKS), 10)
        return tuple((self.at(year), year) for year in range(-(-first // step) * step, last + 1, step))


def shown(law: Law, dated: Dated, time: tuple[Years, date] | None = None) -> Shown:
    """A value for a page. time: what to draw its bar on, and the day asked for; nothing is drawn without."""
    sources = []
    for one in dated.citations:
        source = law.sources[one.source]
        where = "; ".join(part for part in (source.reference, source.where) if part)
        sources.append((one.source, source.title, where, one.at or ""))
    told = "" if dated.annual and dated.status in LIVE else standing(dated)
    drawing = Markup("") if time is None else bar(dated, *time)
    begun = since(dated) if dated.start is not None else "no day set"
    return Shown(dated, in_words(dated), begun, told, how_read(dated), tuple(sources), drawing)


def topic_rows(law: Law, topic: str, on: date, known: date | None) -> tuple[Row, ...]:
    """Every parameter of a topic on a day."""
    rows = []
    for path in law.under(topic):
        found = law.find(path, on=on, known=known)
        others = len(not_in_force(law, path, found, known))
        rows.append(Row(path, law.parameters[path].label, None if found is None else shown(law, found), others))
    return tuple(rows)


def over_time(law: Law, path: str, known: date | None) -> list[Dated]:
    """Every value of a path, in order of time, as known on a day."""
    found = []
    for span in law.spans(path, known):
        start = span.start
        one = (
            law.find(path, season=start, known=known)
            if isinstance(start, int)
            else law.find(path, on=start, known=known)
        )
        if one is not None:
            found.append(one)
    return found


def years(values: Sequence[Dated], on: date) -> Years:
    """To a year and a half after the day or the last change; 45 years back, or 12 where much changed in those."""
    points = [year_of(when) for one in values for when in (one.start, one.end) if when is not None]
    points += [year_of(one.known) for one in values if one.known is not None]
    last = max([*points, year_of(on)]) + 1.5
    recent = sum(when > last - _NEAR for when in points)
    first = max(min([*points, year_of(on) - 3]), last - (_NEAR if recent >= _CROWDED else _FAR))
    return Years(float(int(first)), float(int(last + 0.99)))


def year_of(when: When) -> float:
    """A day or fiscal year as a number of years; a fiscal year begins in October of the year before."""
    if isinstance(when, int):
        return when - 0.25
    return when.year + (when.timetuple().tm_yday - 1) / 365.25


def ends(one: Dated, span: Years) -> tuple[float, float]:
    """Where in time a value begins and ends, in years."""
    start = span.first if one.start is None else max(year_of(one.start), span.first)
    end = span.last if one.end is None else year_of(one.end) + (1 if isinstance(one.end, int) else 0.003)
    return start, end


def bar(one: Dated, span: Years, on: date) -> Markup:
    """Where in time a value holds; hollow where it is not in force. Upright: the day asked for; dot: first known."""
    start, end = ends(one, span)
    live = one.status in LIVE or one.end is not None
    left = span.at(start)
    width = max(span.at(end) - left, 0.6)
    parts = [Markup('<line class="axis" x1="0" x2="100%" y1="10" y2="10"/>')]
    if one.start is not None:
        parts.append(
            Markup('<rect class="{}" x="{}%" y="5" width="{}%" height="10" rx="2"/>').format(
                "live" if live else "gone", left, width
            )
        )
    if one.known is not None:
        parts.append(Markup('<circle class="born" cx="{}%" cy="10" r="3"/>').format(span.at(year_of(one.known))))
    parts.append(Markup('<line class="day" x1="{0}%" x2="{0}%" y1="-4" y2="24"/>').format(span.at(year_of(on))))
    held = since(one) if one.start is not None else "no day set"
    status = one.status.replace("_", " ")
    label = f"{in_words(one)}: {held}, {status}; {citation_line(one.citations, load_law().sources)}"
    return Markup(
        '<svg width="100%" height="20" role="group" aria-label="Time"><g class="mark" role="img" tabindex="0" '
        'aria-label="{}"><rect class="hit" width="100%" height="20"/>{}</g></svg>'
    ).format(label, Markup("").join(parts))


def season_words(law: Law, on: date, known: date | None) -> str:
    """The season to which a filing on a day belongs."""
    return season_name(law.clock(known).season_of(on))
