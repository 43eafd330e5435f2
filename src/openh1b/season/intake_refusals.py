"""Which registrations are refused, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.season.intake_file import PER_PERSON
from openh1b.season.intake_rules import REASONS
from openh1b.season.intake_tables import REFUSALS
from openh1b.season.pool_checks import CONTROL

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.intake_file import Registrations
    from openh1b.season.intake_levels import Levels
    from openh1b.season.intake_rules import IntakeRules

_BEFORE_DUPLICATES = ("deleted", "unpaid", "outside_window", "unreadable", "no_beneficiary", "no_employer")
_RECORDS = ("submitted_on", "paid", "deleted")


def judged(given: Registrations, levels: Levels, rules: IntakeRules) -> pl.DataFrame:
    """One row a registration in the order of the file: its facts, and for each reason whether it is refused for it.

    Columns: row (from 1), registration_id, person, employer (null where not usable), degree, day, level, level_detail,
    unread, same (registrations by one employer for one person), one flag for each reason, refused,
    eligible_registrations (of that person).
    """
    import polars as pl

    table = _facts(given, levels)
    checks = {
        "deleted": pl.col("is_deleted"),
        "unpaid": ~pl.col("is_paid"),
        "outside_window": _outside(rules) if "submitted_on" in given.cells else pl.lit(value=False),
        "unreadable": pl.col("unread") != "",
        "no_beneficiary": pl.col("person").is_null(),
        "no_employer": pl.col("employer").is_null(),
        "missing_degree": pl.col("degree").is_null() if rules.asks_degree else pl.lit(value=False),
        "bad_level": pl.col("level").is_null() if rules.levels.used else pl.lit(value=False),
    }
    table = table.with_columns(**checks)
    table = _with_duplicates(table, refused=rules.refuses_duplicates)
    table = table.with_columns(refused=pl.any_horizontal([reason.code for reason in REASONS]))
    return table.with_columns((~pl.col("refused")).sum().over("person").cast(pl.Int64).alias(PER_PERSON))


def refusals(table: pl.DataFrame, given: Registrations, rules: IntakeRules) -> pl.DataFrame:
    """Table `refusals`: one row a registration and reason, in the order of the file."""
    import polars as pl

    found = table.filter("refused")
    rows = found["row"].cast(pl.Int64) - 1
    found = found.with_columns(degree_text=given.text("us_masters_or_higher").gather(rows))
    details = _details(rules)
    parts = [
        found.filter(reason.code).select(
            "registration_id",
            pl.lit(reason.code).alias("reason"),
            details[reason.code].alias("detail"),
            "row",
            pl.lit(index, dtype=pl.Int64).alias("order"),
        )
        for index, reason in enumerate(REASONS)
    ]
    return pl.concat(parts).sort("row", "order").select(REFUSALS.names)


def _facts(given: Registrations, levels: Levels) -> pl.DataFrame:
    import polars as pl

    day, _ = given.values("submitted_on")
    paid, _ = given.values("paid")
    deleted, _ = given.values("deleted")
    degree, _ = given.values("us_masters_or_higher")
    employer = given.cells[given.employer_column]
    return pl.DataFrame(
        {
            "row": pl.int_range(1, given.height + 1, dtype=pl.Int64, eager=True),
            "registration_id": given.cells["registration_id"],
            "person": _usable(given.cells["beneficiary_id"]),
            "employer": _usable(employer if given.employer_column == "employer_id" else employer.str.strip_chars()),
            "degree": degree,
            "day": day,
            "is_paid": paid.fill_null(value="paid" not in given.cells),
            "is_deleted": deleted.fill_null(value=False),
            "unread": _unread(given),
            "level": levels.level,
            "level_detail": levels.detail,
        }
    ).with_columns(is_paid=pl.col("is_paid") | pl.col("unread").str.contains("paid ", literal=True))


def _usable(text: pl.Series) -> pl.Series:
    """Ids as given; null where blank or with control characters, which no draw takes."""
    unusable = (text.str.strip_chars() == "") | text.str.contains(CONTROL)
    return text.set(unusable.fill_null(value=True), None)


def _unread(given: Registrations) -> pl.Series:
    """Cells of the record itself that hold no value of their kind: `paid 'maybe'`; blank where all is well."""
    import polars as pl

    text = pl.repeat("", given.height, dtype=pl.String, eager=True)
    for name in _RECORDS:
        _, wrong = given.values(name)
        rows = wrong.arg_true()
        if len(rows):
            cells = given.cells[name].gather(rows).str.slice(0, 60)
            said = text.gather(rows).str.strip_chars() + f"{name} '" + cells + "' "
            text = text.scatter(rows, said)
    return text


def _outside(rules: IntakeRules) -> pl.Expr:
    import polars as pl

    if rules.window is None:
        return pl.lit(value=False)
    inside = pl.col("day").is_between(*rules.window).fill_null(value=False)
    return ~inside & ~pl.col("unread").str.contains("submitted_on ", literal=True)


def _with_duplicates(table: pl.DataFrame, *, refused: bool) -> pl.DataFrame:
    """Registrations by one employer for one person, counted among those that were submitted and paid for."""
    import polars as pl

    submitted = table.filter(~pl.any_horizontal(_BEFORE_DUPLICATES))
    doubled = submitted.select("row", same=pl.len().over("person", "employer")).filter(pl.col("same") > 1)
    same = pl.repeat(1, table.height, dtype=pl.Int64, eager=True)
    same = same.scatter(doubled["row"] - 1, doubled["same"].cast(pl.Int64))
    return table.with_columns(same=same, duplicate=(same > 1) & refused)


def _details(rules: IntakeRules) -> dict[str, pl.Expr]:
    import polars as pl

    first, last = rules.window or ("", "")
    day = pl.col("day").cast(pl.String).fill_null("no day given")
    answer = pl.col("degree_text").fill_null("").str.strip_chars().str.slice(0, 60)
    return {
        "deleted": pl.lit("deleted"),
        "unpaid": pl.lit("not paid"),
        "outside_window": day + f"; the window was {first} to {last}",
        "unreadable": pl.col("unread").str.strip_chars(),
        "no_beneficiary": pl.lit("blank, or with control characters"),
        "no_employer": pl.lit("blank, or with control characters"),
        "duplicate": "one of "
        + pl.col("same").cast(pl.String)
        + " by employer "
        + pl.col("employer")
        + " for this person",
        "missing_degree": pl.when(answer == "").then(pl.lit("blank")).otherwise(answer + ", expected true or false"),
        "bad_level": pl.col("level_detail"),
    }
