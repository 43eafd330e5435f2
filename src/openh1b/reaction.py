"""Figures of what comes of policies when employers react, as ranges over the corners of what is assumed of them.

They stand beside the figures of the same policies with nobody reacting, under names of their own (`response_...`), so
that arithmetic and behavior are never on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.asked import Asked
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.grouping import groupings
from openh1b.law import Policy
from openh1b.response.assumptions import CENTRAL, corner, corners
from openh1b.response.cells import cells
from openh1b.response.outcome import ACTIONS, Responded
from openh1b.response.respond import respond
from openh1b.response.surplus import PAY
from openh1b.results import Figure, plural
from openh1b.scenario import OFF
from openh1b.season.entry import needed_columns, rule

RANGE = "range"

Key = tuple[str, str, str, str]  # measure, unit of measure, by, group
Ends = Mapping[Key, tuple[float, float]]
Progress = Callable[[str, str], None]  # told the policy and the corner that begin


@dataclass(frozen=True, eq=False)
class Reaction:
    """One policy with employers reacting. by_corner: label of the corner -> what came of it; the central one first."""

    policy: Policy
    by_corner: Mapping[str, Responded]

    @property
    def central(self) -> Responded:
        """At the central assumptions, or at the one corner that was asked for."""
        return next(iter(self.by_corner.values()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said with the figures, at whichever corner."""
        return tuple(dict.fromkeys(note for one in self.by_corner.values() for note in one.notes))


def check_response(response: str) -> None:
    """Raises InputError for a word that is neither `off`, `range` nor a corner, with the nearest."""
    known = (OFF, RANGE, *corners())
    if response not in known:
        hint = did_you_mean(response, known)
        raise InputError(
            Fault("--response", f"{response!r}", expected="off, range or the label of a corner", hint=hint)
        )


def check_one_world(response: str) -> None:
    """Raises InputError for what is not the label of one corner, with the nearest: a draw is of one world."""
    if response not in corners():
        expected = "off, or the label of one corner: a draw is of one world"
        raise InputError(
            Fault("--response", f"{response!r}", expected=expected, hint=did_you_mean(response, (OFF, *corners())))
        )


def reactions(
    asked: Asked, policies: Sequence[Policy], response: str, by: Sequence[str] = (), *, told: Progress | None = None
) -> tuple[Reaction, ...]:
    """Every policy on a pool of people, at every corner (`range`) or at one.

    The people are put together into cells first; `by` and the columns of the rules keep them apart.
    Raises PoolError where the pool lacks what a policy or a response needs, NotComputable for auctions.
    """
    check_response(response)
    chosen = corners() if response == RANGE else {response: corner(response)}
    names = tuple(dict.fromkeys(name for spec in by for name in spec.split("*")))
    return tuple(_reaction(asked, one, chosen, names, told) for one in policies)


def _reaction(
    asked: Asked, one: Policy, chosen: Mapping[str, object], names: Sequence[str], told: Progress | None
) -> Reaction:
    read = needed_columns(rule(one, asked.seats, asked.pool.units), set(asked.pool.columns))
    pool = cells(asked.pool, one, (*names, *(name for name in read if name != PAY))).pool
    found: dict[str, Responded] = {}
    for label in chosen:
        if told is not None:
            told(one.name, label)
        found[label] = respond(pool, one, seats=asked.seats, assumptions=corner(label))
    return Reaction(one, found)


def reaction_figures(
    found: Sequence[Reaction], by: Sequence[str] = (), luck: Sequence[Ends] | None = None
) -> Iterator[Figure]:
    """Figures of every policy; with several corners their least and greatest, and the corner at each end.

    luck: for each policy the ends of luck of figures at one corner, where they are known (reaction_luck.py).

    Groups are those after the response: who was re-labeled counts at the new level. Changes are against the first
    policy, at the same corner.
    """
    base: Mapping[str, Mapping[Key, float]] = {}
    for place, one in enumerate(found):
        values = {label: dict(_values(responded, by)) for label, responded in one.by_corner.items()}
        if place == 0:
            base = values
        else:
            for label, at in values.items():
                at.update(_changes(at, base[label]))
        figures = _figures(one, values, found[0].policy.name)
        yield from figures if luck is None else (_with_luck(figure, luck[place]) for figure in figures)


