"""Sponsors as tables in words and as pictures for the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from openh1b.cases.employer_words import Words
from openh1b.charts.words import percent
from openh1b.web.pages.case_files import figure, query_of
from openh1b.web.pages.sponsors_columns import Bar, Year, columns
from openh1b.web.pages.sponsors_held import Held, Overview, Question, asked_of, chosen_of
from openh1b.web.pictures import Picture

if TYPE_CHECKING:
    import polars as pl

    from openh1b.charts.chart import Chart

MOST_FOUND = 40
MOST_REASONS = 200
_MEASURES = {
    "sponsors": "Sponsors",
    "herfindahl": "Herfindahl index, 0 to 10,000",
    "top_1_share": "Largest",
    "top_10_share": "10 largest",
    "top_100_share": "100 largest",
}


@dataclass(frozen=True)
class Leader:
    """One sponsor in the ranking. share: of all approvals, in percent of the largest's. more: cells behind."""

    rank: str
    label: str
    address: str
    approvals: str
    share: float
    more: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """One group. entities: its legal entities. facts: label and text. denials: decisions by year.

    evidence: why each spelling counts.
    """

    label: str
    entities: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    picture: Picture
    denials: Words
    evidence: Words
    left_out: int


def leaders(found: Overview, kept: Mapping[str, str]) -> tuple[Leader, ...]:
    """The ranking. kept: what the address of each sponsor keeps."""
    rows = found.leaders.to_dicts()
    top = max((row["approvals"] for row in rows), default=1) or 1
    return tuple(
        Leader(
            rank=str(row["rank"]),
            label=row["label"],
            address=f"/sponsors{query_of({**kept, 'name': row['sponsor']})}",
            approvals=f"{row['approvals']:,}",
            share=round(100 * row["approvals"] / top, 2),
            more=(_share(row["share"]), _share(row["denial_rate"]), _change(row["change"]), row["industry"] or ""),
        )
        for row in rows
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}%"


def _change(value: int | None) -> str:
    return "" if value is None else f"{value:+,}".replace("-", "\N{MINUS SIGN}")


def places(table: pl.DataFrame, column: str, head: str) -> Words:
    """Industries by approvals, with denial rates."""
    rows = tuple(
        (
            *(row[column], f"{row['approvals']:,}", _share(row["share"])),
            *(f"{row['denials']:,}", _share(row["denial_rate"]), f"{row['sponsors']:,}"),
        )
        for row in table.to_dicts()
    )
    return Words((head, "Approvals", "Share", "Denials", "Denial rate", "Sponsors"), rows, 5)


def concentration(found: Overview, question: Question, files: str) -> Picture:
    """Shares of the largest sponsors by year."""
    from openh1b.charts.sponsor_years import INDEX, concentration_chart

    chart = concentration_chart(found.concentration, found.asked, question.level)
    rows = found.concentration.to_dicts()
    years = _in_row([row for row in rows if row.get("top_1_share") is not None], _tops)
    cells = tuple((_year(row), *(_figure(name, row.get(name)) for name in _MEASURES)) for row in rows)
    table = Words(("Year", *_MEASURES.values()), cells, len(_MEASURES))
    names = {bar.kind: f"{_TOPS[bar.kind][1]} {percent(bar.value)}" for bar in (years[-1].bars if years else ())}
    shown = replace(chart, subtitle=chart.subtitle.replace(f"{INDEX} ", ""))  # the drawing of the page has shares only
    return _of_page(figure(shown, columns(years, chart.title, share=True, names=names), table, files))


def _of_page(one: Picture) -> Picture:
    """A chart without the names of the files, which the page of the data lists."""
    return replace(one, footer=re.sub(r"; files [^.]*\.", ".", one.footer, count=1))


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return percent(value) if name.endswith("share") else f"{value:,.0f}"


_TOPS: Final = {
    "t100": ("top_100_share", "100 largest"),
    "t10": ("top_10_share", "10 largest"),
    "t1": ("top_1_share", "largest"),
}
"""Class of a bar -> the measure, and its name."""


def _tops(row: Mapping[str, Any]) -> Year:
    held = [(kind, row[name], label) for kind, (name, label) in _TOPS.items() if row.get(name) is not None]
    said = ", ".join(f"{label} {percent(value)}" for _, value, label in held)
    text = f"{_year(row)}: {said}; Herfindahl index {row['herfindahl']:,.0f}, {row['sponsors']:,} sponsors"
    return Year(str(row["year"]), text, tuple(Bar(kind, value) for kind, value, _ in held))


def _in_row(rows: Sequence[Mapping[str, Any]], make: Callable[[Mapping[str, Any]], Year]) -> list[Year]:
    """Every year from the first to the last; one without figures keeps its place, empty."""
    held = {row["year"]: row for row in rows}
    every = range(min(held, default=0), max(held, default=-1) + 1)
    return [make(held[one]) if one in held else Year(str(one), f"FY{one}: no figures here", ()) for one in every]


def _year(row: Mapping[str, Any]) -> str:
    return f"FY{row['year']}{', part of the year' if row['part_year'] else ''}"


