"""What the synthetic people are, apart from employer and pay: status, degree, country of birth, age."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.season.synthetic_margins import load_margins
from openh1b.season.synthetic_tables import chooser, table

STATUSES = ("f1", "other_us", "none")
CHANNELS = ("in_us", "consular")
DEGREES = ("bachelors", "masters", "doctorate", "professional")

Uniform = Callable[[str], Floats]  # a number from 0 to 1 for each person, by name of the column


def prior_status(uniform: Uniform) -> Ints:
    """Last US status before the season, as a place in STATUSES."""
    figures = load_margins().figures
    f1, none = figures["f1"].value, figures["no_status"].value
    u = uniform("prior_status")
    codes: Ints = np.add(u >= f1, u >= 1 - none, dtype=np.int64)
    return codes


def channel(status: Ints) -> Ints:
    """Place in CHANNELS: those without US status come by way of a consulate, the others change status."""
    return np.where(status == STATUSES.index("none"), CHANNELS.index("consular"), CHANNELS.index("in_us"))


def us_masters(uniform: Uniform, status: Ints, share: float) -> Flags:
    """Master's or higher of a US institution: the published share among F-1, and so many others that `share` holds."""
    on_f1 = np.where(status == STATUSES.index("f1"), *masters_by_status(share))
    return np.asarray(uniform("us_masters_or_higher") < on_f1)


def masters_by_status(share: float) -> tuple[float, float]:
    """Share with a US master's among F-1 and among all others. It leaves the published figure only where it must."""
    figures = load_margins().figures
    f1, both = figures["f1"].value, figures["f1_graduates"].value
    among_others = min(max((share - both) / (1 - f1), 0.0), 1.0)
    return min((share - among_others * (1 - f1)) / f1, 1.0), among_others


def degree(uniform: Uniform, masters: Flags, share: float) -> Ints:
    """Highest degree, of any country, as a place in DEGREES. Who has a US master's or higher has a graduate degree."""
    parts = load_margins().shares["degree"].parts
    graduate = 1 - parts["bachelors"]
    among_others = max((graduate - share) / (1 - share), 0.0) if share < 1 else 0.0
    higher = {DEGREES.index(name): part / graduate for name, part in parts.items() if name != "bachelors"}
    others = {0: 1 - among_others, **{code: part * among_others for code, part in higher.items()}}
    return chooser([others, higher]).choose(masters.astype(np.int64), uniform("degree"))


def country(uniform: Uniform) -> tuple[tuple[str, ...], Ints]:
    """Labels (ISO-3, or `other`) and codes of the country of birth: India's published share, the rest as petitions."""
    margins = load_margins()
    india, rest = margins.figures["india"].value, margins.shares["country"].parts
    labels = ("IND", *rest)
    parts = {0: india, **{k: (1 - india) * part for k, part in enumerate(rest.values(), start=1)}}
    u = uniform("country")
    return labels, chooser([parts]).choose(np.zeros(len(u), dtype=np.int64), u)


def age(uniform: Uniform) -> Ints:
    """Age in completed years."""
    u = uniform("age")
    parts = {int(row["age"]): float(row["share"]) for row in table("ages")}
    return chooser([parts]).choose(np.zeros(len(u), dtype=np.int64), u)
