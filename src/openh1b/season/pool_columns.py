"""Which column of a file is which of ours: `--columns ours=theirs`, and the columns that a policy needs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from openh1b.errors import Fault, did_you_mean, nearest
from openh1b.tables import POOL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_FLAG = "--columns"
_SLIP = 2  # letters wrong, missing, too many or changed about; a name of one's own, such as my_level, has more


def assign_columns(
    where: str, headers: Sequence[str], columns: Mapping[str, str]
) -> tuple[dict[str, int], list[Fault]]:
    """The position in the file of each column, by the name it has from now on, in the order of the file.

    columns: ours -> theirs. Theirs loses its own name; one of theirs may serve as several of ours.
    """
    position = {name: index for index, name in reversed(list(enumerate(headers)))}
    faults = _doubled(where, headers) + [f for ours, theirs in columns.items() for f in _wrong(ours, theirs, headers)]
    taken = set(columns.values())
    own = {name: index for name, index in position.items() if name not in taken}
    for ours, theirs in columns.items():
        if ours in own:
            problem = f"{ours}={theirs}: the file has a column {ours} as well"
            faults.append(Fault(_FLAG, problem, hint=f"Give that one another name: {_FLAG} my_{ours}={ours}"))
    if "N" in own and "n" not in columns and "n" not in own:
        hint = f"Say {_FLAG} n=N if it counts units, {_FLAG} my_n=N if it is a group"
        faults.append(Fault(where, "may be the number of units, which is n", column="N", hint=hint))
    mapped = {ours: position[theirs] for ours, theirs in columns.items() if theirs in position}
    return dict(sorted({**own, **mapped}.items(), key=lambda item: item[1])), faults


def missing_columns(where: str, names: Collection[str], needs: Collection[str]) -> list[Fault]:
    """A fault for each needed column that is not there, with the header most like it. A missing `n` means 1."""
    spare = [name for name in names if name not in POOL]
    return [_missing(where, need, names, spare) for need in sorted(set(needs) - set(names) - {"n"})]


def _missing(where: str, need: str, names: Collection[str], spare: Sequence[str]) -> Fault:
    near = nearest(need, spare)
    if near is not None:
        hint = f"Did you mean {near}? Then {_FLAG} {need}={near}"
    else:
        hint = f"{did_you_mean(need, names)}; name the one that holds it: {_FLAG} {need}=THEIRS"
    expected = f"{POOL[need].meaning} ({POOL[need].expected})" if need in POOL else None
    return Fault(where, f"has no column {need}, which the policy uses", expected=expected, hint=hint)


def _doubled(where: str, headers: Sequence[str]) -> list[Fault]:
    return [
        Fault(where, f"{count} columns have this name", column=name, expected="each name once")
        for name, count in Counter(headers).items()
        if count > 1
    ]


def _wrong(ours: str, theirs: str, headers: Sequence[str]) -> list[Fault]:
    faults = []
    if ours not in POOL and not ours.isidentifier():
        expected = "letters, digits and underscores"
        faults.append(Fault(_FLAG, f"{ours}={theirs}: {ours!r} is no name for a column", expected=expected))
    if theirs not in headers:
        problem = f"{ours}={theirs}: the file has no column {theirs}"
        faults.append(Fault(_FLAG, problem, hint=did_you_mean(theirs, headers)))
    return faults


def misspelt(columns: Mapping[str, str], needs: Collection[str]) -> list[Fault]:
    """Faults of names that are nearly a column of the table `pool`, and no column that a policy needs.

    Not of other tables, which have columns of their own.
    """
    expected = "a column of the table `pool`, or a name that is not nearly one"
    return [
        Fault(_FLAG, f"{ours}={theirs}: no column {ours}", expected=expected, hint=f"Did you mean {meant}?")
        for ours, theirs in columns.items()
        if ours not in needs and (meant := _slip(ours)) is not None
    ]


def _slip(ours: str) -> str | None:
    """The column of ours that a name nearly is: it would be kept as a group, unseen."""
    near = None if ours in POOL or len(ours) <= 3 * _SLIP else nearest(ours, POOL.names)
    if near is None:
        return None
    from rapidfuzz.distance import OSA

    return near if OSA.distance(ours, near) <= _SLIP else None