@lru_cache(maxsize=32)
def profile(group: str, of: Held, question: Question, files: str) -> Profile:
    """One group over the years held. Raises InputError where it has no line in them."""
    from openh1b.sponsors.profile import explain, only_in
    from openh1b.sponsors.profile import show as shown

    chosen = chosen_of(of, Question(part_years=question.part_years))
    found = shown(group, chosen.lines)
    chart = years_chart(group, of, question)
    reasons = explain(group, of.lines)
    years = found["years"]
    evidence = tuple(
        (one.employer, one.entity, ", ".join(one.states), _span(one.years), one.evidence, f"{one.approvals:,}")
        for one in reasons[:MOST_REASONS]
    )
    head = ("Spelling in the files", "Legal entity", "States", "Years", "Why it counts here", "Approvals")
    return Profile(
        label=chart.title.partition(":")[0],
        entities=tuple(found["entities"]),
        facts=tuple(_facts(group, found, of, only_in)),
        picture=_of_page(figure(chart, columns(_in_row(years, _two), chart.title), _counts(years), files)),
        denials=_denials(years),
        evidence=Words(head, evidence, 1),
        left_out=max(0, len(reasons) - MOST_REASONS),
    )


def years_chart(group: str, of: Held, question: Question) -> Chart:
    """One sponsor's decisions by year, as it is saved."""
    from openh1b.charts.sponsor_years import show_chart
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.profile import years_of

    chosen = chosen_of(of, Question(part_years=question.part_years))
    years = years_of(group, chosen.lines).to_dicts()
    return show_chart(load_aliases().label(group), years, asked_of(chosen, "all"))


def _facts(group: str, found: Mapping[str, Any], of: Held, only_in: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    import polars as pl

    from openh1b.sponsors import ranks

    mine = of.lines.filter(pl.col("group") == group)
    row = ranks.sponsors(mine, count="all").to_dicts()
    if row:
        yield "Industry", f"{row[0]['industry'] or 'none given'}, as the petitioner states it (NAICS sector)"
        yield "Kind", ranks.kind_words(row[0]["employer_kind"], row[0]["cap_exempt"])
    if not found["years"]:
        yield "Years", only_in(group, of.lines)


def _two(row: Mapping[str, Any]) -> Year:
    part = " part" if row["part_year"] else ""
    first, again = row["initial_approvals"], row["continuing_approvals"]
    text = f"{_year(row)}: {first:,} initial and {again:,} continuing approvals"
    return Year(
        str(row["year"]),
        text,
        (Bar(f"initial{part}", first, 0.12, 0.36), Bar(f"continuing{part}", again, 0.52, 0.36)),
    )


def _counts(years: Sequence[Mapping[str, Any]]) -> Words:
    names = ("initial_approvals", "continuing_approvals", "initial_denials", "continuing_denials")
    rows = tuple((_year(row), *(f"{row[name]:,}" for name in names)) for row in years)
    return Words(("Year", *(name.replace("_", " ").capitalize() for name in names)), rows, 4)


def _denials(years: Sequence[Mapping[str, Any]]) -> Words:
    rows = []
    for row in years:
        cells = [_year(row)]
        for kind in ("initial", "continuing"):
            yes, no = row[f"{kind}_approvals"], row[f"{kind}_denials"]
            cells += [f"{yes + no:,}", _share(no / (yes + no)) if yes + no else "no decision"]
        rows.append(tuple(cells))
    return Words(("Year", "Initial decisions", "Denied", "Continuing decisions", "Denied"), tuple(rows), 4)


def results(table: pl.DataFrame, kept: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Spellings found: address of the group, and cells."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.profile import evidence

    label = load_aliases().label
    return tuple(
        (
            f"/sponsors{query_of({**kept, 'name': row['group']})}",
            (
                *(label(row["group"]), row["employer"], ", ".join(row["states"])),
                *(_span(row["years"]), evidence(row["why"]), f"{row['approvals']:,}"),
            ),
        )
        for row in table.head(MOST_FOUND).to_dicts()
        if row["group"] is not None
    )


def _span(years: Sequence[int]) -> str:
    if not years:
        return ""
    return f"FY{years[0]}" if len(years) == 1 else f"FY{years[0]} to FY{years[-1]}"


def published(text: str) -> Words:
    """Published figures, all or those of a name. Empty where none fits."""
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.published import figures_of, load_published

    label = load_aliases().label
    rows = tuple(
        (
            *(label(one.who), f"FY{one.year}", one.measure.replace("_", " ")),
            *(f"{one.read}: {'; '.join(one.cite)}{f' ({one.note})' if one.note else ''}", f"{one.value:,}"),
        )
        for one in (figures_of(text) if text else load_published())
    )
    return Words(("Sponsor", "Year", "Measure", "How it was read, and source", "Figure"), rows, 1)


def headline(found: Overview) -> str:
    """The finding: who had the most."""
    rows = found.leaders.head(1).to_dicts()
    if not rows:
        return f"No sponsor has {found.asked.what} in {found.asked.when}"
    first = rows[0]
    said = f"{first['approvals']:,}, {_share(first['share'])} of all"
    return f"{first['label']} had the most {found.asked.what} in {found.asked.when}: {said}"
