"""A factorial comparison as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from openh1b.charts.words import group_label
from openh1b.cli.matrices import plain
from openh1b.factorial import LETTERS, REACTING, Effects, sets_of
from openh1b.factorial import effects as effects_of
from openh1b.simulate import Comparison

_LABELS = {
    "odds": "Odds of selection",
    "selected": "Selected",
    "pay_median": "Median pay of the selected, USD",
    "pay_mean": "Mean pay of the selected, USD",
    "fees_first_year": "Charges, first year, million USD",
    "entrants": "Registered",
    "fees": "Fees of the policy, million USD",
}
_MILLIONS = ("fees_first_year", "response_fees")


def factorial_tables(found: Comparison) -> Iterator[Table]:
    """What comes of none, each and all of the factors; then what each changes alone, and what they do together."""
    factors = found.scenario.factorial
    if not factors:
        return
    rows = effects_of(found.result, found.runs[0].name, factors)
    legend = "; ".join(f"{letter}: {name}" for letter, name in zip(LETTERS, factors, strict=False))
    sets = sets_of(len(factors))
    yield _table(f"None, each and together ({legend}; none: {found.runs[0].name})", sets, rows, signed=False)
    names = (*(one for one in sets if len(one) == 1), *(one for one in sets if len(one) > 1))
    yield _table("Change by each alone, and interaction: AB - A - B + none", names, rows, signed=True)


def _table(title: str, sets: Sequence[str], rows: Sequence[Effects], *, signed: bool) -> Table:
    table = plain(title)
    table.add_column("", no_wrap=True)
    for one in sets:
        table.add_column(_heading(one, signed=signed), justify="right", no_wrap=True)
    for row in rows:
        values = {**row.alone, **row.interactions} if signed else row.by_set
        table.add_row(_label(row), *(_cell(row, values[one], signed=signed) for one in sets))
    return table


def _heading(letters: str, *, signed: bool) -> str:
    if not letters:
        return "None"
    return " x ".join(letters) if signed and len(letters) > 1 else "+".join(letters)


def _label(row: Effects) -> str:
    label = _LABELS[row.measure.removeprefix(REACTING)]
    label += ", reacting" if row.measure.startswith(REACTING) else ""
    return label if row.by == "all" else f"{label}, {group_label(row.by, row.group)}"


def _cell(row: Effects, value: float | None, *, signed: bool) -> str:
    if value is None:
        return "not computed"
    sign = "+" if signed else ""
    if row.unit == "probability":
        return f"{_not_minus_0(100 * value, 2):{sign}.2f}{' points' if signed else '%'}"
    if row.measure in _MILLIONS:
        return f"{_not_minus_0(value / 1e6, 1):{sign},.1f}"
    return f"{_not_minus_0(value, 0):{sign},.0f}"


def _not_minus_0(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
