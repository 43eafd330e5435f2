"""Sponsors as pictures: the largest, one over the years, concentration, industries and states.

A figure counts first decisions on petitions in the fiscal year of the decision. What is of part of a year is hollow and
named so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import NARROW, WIDE, Spec, colour
from openh1b.charts.words import listed, percent
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.ranks import Count

_COUNT_AXIS = "format(datum.value, ',d')"
_PERCENT_AXIS = "format(datum.value, '.0%')"
_MOST_ROWS = 30
_WORDS = {
    "initial": ("initial approvals", "Initial: new employment and new concurrent employment."),
    "continuing": ("continuing approvals", "Continuing: all but new employment, change of employer included."),
    "all": ("approvals", "Initial and continuing together, change of employer included."),
}
MAIN, SECOND, PALE = colour(1), colour(2), "#9cc6e0"


@dataclass(frozen=True)
class Asked:
    """What a chart of sponsors is about, in words: which decisions, of which years, from which files."""

    count: Count
    years: tuple[int, ...]
    part: tuple[int, ...]
    vintages: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def when(self) -> str:
        """`FY2022`, `FY2021 and FY2022`, `FY2014 to FY2022 without FY2017 and FY2020`."""
        if len(self.years) <= 2:
            return listed([f"FY{year}{' (part of the year)' if year in self.part else ''}" for year in self.years])
        first, last = self.years[0], self.years[-1]
        gaps = [f"FY{year}" for year in range(first, last) if year not in self.years]
        parts = [f"FY{year}" for year in self.part]
        without = f" without {listed(gaps)}" if gaps else ""
        return f"FY{first} to FY{last}{without}{f' (of {listed(parts)} a part)' if parts else ''}"

    @property
    def what(self) -> str:
        """`initial approvals`."""
        return _WORDS[self.count][0]

    @property
    def meaning(self) -> str:
        """What is counted, in a sentence or two."""
        return f"{_WORDS[self.count][1]} Fiscal year of the decision. An approval is not a person and not a visa."

    @property
    def footer(self) -> str:
        """The source, its files, what is missing or of part of a year, and the version."""
        files = "; ".join(self.vintages)
        source = f"Source: USCIS, H-1B Employer Data Hub, first decisions on petitions; files {files}."
        return " ".join([source, *self.notes, f"OpenH1B {__version__}."])


def top_chart(table: pl.DataFrame, asked: Asked, of: str, *, first_time: bool = False) -> Chart:
    """The largest sponsors as bars. table: as ranks.sponsors returns it, cut; of: `group` or `entity`.

    first_time: whether all of them are new among the years held.
    """
    rows = table.head(_MOST_ROWS).to_dicts()
    records = [{"label": one["label"], "rank": one["rank"], "approvals": one["approvals"], "share": one["share"] or 0.0}
               for one in rows]  # fmt: skip
    first = records[0] if records else None
    title = f"No sponsor has {asked.what} in {asked.when}"
    if first:
        among = " among new sponsors" if first_time else ""
        title = f"{first['label']} had the most {asked.what} in {asked.when}{among}: {first['approvals']:,}"
        title = f"{title}, {percent(first['share'])} of all"
    counted = "Spellings of a firm counted together" if of == "group" else "By legal entity"
    whose = "sponsor new among the years held" if first_time else "sponsor"
    subtitle = (
        f"H-1B {asked.what} by {whose}, {asked.when}: the {len(records)} largest. {counted}. "
        f"In brackets: share of all. {asked.meaning}"
    )
    values = [(one["label"], one["approvals"], f"{one['approvals']:,} ({one['share']:.1%})") for one in records]
    return sponsor_chart("sponsors-top", (title, subtitle), asked, records, _Bars(values, asked.what, _COUNT_AXIS).spec)


def places_chart(table: pl.DataFrame, asked: Asked, column: str) -> Chart:
    """Industries or states as bars of their share. table: as ranks.industries or ranks.states; column: its names."""
    named = {"title": "industry of the petitioner, as it states it (NAICS sector)", "state": "state of the petitioner"}
    rows = table.head(_MOST_ROWS).to_dicts()
    names = ("share", "approvals", "denials", "sponsors")
    records = [{column: one[column], **{name: one[name] for name in names}} for one in rows]
    title = f"No {asked.what} in {asked.when}"
    if records:
        title = f"{records[0][column]}: {percent(records[0]['share'])} of {asked.what} in {asked.when}"
    left = f", the {len(records)} largest of {table.height}" if table.height > len(records) else ""
    subtitle = (
        f"Share of H-1B {asked.what} by {named[column]}, {asked.when}{left}. Beside it the number. {asked.meaning}"
    )
    values = [(one[column], one["share"], f"{one['share']:.1%} ({one['approvals']:,})") for one in records]
    axis = f"Share of {asked.what}"
    return sponsor_chart(
        f"sponsors-{column}", (title, subtitle), asked, records, _Bars(values, axis, _PERCENT_AXIS).spec
    )


@dataclass(frozen=True)
class _Bars:
    """One bar a row: label, value, text beside it."""

    values: Sequence[tuple[str, float, str]]
    axis: str
    number: str

    def spec(self, width: int) -> Spec:
        rows = r.Rows(tuple(label for label, _, _ in self.values) or ("",), ("",), (MAIN,))
        y = rows.axis(width)
        bars: list[dict[str, Any]] = [
            {"row": f"{k}.0", "zero": 0, "value": value, "text": text if width > NARROW else text.split(" (")[0]}
            for k, (_, value, text) in enumerate(self.values)
        ]
        layers = [
            r.mark(bars, "bar", y, ("zero", "value"), color=MAIN, height=12, opacity=0.9),
            r.value_labels(bars, y, "value"),
        ]
        high = max((bar["value"] for bar in bars), default=1) or 1
        end = r.widened(high, r.label_room(rows, width, [bar["text"] for bar in bars]))
        r.scale(layers, self.axis.capitalize(), (0.0, end), self.number, most=r.steps(width))
        return rows.document(width, layers)


def sponsor_chart(
    name: str, words: tuple[str, str], asked: Asked, records: Sequence[Record], spec: Callable[[int], Spec]
) -> Chart:
    """A chart about sponsors. words: title and subtitle; records: what is drawn; spec: the drawing at a width."""
    title, subtitle = words
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        footer=asked.footer,
        spec=spec(WIDE),
        narrow=spec(NARROW),
        table=tuple(records),
        alt=f"{title}. {'; '.join(_said(one) for one in records)}.",
    )


def _said(record: Record) -> str:
    first, *others = record.items()
    told = [f"{name.replace('_', ' ')} {_figure(name, value)}" for name, value in others if value not in {None, False}]
    return f"{first[1]}: {', '.join(told)}"


def _figure(name: str, value: object) -> str:
    if value is True:
        return "yes"
    if isinstance(value, float):
        return percent(value) if "share" in name else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
