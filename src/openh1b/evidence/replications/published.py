"""Published numbers (replications.yaml), read strictly: what was printed, where, how it was read, the kind of test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import Fields, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import Fault, InputError, LawError, did_you_mean
from openh1b.evidence.sources import check_cite

TestKind = Literal["same inputs", "same method on other data", "prediction of the synthetic season"]
KINDS: Final[tuple[TestKind, ...]] = (
    "same inputs", "same method on other data", "prediction of the synthetic season",
)  # fmt: skip
UNITS: Final = ("share", "USD", "years", "ratio", "petitions", "registrations", "beneficiaries", "visas", "approvals",
                "people", "log points x 100")  # fmt: skip

_TEXT, _NUMBER = Kind("text"), Kind("number")
_KIND, _READ, _UNIT = (Kind("choice", choices=choices) for choices in (KINDS, READS, UNITS))
_OF_ALL: Final[Fields] = {
    "kind?": _KIND, "unit?": _UNIT, "printed_to?": Kind("number", low=0), "read?": _READ, "cite?": None,
    "cause?": _TEXT,
}  # fmt: skip
_GROUP: Final[Fields] = {"title": _TEXT, "by": _TEXT, "method": _TEXT, "needs?": _TEXT, "inputs?": None,
                         "numbers": None, **_OF_ALL}  # fmt: skip
_ROW: Final[Fields] = {
    "label": _TEXT, "value?": _NUMBER, "low?": _NUMBER, "high?": _NUMBER, "fitted?": Kind("flag"),
    "tolerance?": Kind("number", low=0, high=1), "not_computed?": _TEXT, "note?": _TEXT, **_OF_ALL,
}  # fmt: skip
_INPUT: Final[Fields] = {"value": _NUMBER, "label": _TEXT, "read": _READ, "cite": None, "note?": _TEXT}
_NEEDED: Final = ("kind", "unit", "printed_to", "read", "cite")
_FOR_ALL: Final = (*_NEEDED, "cause")


@dataclass(frozen=True)
class Published:
    """One number as somebody printed it.

    value, or low and high for a range; neither where only ours is there. printed_to: the last digit printed, so that
    ours agrees where it rounds to the same. fitted: whether ours was put in or fitted to it. tolerance: share set
    before anything was computed. cause: of a difference, as far as known. not_computed: why the engine has no number.
    """

    id: str
    label: str
    kind: TestKind
    unit: str
    printed_to: float
    read: str
    cite: tuple[str, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    fitted: bool = False
    tolerance: float | None = None
    cause: str = ""
    not_computed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Input:
    """A number that the published result itself starts from."""

    value: float
    label: str
    read: str
    cite: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Replication:
    """Numbers of one publication. by: who printed them. method: how ours are computed. needs: a table of the store."""

    name: str
    title: str
    by: str
    method: str
    numbers: Mapping[str, Published]
    needs: str = ""
    inputs: Mapping[str, Input] = field(default_factory=lambda: MappingProxyType({}))

    def given(self, name: str) -> float:
        """The value of an input."""
        return self.inputs[name].value


@cache
def load_replications() -> Mapping[str, Replication]:
    """The package's own list. Raises LawError with every fault of the file."""
    path = Path(__file__).with_name("replications.yaml")
    return check_replications(read_document(path, "evidence/replications/replications.yaml"))


def check_replications(document: Document) -> Mapping[str, Replication]:
    """The replications of a document by name. Raises LawError with every fault."""
    found = {name: _replication(document, name, raw) for name, raw in top_level(document).items()}
    if document.faults:
        raise LawError(document.faults)
    return MappingProxyType({name: one for name, one in found.items() if one is not None})


def replication(name: str) -> Replication:
    """One by name. Raises InputError naming the nearest."""
    known = load_replications()
    if name not in known:
        raise InputError(Fault("NAME", f"no replication {name!r}", hint=did_you_mean(name, known)))
    return known[name]


def _replication(document: Document, name: str, raw: Raw) -> Replication | None:
    fields = checked_fields(document, (name,), raw, _GROUP)
    if fields is None:
        return None
    for_all = {str(key): fields.pop(key) for key in _FOR_ALL if key in fields}
    _check_told(document, name, raw)
    numbers = _mapping(document, (name, "numbers"), fields.pop("numbers", None))
    inputs = _mapping(document, (name, "inputs"), fields.pop("inputs", {}))
    rows = {key: _published(document, (name, "numbers", key), one, for_all) for key, one in numbers.items()}
    taken = {key: _input(document, (name, "inputs", key), one) for key, one in inputs.items()}
    if document.faults:
        return None
    return Replication(
        name=name,
        numbers=MappingProxyType({key: one for key, one in rows.items() if one is not None}),
        inputs=MappingProxyType({key: one for key, one in taken.items() if one is not None}),
        **fields,
    )


def _mapping(document: Document, place: Place, raw: Raw) -> dict[str, Any]:
    if isinstance(raw, dict):
        return raw
    document.fault(place, "is no mapping", expected="name: {...}")
    return {}


def _published(document: Document, place: Place, raw: Raw, for_all: Mapping[str, Any]) -> Published | None:
    fields = checked_fields(document, place, raw, _ROW)
    if fields is None:
        return None
    fields = {**for_all, **fields}
    _check_number(document, place, fields)
    if "cite" in fields:
        fields["cite"] = check_cite(document, (*place, "cite"), fields["cite"])
    return None if document.faults else Published(id=str(place[-1]), **fields)


def _check_told(document: Document, name: str, raw: Mapping[str, Any]) -> None:
    """What every number needs, and neither it nor its group says."""
    numbers = raw.get("numbers")
    for key, one in numbers.items() if isinstance(numbers, dict) else ():
        told = {*raw, *(one if isinstance(one, dict) else ())}
        for missing in (each for each in _NEEDED if each not in told):
            problem = f"{missing} is given neither here nor for all numbers"
            document.fault((name, "numbers", key), problem)


def _check_number(document: Document, place: Place, fields: Mapping[str, Any]) -> None:
    ends = [name for name in ("low", "high") if name in fields]
    if len(ends) == 1:
        document.fault(place, f"{ends[0]} without the other end")
    elif ends and "value" in fields:
        document.fault(place, "both a value and a range", expected="one of them")
    elif ends and fields["low"] > fields["high"]:
        document.fault(place, f"low {fields['low']:,} is above high {fields['high']:,}")


def _input(document: Document, place: Place, raw: Raw) -> Input | None:
    fields = checked_fields(document, place, raw, _INPUT)
    if fields is None:
        return None
    fields["cite"] = check_cite(document, (*place, "cite"), fields.get("cite"))
    return None if document.faults else Input(**fields)
