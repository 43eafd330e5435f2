"""`openh1b claims` on a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from openh1b.cli.data_text import WIDTH
from openh1b.cli.screen import FittedTable, screen

if TYPE_CHECKING:
    from openh1b.evidence.ledger import Position
    from openh1b.evidence.match import Matched
    from openh1b.evidence.verdict import Checked

NO_VERDICT = (
    "A verdict is on the claim in the ledger, not on the sentence, which may deny it. A near miss and a sentence that "
    "is not in the ledger get none."
)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal; call what it gives after each step."""
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def print_claims(checked: Sequence[Checked]) -> None:
    """All claims, a row each, and how many of each verdict."""
    from openh1b.evidence.words import POSITIONS, verdict_words

    table = _table("Claim", "Who, when", "What was said", "Position", "Verdict")
    for one in checked:
        claim = one.claim
        who = f"{claim.speaker.name}, {claim.when}"
        table.add_row(*map(Text, (claim.id, who, claim.statement, POSITIONS[claim.position], verdict_words(one))))
    console = _console()
    console.print(table)
    counts: dict[str, int] = {}
    for one in checked:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "none"
    console.print(
        Text(f"{len(checked)} claims: {told}. Verdicts are computed; `openh1b claims show ID` says from what.")
    )


def print_check(checked: Sequence[Checked]) -> None:
    """Every testable claim with its definitions."""
    from openh1b.evidence.words import verdict_words

    console = _console()
    tested = [one for one in checked if one.claim.testable]
    for one in tested:
        console.print(Text(f"\n{one.claim.id}: {verdict_words(one)}", style="bold"))
        console.print(Text(f"{one.claim.speaker.name}, {one.claim.when}: {one.claim.statement}"))
        console.print(_definitions(one))
        console.print(Text(_from_what(one)))
    others = [one.claim.id for one in checked if not one.claim.testable]
    console.print(Text(f"Not testable, {len(others)}: {', '.join(others)}."))


def _from_what(one: Checked) -> str:
    from openh1b.evidence.inputs import weakest
    from openh1b.evidence.words import changes, difference, reproduce

    held = one.inputs
    lines = [difference(one), f"Would change it: {'. '.join(changes(one))}."]
    lines.append(f"Inputs that decide, {len(held)}; the weakest was read as: {weakest(held)}.")
    return "\n".join([*lines, f"To see them: {reproduce(one.claim)}"])


def print_claim(one: Checked, found: Mapping[str, Any]) -> None:
    """One claim in full. found: its document."""
    from openh1b.evidence.words import POSITIONS, difference, part_words, verdict_words

    claim, console = one.claim, _console()
    console.print(Text(f"{claim.speaker.name}, {claim.when}: {claim.statement}", style="bold"))
    note = f" ({claim.position_note})" if claim.position_note else ""
    console.print(Text(f"Position: {POSITIONS[claim.position]}{note}. The statement is in our words."))
    for wording in claim.wordings:
        how = "its words" if wording.exact else "paraphrase, the exact words were not recorded"
        console.print(Text(f"  {wording.outlet}: {wording.words} ({how})"))
    console.print(Text(f"\nVerdict: {verdict_words(one)}", style="bold"))
    if part_words(one):
        console.print(Text(f"By part: {part_words(one)}."))
    console.print(Text(difference(one)))
    if claim.testable:
        console.print(Text(f"Measured: {claim.measured}."))
        console.print(_definitions(one))
        _points(one, console)
    _lines(console, "What would change the verdict", found["changes"])
    _lines(console, "Inputs and how each was read", [_input(each) for each in found["inputs"]])
    _lines(console, "Law", [f"{each['path']}: {each['standing']}" for each in found["law"]])
    if claim.file:
        console.print(Text(f"\nWould do better: {claim.file}."))
    if claim.notes:
        console.print(Text(claim.notes))
    _lines(console, "Statement from", [each["title"] for each in found["sources"]])
    console.print(Text(f"\nTo quote: {found['sentence']}\n{found['citation']}"))
    console.print(Text(f"To repeat it: {found['command']}"))


def _points(one: Checked, console: Console) -> None:
    from openh1b.evidence.words import amount

    for each in one.findings:
        if each.number.points:
            told = "; ".join(f"{label}: {amount(value, each.definition.unit)}" for label, value in each.number.points)
            console.print(Text(f"{each.definition.name}: {told}."))


def _definitions(one: Checked) -> Table:
    from openh1b.evidence.rows import definition_rows
    from openh1b.evidence.words import threshold_words

    table = _table("Definition", "Claimed", "Found", "Holds if it", "So", "Threshold")
    for row, each in zip(definition_rows(one), one.findings, strict=True):
        aside = f" (does not decide: {each.aside})" if each.aside else ""
        so = f"not computed: {each.number.missing}" if each.number.missing else f"{each.outcome}{aside}"
        said = one.claim.claimed.text if one.claim.claimed is not None and row["claimed"] is not None else ""
        shown = f"{row['shown']}; {row['note']}" if row["note"] else row["shown"]
        cells = (f"{row['definition']}: {row['counts']}", said, shown, row["condition"], so)
        table.add_row(*map(Text, cells), Text(threshold_words(row)))
    return table


def _input(one: Mapping[str, Any]) -> str:
    sure = f", sure {one['sure']}%" if one["sure"] else ""
    standing = f"; {one['standing']}" if one["standing"] else ""
    note = f" ({one['note']})" if one["note"] else ""
    return f"{one['label']}: {one['value']}; {one['read']}{sure}{standing}{note} [{'; '.join(one['cite'])}]"


def print_match(found: Sequence[Matched], shown: Sequence[Matched], touched: Mapping[str, Checked]) -> None:
    """Sentences with what they touch."""
    from openh1b.evidence.match import NOT_HELD
    from openh1b.evidence.words import verdict_words

    table, console = _table("", "Sentence", "In the ledger", "Verdict"), _console()
    for one in shown:
        names = [name for name, _ in one.touches] or [f"near {name}: {why}" for name, why in one.near] or [NOT_HELD]
        verdicts = [verdict_words(touched[name]) for name, _ in one.touches]
        table.add_row(*map(Text, (str(one.number), one.sentence, "\n".join(names), "\n".join(verdicts))))
    console.print(table)
    touching, near = sum(bool(one.touches) for one in found), sum(bool(one.near and not one.touches) for one in found)
    left = f" {len(found) - len(shown)} on another subject are not shown (--all)." if len(shown) < len(found) else ""
    counts = f"{touching} touch{'es' if touching == 1 else ''} a claim, {near} come{'s' if near == 1 else ''} near one"
    console.print(Text(f"{len(found)} sentences: {counts}. {NO_VERDICT}{left}"))


def print_positions(found: Sequence[Position]) -> None:
    """Positions in order of time."""
    from openh1b.evidence.rows import position_rows

    table = _table("When", "Who", "Position", "What", "Claim", "Read")
    for row in position_rows(found):
        when = f"{row['date']} to {row['until']}" if row["until"] else row["date"]
        table.add_row(*map(Text, (when, row["speaker"], row["position"], row["what"], row["claim"], row["read"])))
    console = _console()
    console.print(table)
    console.print(
        Text("Dates and positions as reported; `none stated` is not neutral, it is that no report gives one.")
    )


def _lines(console: Console, head: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(Text(f"\n{head}"))
        for line in lines:
            console.print(Text(f"  {line}"))


def _table(*heads: str) -> Table:
    table = FittedTable(box=SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _console() -> Console:
    """As wide as the terminal; elsewhere as wide as a table needs to be read."""
    return screen(WIDTH)
