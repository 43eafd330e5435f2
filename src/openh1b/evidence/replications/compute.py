"""Every replication with the function that computes ours: the one place that knows both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from openh1b.evidence.replications import borjas, counts, dhs, eig, fee, hub
from openh1b.evidence.replications.published import Published, Replication, load_replications, replication
from openh1b.evidence.replications.row import Ours, Row

Compute = Callable[[Replication], dict[str, Ours]]
Say = Callable[[str], None]

COMPUTE: Final[Mapping[str, Compute]] = {
    "dhs-odds": dhs.odds,
    "dhs-wages": dhs.wages,
    "eig-lottery": eig.lottery,
    "eig-weighted": eig.weighted,
    "eig-other-rules": eig.other_rules,
    "eig-fee": fee.table,
    "order-2019": counts.order,
    "order-effects": counts.other_orders,
    "sparber-skill": eig.skill,
    "uscis-counts": counts.uscis,
    "fy2027-masters": counts.masters,
    "borjas-fee": borjas.fee,
    "stock-2019": counts.stock,
}
"""Those that need no file. A replication without a function has no number that the engine computes."""

FROM_STORE: Final[Mapping[str, Callable[[Replication, Path | None], dict[str, Ours]]]] = {"hub-counts": hub.counts}


def replicate(names: Iterable[str] = (), *, store: Path | None = None, say: Say | None = None) -> tuple[Row, ...]:
    """Rows of the replications named, or of all, in the order of the list.

    store: folder with official files; the user's own if not given. say: told what is at work.
    Raises InputError for a name that there is not.
    """
    wanted = [replication(name) for name in names] or list(load_replications().values())
    rows: list[Row] = []
    for place, one in enumerate(wanted, start=1):
        if say is not None:
            say(f"{place} of {len(wanted)}: {one.title}")
        rows += _rows(one, store)
    return tuple(rows)


def _rows(one: Replication, store: Path | None) -> list[Row]:
    found: dict[str, Ours] = {}
    if one.name in FROM_STORE:
        found = FROM_STORE[one.name](one, store)
    elif one.name in COMPUTE:
        found = COMPUTE[one.name](one)
    return [Row(one, number, _ours(number, found)) for number in one.numbers.values()]


def _ours(number: Published, found: Mapping[str, Ours]) -> Ours:
    if number.not_computed:
        return Ours(None, missing=number.not_computed)
    return found[number.id]
