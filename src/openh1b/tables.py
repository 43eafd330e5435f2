"""The columns of every table, written once: meaning, unit, limits.

Checks, `--columns` hints and the generated dictionary all read this module. Why it is not a schema library:
docs/decisions/0003-schemas.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["text", "integer", "number", "flag", "date"]


@dataclass(frozen=True)
class Column:
    """One column: what a value means, its unit, and the values it may take. Nulls are refused unless `nullable`."""

    name: str
    kind: Kind
    meaning: str
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] | None = None
    nullable: bool = False
    unique: bool = False

    @property
    def expected(self) -> str:
        """The limits in words, for an error message."""
        if self.allowed is not None:
            return " or ".join(self.allowed)
        kinds = {
            "text": "text",
            "integer": "a whole number",
            "number": "a number",
            "flag": "true or false",
            "date": "a date as YYYY-MM-DD",
        }
        text = kinds[self.kind]
        if self.low is not None and self.high is not None:
            return f"{text} from {_plain(self.low)} to {_plain(self.high)}"
        return text if self.low is None else f"{text} of at least {_plain(self.low)}"


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


@dataclass(frozen=True)
class Table:
    """A table: what one row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


_PAY_FLOOR = 1_000  # a smaller number is pay an hour, or in thousands
_PAY_CEILING = 100_000_000  # no base pay is known above it: a larger number is cents, a phone number or a slip


def _pay(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, unit="USD", low=_PAY_FLOOR, high=_PAY_CEILING)


POOL = Table(
    "pool",
    "one unit of a season (a beneficiary, a registration or a petition), or `n` alike",
    (
        Column("beneficiary_id", "text", "the person, counted once; random, never a passport number", unique=True),
        Column("registration_id", "text", "one employer's entry for a person", unique=True),
        Column("n", "integer", "how many units this row stands for", unit="units", low=1),
        Column("us_masters_or_higher", "flag", "master's or higher of a US public or nonprofit accredited institution"),
        Column(
            "selection_level",
            "integer",
            "highest OEWS wage level that the offer equals or exceeds",
            unit="level",
            low=1,
            high=4,
        ),
        _pay("offered_wage_usd", "base pay a year"),
        _pay("l1_usd", "Level I wage a year of the occupation and area"),
        _pay("l2_usd", "Level II wage a year of the occupation and area"),
        _pay("l3_usd", "Level III wage a year of the occupation and area"),
        _pay("l4_usd", "Level IV wage a year of the occupation and area"),
        Column("bid_usd", "number", "sealed bid for one visa", unit="USD", low=0, high=_PAY_CEILING),
        Column("received_on", "date", "day on which the petition was received"),
        Column("soc_code", "text", "occupation, SOC 2018"),
        Column("area", "text", "code of the OFLC wage area"),
        Column("state", "text", "state of the worksite"),
        Column("employer", "text", "sponsoring employer"),
        Column("employer_kind", "text", "kind of employer, from a published list; unlisted is `other`"),
        Column("employer_size", "text", "size of the employer"),
        Column("cap_exempt", "flag", "employer exempt from the cap, INA 214(g)(5)"),
        Column("h1b_dependent", "flag", "H-1B-dependent employer, INA 212(n)(3)"),
        Column("country", "text", "country of birth, ISO-3"),
        Column("age", "integer", "age", unit="years", low=14, high=99),
        Column("degree", "text", "highest degree: bachelors, masters, doctorate or professional"),
        Column("prior_status", "text", "status before: f1, other_us, or none for a person abroad"),
        Column(
            "regional_prices",
            "number",
            "price level of the state of work, BEA regional price parity",
            unit="index, US = 100",
            low=1,
            high=1_000,
        ),
        Column("channel", "text", "change of status in the US, or consular", allowed=("in_us", "consular")),
    ),
)

SELECTION = Table(
    "selection",
    "one unit of the pool, in the order of its id",
    (
        Column("unit_id", "text", "the unit's id as given"),
        Column("selected", "flag", "selected in any stage"),
        Column(
            "stage",
            "text",
            "the stage that selected the unit, else the last one it raced in; empty if it raced in none",
            nullable=True,
        ),
        Column(
            "rank",
            "integer",
            "place in that stage's list, 1 = first; after the selected it is the waiting list",
            unit="place",
            low=1,
            nullable=True,
        ),
        Column("key", "number", "-ln(u)/weight in that stage; smaller is earlier within a tier", nullable=True),
    ),
)

RESULT = Table(
    "result",
    "one figure of one policy for one group",
    (
        Column("season", "integer", "cap fiscal year", unit="fiscal year"),
        Column("unit", "text", "what is drawn: petition, registration or beneficiary"),
        Column("stream", "text", "cap_subject or cap_exempt"),
        Column("policy", "text", "policy, or overlays joined by +"),
        Column("base_policy", "text", "policy against which a change is measured", nullable=True),
        Column("level_mix", "text", "named split by wage level; empty where the pool brings its own", nullable=True),
        Column("year", "integer", "year of the figure where it is not the season", nullable=True),
        Column("layer", "text", "arithmetic, accounting or causal"),
        Column("measure", "text", "name of the measure"),
        Column("by", "text", "columns that make the group, joined by `*`; `all` for everyone"),
        Column("group", "text", "the group's values, joined by a comma"),
        Column("value", "number", "the figure", nullable=True),
        Column("low", "number", "low end of the spread", nullable=True),
        Column("high", "number", "high end of the spread", nullable=True),
        Column(
            "spread",
            "text",
            "what the ends are: luck (5th to 95th percentile of draws), range or definition",
            nullable=True,
        ),
        Column("low_at", "text", "corner of the assumptions at the low end", nullable=True),
        Column("high_at", "text", "corner of the assumptions at the high end", nullable=True),
        Column("unit_of_measure", "text", "unit of value, low and high"),
        Column("status", "text", "standing of the weakest input: source, second-hand, memory or assumption"),
        Column("synthetic", "flag", "whether the pool is made up"),
        Column("source_ids", "text", "sources of the inputs, joined by a blank"),
    ),
)
