"""What the pages of claims print, from the ledger: one frozen dataclass a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from markupsafe import Markup

from openh1b.charts.table import Table
from openh1b.cited.sources import HEAD, source_row
from openh1b.evidence.ledger import Position
from openh1b.evidence.match import Matched
from openh1b.evidence.rows import definition_rows, document, position_rows
from openh1b.evidence.sources import load_sources
from openh1b.evidence.verdict import VERDICTS, Checked, Finding
from openh1b.evidence.words import POSITIONS, changes, difference, part_words, reproduce, verdict_words
from openh1b.web.pages.claims_strip import Strip, strips
from openh1b.web.part import Failed
from openh1b.web.render import Context


@dataclass(frozen=True)
class Line:
    """One definition of a claim: its row as every face prints it, its finding and its dots."""

    row: Mapping[str, Any]
    finding: Finding
    strip: Strip
    said: str


@dataclass(frozen=True)
class Entry:
    """One claim. sentence: to copy. command: what computes it again."""

    checked: Checked
    verdict: str
    position: str
    parts: str
    difference: str
    lines: tuple[Line, ...]
    command: str


def entry(checked: Checked) -> Entry:
    """A claim for a page."""
    claim = checked.claim
    rows = zip(definition_rows(checked), checked.findings, strips(checked), strict=True)
    said = claim.claimed.text if claim.claimed is not None else ""
    return Entry(
        checked=checked,
        verdict=verdict_words(checked),
        position=POSITIONS[claim.position],
        parts=part_words(checked),
        difference=difference(checked),
        lines=tuple(
            Line(row, finding, strip, said if row["claimed"] is not None else "") for row, finding, strip in rows
        ),
        command=claim.command or reproduce(claim),
    )


@dataclass(frozen=True)
class Timeline:
    """Positions over time: a drawing for wide and for narrow screens, and the rows behind it."""

    title: str
    subtitle: str
    footer: str
    wide: Markup
    narrow: Markup
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class ClaimsContext(Context):
    """All claims. groups: verdict -> entries. counts: verdict -> how many of all. position, verdict: what is shown.

    missed: claims that could not be computed.
    """

    template: ClassVar[str] = "claims.html.j2"

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    counts: Mapping[str, int]
    shown: int
    total: int
    positions: Mapping[str, str]
    position: str
    verdict: str
    timeline: Timeline | Failed
    missed: tuple[Failed, ...]
    most_letters: int


@dataclass(frozen=True)
class ClaimContext(Context):
    """One claim in full. found: its document. changes: what would change the verdict. origin: where this server is.

    sources: every source of the claim and of its inputs.
    """

    template: ClassVar[str] = "claim.html.j2"

    one: Entry
    found: Mapping[str, Any]
    changes: tuple[str, ...]
    related: tuple[tuple[str, str], ...]
    sources: Table
    origin: str
    on: date


@dataclass(frozen=True)
class MatchContext(Context):
    """An article's sentences with what they touch. touched: id -> (statement, verdict). every: also other subjects."""

    template: ClassVar[str] = "claims_match.html.j2"

    sentences: tuple[Matched, ...]
    touched: Mapping[str, tuple[str, str]]
    counts: Mapping[str, int]
    hidden: int
    text: str
    most_letters: int


def today() -> date:
    """The day on which is asked, in UTC as on the command line."""
    return datetime.now(tz=UTC).date()


def grouped(checked: Sequence[Checked]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Entries by verdict, verdicts in their order; those without a claim are left out."""
    found = [(verdict, tuple(entry(one) for one in checked if one.verdict == verdict)) for verdict in VERDICTS]
    return tuple((verdict, entries) for verdict, entries in found if entries)


def one_claim(checked: Checked, statements: Mapping[str, str], origin: str) -> ClaimContext:
    """The page of one claim. statements: id -> statement of every claim."""
    claim, on = checked.claim, today()
    return ClaimContext(
        title=f"Claim: {claim.statement}",
        lead=f"{claim.speaker.name}, {claim.when}. Verdict: {verdict_words(checked)}.",
        one=entry(checked),
        found=document(checked, on),
        sources=_sources(checked),
        changes=tuple(changes(checked)),
        related=tuple((name, statements[name]) for name in claim.related),
        origin=origin,
        on=on,
    )


def _sources(checked: Checked) -> Table:
    cited = (*checked.claim.cite, *(name for each in checked.inputs for name in each.cite))
    return Table(HEAD, tuple(source_row(name, load_sources()) for name in dict.fromkeys(cited)), 0)


def position_table(positions: Sequence[Position]) -> tuple[Mapping[str, Any], ...]:
    """Rows of the timeline."""
    return tuple(position_rows(positions))
