"""What is asked. The same object stands behind command-line flags, run.json and, later, an address or a sweep point.

A frozen dataclass of the standard library, and not a Pydantic model: its fields are of plain types, and those who
use it from Python need not load Pydantic for it (docs/decisions/0004-scenario.md).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from itertools import combinations
from typing import Any, Final

from openh1b.errors import ArgumentError, Fault, InputError, did_you_mean, whole, wrong_kind
from openh1b.naming import in_full, parts

DEFAULT_SEASON = 2026
DEFAULT_POLICIES = ("lottery", "weighted-levels", "level-ranking")
MOST_DRAWS = 1_000_000
OFF = "off"


@dataclass(frozen=True)
class PoolFile:
    """A user's own table: a CSV, Parquet or XLSX file. columns: ours -> theirs.

    A path object is taken as its text. Raises ArgumentError for a table itself, which must be a file first.
    """

    path: str
    columns: dict[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        faults = _file_faults(self.path, self.columns)
        if faults:
            raise ArgumentError(faults)
        if type(self.path) is not str:
            object.__setattr__(self, "path", str(self.path))


def _file_faults(path: object, columns: object) -> list[Fault]:
    faults = []
    if not isinstance(path, str | os.PathLike):
        faults.append(wrong_kind("path", path, "the path of a CSV, Parquet or XLSX file", _file_of(path)))
    pairs = columns.items() if isinstance(columns, Mapping) else ((None, None),)
    if not all(isinstance(one, str) for pair in pairs for one in pair):
        expected = 'our names and those of the file, as {"wage_level": "LEVEL"}'
        faults.append(wrong_kind("columns", columns, expected))
    return faults


@dataclass(frozen=True)
class Scenario:
    """A season or a user's pool, the policies to run on it, and how to report.

    season: cap fiscal year. registrations: eligible registrations of a projected season. seats: as
    `regular=65000,advanced_degree=20000`; None takes the season's number selected. by: groupings; `a*b` crosses two
    columns. draws: 0 means closed form only. known: law as known on that day. people: add what only people
    can tell (pay), from the season's synthetic people. response: `off` (nobody reacts), `range` (employers react, at
    every corner of what is assumed of them) or the label of one corner. factorial: two or three policies laid on the
    one base policy in all combinations, which `policies` then holds; short names (naming.py) are put in full.
    A list is taken as a tuple. Raises InputError with every fault, each with its field's name.
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
        faults = list(_kind_faults(self))
        wrong = {fault.where.partition("[")[0] for fault in faults}
        faults += _range_faults(self, wrong)
        if "seed" not in wrong:
            faults += _seed_faults(self.seed)
        if not wrong & {"policies", "factorial"}:
            faults += _policy_faults(self)
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
        try:
            raw = json.loads(text)
        except ValueError as error:
            raise InputError(Fault("scenario", f"is no JSON: {error}")) from None
        return _from_mapping(raw)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, so that equal questions have equal names."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def factorial_policies(base: str, factors: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the base policy with none, each and all combinations of some factors laid on it, fewest first."""
    sets = (part for size in range(len(factors) + 1) for part in combinations(factors, size))
    laid = ((*(() if base == "current" and part else (base,)), *part) for part in sets)
    return tuple("+".join(names) for names in laid)


def check_scenario(given: object, face: str) -> None:
    """Raises ArgumentError where what was given to a function of the front door, such as `compare`, is no Scenario."""
    if isinstance(given, Scenario):
        return
    named = given if isinstance(given, list | tuple) else (given,)
    is_named = named and all(isinstance(one, str) for one in named)
    hint = f"Write {face}(Scenario(policies={tuple(named)!r}))." if is_named else None
    raise ArgumentError(wrong_kind("scenario", given, "a Scenario", hint))


def _policy_faults(scenario: Scenario) -> Iterator[Fault]:
    """Of the policies and factors, which are put in full and laid on each other on the way."""
    if scenario.factorial:
        object.__setattr__(scenario, "factorial", tuple(map(in_full, scenario.factorial)))
    yield from _factorial_faults(scenario)
    if scenario.factorial and len(scenario.policies) == 1:
        object.__setattr__(scenario, "policies", factorial_policies(scenario.policies[0], scenario.factorial))
    if not scenario.policies:
        yield Fault("policies", "none named", expected="at least one")
    for name in dict.fromkeys(scenario.policies):
        if scenario.policies.count(name) > 1:
            yield Fault("policies", f"{name} is named twice")


def _factorial_faults(scenario: Scenario) -> list[Fault]:
    factors = scenario.factorial
    if not factors:
        return []
    if not 2 <= len(factors) <= 3 or len(set(factors)) < len(factors):
        return [Fault("factorial", ",".join(factors), expected="two or three different policies, as A,B or A,B,C")]
    if scenario.policies and scenario.policies not in (
        scenario.policies[:1],
        factorial_policies(scenario.policies[0], factors),
    ):
        expected = "one base policy, on which the factors are laid"
        return [Fault("policies", f"{len(scenario.policies)} named", expected=expected)]
    return []


def _range_faults(scenario: Scenario, wrong: set[str]) -> list[Fault]:
    limits = {"season": (1992, 2100), "registrations": (1, 100_000_000), "draws": (0, MOST_DRAWS)}
    faults = []
    for name, (low, high) in limits.items():
        value = getattr(scenario, name)
        if value is not None and name not in wrong and not low <= value <= high:
            expected = f"a whole number from {_said(name, low)} to {_said(name, high)}"
            faults.append(Fault(name, f"{value}", expected=expected))
    return faults


