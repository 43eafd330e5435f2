"""What is written of a response by name: a table of what each person's employer does, and what the manifest says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from openh1b.law import Policy
from openh1b.response.act import PURPOSE
from openh1b.response.assumptions import Assumptions, corner
from openh1b.response.outcome import ACTIONS, Responded
from openh1b.response.people import Registered, registered
from openh1b.response.respond import respond
from openh1b.response.rows import LEVEL
from openh1b.response.surplus import PAY
from openh1b.season.pool import Pool, Values
from openh1b.season.seats import Seats

if TYPE_CHECKING:
    import polars as pl

FILE = "response.csv"
_DID = {
    "stay": "registered as they were",
    "raise": "with a raise",
    "relabel": "at a higher level for the same pay",
    "reroute": "by change of status instead of abroad",
    "out": "not registered",
}
_OBSERVED = {LEVEL: "observed_level", PAY: "observed_wage_usd"}


@dataclass(frozen=True, eq=False)
class Entry:
    """Who of `people` registers under a policy, by name, in the one world of a corner and a seed."""

    label: str
    people: Pool
    told: Responded
    registered: Registered

    @property
    def units(self) -> dict[str, int]:
        """People by action, in the order in which the keyed number is laid against the shares."""
        action = self._actions()
        return {name: int((action == name).sum()) for name in ACTIONS}

    def manifest(self) -> dict[str, object]:
        """What a draw's manifest says of it; docs/draw.md has the keys."""
        used = corner(self.label)
        return {
            "corner": self.label,
            "assumptions": asdict(used),
            "assumptions_sha256": assumptions_hash(used),
            "purpose": PURPOSE,
            "file": FILE,
            "units": self.units,
            "notes": list(self.told.notes),
        }

    def tables(self) -> dict[str, pl.DataFrame]:
        """The further files of a draw's folder, by name."""
        return {FILE: self.frame()}

    def frame(self) -> pl.DataFrame:
        """One row a person, in the order of its id: action, shares by action, level and pay before and after.

        What a person that stays out would have had is empty.
        """
        import polars as pl

        people, found = self.people, self.registered
        rerouted = self._placed(found.pool.array("rerouted"), fill=False)
        columns: dict[str, object] = {
            "unit_id": pl.Series(people.array(str(people.id_column)).tolist(), dtype=pl.String),
            "action": self._actions().tolist(),
            "rerouted": rerouted.astype(bool),
            **{name: self.told.shares[:, k] for k, name in enumerate(ACTIONS)},
        }
        for name, observed in _OBSERVED.items():
            if name in people.columns:
                columns[observed] = people.array(name).astype(float)
                after = self._placed(found.pool.array(name).astype(float), fill=np.nan)
                columns[name] = pl.Series(after, nan_to_null=True)
        levels = [name for name in (LEVEL, _OBSERVED[LEVEL]) if name in columns]
        return pl.DataFrame(columns).with_columns(pl.col(levels).cast(pl.Int64)).sort("unit_id")

    def _actions(self) -> Values:
        return self._placed(self.registered.pool.array("action").astype(object), fill="out")

    def _placed(self, values: Values, fill: object) -> Values:
        """Values of those who register at their places among the people."""
        whole = np.full(len(self.people), fill, dtype=values.dtype)
        whole[self.registered.index] = values
        return whole


def entry(people: Pool, one: Policy, *, seats: Seats, label: str, seed: str) -> Entry:
    """Who registers under a policy at the corner `label`. Raises PoolError, NotComputable as `respond` does."""
    told = respond(people, one, seats=seats, assumptions=corner(label))
    return Entry(label, people, told, registered(people, told, seed=seed))


def reacted(label: str, units: Mapping[str, int]) -> str:
    """What employers did before the race, in a sentence. units: people of the pool by action."""
    did = ", ".join(f"{units[action]:,} {words}" for action, words in _DID.items() if units[action])
    return f"Employers react, by assumption: corner {label}. Of {sum(units.values()):,} in the pool: {did}."


def assumptions_hash(one: Assumptions) -> str:
    """SHA-256 of the assumptions as canonical JSON: sorted keys, no blanks."""
    return hashlib.sha256(json.dumps(asdict(one), sort_keys=True, separators=(",", ":")).encode()).hexdigest()
