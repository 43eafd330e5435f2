"""Counts of an intake as USCIS publishes them, beside the published ones of the season."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from openh1b.law import Law, load_law
from openh1b.season.intake_file import PER_PERSON
from openh1b.season.intake_rules import REASONS
from openh1b.season.intake_tables import COUNTS

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.intake_rules import IntakeRules

_EMPLOYERS = "the sources do not say whether employers without an eligible registration are counted"
_OVERLAP = "a registration refused for several reasons is counted under each"


def count(table: pl.DataFrame, rules: IntakeRules, known: date | None = None) -> pl.DataFrame:
    """Table `counts`. table: the judged registrations (`intake_refusals.judged`)."""
    import polars as pl

    law = load_law()
    rows = [
        {"measure": name, "label": label, "value": value, "note": note, **_published(path, rules, known, law)}
        for name, label, value, note, path in _figures(table, rules)
    ]
    texts, numbers = dict.fromkeys(COUNTS.names, pl.String), ("value", "published", "published_low", "published_high")
    return pl.DataFrame(rows, schema={**texts, **dict.fromkeys(numbers, pl.Int64)})


Figure = tuple[str, str, int, str | None, str | None]  # measure, label, value, note, path of the published count


def _figures(table: pl.DataFrame, rules: IntakeRules) -> Iterator[Figure]:
    import polars as pl

    entry = "petitions" if rules.unit == "petition" else "registrations"
    eligible = table.filter(~pl.col("refused"))
    alone = eligible[PER_PERSON] == 1
    total = "seasons.petitions_filed" if rules.unit == "petition" else "seasons.registrations_total"
    yield f"{entry}_total", f"{entry.capitalize()} submitted", table.height, None, total
    yield f"{entry}_refused", f"Refused {entry}", table.height - eligible.height, None, None
    for reason in REASONS:
        found = int(table[reason.code].sum())
        yield f"refused.{reason.code}", f"Refused: {reason.meaning}", found, _OVERLAP, None
    yield f"{entry}_eligible", f"Eligible {entry}", eligible.height, None, f"seasons.{entry}_eligible"
    one, more = int(alone.sum()), int((~alone).sum())
    yield f"{entry}_single", "Eligible, of a person with no other", one, None, f"seasons.{entry}_single"
    yield f"{entry}_multiple", "Eligible, of a person with several", more, None, f"seasons.{entry}_multiple"
    if rules.asks_degree:
        found = int(eligible["degree"].sum())
        yield f"{entry}_advanced", "Eligible, with a US master's or higher", found, None, f"seasons.{entry}_advanced"
    people = one + eligible.filter(~alone)["person"].n_unique()
    yield "beneficiaries", f"Unique beneficiaries with an eligible {entry[:-1]}", people, None, "seasons.beneficiaries"
    employers = eligible["employer"].n_unique()
    label = f"Unique employers with an eligible {entry[:-1]}"
    yield "employers", label, employers, _EMPLOYERS, "seasons.employers"


def _published(path: str | None, rules: IntakeRules, known: date | None, law: Law) -> dict[str, Any]:
    """The published figure with its range and how it was read; nothing where there is none."""
    if path is None or path not in law.parameters:
        return {}
    found = law.find(path, season=rules.season, known=known)
    if found is None or found.value is None:
        return {}
    low, high = found.range or (None, None)
    return {
        "published": found.value,
        "published_low": low,
        "published_high": high,
        "read": found.read,
        "source_ids": " ".join(dict.fromkeys(citation.source for citation in found.citations)),
    }