def _said(name: str, limit: int) -> str:
    return f"{limit}" if name == "season" else f"{limit:,}"


def _seed_faults(seed: str) -> list[Fault]:
    if seed and seed.isprintable():
        return []
    return [Fault("seed", f"{seed!r}", expected="text without control characters")]


_NAMES: Final = (tuple,)
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "season": (int,),
    "registrations": (int, type(None)),
    "policies": _NAMES,
    "level_mix": (str,),
    "us_masters": (str,),
    "split": (str,),
    "pool": (PoolFile, type(None)),
    "seats": (str, type(None)),
    "by": _NAMES,
    "draws": (int,),
    "seed": (str,),
    "known": (date, type(None)),
    "people": (bool,),
    "response": (str,),
    "factorial": _NAMES,
}
_EXPECTED: Final[Mapping[type, str]] = {
    int: "a whole number",
    str: "text",
    tuple: "a tuple or list of names",
    bool: "True or False",
    date: "a datetime.date",
    PoolFile: "a PoolFile",
}

_SAID: Final = {**dict.fromkeys(("yes", "y", "true"), "True"), **dict.fromkeys(("no", "n", "false"), "False")}


def _kind_faults(scenario: Scenario) -> Iterator[Fault]:
    """Fields of another type than theirs; lists are put as tuples and NumPy's whole numbers as int on the way."""
    for name, kinds in _KINDS.items():
        given = getattr(scenario, name)
        if type(given) not in kinds:
            value = _taken(given, kinds[0])
            if value is None:
                also = " or None" if type(None) in kinds else ""
                yield wrong_kind(name, given, _EXPECTED[kinds[0]] + also, _way(name, given, kinds[0]))
                continue
            object.__setattr__(scenario, name, value)
        if kinds is _NAMES:
            for place, one in enumerate(getattr(scenario, name)):
                if not isinstance(one, str):
                    called = getattr(one, "name", None)
                    hint = f"Write {called!r}." if isinstance(called, str) else None
                    yield wrong_kind(f"{name}[{place}]", one, "a name as text", hint)


def _taken(given: object, kind: type) -> object | None:
    """What stands for a value of a kind without a doubt, as that kind; None where nothing does."""
    if kind is int:
        return whole(given)
    if kind is tuple:
        return tuple(given) if isinstance(given, list | tuple) else None
    if kind is str:
        return str(given) if isinstance(given, str) else None
    return given if isinstance(given, kind) and not isinstance(given, datetime) else None


def _way(name: str, given: object, kind: type) -> str | None:
    """How to say what was probably meant; None where that is not known."""
    value: str | None = None
    if kind is int:
        value = _digits(given)
    elif kind is tuple and isinstance(given, str):
        value = repr(parts(given, ","))
    elif kind is str and isinstance(given, int | float):
        value = repr(str(given))
    elif kind is str and name == "seats" and isinstance(given, Mapping):
        value = repr(",".join(f"{stage}={seats}" for stage, seats in given.items()))
    elif kind is bool:
        value = _SAID.get(given.strip().lower()) if isinstance(given, str) else None
    elif kind is date:
        value = _day(given)
    elif isinstance(given, str | os.PathLike):
        value = f"PoolFile({str(given)!r})"
    else:
        return _file_of(given)
    return f"Write {name}={value}." if value else None


def _digits(given: object) -> str | None:
    text = given.strip().replace(",", "") if isinstance(given, str) else ""
    if isinstance(given, float) and given.is_integer():
        text = f"{int(given)}"
    return text if text.isascii() and text.isdigit() else None


def _day(given: object) -> str | None:
    """The day of a text or of a time, as it is written in Python."""
    try:
        day = datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        return None
    return f"date({day.year}, {day.month}, {day.day})" if isinstance(day, date) else None


def _file_of(given: object) -> str | None:
    """How a table held in Python is given."""
    calls = {"write_csv": 'write_csv("pool.csv")', "to_csv": 'to_csv("pool.csv", index=False)'}
    call = next((text for name, text in calls.items() if hasattr(given, name)), None)
    return f'Write the table to a file with .{call}, then pool=PoolFile("pool.csv").' if call else None


def _from_mapping(raw: object) -> Scenario:
    if not isinstance(raw, dict):
        raise InputError(wrong_kind("scenario", raw, "a mapping of fields"))
    known = {one.name for one in fields(Scenario)}
    faults = [
        Fault("scenario", f"no field {name!r}", hint=did_you_mean(name, known)) for name in raw if name not in known
    ]
    values = {name: value for name, value in raw.items() if name in known}
    try:
        if isinstance(values.get("known"), str):
            values["known"] = date.fromisoformat(values["known"])
    except ValueError:
        faults.append(Fault("known", f"{values.pop('known')!r}", expected="a day as YYYY-MM-DD"))
    try:
        if isinstance(values.get("pool"), dict):
            values["pool"] = _pool_of(values.pop("pool"))
        scenario = Scenario(**values)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return scenario


def _pool_of(raw: dict[str, Any]) -> PoolFile:
    if "path" not in raw or not raw.keys() <= {"path", "columns"}:
        raise InputError(Fault("pool", f"fields {', '.join(map(repr, raw))}", expected="path and columns"))
    return PoolFile(**raw)
