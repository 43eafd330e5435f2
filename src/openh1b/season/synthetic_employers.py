"""Employers of the synthetic people: the firms that a published figure names, and anonymous ones by kind and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.season.pool import Coded
from openh1b.season.synthetic_columns import coded
from openh1b.season.synthetic_margins import kind_shares, load_margins
from openh1b.season.synthetic_tables import KINDS, chooser, of_kind, table

SIZES = ("1", "2-10", "11-100", "101-1,000", "1,001+")
_WORD = {
    "outsourcer": "Outsourcer",
    "it_services": "IT services",
    "manufacturing": "Manufacturer",
    "other": "Other employer",
}


@dataclass(frozen=True)
class _Group:
    """A named firm, or the anonymous firms of one kind and band of size.

    firms: how many there are; 0 where each person has one of their own. first: number of the first, within the kind.
    """

    kind: str
    size: str
    share: float
    firms: int
    first: int
    name: str | None = None
    dependent: bool = False


@dataclass(frozen=True, eq=False)
class Employers:
    """Of each person's employer: band of size, whether H-1B-dependent, and the name, made when it is asked for."""

    size: Coded
    dependent: Flags
    name: Callable[[], Coded]


def employers(kind: Ints, u: Floats, units: int, firm_luck: Callable[[int, int], Floats]) -> Employers:
    """An employer for each person.

    kind: code of the employer's kind. units: people in the whole season, which says how many firms there are.
    firm_luck(kind, count): a number from 0 to 1 for each anonymous firm of a kind.
    """
    groups = [group for name in KINDS for group in _groups(name, units)]
    by_kind: list[Mapping[int, float]] = [
        {code: group.share for code, group in enumerate(groups) if group.kind == name} for name in KINDS
    ]
    of_group = chooser(by_kind).choose(kind, u)
    number = _numbers(of_group, groups)
    named = np.array([group.name is not None for group in groups])
    size = np.array([SIZES.index(group.size) for group in groups])
    dependent = np.array([group.dependent for group in groups])[of_group]
    for code, name in enumerate(KINDS):
        mine = np.flatnonzero((kind == code) & ~named[of_group])
        luck = firm_luck(code, int(number[mine].max()) + 1 if len(mine) else 0)
        dependent[mine] = luck[number[mine]] < float(of_kind("dependence", name)[0]["share"])
    return Employers(coded(SIZES, size[of_group]), dependent, lambda: _names(kind, number, of_group, groups))


def _groups(kind: str, units: int) -> list[_Group]:
    """Named firms first, then the largest; firms of one person last, since their number is not known beforehand."""
    people, counts = kind_shares()[kind], load_margins().shares["employer"].parts
    named = [row for row in table("firms") if row["kind"] == kind]
    found = [_named(row, counts[row["employer"]] / people, round(counts[row["employer"]] * units)) for row in named]
    rest, first = 1 - sum(group.share for group in found), 0
    for row in reversed(of_kind("sizes", kind)):
        share = rest * float(row["share"])
        firms = 0 if row["high"] == "1" else max(1, round(units * people * share / float(row["mean"])))
        found.append(_Group(kind, row["size"], share, firms, first))
        first += firms
    return found


def _named(row: Mapping[str, str], share: float, people: int) -> _Group:
    size = SIZES[int(np.searchsorted([1, 10, 100, 1000], people))]
    return _Group(row["kind"], size, share, 1, 0, row["employer"], row["h1b_dependent"] == "yes")


def _numbers(of_group: Ints, groups: list[_Group]) -> Ints:
    """Number of each person's firm within its kind: those of a group are dealt out in turn, as people come."""
    order = np.argsort(of_group.astype(np.int16), kind="stable")
    counts = np.bincount(of_group, minlength=len(groups))
    turn = np.empty(len(of_group), dtype=np.int64)
    turn[order] = np.arange(len(of_group)) - np.repeat(np.cumsum(counts) - counts, counts)
    firms = np.array([group.firms or len(of_group) + 1 for group in groups])
    first = np.array([group.first for group in groups])
    return np.asarray(first[of_group] + turn % firms[of_group])


def _names(kind: Ints, number: Ints, of_group: Ints, groups: list[_Group]) -> Coded:
    """Employers by name, where they have one."""
    names = [group.name for group in groups if group.name is not None]
    place = np.array([-1 if group.name is None else names.index(group.name) for group in groups])[of_group]
    labels, codes = list(names), place.copy()
    for code, one in enumerate(KINDS):
        mine = (kind == code) & (place < 0)
        codes[mine] = number[mine] + len(labels)
        highest = int(number[mine].max()) + 1 if mine.any() else 0
        labels += [f"{_WORD[one]} {k:05d}" for k in range(1, highest + 1)]
    return coded(labels, codes)
