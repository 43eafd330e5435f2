"""The page of the documentation on `import openh1b`, made from its signatures and docstrings."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, Final

import openh1b
from refresh_readme import markdown

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "Policies compared": ("compare", "Scenario", "PoolFile", "Comparison", "Result", "Figure", "MEASURES", "Pool"),
    "A draw": ("draw", "simulate.Draw", "verify_draw", "selection.receipt.Difference"),
    "The law": ("policy", "Policy", "policy_names", "load_law", "law.Law"),
    "One person": ("cases.person.person_case", "cases.person.Typed", "season.wages_table.shipped"),
    "A stay as dates": (
        *("cases.calendar.calendar_of", "cases.calendar_stay.Stay", "cases.calendar_stay.Trip"),
        "cases.calendar_green_card.GreenCard",
    ),
    "What a hire costs": (
        *("cost.hire.hire_cost", "cost.filing.Filing", "cost.filing.Employer", "cost.hire.Job", "cost.horizon.Horizon"),
        "cost.fee_law.fee_law",
    ),
    "Errors": (
        *("OpenH1BError", "errors.InputError", "errors.Fault", "errors.ArgumentError", "errors.FigureError"),
        *("errors.PolicyError", "errors.PoolError", "errors.LawError", "errors.DrawError", "errors.NotComputable"),
    ),
}
"""Every public name, by what it is for, with names of modules that are kept in the same way."""

EXAMPLES: Final[Mapping[str, str]] = {
    "One person": """\
from datetime import date

from openh1b.cases.person import Typed, person_case
from openh1b.season.wages_table import shipped

asked = Typed(soc="15-1252", area="Seattle", salary="165000", season=2028)
found = person_case(asked, shipped(), today=date(2026, 11, 22))
for one in found.chances:
    print(one.all.scenario.name, f"{one.now.any:.1%}")
""",
    "A stay as dates": """\
from datetime import date

from openh1b.cases.calendar import calendar_of
from openh1b.cases.calendar_stay import Stay, Trip

stay = Stay(date(2026, 10, 1), abroad=(Trip(date(2027, 12, 20), date(2028, 1, 4)),))
found = calendar_of(stay, on=date(2026, 11, 22))
assert found["six_year_date"].day == date(2032, 10, 14)  # 14 whole days abroad come back
""",
    "What a hire costs": """\
from datetime import date

from openh1b.cost.fee_law import fee_law
from openh1b.cost.filing import Filing
from openh1b.cost.hire import Job, hire_cost
from openh1b.cost.horizon import Horizon

day = date(2026, 11, 21)
job = Job(salary_usd=100_000, odds=0.35)
found = hire_cost(Filing(day), job, Horizon(), fee_law(day))
print(found.one_time_usd, found.yearly_equivalent_usd)
""",
    "Errors": """\
import openh1b
from openh1b.errors import InputError

try:
    openh1b.Scenario(season="2026", draws=-1)
except InputError as error:
    assert [fault.where for fault in error.faults] == ["season", "draws"]
""",
}
"""What stands at the head of a section; a test runs each."""

ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "Earlier periods in a counted status, a student's OPT": (
        "openh1b.cases.calendar_days.Period",
        "openh1b.cases.calendar_student_lines.Student",
    ),
    "A hire beside a domestic one, the fee matrix, a season's revenue": (
        "openh1b.cost.answer.answer",
        "openh1b.cost.matrix.matrix",
        "openh1b.cost.revenue.revenue",
    ),
    "An employer's list": ("openh1b.cases.employer_file.read_candidates", "openh1b.cases.employer.employer_case"),
    "A draw written as a folder": ("openh1b.selection.receipt.write_draw", "openh1b.documents.draw.draw_facts"),
    "Sponsors": (
        "openh1b.data.store.Store",
        "openh1b.sponsors.stored.resolved_lines",
        "openh1b.sponsors.vintages.choose",
        "openh1b.sponsors.ranks.sponsors",
    ),
    "Claims and their verdicts": ("openh1b.evidence.ledger.load_ledger", "openh1b.evidence.verdict.check"),
    "Seasons and synthetic people": (
        "openh1b.season.published.season",
        "openh1b.season.synthetic.synthetic_pool",
    ),
    "Other errors": ("openh1b.errors.SeasonError", "openh1b.errors.RuleError", "openh1b.errors.DataError"),
}
"""What people also ask for that is no public name, and where it is."""

_STANDING: Final = """\
The names above are kept: a change of one is told in `CHANGELOG.md`. Other modules serve the commands and the pages:
they may be used, and a release may rename them or change what they take. These are asked for most:"""

_SPONSORS: Final = """\
Sponsors take four steps: one vintage of each year must be chosen before anything is counted.

