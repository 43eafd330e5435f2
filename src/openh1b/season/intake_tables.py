"""The tables of `openh1b intake`: what goes in, what is refused, what is counted."""

from __future__ import annotations

from dataclasses import replace

from openh1b.tables import POOL, Column, Table

FLOORS = ("l1_usd", "l2_usd", "l3_usd", "l4_usd")
PAY_COLUMNS = ("offered_wage_usd", "offered_wage_high_usd", *FLOORS)
ONE_OF = ("employer_id", "employer")
"""Columns that name the employer; the first that a file has is the one by which employers are told apart."""

INTAKE = Table(
    "intake",
    "one registration (before FY2021 one petition): one employer's entry for one person",
    (
        POOL["registration_id"],
        replace(POOL["beneficiary_id"], meaning="the person; random, never a passport number", unique=False),
        Column("employer_id", "text", "the employer; if it is not there, `employer` tells employers apart"),
        Column("employer", "text", "name of the employer, compared as it is written"),
        replace(POOL["us_masters_or_higher"], meaning=f"answer: {POOL['us_masters_or_higher'].meaning}"),
        replace(POOL["selection_level"], meaning="level that the employer states", nullable=True),
        Column("site_levels", "text", "level at each worksite, as `2;3`", nullable=True),
        replace(POOL["offered_wage_usd"], meaning="base pay a year, or one end of its range", nullable=True),
        replace(
            POOL["offered_wage_usd"],
            name="offered_wage_high_usd",
            meaning="the other end of a range of pay",
            nullable=True,
        ),
        *(replace(POOL[name], nullable=True) for name in FLOORS),
        Column("submitted_on", "date", "day on which it was submitted", nullable=True),
        Column("paid", "flag", "fee paid; blank is not paid; without the column all are", nullable=True),
        Column("deleted", "flag", "deleted by the employer before the window closed; blank is no", nullable=True),
    ),
)

REFUSALS = Table(
    "refusals",
    "one reason for which one registration was refused, in the order of the file",
    (
        Column("registration_id", "text", "the registration as given"),
        Column("reason", "text", "code of the reason"),
        Column("detail", "text", "the value found, or what it met"),
        Column("row", "integer", "data row of the file, from 1", unit="row", low=1),
    ),
)

COUNTS = Table(
    "counts",
    "one figure of the file, beside the published one of its season",
    (
        Column("measure", "text", "name of the figure"),
        Column("label", "text", "what is counted"),
        Column("value", "integer", "count in the file", low=0),
        Column("published", "integer", "published count of the season", low=0, nullable=True),
        Column("published_low", "integer", "low end where sources differ", low=0, nullable=True),
        Column("published_high", "integer", "high end where sources differ", low=0, nullable=True),
        Column("read", "text", "how the published count was read: source, second-hand or memory", nullable=True),
        Column("source_ids", "text", "sources of the published count, joined by a blank", nullable=True),
        Column("note", "text", "what limits the comparison", nullable=True),
    ),
)
