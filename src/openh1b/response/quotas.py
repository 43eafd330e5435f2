"""The fixed point under quotas: odds by the engine, entrants by the odds, in damped steps until neither moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import NotComputable
from openh1b.response.board import Offers
from openh1b.response.equilibrium import Settled, Shares
from openh1b.response.jobs import PLANS, Jobs
from openh1b.selection.odds import odds
from openh1b.selection.race import Race

_STEPS = 400
_STILL = 1e-10
_NEARLY_NOBODY = 1e-9  # units of a plan that nobody follows: it has odds all the same


def settle(race: Race, jobs: Jobs, shares: Shares) -> Settled:
    """Where repeated steps come to rest, beginning with everyone. `race` has the rows of all plans, plan after plan.

    A closing place per stage does not say who is selected once groups close at times of their own, so that there is no
    bracket and no second solution is looked for. Raises NotComputable where the steps do not settle.
    """
    now = np.zeros((len(PLANS), len(jobs)))
    now[0], step = 1.0, 1.0
    moved = np.inf
    for _ in range(_STEPS):
        offers = Offers(_odds(race, now * jobs.n), jobs.raised_pay)
        wanted = shares(offers)
        before, moved = moved, float(np.abs(wanted - now).max(initial=0.0))
        if moved <= _STILL:
            selected = np.einsum("jn,jns->s", now * jobs.n, offers.p)
            return Settled((), offers, now, selected, moved)
        step = max(0.05, step / 2) if moved > before else step
        now = now + step * (wanted - now)
    raise NotComputable(f"odds and entrants under quotas did not settle; the last step moved {moved:.2g} of a row")


def _odds(race: Race, n: Floats) -> Floats:
    """Odds of each plan, opening and stage for so many of each."""
    outcome = odds(replace(race, n=np.maximum(n.ravel(), _NEARLY_NOBODY)))
    return outcome.by_class[outcome.classes.of_row].reshape((*n.shape, len(race.stages)))
