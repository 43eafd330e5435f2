"""Seasons by published figures: a few rows, each standing for many units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.cited.sources import READS
from openh1b.errors import Fault, SeasonError
from openh1b.law import Dated, Law, load_law
from openh1b.season.mixes import LEVELS, LevelMix, UsMasters, level_mix, us_masters
from openh1b.season.pool import Assumption, Pool
from openh1b.season.seats import ADVANCED, REGULAR, Round, Seats, regular_share, split, split_assumption, total

COLUMNS = frozenset({"selection_level", "us_masters_or_higher"})  # all that published rows tell apart

FIRST, LAST = 2021, 2027  # seasons with published registrations
_LIKE = 2026  # the last season with published numbers of persons and selections


@dataclass(frozen=True)
class Season:
    """What is known of a season before a level or a degree is looked at.

    units: how many were registered, in the unit drawn; low and high: its range. seats: numbers selected, by round.
    selected_range: low and high of the number selected, equal where it is published.
    """

    number: int
    unit: str
    units: int
    units_range: tuple[int, int]
    seats: Seats
    selected_range: tuple[int, int]
    split: str
    status: str
    source_ids: tuple[str, ...]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True)
class Splits:
    """Which assumptions divide a season: by wage level, by US master's, and of selections between stages."""

    level_mix: str = "dhs-implied"
    us_masters: str = "uscis-57"
    stages: str = "caps"


def season(number: int, *, registrations: int | None = None, stages: str = "caps", known: date | None = None) -> Season:
    """A published season, or a projected one of so many eligible registrations.

    Raises SeasonError for a season without published registrations where none are given.
    """
    law = load_law()
    regular_share(stages, law)  # refuses a name that is none
    if registrations is None and not FIRST <= number <= LAST:
        raise SeasonError(
            Fault(
                "--season",
                f"FY{number} has no published registrations",
                expected=f"a season from {FIRST} to {LAST}",
                hint="For a projection give --registrations N." if number > LAST else None,
            )
        )
    if registrations is not None and registrations < 1:
        raise SeasonError(Fault("--registrations", f"{registrations}", expected="a whole number of at least 1"))
    unit = str(law.at("selection.unit", season=number, known=known).value)
    if unit == "registration" and registrations is None:
        return _by_registrations(number, stages, law)
    return _by_beneficiaries(number, registrations, stages, law)


def _by_registrations(number: int, stages: str, law: Law) -> Season:
    eligible = law.at("seasons.registrations_eligible", season=number)
    selected = law.at("seasons.registrations_selected", season=number)
    return Season(
        number=number,
        unit="registration",
        units=eligible.value,
        units_range=(eligible.value, eligible.value),
        seats=(split(selected.value, regular_share(stages, law)),),
        selected_range=(selected.value, selected.value),
        split=stages,
        status=_weakest(eligible, selected),
        source_ids=_sources(eligible, selected),
        assumptions=(split_assumption(stages, law), _rounds_assumption(number, law)),
    )


def _by_beneficiaries(number: int, registrations: int | None, stages: str, law: Law) -> Season:
    known = None if registrations is not None else law.find("seasons.beneficiaries", season=number)
    assumptions = [split_assumption(stages, law)]
    if known is not None and known.value is not None:
        units, units_range = known.value, known.range or (known.value, known.value)
        sources, status = _sources(known), known.read
        if known.range:
            assumptions.append(_range_assumption("unique beneficiaries", known))
    else:
        units, units_range, assumption, used = _persons(number, registrations, law)
        assumptions.append(assumption)
        sources, status = _sources(*used), "assumption"
    selected = law.find("seasons.beneficiaries_selected", season=number)
    if selected is not None and selected.value is not None and registrations is None:
        seats, chosen = _published_seats(number, selected.value, stages, law), (selected.value, selected.value)
        sources, status = sources + _sources(selected), max(status, selected.read, key=READS.index)
    else:
        seats, chosen, assumption = _assumed_seats(stages, law)
        assumptions.append(assumption)
        status = "assumption"
    return Season(
        number=number,
        unit="beneficiary",
        units=units,
        units_range=(int(units_range[0]), int(units_range[1])),
        seats=seats,
        selected_range=chosen,
        split=stages,
        status=status,
        source_ids=tuple(dict.fromkeys(sources)),
        assumptions=tuple(assumptions),
    )


def _published_seats(number: int, selected: int, stages: str, law: Law) -> Seats:
    """One round of the whole number, or several where a later round is known to have drawn for one stage only."""
    rounds = law.at("seasons.rounds", season=number).value or []
    one_stage = [r for r in rounds if list(r["stages"]) == [REGULAR]]
    if not one_stage or stages == "late-regular-round":
        return (split(selected, regular_share(stages, law)),)
    later = tuple(Round({REGULAR: r["selected"], ADVANCED: 0}) for r in one_stage)
    return (split(selected - total(later), regular_share(stages, law)), *later)


