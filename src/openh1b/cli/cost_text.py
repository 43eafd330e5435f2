"""Answers of `openh1b cost` as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.cases import DISCLAIMER
from openh1b.cited.sources import READS
from openh1b.cli.matrices import plain
from openh1b.cli.screen import screen
from openh1b.cli.writing import command_line
from openh1b.cost.answer import Answer
from openh1b.cost.assumptions import inputs
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.items import Item
from openh1b.cost.matrix import Row
from openh1b.cost.revenue import Revenue, SeasonRevenue
from openh1b.documents.cost import Answers
from openh1b.law import season_name
from openh1b.law.wording import cited, how_read, standing

WIDTH = 130
_KINDS = ("Initial", "Change", "1st ext", "Later", "Amend", "Concur")
_RATES = ("discount", "separation", "wage_gap")


@dataclass(frozen=True)
class Page:
    """What is printed, to the screen or as plain text."""

    content: RenderableType

    def show(self) -> None:
        """Print as wide as the terminal; elsewhere at least wide enough for a row of the matrix."""
        screen(WIDTH).print(self.content)

    def plain(self) -> str:
        """The same as text without styles."""
        buffer = io.StringIO()
        Console(file=buffer, highlight=False, width=WIDTH).print(self.content)
        return buffer.getvalue()


def text_of(found: Answers, law: FeeLaw, readings: Sequence[str]) -> Page:
    """The page of an answer; what conditions every number comes first."""
    if isinstance(found, Answer):
        parts = _hire(found, readings)
    elif isinstance(found, SeasonRevenue):
        parts = _revenue(found)
    else:
        parts = _matrix(found, law)
    on = found.on if isinstance(found, SeasonRevenue) else law.on
    return Page(Group(*_head(law.on_day(on)), *parts, Text(f"Reproduce: {command_line()}", style="dim")))


def _head(law: FeeLaw) -> Iterator[RenderableType]:
    known = "with all that is known" if law.known is None else f"as known on {law.known}"
    season = season_name(law.law.clock(law.known).season_of(law.on))
    yield Text(DISCLAIMER, style="bold")
    yield Text(f"Fees of {law.on}, for {season}, {known}, under the policy {law.name}.")


def _hire(found: Answer, readings: Sequence[str]) -> Iterator[RenderableType]:
    hire = found.hire
    for note in (*readings, *found.notes):
        yield Text(note)
    yield Text()
    for step in hire.steps:
        yield _items(step.items, f"Year {step.year}: {step.filing.kind.replace('_', ' ')}, US dollars")
        yield Text()
    yield _totals(found)
    yield Text()
    if found.pending:
        yield _pending(found)
        yield Text()
    yield _beside(found)
    yield Text()
    yield _break_even(found)
    yield Text()
    yield Text(_rates(found), style="dim")


def _items(found: tuple[Item, ...], title: str) -> Table:
    table = _table(title, ("Fee", "USD", "Paid by", "Standing", "Read", "Source"), right=(1,))
    for one in found:
        _add(
            table,
            one.label,
            _span(one),
            one.payer,
            standing(one.dated).removesuffix(" ()"),  # what a policy sets has no history of its own
            how_read(one.dated).removeprefix("read "),
            cited(one.citations),
        )
    return table


def _span(one: Item) -> str:
    if one.usd is None:
        return "no figure"
    return _usd(one.usd) if one.low is None or one.high is None else f"{_usd(one.low)} to {_usd(one.high)}"


def _totals(found: Answer) -> Table:
    hire, years = found.hire, found.hire.horizon.years
    odds = "1 registration" if hire.job.odds is None else f"odds of {100 * hire.job.odds:.1f}%, lost ones included"
    table = _table("What the employer pays beside pay", ("", "USD"), right=(1,))
    _add(table, f"Registrations for each selection won ({odds})", _usd(hire.registration_usd))
    _add(table, "Expected at the start for each visa won: these, the first petition, counsel", _usd(hire.one_time_usd))
    _add(table, "  break-even surplus for that, a year", _usd(hire.one_time_usd / hire.horizon.annuity))
    _add(table, f"All fees over {years} years, if the person stays", _usd(hire.total_usd))
    _add(table, "  the same a year", _usd(hire.per_year_usd))
    _add(table, "Expected and discounted, worth today", _usd(hire.present_usd))
    _add(table, "  the even yearly payment that is worth as much", _usd(hire.yearly_equivalent_usd))
    if hire.yearly_fee.value:
        _add(table, "Of it, the yearly charge", _usd(float(hire.yearly_fee.value)))
    _add(table, "Paid by the worker, first petition", _ends(hire.worker_usd))
    return table


def _ends(found: tuple[float, float] | None) -> str:
    if found is None:
        return "no figure"
    return _usd(found[0]) if found[0] == found[1] else f"{_usd(found[0])} to {_usd(found[1])}"


def _pending(found: Answer) -> Table:
    heads = ("Charge", "USD", "Surplus a year", "This petition", "Standing")
    table = _table("Not in force, so not counted; what each would take to break even", heads, right=(1, 2))
    for one in found.pending:
        binds = "would be bound" if one.binds else "would not be bound"
        _add(table, one.dated.label, _usd(one.usd), _usd(one.surplus_usd), binds, standing(one.dated))
    return table


def _beside(found: Answer) -> Table:
    heads = ("Wage gap", "Domestic pay", "Gap in pay", "Salary floor", "Fees", "Difference", "Dearer")
    table = _table("Beside a domestic hire of the same job, US dollars a year", heads, right=tuple(range(1, 6)))
    for one in found.beside:
        dearer = "H-1B" if one.difference_usd > 0 else "domestic"
        parts = (one.gap_usd, one.floor_usd, one.fees_usd, one.difference_usd)
        _add(table, _gap(one.gap), _usd(one.domestic_usd), *(f"{part:+,.0f}" for part in parts), dearer)
    table.caption = "Wage gap: H-1B pay over that of a comparable domestic worker, less one; an input, not a fact."
    return table


def _break_even(found: Answer) -> Table:
    heads = ("Dearer by", "Wage gap", "Yearly charge in all", "or salary floor", "")
    table = _table("What would make the H-1B hire dearer than the domestic one", heads, right=(2, 3))
    for one in found.break_even:
        now = "already so" if one.now_dearer else ""
        _add(table, f"{100 * one.margin:g}%", _gap(one.gap), _usd(one.yearly_fee_usd), _usd(one.salary_floor_usd), now)
    return table


def _rates(found: Answer) -> str:
    horizon = found.hire.horizon
    read = max((one.dated.read for step in found.hire.steps for one in step.items), key=READS.index)
    cites = "; ".join(dict.fromkeys(source for name in _RATES for source in inputs()[name].cite))
    discount, separation = (f"{100 * rate:g}%" for rate in (horizon.discount, horizon.separation))
    return (
        f"Discount {discount}, separation {separation} a year, {horizon.years} years; "
        f"payments at the start of each year while the person stays (annuity {horizon.annuity:.3f}).\n"
        f"Wage gaps: {inputs()['wage_gap'].note}.\n"
        f"Sources of rates and gaps: {cites}; `openh1b law sources` lists them. Weakest fee: {read}, so provisional."
    )


def _matrix(found: tuple[Row, ...], law: FeeLaw) -> Iterator[RenderableType]:
    heads = ("Fee", "Test", *_KINDS, "Read", "Source")
    table = _table("The fee matrix, US dollars", heads, right=tuple(range(2, 2 + len(_KINDS))), narrow=True)
    for row in found:
        cells = ("-" if usd is None else _usd(usd) for usd in row.cells.values())
        _add(table, row.fee, row.test, *cells, row.dated.read, row.dated.citations[0].source)
    show = f"`openh1b law show fees --on {law.on}`"
    table.caption = (
        "Change: change of employer; 1st ext, Later: extensions by one employer; -: no figure in the law files.\n"
        f"The first source of each row is named; all of them, with notes and standing: {show}, and with `price`."
    )
    yield table


def _revenue(found: SeasonRevenue) -> Iterator[RenderableType]:
    numbers = found.numbers
    yield Text(
        f"{numbers.registrations:,} registrations, {numbers.selected:,} selected ({numbers.unit}); {numbers.read}."
    )
    for note in found.notes:
        yield Text(note)
    yield Text()
    yield _sums("By federal account", "Account", found.by_account)
    yield Text()
    yield _sums("By fee", "Fee", found.by_fee)
    yield Text()
    table = _table(
        "Inputs that are not published, or on which sources differ", ("Input", "Taken", "Range", "Read", "Why")
    )
    for one in found.taken:
        _add(table, f"{one.label} ({one.name})", f"{one.value:g}", f"{one.low:g} to {one.high:g}", one.read, one.note)
    yield table


def _sums(title: str, head: str, parts: tuple[Revenue, ...]) -> Table:
    table = _table(f"{title}, millions of US dollars", (head, "Middle", "Low", "High", "Not computed"), right=(1, 2, 3))
    for one in parts:
        amounts = ("not computed" if usd is None else f"{usd / 1e6:,.1f}" for usd in (one.usd, one.low, one.high))
        _add(table, one.name, *amounts, ", ".join(one.not_computed))
    return table


def _table(title: str, heads: Sequence[str], *, right: tuple[int, ...] = (), narrow: bool = False) -> Table:
    table = plain(title)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold", no_wrap=narrow)
    return table


def _add(table: Table, *cells: str) -> None:
    """A row whose cells are text as it stands: brackets are no markup."""
    table.add_row(*map(Text, cells))


def _gap(gap: float) -> str:
    return f"{100 * gap:+g}%"


def _usd(value: float) -> str:
    return f"{value:,.0f}"
