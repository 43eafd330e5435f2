"""What is asked. The same object stands behind command-line flags, run.json and, later, an address or a sweep point.

A frozen dataclass of the standard library, and not a Pydantic model: its fields are of plain types, and those who
use it from Python need not load Pydantic for it (docs/decisions/0004-scenario.md).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from itertools import combinations
from typing import Any

from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.naming import in_full

DEFAULT_SEASON = 2026
DEFAULT_POLICIES = ("lottery", "weighted-levels", "level-ranking")
MOST_DRAWS = 1_000_000
OFF = "off"


@dataclass(frozen=True)
class PoolFile:
    """A user's own table. columns: ours -> theirs."""

    path: str
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A season or a user's pool, the policies to run on it, and how to report.

    season: cap fiscal year. registrations: eligible registrations of a projected season. seats: as
    `regular=65000,advanced_degree=20000`; None takes the season's number selected. by: groupings; `a*b` crosses two
    columns. draws: 0 means closed form only. known: law as known on that day. people: add what only people
    can tell (pay), from the season's synthetic people. response: `off` (nobody reacts), `range` (employers react, at
    every corner of what is assumed of them) or the label of one corner. factorial: two or three policies laid on the
    one base policy in all combinations, which `policies` then holds; short names (naming.py) are put in full.
    Raises InputError with every fault.
    """

    season: int = DEFAULT_SEASON
    registrations: int | None = None
    policies: tuple[str, ...] = DEFAULT_POLICIES
    level_mix: str = "dhs-implied"
    us_masters: str = "uscis-57"
    split: str = "caps"
    pool: PoolFile | None = None
    seats: str | None = None
    by: tuple[str, ...] = ()
    draws: int = 0
    seed: str = "1"
    known: date | None = None
    people: bool = False
    response: str = OFF
    factorial: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.factorial:
            object.__setattr__(self, "factorial", tuple(map(in_full, self.factorial)))
        faults = [*_range_faults(self), *_seed_faults(self.seed), *_factorial_faults(self)]
        if self.factorial and len(self.policies) == 1:
            object.__setattr__(self, "policies", factorial_policies(self.policies[0], self.factorial))
        if not self.policies:
            faults.append(Fault("policies", "none named", expected="at least one"))
        faults += [
            Fault("policies", f"{name} is named twice")
            for name in dict.fromkeys(self.policies)
            if self.policies.count(name) > 1
        ]
        if faults:
            raise InputError(faults)

    @property
    def base(self) -> str:
        """The policy against which changes are measured: the first."""
        return self.policies[0]

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no blanks, dates as YYYY-MM-DD."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario that `to_json` wrote. Raises InputError for unknown keys and values of another type."""
        return _from_mapping(json.loads(text))

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, so that equal questions have equal names."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def factorial_policies(base: str, factors: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the base policy with none, each and all combinations of some factors laid on it, fewest first."""
    sets = (part for size in range(len(factors) + 1) for part in combinations(factors, size))
    laid = ((*(() if base == "current" and part else (base,)), *part) for part in sets)
    return tuple("+".join(names) for names in laid)


def _factorial_faults(scenario: Scenario) -> list[Fault]:
    factors = scenario.factorial
    if not factors:
        return []
    if not 2 <= len(factors) <= 3 or len(set(factors)) < len(factors):
        return [Fault("--factorial", ",".join(factors), expected="two or three different policies, as A,B or A,B,C")]
    if scenario.policies and scenario.policies not in (
        scenario.policies[:1],
        factorial_policies(scenario.policies[0], factors),
    ):
        return [Fault("policies", f"{len(scenario.policies)} named", expected="one base policy with --factorial")]
    return []


def _range_faults(scenario: Scenario) -> list[Fault]:
    limits = {"season": (1992, 2100), "registrations": (1, 100_000_000), "draws": (0, MOST_DRAWS)}
    faults = []
    for name, (low, high) in limits.items():
        value = getattr(scenario, name)
        if value is not None and not low <= value <= high:
            expected = f"a whole number from {_said(name, low)} to {_said(name, high)}"
            faults.append(Fault(f"--{name}", f"{value}", expected=expected))
    return faults


def _said(name: str, limit: int) -> str:
    return f"{limit}" if name == "season" else f"{limit:,}"


def _seed_faults(seed: str) -> list[Fault]:
    if seed and seed.isprintable():
        return []
    return [Fault("--seed", f"{seed!r}", expected="text without control characters")]


def _from_mapping(raw: dict[str, Any]) -> Scenario:
    known = {one.name for one in fields(Scenario)}
    faults = [
        Fault("scenario", f"no field {name!r}", hint=did_you_mean(name, known)) for name in raw if name not in known
    ]
    expected = {
        "season": int,
        "draws": int,
        "people": bool,
        "level_mix": str,
        "us_masters": str,
        "split": str,
        "seed": str,
        "response": str,
    }
    faults += [
        Fault(f"scenario.{name}", f"{raw[name]!r}", expected=kind.__name__)
        for name, kind in expected.items()
        if name in raw and (not isinstance(raw[name], kind) or (kind is int and isinstance(raw[name], bool)))
    ]
    if faults:
        raise InputError(faults)
    values = dict(raw)
    for name in ("policies", "by", "factorial"):
        values[name] = tuple(values.get(name, getattr(Scenario, name)))
    if values.get("pool") is not None:
        values["pool"] = PoolFile(**values["pool"])
    if values.get("known") is not None:
        values["known"] = date.fromisoformat(values["known"])
    return Scenario(**values)
