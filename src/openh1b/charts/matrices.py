"""Tables of a comparison: groups down, policies across. Text only; a terminal and a page draw them each in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openh1b.charts import cells as c
from openh1b.charts.words import group_label
from openh1b.measures import Run
from openh1b.results import Figure
from openh1b.simulate import Comparison

SIDE_BY_SIDE = 4
MOST_GROUPS = 30

Cell = Callable[[Comparison, Run, str, str], str]
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """A table of text: the first column names the row, the others are numbers."""

    title: str
    head: Cells
    rows: tuple[Cells, ...]


def matrices(found: Comparison, side_by_side: int = SIDE_BY_SIDE) -> Iterator[Matrix]:
    """Odds together and in each stage, numbers, changes, gains and losses, pay; as many policies abreast as fit."""
    for start in range(0, len(found.runs), side_by_side):
        runs = found.runs[start : start + side_by_side]
        over = "" if found.asked.season is None else " (range over what is not published)"
        yield _matrix(found, runs, f"Odds of selection{over}", _odds)
        yield _matrix(found, runs, f"The same by stage: {_stage_titles(runs)}", _odds_by_stage)
        yield _matrix(found, runs, "Selected ± luck", _selected)
        yield from _against_base(found, runs)
        yield from _of_everyone(found, runs)


def _against_base(found: Comparison, runs: Sequence[Run]) -> Iterator[Matrix]:
    base = found.runs[0]
    against = tuple(run for run in runs if run is not base)
    if against:
        yield _matrix(found, against, f"Selected against {base.name} ± luck", _change)
        yield _matrix(found, against, f"Who gains and who loses against {base.name}, on the same luck", _gains)


def _of_everyone(found: Comparison, runs: Sequence[Run]) -> Iterator[Matrix]:
    """Pay, charges, levels by a policy's own thresholds: where they were computed."""
    base = found.runs[0]
    if _has(found, base, "pay_median", "all", "all"):
        made = ", synthetic people" if found.result.find(base.name, "pay_median").synthetic else ""
        title = f"Pay of the selected ± luck, US dollars a year{made}"
        yield _lines(found, runs, title, _PAY, c.dollars_with_luck)
        if len({figure.by for figure in found.result if figure.measure == "pay_median"}) > 1:
            yield _matrix(found, runs, "Median pay of the selected (P10 to P90), US dollars", _pay_of_group)
    if _has(found, base, "fees_first_year", "all", "all"):
        yield _lines(
            found, runs, "Charges on the selected beside filing fees, if all were to file", _CHARGES, c.millions
        )
    if _has(found, base, "units_at_level_1", "all", "all"):
        yield _lines(found, runs, "The pool by selection level under each policy's own thresholds", _LEVELS, c.number)


def _matrix(found: Comparison, runs: Sequence[Run], title: str, cell: Cell) -> Matrix:
    rows: list[Cells] = []
    bys = dict.fromkeys(figure.by for figure in found.result)
    for by in [by for by in bys if by != "all"] + ["all"]:
        shown, hidden = _largest(found, by)
        for group in shown:
            units = _value(found, found.runs[0], "units", by, group)
            rows.append((group_label(by, group), f"{units:,.0f}", *(cell(found, run, by, group) for run in runs)))
        if hidden:
            rows.append((f"... and {hidden:,} more: see --format csv", "", *("" for _ in runs)))
    return Matrix(title, ("", "In the pool", *(run.name for run in runs)), tuple(rows))


def _largest(found: Comparison, by: str) -> tuple[list[str], int]:
    """The groups in order, or the largest of them where there are many, and how many are left out."""
    groups = found.result.groups(by)
    if len(groups) <= MOST_GROUPS:
        return list(groups), 0
    by_size = sorted(groups, key=lambda group: -_value(found, found.runs[0], "units", by, group))
    return by_size[:MOST_GROUPS], len(groups) - MOST_GROUPS


def _value(found: Comparison, run: Run, measure: str, by: str, group: str) -> float:
    return found.result.find(run.name, measure, by, group).value or 0.0


def _has(found: Comparison, run: Run, measure: str, by: str, group: str) -> bool:
    try:
        found.result.find(run.name, measure, by, group)
    except KeyError:
        return False
    return True


def _odds(found: Comparison, run: Run, by: str, group: str) -> str:
    return c.percent_range(found.result.find(run.name, "odds", by, group))


def _odds_by_stage(found: Comparison, run: Run, by: str, group: str) -> str:
    values = (found.result.find(run.name, f"odds_{name}", by, group).value for name in run.outcome.names)
    return " / ".join(c.percent(value) for value in values)


def _selected(found: Comparison, run: Run, by: str, group: str) -> str:
    return c.number(found.result.find(run.name, "selected", by, group))


def _change(found: Comparison, run: Run, by: str, group: str) -> str:
    return c.number(found.result.find(run.name, "change_in_selected", by, group), sign=True)


def _gains(found: Comparison, run: Run, by: str, group: str) -> str:
    if not _has(found, run, "gain", by, group):
        return "not computed"
    gain, lose = (c.units(_value(found, run, name, by, group)) for name in ("gain", "lose"))
    return f"+{gain} / -{lose}"


def _pay_of_group(found: Comparison, run: Run, by: str, group: str) -> str:
    low, middle, high = (
        c.dollars(found.result.find(run.name, name, by, group)) for name in ("pay_p10", "pay_median", "pay_p90")
    )
    return f"{middle} ({low} to {high})"


_PAY = {"10th percentile": "pay_p10", "Median": "pay_median", "Mean": "pay_mean", "90th percentile": "pay_p90"}
_CHARGES = {"First year, million USD ± luck": "fees_first_year"}
_LEVELS = {c.LEVEL[str(k)]: f"units_at_level_{k}" for k in (1, 2, 3, 4)}


def _lines(
    found: Comparison, runs: Sequence[Run], title: str, rows: Mapping[str, str], cell: Callable[[Figure], str]
) -> Matrix:
    """One line a measure of everyone."""
    lines = ((label, *(cell(found.result.find(run.name, name)) for run in runs)) for label, name in rows.items())
    return Matrix(title, ("", *(run.name for run in runs)), tuple(lines))


def _stage_titles(runs: Sequence[Run]) -> str:
    orders = dict.fromkeys(run.outcome.names for run in runs)
    return " or ".join(" / ".join(c.stage_label(name).lower() for name in names) for names in orders)