def _persons(
    number: int, registrations: int | None, law: Law
) -> tuple[int, tuple[int, int], Assumption, tuple[Dated, ...]]:
    """Beneficiaries from eligible registrations, at the registrations a person of the last published season."""
    eligible = law.at("seasons.registrations_eligible", season=_LIKE)
    persons = law.at("seasons.beneficiaries", season=_LIKE)
    earlier = (
        law.at("seasons.registrations_eligible", season=_LIKE - 1),
        law.at("seasons.beneficiaries", season=_LIKE - 1),
    )
    used: tuple[Dated, ...] = (eligible, persons)
    if registrations is None:
        given = law.at("seasons.registrations_eligible", season=number)
        registrations, used = int(given.value), (*used, given)
    most, rate = earlier[0].value / earlier[1].value, eligible.value / persons.value
    ends = (round(registrations / most), registrations)
    assumption = Assumption(
        name="registrations a beneficiary",
        value=f"{rate:.4f}, as in FY{_LIKE}",
        range=f"1 to {most:.4f} (FY{_LIKE - 1})",
        reason=f"unique beneficiaries of FY{number} are not published",
        source_ids=_sources(*used),
    )
    return round(registrations / rate), ends, assumption, used


def _assumed_seats(stages: str, law: Law) -> tuple[Seats, tuple[int, int], Assumption]:
    like = law.at("seasons.beneficiaries_selected", season=_LIKE)
    before = law.at("seasons.beneficiaries_selected", season=_LIKE - 1)
    first_round = law.at("seasons.rounds", season=_LIKE - 1).value[0]["selected"]
    low, high = min(first_round, like.value), max(before.value, like.value)
    assumption = Assumption(
        name="beneficiaries selected",
        value=f"{like.value:,}, as in FY{_LIKE}",
        range=f"{low:,} (first round of FY{_LIKE - 1}) to {high:,} (both rounds of FY{_LIKE - 1})",
        reason="the number is not published",
        source_ids=_sources(like, before),
    )
    return (split(like.value, regular_share(stages, law)),), (low, high), assumption


def _rounds_assumption(number: int, law: Law) -> Assumption:
    rounds = law.at("seasons.rounds", season=number)
    return Assumption(
        name="rounds of selection",
        value="taken as one",
        range=f"{len(rounds.value)} round{'s' if len(rounds.value) != 1 else ''} took place",
        reason="which stages a later round drew for was not found",
        source_ids=_sources(rounds),
    )


def _range_assumption(name: str, dated: Dated) -> Assumption:
    low, high = dated.range or (dated.value, dated.value)
    return Assumption(name, f"{dated.value:,}", f"{low:,} to {high:,}", dated.note or "sources differ", _sources(dated))


def published_pool(one: Season, splits: Splits) -> Pool:
    """Eight rows: wage level by US master's, independent of each other, which is an assumption."""
    mix, masters = level_mix(splits.level_mix), us_masters(splits.us_masters)
    share = (
        masters if isinstance(masters, float) else masters.share(total(one.seats, REGULAR), total(one.seats, ADVANCED))
    )
    if not 0 <= share <= 1:
        raise SeasonError(
            Fault("--us-masters", f"{splits.us_masters} does not fit FY{one.number}: it needs a share of {share:.2f}")
        )
    level = np.repeat(np.array(LEVELS), 2)
    master = np.tile(np.array([False, True]), len(LEVELS))
    shares = np.array(mix.shares)
    cells = np.repeat(shares / shares.sum(), 2) * np.where(master, share, 1 - share)
    cited = () if isinstance(masters, float) else masters.cite
    drawn = "projected from" if one.status == "assumption" else "by"
    return Pool(
        name=f"FY{one.number} {drawn} published figures",
        season=one.number,
        unit=one.unit,
        columns={"selection_level": level, "us_masters_or_higher": master},
        n=whole(cells * one.units, one.units),
        level_mix=splits.level_mix,
        assumptions=(*one.assumptions, *_mix_assumptions(mix, masters, share, splits)),
        source_ids=tuple(dict.fromkeys((*one.source_ids, *mix.cite, *cited))),
        status="assumption",
    )


def whole(parts: Floats, total_units: int) -> Ints:
    """Whole numbers nearest to the parts that sum to the total (largest remainders)."""
    n: Ints = np.floor(parts).astype(np.int64)
    rest = total_units - int(n.sum())
    n[np.argsort(-(parts - n), kind="stable")[:rest]] += 1
    return n


def _mix_assumptions(mix: LevelMix, masters: UsMasters | float, share: float, splits: Splits) -> tuple[Assumption, ...]:
    how = f"{share:.1%} of the registered"
    return (
        Assumption(
            "split by wage level",
            f"{splits.level_mix}: {mix.label}",
            "switch with --level-mix",
            mix.note,
            mix.cite,
        ),
        Assumption(
            "share with a US master's",
            f"{how} ({splits.us_masters})",
            "switch with --us-masters",
            "given by the user" if isinstance(masters, float) else masters.label,
            () if isinstance(masters, float) else masters.cite,
        ),
        Assumption("level and US master's", "independent of each other", "not known", "no source gives them together"),
    )


def corners(one: Season) -> tuple[Season, ...]:
    """The season at each end of its unpublished or disputed numbers: units, number selected, split between stages."""
    law = load_law()
    shares = [regular_share("set-aside-used", law), regular_share("late-regular-round", law)]
    return tuple(
        replace(one, units=units, seats=(split(selected, share),))
        for units in sorted(set(one.units_range))
        for selected in sorted(set(one.selected_range))
        for share in shares
    )


def _sources(*dated: Dated) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.source for one in dated for citation in one.citations))


def _weakest(*dated: Dated) -> str:
    return max((one.read for one in dated), key=READS.index)
