"""Federal revenue of a season's cap-subject petitions by fee and by account, with ranges over what is not published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from openh1b.cost.assumptions import Input, inputs
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.items import LABELS
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.law import Dated

VARIED: Final = (
    "petitions_per_selection", "share_small", "share_acwia_exempt", "share_nonprofit", "share_fifty_fifty",
    "share_consular",
)  # fmt: skip
"""Inputs over which revenue has its range."""

PREMIUM: Final = "share_premium"
"""Share of petitions with premium processing: no figure was found, so what it brings is computed only where given."""

_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "registration": ("fees.registration",),
    "i129": ("fees.i129.nonprofit", "fees.i129.small", "fees.i129.standard"),
    "asylum": ("fees.asylum.nonprofit", "fees.asylum.small", "fees.asylum.standard"),
    "acwia": ("fees.acwia.exempt", "fees.acwia.small", "fees.acwia.large"),
    "fraud": ("fees.fraud",),
    "fifty_fifty": ("fees.fifty_fifty",),
    "one_time": ("price.one_time_fee_usd",),
    "consular": ("price.consular_fee_usd",),
    "yearly": ("price.yearly_fee_usd",),
    "premium": ("fees.premium",),
    "mrv": ("fees.worker.mrv",),
    "visa_integrity": ("fees.worker.visa_integrity",),
}
_SHARE_OF: Final = {
    "fifty_fifty": "share_fifty_fifty", "consular": "share_consular", "premium": "share_premium",
    "mrv": "share_consular", "visa_integrity": "share_consular",
}  # fmt: skip
_OUT_OF: Final = {"i129": "share_nonprofit", "asylum": "share_nonprofit", "acwia": "share_acwia_exempt"}

NOTES: Final = (
    "Cap-subject registrations and first petitions of one season: an account of fees, with nobody reacting to them.",
)
_CONSULAR: Final = (
    "The charge where the beneficiary is abroad is counted on every one of them, at the law of that day. That is an "
    "upper figure: payment on more than 700 petitions was reported up to 18 September 2026 (proc-11069, second-hand)."
)


_YEARLY: Final = "The yearly charge is counted once, for the first year of each petition; later years are left out."
_FLOOR: Final = "The policy has a wage floor: whoever is paid less is counted here all the same."


@dataclass(frozen=True)
class Numbers:
    """registrations: that paid the fee. selected: units selected. cite: ids of their sources; read: how, at worst."""

    registrations: int
    selected: int
    unit: str
    read: str
    cite: tuple[str, ...]


@dataclass(frozen=True)
class Revenue:
    """Revenue of one fee, or of one account, US dollars.

    fees: those in it; not_computed: those of the account that are left out, for want of a figure or of a share.
    usd is None, with both ends, where nothing is left. low, high: over all ends of the inputs.
    """

    name: str
    account: str
    fees: tuple[str, ...]
    usd: float | None
    low: float | None
    high: float | None
    not_computed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class SeasonRevenue:
    """A season's cap-subject petitions, by fee and by account. taken: inputs used. on: day whose fees were paid."""

    season: int
    on: date
    numbers: Numbers
    taken: tuple[Input, ...]
    by_fee: tuple[Revenue, ...]
    by_account: tuple[Revenue, ...]
    notes: tuple[str, ...]


def filing_day(season: int) -> date:
    """Day whose fees a season's petitions are taken to pay: 1 April, when filing opens."""
    return date(season - 1, 4, 1)


def season_numbers(season: int, law: FeeLaw, *, registrations: int | None, selected: int | None) -> Numbers:
    """Registrations and selections of a season as published, or as given. Raises InputError naming what is missing."""
    regs = _count(law, season, ("registrations_total",), registrations)
    chosen = _count(law, season, ("beneficiaries_selected", "registrations_selected"), selected)
    faults = [
        Fault("season", f"no number of {what} is published for FY{season}", expected=f"--{flag} N")
        for what, flag, found in (("registrations", "registrations", regs), ("selections", "selected", chosen))
        if found is None
    ]
    if regs is None or chosen is None:
        raise InputError(faults)
    used = [one for one in (regs, chosen) if isinstance(one, Dated)]
    return Numbers(
        registrations=_value(regs),
        selected=_value(chosen),
        unit=chosen.unit if isinstance(chosen, Dated) else "as given",
        read="memory" if any(one.read == "memory" for one in used) else "second-hand" if used else "assumption",
        cite=tuple(dict.fromkeys(c.source for one in used for c in one.citations)),
    )


def given(values: Mapping[str, float]) -> dict[str, Input]:
    """Inputs with the user's own values, which then have no range. Raises InputError with every fault."""
    faults = []
    for name, value in values.items():
        if name not in (*VARIED, PREMIUM):
            faults.append(Fault("share", f"no input {name!r}", hint=did_you_mean(name, (*VARIED, PREMIUM))))
        elif not 0 <= value <= 1:
            faults.append(Fault("share", f"{name}={value:g}", expected="a share from 0 to 1"))
    if faults:
        raise InputError(faults)
    return {name: _own(name, value) for name, value in values.items()}


