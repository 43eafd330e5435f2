"""All claims as one dated page: no script, nothing asked for from anywhere; cards and CSV files in it and beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from openh1b.charts.chart import Chart, csv
from openh1b.charts.engine import warm_up
from openh1b.charts.frame import bare_svg
from openh1b.charts.picture import csv_address
from openh1b.charts.table import Table
from openh1b.charts.templates import environment
from openh1b.charts.theme import NARROW, WIDE
from openh1b.cited.sources import source_line
from openh1b.evidence.card import card_png
from openh1b.evidence.claim_chart import claim_charts
from openh1b.evidence.ledger import Ledger, load_ledger
from openh1b.evidence.positions_chart import positions_chart
from openh1b.evidence.rows import definition_rows, document
from openh1b.evidence.sources import load_sources
from openh1b.evidence.verdict import VERDICTS, Checked
from openh1b.evidence.words import POSITIONS, difference, part_words, threshold_words, verdict_words
from openh1b.version import __version__

TEMPLATE: Final = "claims.html.j2"


@dataclass(frozen=True)
class Drawing:
    """A chart on the page: SVG for wide and for narrow screens, and what it says."""

    wide: str
    narrow: str
    subtitle: str


@dataclass(frozen=True)
class Entry:
    """One claim on the page. found: its document; card and data: PNG and CSV as addresses that need no network."""

    id: str
    checked: Checked
    found: dict[str, Any]
    drawings: tuple[Drawing, ...]
    definitions: Table
    inputs: Table
    card: str
    data: str
    position: str
    verdict: str
    parts: str
    difference: str


def write_page(checked: Sequence[Checked], on: date, folder: Path, step: Callable[[], None]) -> None:
    """Write index.html, cards/ID.png and csv/ID.csv into a folder; call `step` after each claim."""
    warm_up()
    for name in ("cards", "csv"):
        (folder / name).mkdir()
    entries = []
    for one in checked:
        card, table = card_png(one, str(on)), csv(_table_of(one, on))
        (folder / "cards" / f"{one.claim.id}.png").write_bytes(card)
        (folder / "csv" / f"{one.claim.id}.csv").write_text(table, encoding="utf-8")
        entries.append(_entry(one, on, card, table))
        step()
    (folder / "index.html").write_text(_page(entries, on, load_ledger()), encoding="utf-8")


def _page(entries: Sequence[Entry], on: date, ledger: Ledger) -> str:
    groups = [(verdict, [one for one in entries if one.checked.verdict == verdict]) for verdict in VERDICTS]
    timeline = positions_chart(ledger.positions, str(on))
    cited = dict.fromkeys(name for one in entries for name in _cited(one.checked))
    sources = [(name, load_sources()[name]) for name in sorted(cited) if name in load_sources()]
    template = environment(("openh1b.evidence", "."), ("openh1b.charts", ".")).get_template(TEMPLATE)
    return template.render(
        on=on, version=__version__, groups=[(v, found) for v, found in groups if found], entries=entries,
        timeline=timeline, drawn=_drawing(timeline, "t"), sources=sources,
    )  # fmt: skip


def _cited(one: Checked) -> list[str]:
    return [*one.claim.cite, *(name for found in one.findings for each in found.inputs for name in each.cite)]


def _entry(one: Checked, on: date, card: bytes, table: str) -> Entry:
    found = document(one, on)
    return Entry(
        id=one.claim.id,
        checked=one,
        found=found,
        drawings=tuple(_drawing(chart, "c") for chart in claim_charts(one, str(on))),
        definitions=_definitions(one),
        inputs=_inputs(found),
        card=f"data:image/png;base64,{b64encode(card).decode()}",
        data=csv_address(table),
        position=POSITIONS[one.claim.position],
        verdict=verdict_words(one),
        parts=part_words(one),
        difference=difference(one),
    )


def _drawing(chart: Chart, mark: str) -> Drawing:
    starts = [place for start in ("Hollow dot", "Tick: ") if (place := chart.subtitle.find(start)) >= 0]
    marks = chart.subtitle[min(starts, default=0) :]
    return Drawing(bare_svg(chart, WIDE, mark), bare_svg(chart, NARROW, mark), marks)


def _definitions(one: Checked) -> Table:
    rows = []
    for row in definition_rows(one):
        so = row["outcome"] if row["decides"] else f"{row['outcome']}; does not decide: {row['aside']}"
        if row["number"] is None:
            so = f"not computed: {row['aside']}"
        what = f"{row['definition'][:1].upper()}{row['definition'][1:]}: {row['counts']}"
        shown = f"{row['shown']}; {row['note']}" if row["note"] else row["shown"]
        rows.append((what, shown, f"{row['condition']} ({row['threshold_why']}; {threshold_words(row)})", so))
    return Table(("Definition", "Found", "Holds if it", "So"), tuple(rows), 0)


def _inputs(found: dict[str, Any]) -> Table:
    rows = []
    for one in found["inputs"]:
        sure = f", sure {one['sure']}%" if one["sure"] else ""
        standing = f"; {one['standing']}" if one["standing"] else ""
        how = f"{one['read']}{sure}{standing} ({source_line(one['cite'], load_sources())})"
        rows.append((one["label"], one["value"], how, one["note"]))
    return Table(("Input", "Value", "How read, where", "Note"), tuple(rows), 0)


def _table_of(one: Checked, on: date) -> Chart:
    """The definitions as the table of a chart, for its CSV; a claim without any has its row."""
    rows = definition_rows(one) or [{"id": one.claim.id, "outcome": "not testable", "aside": one.claim.why_not}]
    told = tuple(
        {**row, "verdict": one.verdict, "provisional": one.provisional, "computed_on": str(on)} for row in rows
    )
    return Chart(one.claim.id, "", "", "", {}, {}, told, "")