def _with_luck(figure: Figure, ends: Ends) -> Figure:
    key = (figure.measure, figure.unit_of_measure, figure.by, figure.group)
    if key not in ends or figure.value is None:
        return figure
    low, high = ends[key]
    return figure.within(min(low, figure.value), max(high, figure.value), "luck")


def _values(one: Responded, by: Sequence[str]) -> Iterator[tuple[Key, float]]:
    unit = plural(one.pool.unit)
    selected = one.pool.n * one.odds
    for grouping in groupings(one.pool, by):
        size = len(grouping.labels)
        entrants = np.bincount(grouping.of_row, weights=one.pool.n, minlength=size)
        taken = np.bincount(grouping.of_row, weights=selected, minlength=size)
        for label, many, some in zip(grouping.labels, entrants, taken, strict=True):
            place = (grouping.by, label)
            yield ("response_entrants", unit, *place), float(many)
            yield ("response_selected", unit, *place), float(some)
            yield ("response_odds", "probability", *place), float(some / many) if many > 0 else np.nan
    for action in ACTIONS:
        yield (f"response_{action}", unit, "all", "all"), one.by_action[action]
    yield from _money(one, selected)


def _money(one: Responded, selected: Floats) -> Iterator[tuple[Key, float]]:
    paid = one.payments
    fees = paid.one_time_usd + paid.consular_usd + paid.yearly_usd
    yield ("response_fees", "USD", "all", "all"), fees
    yield ("response_raises", "USD", "all", "all"), paid.raises_usd
    total = float(selected.sum())
    if PAY in one.pool.columns and total > 0:
        pay = one.pool.array(PAY).astype(float)
        yield ("response_pay_mean", "USD", "all", "all"), float(pay @ selected) / total
        order = np.argsort(pay, kind="stable")
        middle = min(int(np.searchsorted(np.cumsum(selected[order]), total / 2)), len(order) - 1)
        yield ("response_pay_median", "USD", "all", "all"), float(pay[order][middle])


def _changes(values: Mapping[Key, float], base: Mapping[Key, float]) -> dict[Key, float]:
    """Selected under the policy less selected under the base; a group that one of them does not have counts 0 there."""
    of = "response_selected"
    keys = dict.fromkeys(key for key in (*values, *base) if key[0] == of)
    return {("response_change_in_selected", *key[1:]): values.get(key, 0.0) - base.get(key, 0.0) for key in keys}


def _figures(one: Reaction, values: Mapping[str, Mapping[Key, float]], base: str) -> Iterator[Figure]:
    first = next(iter(values))
    pool = one.by_corner[first].pool
    for key in dict.fromkeys(key for at in values.values() for key in at):
        measure, unit, by, group = key
        missing = 0.0 if unit != "probability" else np.nan
        ends = {label: at.get(key, missing) for label, at in values.items()}
        value = ends[first]
        figure = Figure(
            season=pool.season,
            unit=pool.unit,
            policy=one.policy.name,
            base_policy=base if measure == "response_change_in_selected" else None,
            measure=measure,
            by=by,
            group=group,
            value=value if np.isfinite(value) else None,
            unit_of_measure=unit,
            level_mix=pool.level_mix,
            layer="accounting",
            status="assumption",
            synthetic=pool.synthetic,
            source_ids=" ".join(pool.source_ids),
        )
        known = {label: end for label, end in ends.items() if np.isfinite(end)}
        yield _ranged(figure, known) if len(values) > 1 and known else figure


def _ranged(figure: Figure, ends: Mapping[str, float]) -> Figure:
    low, high = min(ends, key=lambda label: ends[label]), max(ends, key=lambda label: ends[label])
    ranged = figure.within(ends[low], ends[high], "range")
    return replace(ranged, low_at=low if low != CENTRAL else None, high_at=high if high != CENTRAL else None)