def _own(name: str, value: float) -> Input:
    label = inputs()[name].label if name in VARIED else "Share of petitions with premium processing"
    return Input(name, label, value, value, value, "assumption", ("user",), "as given")


def revenue(season: int, law: FeeLaw, numbers: Numbers, own: Mapping[str, Input] | None = None) -> SeasonRevenue:
    """What the season's registrations and first petitions pay, by fee and by federal account. Nobody reacts to a fee.

    own: inputs in place of those of assumptions.yaml. Extensions, cap-exempt petitions and later seasons are left out.
    """
    own = own or {}
    taken = (*(own.get(name, inputs()[name]) for name in VARIED), *(own[name] for name in own if name == PREMIUM))
    law = law.on_day(filing_day(season))
    rates = {fee: None if fee == "premium" and PREMIUM not in own else _rates(fee, law) for fee in _PATHS}
    middle = _paid(rates, numbers, {one.name: one.value for one in taken})
    corners = [
        _paid(rates, numbers, dict(zip((one.name for one in taken), ends, strict=True)))
        for ends in product(*({one.low, one.high} for one in taken))
    ]
    accounts, share = law.at("fees.accounts").value, next(one for one in taken if one.name == "share_consular")
    by_fee = tuple(_sum(LABELS[fee], accounts[fee], (fee,), middle, corners) for fee in _PATHS)
    names = dict.fromkeys(accounts[fee] for fee in _PATHS)
    by_account = tuple(
        _sum(name, name, tuple(fee for fee in _PATHS if accounts[fee] == name), middle, corners) for name in names
    )
    return SeasonRevenue(season, law.on, numbers, taken, by_fee, by_account, tuple(_notes(middle, law, share)))


def _notes(middle: Mapping[str, float | None], law: FeeLaw, share: Input) -> Iterator[str]:
    yield from NOTES
    if middle["consular"]:
        yield _CONSULAR
        yield _abroad(share)
    if middle["yearly"]:
        yield _YEARLY
    if law.at("wages.floor_usd").value or law.at("wages.floor_percentiles").value is not None:
        yield _FLOOR


def _abroad(share: Input) -> str:
    """Whom the charge is counted on, beside what synthetic people have in its place: docs/season.md has why."""
    from openh1b.season.synthetic_margins import load_margins  # read only where such a charge is counted

    other = load_margins().figures["no_status"]
    taken = f"{share.value:.0%} of petitions ({share.low:.0%} to {share.high:.0%}; {', '.join(share.cite)})"
    return (
        f"Taken to be abroad: {taken}. The synthetic season has {other.value:.0%} in channel consular, another number: "
        f"{other.label}, among {other.base} ({', '.join(other.cite)})."
    )


def _rates(fee: str, law: FeeLaw) -> tuple[float, ...] | None:
    """Amounts of a fee by employer test; None where one has no figure, or only a range within which it may lie."""
    day = law.on_registration() if fee == "registration" else law
    found = [day.at(path) for path in _PATHS[fee]]
    return None if any(one.range is not None for one in found) else _numbers([one.value for one in found])


def _numbers(values: Sequence[Mapping[str, float] | float | None]) -> tuple[float, ...] | None:
    found = [value["initial"] if isinstance(value, Mapping) else value for value in values]
    return None if any(one is None for one in found) else tuple(float(one or 0) for one in found)


def _paid(
    rates: Mapping[str, tuple[float, ...] | None], numbers: Numbers, at: Mapping[str, float]
) -> dict[str, float | None]:
    return dict(_each(rates, numbers, at))


def _each(
    rates: Mapping[str, tuple[float, ...] | None], numbers: Numbers, at: Mapping[str, float]
) -> Iterator[tuple[str, float | None]]:
    petitions = numbers.selected * at["petitions_per_selection"]
    for fee, amounts in rates.items():
        if amounts is None:
            yield fee, None
        elif fee == "registration":
            yield fee, numbers.registrations * amounts[0]
        elif fee in _OUT_OF:
            out, small = at[_OUT_OF[fee]], at["share_small"]
            sized = small * amounts[1] + (1 - small) * amounts[2]
            yield fee, petitions * (out * amounts[0] + (1 - out) * sized)
        else:
            yield fee, petitions * at.get(_SHARE_OF.get(fee, ""), 1.0) * amounts[0]


def _sum(
    name: str,
    account: str,
    fees: tuple[str, ...],
    middle: Mapping[str, float | None],
    corners: Sequence[Mapping[str, float | None]],
) -> Revenue:
    left = tuple(fee for fee in fees if middle[fee] is None)
    kept = tuple(fee for fee in fees if fee not in left)
    if not kept:
        return Revenue(name, account, (), None, None, None, left)
    sums = [sum(corner[fee] or 0.0 for fee in kept) for corner in corners]
    return Revenue(name, account, kept, sum(middle[fee] or 0.0 for fee in kept), min(sums), max(sums), left)


def _count(law: FeeLaw, season: int, names: Sequence[str], own: int | None) -> Dated | int | None:
    if own is not None:
        return own
    for name in names:
        found = law.law.find(f"seasons.{name}", season=season, known=law.known)
        if found is not None and found.value is not None:
            return found
    return None


def _value(found: Dated | int) -> int:
    return int(found.value) if isinstance(found, Dated) else found
