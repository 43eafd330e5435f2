"""What an employer's case stands on: sources by name, and what was assumed in each scenario."""

from __future__ import annotations

from collections.abc import Iterator

from openh1b.cases.employer import EmployerCase
from openh1b.cited.sources import Row, source_row
from openh1b.law import load_law

_RULES = ("ina-212n", "dhs-final-2025", "practitioner")
_SHIPPED = {2025: "oflc-wages-2025-26"}


def source_ids(case: EmployerCase) -> tuple[str, ...]:
    """Every source named by a number of the case, each once."""
    return tuple(dict.fromkeys(_ids(case)))


def _ids(case: EmployerCase) -> Iterator[str]:
    yield from _RULES
    yield _SHIPPED.get(case.table_year, "oflc-wages")
    for one in case.odds:
        yield from one.scenario.asked.pool.source_ids
    for rate in (case.rates.filed, case.rates.approved):
        yield from rate.cite
    for bill in case.costs.bills.values():
        yield from (citation.source for item in bill.items for citation in item.citations)
    for exposure in case.costs.exposures:
        yield from (citation.source for citation in exposure.dated.citations)
    selection = (dated for path, dated in case.policy.dated.items() if path.startswith("selection."))
    yield from (citation.source for dated in selection for citation in dated.citations)


def sources(case: EmployerCase) -> tuple[Row, ...]:
    """Short name, id, title, where it is, and how it was read."""
    known = load_law().sources
    return tuple(
        source_row(name, known) if name in known and name != "user" else (name, name, "given by the employer", "", "")
        for name in source_ids(case)
    )


def assumptions(case: EmployerCase) -> tuple[tuple[str, str, str, str], ...]:
    """Input, what was taken and in which scenarios, its range, and why; each once."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for one in case.odds:
        for each in one.scenario.asked.pool.assumptions:
            found.setdefault((each.name, each.value, each.range, each.reason), []).append(one.scenario.name)
    rows = [
        (name, value if len(at) == len(case.odds) else f"{value} ({'; '.join(at)})", ends, why)
        for (name, value, ends, why), at in found.items()
    ]
    given = (
        (rate.label, f"{100 * rate.value:.1f}%", f"{100 * rate.low:.1f}% to {100 * rate.high:.1f}%", rate.note)
        for rate in (case.rates.filed, case.rates.approved)
    )
    return (*rows, *given)