```python
from openh1b.data.store import Store
from openh1b.sponsors.ranks import sponsors
from openh1b.sponsors.stored import resolved_lines
from openh1b.sponsors.vintages import choose

lines = resolved_lines(Store())  # None where the store holds no file of the H-1B Employer Data Hub
if lines is not None:
    print(sponsors(choose(lines).lines, most=20))
```"""


class _Plain(str):
    """An annotation as it is written, without quotes around it."""

    __slots__ = ()
    __repr__ = str.__str__


def page(made: str) -> str:
    """Every public name with its signature, its docstring and its members. made: the line that says what made it."""
    lines = ["# Python", "", made, ""]
    lines += ["The 15 names of `import openh1b`, and names of a few modules, by what they are for."]
    for title, names in SECTIONS.items():
        lines += ["", f"## {title}"]
        if title in EXAMPLES:
            lines += ["", "```python", EXAMPLES[title].rstrip(), "```"]
        for name in names:
            lines += ["", f"### openh1b.{name}", "", *_entry(name.rpartition(".")[2], found(name))]
    rows = [(what, ", ".join(f"`{name}`" for name in names)) for what, names in ELSEWHERE.items()]
    lines += ["", "## What is elsewhere", "", _STANDING, "", markdown(("For", "In"), rows), "", _SPONSORS]
    return "\n".join(lines) + "\n"


def found(name: str) -> Any:  # noqa: ANN401 - a function, a class or a list
    """What a name of SECTIONS stands for."""
    module, _, last = name.rpartition(".")
    return getattr(importlib.import_module(f"openh1b.{module}") if module else openh1b, last)


def _entry(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - a function, a class or a list
    if not callable(value):
        yield f"The {len(value)} measures; see [Measures](measures.md)."
        return
    if not inspect.isclass(value):
        yield from ("```python", f"{name}{signature(value)}", "```", "")
    yield inspect.getdoc(value) or ""
    if is_dataclass(value):
        told = [(f"`{one.name}`", f"`{one.type}`", _default(one)) for one in fields(value)]
        yield from ("", markdown(("Field", "Type", "Default"), told))
    if inspect.isclass(value):
        members = list(_members(value))
        if members:
            yield from ("", markdown(("Member", "What it is"), members))


def signature(value: Callable[..., Any]) -> str:
    """A signature as it is written: annotations bare, defaults that are texts in quotes, without self or cls."""
    found = inspect.signature(value)
    taken = [
        one if one.annotation is one.empty else one.replace(annotation=_Plain(one.annotation))
        for one in found.parameters.values()
        if one.name not in {"self", "cls"}
    ]
    given = found.return_annotation
    bare = given if given is found.empty else _Plain(given)
    return str(found.replace(parameters=taken, return_annotation=bare))


def _members(value: type) -> Iterator[tuple[str, str]]:
    for key, one in vars(value).items():
        if key.startswith("_"):
            continue
        if isinstance(one, property | cached_property):
            read = one.fget if isinstance(one, property) else one.func
            yield f"`{key}: {inspect.signature(read).return_annotation}`", _sentence(one)
        elif isinstance(one, classmethod):
            yield f"`{key}{signature(one.__func__)}`", _sentence(one)
        elif inspect.isfunction(one):
            yield f"`{key}{signature(one)}`", _sentence(one)


def _sentence(value: Any) -> str:  # noqa: ANN401
    return " ".join((inspect.getdoc(value) or "").partition("\n\n")[0].split())


def _default(one: Any) -> str:  # noqa: ANN401
    simple = isinstance(one.default, str | int | float | bool | tuple) or one.default is None
    return f"`{one.default!r}`" if simple else ""
