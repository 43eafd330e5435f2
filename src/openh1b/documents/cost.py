"""A cost as a document, and as rows of one tidy table: a hire, the fee matrix of a day, a season's federal revenue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from openh1b.cases import DISCLAIMER
from openh1b.cost.answer import Answer
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.matrix import Row
from openh1b.cost.revenue import SeasonRevenue
from openh1b.law import Dated, season_name
from openh1b.law.wording import cited

NAMES: Final = (
    *("section", "name", "label", "case", "year", "usd", "low", "high", "payer", "account"),
    *("path", "status", "read", "sure", "citations"),
)
"""Columns. section: the part of the answer. case: filing type, wage gap or margin. year: after the first filing."""

Answers = Answer | SeasonRevenue | tuple[Row, ...]
Cells = tuple[Any, ...]


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
    return [dict(zip(NAMES, row, strict=True)) for row in _rows(found)]


def _rows(found: Answers) -> Iterator[Cells]:
    if isinstance(found, Answer):
        yield from _hire(found)
    elif isinstance(found, SeasonRevenue):
        yield from _revenue(found)
    else:
        yield from _matrix(found)


def _matrix(found: tuple[Row, ...]) -> Iterator[Cells]:
    for row in found:
        label, behind = f"{row.fee}, {row.test}", _behind(row.dated)
        for kind, usd in row.cells.items():
            yield ("cell", row.path, label, kind, None, _f(usd), *(None,) * 4, *behind)


def _hire(found: Answer) -> Iterator[Cells]:
    hire = found.hire
    for step in hire.steps:
        for one in step.items:
            case, amounts = step.filing.kind, (_f(one.usd), _f(one.low), _f(one.high))
            yield ("item", one.name, one.label, case, step.year, *amounts, one.payer, one.account, *_behind(one.dated))
    for name, usd in _totals(found).items():
        yield _figure("total", name, "", usd)
    for charge in found.pending:
        case = "binds this petition" if charge.binds else "does not bind this petition"
        behind = _behind(charge.dated)
        dated = charge.dated
        yield ("pending", dated.path, dated.label, case, None, charge.usd, None, None, None, None, *behind)
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


def _revenue(found: SeasonRevenue) -> Iterator[Cells]:
    case = f"FY{found.season}"
    for section, parts in (("fee", found.by_fee), ("account", found.by_account)):
        for one in parts:
            left = f"; not computed: {', '.join(one.not_computed)}" if one.not_computed else ""
            label = one.name if section == "fee" else ", ".join(one.fees)
            amounts = (one.usd, one.low, one.high)
            yield (section, one.name, label + left, case, None, *amounts, None, one.account, *(None,) * 5)
    for taken in found.taken:
        amounts = (taken.value, taken.low, taken.high)
        behind = (None, None, taken.read, None, "; ".join(taken.cite))
        yield ("input", taken.name, taken.label, case, None, *amounts, None, None, *behind)


def _figure(section: str, name: str, case: str, usd: float | None) -> Cells:
    return (section, name, name.replace("_", " "), case, None, usd, *(None,) * 9)


def _behind(dated: Dated) -> Cells:
    return dated.path, dated.status, dated.read, dated.sure, cited(dated.citations)


def _f(value: float | None) -> float | None:
    return None if value is None else float(value)
