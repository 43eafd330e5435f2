"""Groups of petitioners, each merge with its evidence, read from aliases.yaml; nothing wrong in it passes.

A group is a firm (or university, or hospital) under its own name, its spellings, renamings and divisions. A firm that
was bought and still files under its own name stays a group of its own (LinkedIn, Red Hat, Audible), as it is ranked
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.modules import reading_modules
from openh1b.cited.reading import Document, Place, Raw, read_document
from openh1b.cited.schema import TEXT, checked_fields, top_level
from openh1b.cited.sources import READS
from openh1b.errors import InputError
from openh1b.kept import kept_beside, kept_or_read

KINDS: Final = {
    "name": "bears the group's own name",
    "same_tax_id": "shares the tax id's last four digits, and a place, with another entity of the group",
    "abbreviation": "the hub's own abbreviation of the name",
    "renamed": "one name replaced the other",
    "merged": "came of a merger or a separation",
    "subsidiary": "belonged to the group",
    "own_filing": "its own filing gives the other name",
}
"""What joins an entity to a group."""

_ENTRY: Final = {
    "name?": TEXT,
    "starts?": TEXT,
    "tax_ids?": Kind("list", of="text"),
    "states?": Kind("list", of="text"),
    "why": Kind("choice", choices=tuple(KINDS)),
    "read": Kind("choice", choices=READS),
    "sure?": Kind("integer", low=1, high=100),
    "date?": TEXT,
    "note?": TEXT,
}
_GROUP: Final = {"label": TEXT, "entities": None}
_FILE = Path(__file__).with_name("aliases.yaml")


@dataclass(frozen=True)
class Evidence:
    """Why names belong to a group. `name` is a key of names.py; `starts`: also every longer key that begins with it.

    tax_ids, states: where given, the entity must have one of these digits, or without digits one of these states.
    read, sure: how the evidence was read, and how sure it is in percent; date: day, month or year, as text.
    """

    group: str
    name: str
    starts: bool
    why: str
    read: str
    tax_ids: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sure: int | None = None
    date: str | None = None
    note: str | None = None

    @property
    def id(self) -> str:
        """Group and name, with * where longer names count: `amazon/AMAZON COM*`."""
        return f"{self.group}/{self.name}{'*' if self.starts else ''}"

    def __str__(self) -> str:
        what = f"{KINDS[self.why]}{f' ({self.date})' if self.date else ''}"
        sure = f", sure to about {self.sure}%" if self.sure is not None else ""
        limits = f"; tax id {' or '.join(self.tax_ids)}" if self.tax_ids else ""
        return f"{what}; read: {self.read}{sure}{limits}{f'; {self.note}' if self.note else ''}"


@dataclass(frozen=True)
class Aliases:
    """All groups: id -> label, and every piece of evidence."""

    labels: Mapping[str, str]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        table: dict[str, list[Evidence]] = {}
        for one in self.evidence:
            table.setdefault(one.name, []).append(one)
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "first_words", frozenset(name.split(" ", 1)[0] for name in table))

    first_words: frozenset[str] = frozenset()

    def claims(self, name: str) -> Iterator[tuple[str, str, list[str], int]]:
        """Groups that may claim a key: group, evidence id, digits and states wanted, rank (smaller is better)."""
        for one in self.about(name):
            rank = -1000 if one.name == name else -len(one.name)
            yield one.group, one.id, [*one.tax_ids, *one.states], rank

    def about(self, name: str) -> Iterator[Evidence]:
        """Evidence that names a key, by itself or by its beginning."""
        if name.split(" ", 1)[0] not in self.first_words:
            return
        table: dict[str, list[Evidence]] = self.__dict__["_table"]
        words = name.split(" ")
        for count in range(len(words), 0, -1):
            for one in table.get(" ".join(words[:count]), ()):
                if one.starts or count == len(words):
                    yield one

    def find(self, id_: str) -> Evidence | None:
        """Evidence by its id."""
        return next((one for one in self.evidence if one.id == id_), None)

    def label(self, group: str) -> str:
        """Label of a group; an entity alone is its own label."""
        return self.labels.get(group, group)


@cache
def load_aliases(path: Path = _FILE) -> Aliases:
    """The reviewed groups. Raises InputError with every fault of the file."""
    if path != _FILE:
        return _read(path)
    of = (path, Path(__file__), *reading_modules())
    return kept_or_read(lambda: _read(path), kept_beside(__file__, "aliases"), of)


def _read(path: Path) -> Aliases:
    document = read_document(path, path.name)
    labels: dict[str, str] = {}
    evidence: list[Evidence] = []
    for group, raw in top_level(document).items():
        fields = checked_fields(document, (group,), raw, _GROUP)
        if fields and {"label", "entities"} <= fields.keys():
            labels[group] = fields["label"]
            evidence += _entries(document, group, fields["entities"])
    _no_doubles(document, evidence)
    if document.faults:
        raise InputError(document.faults)
    return Aliases(labels, tuple(evidence))


def _entries(document: Document, group: str, raw: Raw) -> Iterator[Evidence]:
    if not isinstance(raw, list) or not raw:
        document.fault((group, "entities"), "is no list of entities")
        return
    for index, item in enumerate(raw):
        place = (group, "entities", index)
        fields = checked_fields(document, place, item, _ENTRY)
        if fields is not None and _is_whole(document, place, fields):
            starts = "starts" in fields
            name = fields.pop("starts") if starts else fields.pop("name")
            digits, states = (tuple(fields.pop(key, ())) for key in ("tax_ids", "states"))
            yield Evidence(group, name, starts, tax_ids=digits, states=states, **fields)


def _is_whole(document: Document, place: Place, fields: dict[str, Any]) -> bool:
    if ("name" in fields) == ("starts" in fields):
        document.fault(place, "needs `name` (this key alone) or `starts` (every key that begins so), not both")
        return False
    if "states" in fields and "tax_ids" not in fields:
        document.fault(place, "states without tax_ids", expected="digits first; states serve lines without digits")
    if fields.get("read") == "memory" and "sure" not in fields:
        document.fault(place, "read from memory without `sure`", expected="a percentage")
    return {"why", "read"} <= fields.keys()


def _no_doubles(document: Document, evidence: list[Evidence]) -> None:
    seen: dict[tuple[str, str], Evidence] = {}
    for one in evidence:
        for digits in one.tax_ids or ("any",):
            other = seen.setdefault((one.name, digits), one)
            if other is not one:
                document.fault((one.group,), f"{one.name} with tax id {digits} is also in {other.group}")
