"""The columns of a table of candidates: what each means, which are needed, and two made-up rows of a template."""

from __future__ import annotations

from typing import Final

from openh1b.tables import Column, Table

CHANNELS: Final = ("in_us", "consular")

CANDIDATES: Final = Table(
    "candidates",
    "one candidate for a cap registration by one employer",
    (
        Column("candidate_id", "text", "a random id, once each; never a passport number or a name", unique=True),
        Column("soc", "text", "occupation: a code of SOC 2018 such as 15-1252, or its title"),
        Column("area", "text", "place of work: code or name of the OFLC wage area, a city in its name, or a county"),
        Column(
            "offered_wage_usd",
            "number",
            "base pay offered, US dollars a year; an hour's pay as 79.33/hour, which counts 2,080 hours",
            unit="USD",
        ),
        Column(
            "us_masters_or_higher",
            "flag",
            "master's or higher of a US public or nonprofit accredited institution: yes or no",
        ),
        Column(
            "channel",
            "text",
            "in_us for a change of status in the United States, consular for a visa abroad",
            allowed=CHANNELS,
        ),
        Column("opt_end", "date", "last day of work after study (OPT), before a STEM extension", nullable=True),
        Column("stem", "flag", "whether the degree allows the STEM extension: yes or no", nullable=True),
        Column(
            "job",
            "text",
            "a name for the job; staff and candidates of one occupation, area and job count as similar. Blank: one job",
            nullable=True,
        ),
        Column(
            "peers",
            "integer",
            "how many present staff have the same job in the same area; once for each job is enough",
            unit="people",
            low=0,
            high=1_000_000,
            nullable=True,
        ),
        Column(
            "peers_wage_usd",
            "text",
            "their pay, read as offered_wage_usd: one figure for all, or one for each with semicolons between",
            unit="USD",
            nullable=True,
        ),
    ),
)

ALIASES: Final = {"occupation": "soc", "soc_code": "soc", "salary": "offered_wage_usd"}
"""Other names that a column may have in a file."""

EXAMPLES: Final = (
    (
        *("made-up-7f3a", "15-1252", "Seattle", "165000", "yes", "in_us"),
        *("2027-06-30", "yes", "engineer", "2", "158000;171000"),
    ),
    ("made-up-c81d", "Accountants and Auditors", "King County, WA", "42.50/hour", "no", "consular", "", "", "", "", ""),
)  # fmt: skip
"""Two rows of the template, of nobody."""


def needed() -> tuple[str, ...]:
    """Columns that every table must have."""
    return tuple(column.name for column in CANDIDATES.columns if not column.nullable)
