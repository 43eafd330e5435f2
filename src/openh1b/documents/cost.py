"""A cost as a document, and as rows of one tidy table: a hire, the fee matrix of a day, a season's federal revenue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from openh1b.cases import DISCLAIMER
from openh1b.cost.answer import Answer
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.matrix import Row
from openh1b.cost.revenue import SeasonRevenue
from openh1b.law import Dated, season_name
from openh1b.law.wording import cited

Answers = Answer | SeasonRevenue | tuple[Row, ...]


@dataclass(frozen=True)
class _CostRow:
    """One figure, US dollars. section: the part of the answer. case: filing type, wage gap or margin.

    year: after the first filing. path and what follows: the value of the law behind it, or how an input was read.
    """

    section: str
    name: str
    label: str
    case: str
    year: int | None = None
    usd: float | None = None
    low: float | None = None
    high: float | None = None
    payer: str | None = None
    account: str | None = None
    path: str | None = None
    status: str | None = None
    read: str | None = None
    sure: int | None = None
    citations: str | None = None


NAMES: Final = tuple(field.name for field in fields(_CostRow))
"""Columns, with the meanings of `_CostRow`."""


def cost_document(found: Answers, law: FeeLaw, readings: Sequence[str] = ()) -> dict[str, Any]:
    """What `openh1b cost` answers: whose law it is by, what must be said with every number, and a row a figure.

    readings: how pay and odds were read, where that needs saying.
    """
    on = found.on if isinstance(found, SeasonRevenue) else law.on
    return {
        "disclaimer": DISCLAIMER,
        "on": str(on),
        "season": season_name(law.law.clock(law.known).season_of(on)),
        "known": None if law.known is None else str(law.known),
        "policy": law.name,
        "notes": [*readings, *(() if isinstance(found, tuple) else found.notes)],
        "rows": cost_rows(found),
    }


def cost_rows(found: Answers) -> list[dict[str, Any]]:
    """One row a figure, in the order of the text, under NAMES. US dollars; a status, reading and source with each."""
    return [vars(row) for row in _rows(found)]


def _rows(found: Answers) -> Iterator[_CostRow]:
    if isinstance(found, Answer):
        yield from _hire(found)
    elif isinstance(found, SeasonRevenue):
        yield from _revenue(found)
    else:
        yield from _matrix(found)


def _matrix(found: tuple[Row, ...]) -> Iterator[_CostRow]:
    for row in found:
        label, behind = f"{row.fee}, {row.test}", _behind(row.dated)
        for kind, usd in row.cells.items():
            yield _CostRow("cell", row.path, label, kind, usd=_float(usd), **behind)


def _hire(found: Answer) -> Iterator[_CostRow]:
    hire = found.hire
    for step in hire.steps:
        for one in step.items:
            amounts = (_float(one.usd), _float(one.low), _float(one.high))
            behind = {"payer": one.payer, "account": one.account, **_behind(one.dated)}
            yield _CostRow("item", one.name, one.label, step.filing.kind, step.year, *amounts, **behind)
    for name, usd in _totals(found).items():
        yield _figure("total", name, "", usd)
    for charge in found.pending:
        case = "binds this petition" if charge.binds else "does not bind this petition"
        dated = charge.dated
        yield _CostRow("pending", dated.path, dated.label, case, usd=charge.usd, **_behind(dated))
        yield _figure("pending", "surplus_to_break_even_a_year", dated.path, charge.surplus_usd)
    for side in found.beside:
        gap = f"gap {side.gap:+g}"
        yield _figure("beside", "domestic_pay", gap, side.domestic_usd)
        yield _figure("beside", "fees_a_year", gap, side.fees_usd)
        yield _figure("beside", "floor_effect", gap, side.floor_usd)
        yield _figure("beside", "gap_in_pay", gap, side.gap_usd)
        yield _figure("beside", "difference", gap, side.difference_usd)
    for even in found.break_even:
        case = f"gap {even.gap:+g}, dearer by {even.margin:g}"
        yield _figure("break_even", "yearly_fee", case, even.yearly_fee_usd)
        yield _figure("break_even", "salary_floor", case, even.salary_floor_usd)


def _totals(found: Answer) -> dict[str, float | None]:
    """Totals of a hire by name, US dollars; `worker_*` are None where a fee of the worker has no figure."""
    hire = found.hire
    return {
        "registrations_per_selection": hire.registration_usd,
        "one_time": hire.one_time_usd,
        "total": hire.total_usd,
        "per_year": hire.per_year_usd,
        "present_value": hire.present_usd,
        "yearly_equivalent": hire.yearly_equivalent_usd,
        "pay": hire.pay_usd,
        "surplus_to_break_even_a_year": hire.one_time_usd / hire.horizon.annuity,
        "worker_low": None if hire.worker_usd is None else hire.worker_usd[0],
        "worker_high": None if hire.worker_usd is None else hire.worker_usd[1],
    }


def _revenue(found: SeasonRevenue) -> Iterator[_CostRow]:
    case = f"FY{found.season}"
    for section, parts in (("fee", found.by_fee), ("account", found.by_account)):
        for one in parts:
            left = f"; not computed: {', '.join(one.not_computed)}" if one.not_computed else ""
            label = one.name if section == "fee" else ", ".join(one.fees)
            amounts = (one.usd, one.low, one.high)
            yield _CostRow(section, one.name, label + left, case, None, *amounts, account=one.account)
    for taken in found.taken:
        amounts = (taken.value, taken.low, taken.high)
        cite = "; ".join(taken.cite)
        yield _CostRow("input", taken.name, taken.label, case, None, *amounts, read=taken.read, citations=cite)


def _figure(section: str, name: str, case: str, usd: float | None) -> _CostRow:
    return _CostRow(section, name, name.replace("_", " "), case, usd=usd)


def _behind(dated: Dated) -> dict[str, Any]:
    """The value of the law behind a figure, under the last of NAMES."""
    held = {name: getattr(dated, name) for name in ("path", "status", "read", "sure")}
    return {**held, "citations": cited(dated.citations)}


def _float(value: float | None) -> float | None:
    """Whole dollars of the law as the other amounts are, so that a column is of one kind."""
    return None if value is None else float(value)
