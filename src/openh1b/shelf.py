"""The shelf: every named policy, with what it changes of the law of a season and what of that is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openh1b.charges import needed_columns as charge_columns
from openh1b.errors import Fault, InputError, PolicyError
from openh1b.law import Dated, Law, Overlay, Policy, load_law, policy
from openh1b.law.consistency import readings
from openh1b.law.overlay import chosen
from openh1b.law.wording import value_in_words
from openh1b.outcomes import READ
from openh1b.season.entry import needed_columns, rule
from openh1b.season.seats import Round
from openh1b.season.wage_rules import needed_columns as wage_columns
from openh1b.season.wages_percentiles import checked
from openh1b.selection.expression import columns, words
from openh1b.selection.rule import Expression
from openh1b.tables import POOL

_SAMPLE = (Round({"regular": 1, "advanced_degree": 1}),)
_PERCENTILES = ("wages.floor_percentiles", "wages.threshold_percentiles")


@dataclass(frozen=True)
class Change:
    """What a policy sets at a path. law: the value of the season's own law, None where it has none."""

    path: str
    law: Dated | None
    set_to: Dated

    @property
    def words(self) -> str:
        """The value that is set, in words."""
        return in_words(self.set_to)

    @property
    def moves(self) -> bool:
        """Whether it differs from the law of the season."""
        return self.law is None or self.law.value != self.set_to.value

    @property
    def computed(self) -> bool:
        """Whether a figure of a comparison depends on the path while nobody reacts."""
        return self.path in READ or self.path == "selection.method"


@dataclass(frozen=True, eq=False)
class Shelved:
    """A policy on a season. overlays: its parts. reads: columns of a pool that it looks at, in order.

    readings: how values that could be read in two ways are read.
    """

    policy: Policy
    overlays: tuple[Overlay, ...]
    changes: tuple[Change, ...]
    reads: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def standing(self) -> str:
        """What it changes, in words; or that it is the law already, or what of it is not modelled."""
        moved = [one for one in self.changes if one.moves]
        if not moved:
            return f"nothing: it is the law of FY{self.policy.season}"
        if not any(one.computed for one in moved):
            return f"not modelled: {', '.join(one.path for one in moved)}"
        return "; ".join(f"{one.path}: {one.words}" for one in moved)


def in_words(dated: Dated | None) -> str:
    """A value as a reader writes it, amounts of money with their sign."""
    if dated is None:
        return "no value"
    money = dated.unit.startswith("USD") and isinstance(dated.value, int | float)
    return f"${dated.value:,}" if money else value_in_words(dated)


def shelf(season: int) -> tuple[Shelved, ...]:
    """Every named policy on a season, by name."""
    return tuple(shelved(name, season) for name in sorted(load_law().overlays))


def shelved(name: str, season: int) -> Shelved:
    """One policy, which may be a file, have several parts or values in line. Raises PolicyError."""
    law = load_law()
    overlays = chosen(name, law.overlays, law.parameters, law.sources)
    found = policy(name, season=season)
    paths = [path for overlay in overlays for path in overlay.sets]
    changes = tuple(Change(path, law.find(path, season=season), found.dated[path]) for path in paths)
    together = {path: value for overlay in overlays for path, value in overlay.sets.items()}
    return Shelved(found, overlays, changes, _reads(found), tuple(readings(together)))


def _reads(one: Policy) -> tuple[str, ...]:
    by_rule = needed_columns(rule(one, _SAMPLE, 1), POOL.names)
    return tuple(dict.fromkeys((*by_rule, *wage_columns(one.wages), *charge_columns([one]))))


def check(found: Shelved) -> None:
    """What only a run would show otherwise: words that no expression may have, percentiles that cannot be estimated.

    Raises PolicyError with every fault.
    """
    faults = [*_expression_faults(found.policy), *_percentile_faults(found)]
    if faults:
        raise PolicyError(faults)


def _expression_faults(one: Policy) -> Iterator[Fault]:
    fields = (field for stage in rule(one, _SAMPLE, 1).stages for field in (stage.who, stage.tier, stage.weight))
    for sql in dict.fromkeys(field.sql for field in fields if isinstance(field, Expression)):
        expression = Expression(sql)
        try:
            columns(expression, set(words(expression)))
        except InputError as error:
            yield from error.faults


def _percentile_faults(found: Shelved) -> Iterator[Fault]:
    for one in found.changes:
        if one.path in _PERCENTILES and isinstance(one.set_to.value, Sequence):
            try:
                checked(one.set_to.value, count=4)
            except InputError as error:
                yield from (Fault(one.path, fault.problem, expected=fault.expected) for fault in error.faults)


def law_of(overlay: Overlay, law: Law) -> str:
    """The document of an overlay as it is cited."""
    source = law.sources[overlay.document]
    parts = (source.title, source.reference, source.where, source.note)
    return "; ".join(part for part in parts if part)
