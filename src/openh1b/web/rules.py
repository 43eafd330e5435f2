"""The rule in force on a day: each value with its standing and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from openh1b.cited.sources import citation_line
from openh1b.documents.law import not_in_force
from openh1b.law import Dated, load_law
from openh1b.law.wording import how_read, since, standing, value_in_words

_SHOWN: Final = (
    "selection.method",
    "selection.weight",
    "selection.tier",
    "selection.unit",
    "selection.order",
    "selection.seats",
    "caps.regular",
    "caps.advanced_degree",
    "caps.h1b1_set_aside",
    "price.one_time_fee_usd",
    "price.consular_fee_usd",
)
_SAID: Final = {
    "us_masters_or_higher": "US master's or higher",
    "dol_guidance": "by guidance of the Department of Labor",
    "job_requirements": "by the requirements of the job",
    "received_on": "day of receipt",
    "offered_wage_usd": "offered pay",
    "employer_kind": "kind of employer",
    "no_oews_wage": "no wage in the OEWS table",
}
"""Words of the law's files that are no words of a reader's, beside those that only need their underscores taken out."""


@dataclass(frozen=True)
class Rule:
    """One value of the law. others: entries of the path that are not in force, such as a vacated one."""

    path: str
    label: str
    value: str
    standing: str
    how: str
    note: str
    source: str
    others: tuple[str, ...]


def rules(day: date) -> tuple[Rule, ...]:
    """What decides who is selected, on a day, with all that is known."""
    law = load_law()
    found = (law.find(path, on=day) for path in _SHOWN)
    return tuple(_rule(one) for one in found if one is not None)


def in_words(one: Dated) -> str:
    """A value as a page prints it: `$100,000 a petition`, `regular, then advanced degree`."""
    if one.unit.startswith("USD") and isinstance(one.value, int | float):
        return f"${one.value:,}{one.unit.removeprefix('USD')}"
    text = value_in_words(one)
    for raw, said in _SAID.items():
        text = text.replace(raw, said)
    return text.replace("_", " ")


def _rule(one: Dated) -> Rule:
    law = load_law()
    return Rule(
        path=one.path,
        label=one.label,
        value=in_words(one),
        standing=f"{since(one)}; {standing(one)}",
        how=how_read(one),
        note=one.note or "",
        source=citation_line(one.citations, law.sources),
        others=tuple(f"{in_words(two)}: {standing(two)}" for two in not_in_force(law, one.path, one, None)),
    )
