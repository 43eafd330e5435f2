"""Sponsors by fiscal year: one sponsor's decisions, and the shares of the largest. Years not held have an empty row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.sponsors import MAIN, PALE, SECOND, Asked, sponsor_chart
from openh1b.charts.theme import INK, NARROW, PAPER, Spec
from openh1b.charts.words import percent

if TYPE_CHECKING:
    import polars as pl

_COUNT_AXIS = "format(datum.value, ',d')"
_PERCENT_AXIS = "format(datum.value, '.0%')"
_SHARES = (
    ("top_100_share", "100 largest", PALE),
    ("top_10_share", "10 largest", MAIN),
    ("top_1_share", "largest", INK),
)
INDEX = "HHI: Herfindahl index, 0 to 10,000."


def show_chart(label: str, years: Sequence[Record], asked: Asked) -> Chart:
    """Initial and continuing approvals of one sponsor by year. years: as profile.show gives them."""
    whole = [one for one in years if not one["part_year"]] or list(years)
    kept = ("year", "part_year", "initial_approvals", "continuing_approvals", "initial_denials", "continuing_denials")
    records = [{name: one[name] for name in kept} for one in years]
    title = f"{label}: no line in {asked.when}"
    if whole:
        last = whole[-1]
        title = (
            f"{label}: {last['initial_approvals']:,} initial and {last['continuing_approvals']:,} continuing approvals "
            f"in {_year(last)}"
        )
    subtitle = (
        "H-1B petitions approved by fiscal year of the decision. Initial: new employment and new concurrent "
        f"employment; continuing: all else, change of employer included. {_marked(records, 'Hollow')}"
        "An approval is not a person and not a visa."
    )
    return sponsor_chart("sponsors-show", (title, subtitle), asked, records, _Years(records, asked).spec)


def concentration_chart(table: pl.DataFrame, asked: Asked, of: str) -> Chart:
    """Shares of the largest sponsors by year. table: as ranks.concentration_by_year returns it."""
    rows = [one for one in table.to_dicts() if one.get("top_10_share") is not None]
    names = ("year", "part_year", "top_1_share", "top_10_share", "top_100_share", "herfindahl", "sponsors")
    records: list[Record] = [{name: one.get(name) for name in names} for one in rows]
    title = f"Fewer than ten sponsors in {asked.when}"
    whole = [one for one in records if not one["part_year"]] or records
    if whole:
        first, last = whole[0], whole[-1]
        title = f"The ten largest sponsors had {percent(last['top_10_share'])} of {asked.what} in {_year(last)}"
        if first is not last:
            title += f", {percent(first['top_10_share'])} in {_year(first)}"
    counted = "Spellings of a firm counted together" if of == "group" else "By legal entity"
    subtitle = (
        f"Share of H-1B {asked.what} that the largest sponsor (shortest bar), the 10 and the 100 largest had, each bar "
        f"from zero. {counted}. {INDEX} {_marked(records, 'Paler')}{asked.meaning}"
    )
    return sponsor_chart("sponsors-concentration", (title, subtitle), asked, records, _Shares(records, asked).spec)


def _year(one: Record) -> str:
    return f"FY{one['year']}{' (part of the year)' if one['part_year'] else ''}"


def _marked(records: Sequence[Record], how: str) -> str:
    return f"{how}: part of the year. " if any(one["part_year"] for one in records) else ""


def _labels(records: Sequence[Record], asked: Asked) -> dict[int, str]:
    """Every year from the first to the last, with what is special about it."""
    parts = {one["year"] for one in records if one["part_year"]}
    held = {one["year"] for one in records}
    years = [*held, *asked.years]
    found = {}
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        word = ", part" if year in parts else "" if year in held else ": none" if year in asked.years else ": not held"
        found[year] = f"{year}{word}"
    return found


@dataclass(frozen=True)
class _Years:
    """Two bars a year."""

    records: Sequence[Record]
    asked: Asked

    def spec(self, width: int) -> Spec:
        labels = _labels(self.records, self.asked)
        held = {one["year"] for one in self.records}
        keys = [f"{year}.{k}" for year in labels for k in ("ich" if year in held else "ih")][:-1]
        rows = _Labelled(keys, {f"{year}.i": text for year, text in labels.items()})
        bars = [bar for one in self.records for bar in _two(one)]
        layers, y = [], rows.axis(width)
        for filled in (True, False):
            own = [bar for bar in bars if bar["part"] is not filled]
            look: dict[str, Any] = {"color": "by row"} if filled else {"fill": PAPER, "stroke": "by row"}
            layers += [r.mark(own, "bar", y, ("zero", "value"), height=13, opacity=0.9, **look)] if own else []
        layers.append(r.value_labels(bars, y, "value"))
        high = max((bar["value"] for bar in bars), default=1) or 1
        end = r.widened(high, r.label_room(rows, width, [bar["text"] for bar in bars]))
        r.scale(layers, "Approvals", (0.0, end), _COUNT_AXIS, most=r.steps(width))
        return rows.document(width, layers)


def _two(one: Record) -> list[dict[str, Any]]:
    kinds = (("i", "initial", MAIN), ("c", "continuing", SECOND))
    return [
        {
            "row": f"{one['year']}.{letter}",
            "zero": 0,
            "value": one[f"{kind}_approvals"],
            "text": f"{one[f'{kind}_approvals']:,} {kind}",
            "colour": shade,
            "part": bool(one["part_year"]),
        }
        for letter, kind, shade in kinds
    ]


@dataclass(frozen=True)
class _Shares:
    """Three bars from zero, one upon the other, a year."""

    records: Sequence[Record]
    asked: Asked

    def spec(self, width: int) -> Spec:
        labels = _labels(self.records, self.asked)
        rows = _Labelled([r.TOP_ROW, *(f"{year}.0" for year in labels)], {f"{y}.0": text for y, text in labels.items()})
        y = rows.axis(width)
        layers, ends = [], []
        for name, _, shade in _SHARES:
            own = [one for one in self.records if one[name] is not None]
            bars = [
                {"row": f"{one['year']}.0", "zero": 0, "value": one[name], "text": percent(one[name])} for one in own
            ]
            part = {f"{one['year']}.0" for one in own if one["part_year"]}
            for pale in (False, True):
                some = [bar for bar in bars if (bar["row"] in part) is pale]
                # On paper of its own, so that one pale bar does not shine through the other.
                layers += [r.mark(some, "bar", y, ("zero", "value"), color=PAPER, height=13)] if pale and some else []
                look = {"color": shade, "height": 13, "opacity": 0.5 if pale else 1}
                layers += [r.mark(some, "bar", y, ("zero", "value"), **look)] if some else []
            ends.append(bars)
        last = ends[0] or ends[1]
        told = {f"{one['year']}.0": f" (HHI {one['herfindahl']:.0f})" for one in self.records if width > NARROW}
        labelled = [bar | {"text": bar["text"] + told.get(bar["row"], "")} for bar in last]
        layers.append(r.value_labels(labelled, y, "value"))
        inside = ends[1] if ends[0] else []
        layers.append(
            r.mark(inside, "text", y, ("value",), text="text", baseline="middle", align="left", dx=5, fill=INK)
        )
        high = max((bar["value"] for bar in last), default=1) or 1
        end = r.widened(high, r.label_room(rows, width, [bar["text"] for bar in labelled]))
        layers.append(_heads(ends, y))
        r.scale(layers, f"Share of {self.asked.what}", (0.0, end), _PERCENT_AXIS, most=r.steps(width))
        return rows.document(width, layers)


def _heads(ends: Sequence[Sequence[dict[str, Any]]], y: Spec) -> Spec:
    """Names of the bars above the first year, each where its bar ends there."""
    heads = [
        {"row": r.TOP_ROW, "zero": bars[0]["value"], "text": name}
        for bars, (_, name, _) in zip(ends, _SHARES, strict=True)
        if bars
    ]
    return r.mark(heads, "text", y, ("zero",), text="text", baseline="middle", align="right", dx=2, fill=INK)


@dataclass(frozen=True)
class _Labelled(r.Rows):
    """Rows with keys and labels of their own."""

    def __init__(self, keys: Sequence[str], named: dict[str, str]) -> None:
        super().__init__(tuple(keys), ("",), (MAIN,))
        self.__dict__["labels"] = {key: named.get(key, "") for key in keys}
