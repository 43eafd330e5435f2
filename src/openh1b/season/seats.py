"""How many a season selects in each stage: its published number, a user's own seats, or the caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openh1b.errors import Fault, RuleError, SeasonError, did_you_mean
from openh1b.law.parameters import Law
from openh1b.season.pool import Assumption

REGULAR, ADVANCED = "regular", "advanced_degree"


@dataclass(frozen=True)
class Round:
    """One round of selection: seats of each stage, in no order; the rule's stage order says which comes first."""

    seats: Mapping[str, int]


Seats = tuple[Round, ...]

SPLITS = ("caps", "set-aside-used", "late-regular-round")


def total(seats: Seats, stage: str | None = None) -> int:
    """Seats of one stage over all rounds, or of all stages."""
    return sum(n for one in seats for name, n in one.seats.items() if stage in {None, name})


def regular_share(split: str, law: Law) -> float:
    """Share of the regular stage in a season's selections, by a named assumption. No source publishes the split.

    caps: as the two caps. set-aside-used: as the caps less the H-1B1 set-aside. late-regular-round: as FY2025 came out,
    whose later round drew for the regular cap only.
    """
    if split not in SPLITS:
        raise SeasonError(Fault("--split", f"no split {split!r}", hint=did_you_mean(split, SPLITS)))
    advanced = law.at("caps.advanced_degree", season=2026).value
    regular = law.at("caps.regular", season=2026).value
    if split == "set-aside-used":
        regular -= law.at("caps.h1b1_set_aside", season=2026).value
    share = float(regular / (regular + advanced))
    if split != "late-regular-round":
        return share
    first, later = law.at("seasons.rounds", season=2025).value
    return float((share * first["selected"] + later["selected"]) / (first["selected"] + later["selected"]))


def split_assumption(split: str, law: Law) -> Assumption:
    """What is said of the split wherever it is used."""
    shares = {name: regular_share(name, law) for name in SPLITS}
    return Assumption(
        name="split of selections between stages",
        value=f"{shares[split]:.1%} regular ({split})",
        range=f"{min(shares.values()):.1%} ({min(shares, key=shares.__getitem__)}) to "
        f"{max(shares.values()):.1%} ({max(shares, key=shares.__getitem__)})",
        reason="USCIS does not publish it",
    )


def split(selected: int, share: float) -> Round:
    """A number selected, shared between the two stages."""
    regular = round(selected * share)
    return Round({REGULAR: regular, ADVANCED: selected - regular})


def parse_seats(text: str, stages: Sequence[str]) -> Seats:
    """Seats as `regular=65000,advanced_degree=20000`; stages not named get 0.

    Raises RuleError for an unknown or repeated stage and for anything but a whole number of at least 0.
    """
    seats = dict.fromkeys(stages, 0)
    faults, seen = [], set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        plain = number.replace("_", "")
        if name not in seats:
            faults.append(Fault("--seats", f"no stage {name!r} in this rule", hint=did_you_mean(name, stages)))
        elif name in seen:
            faults.append(Fault("--seats", f"stage {name} is given twice"))
        elif not equals or not plain.isascii() or not plain.isdigit():
            faults.append(Fault("--seats", f"{name}={number}", expected="a whole number of at least 0"))
        else:
            seats[name] = int(plain)
        seen.add(name)
    if faults or not seen:
        raise RuleError(faults or [Fault("--seats", f"{text!r} names no stage", expected="stage=number,...")])
    return (Round(seats),)
