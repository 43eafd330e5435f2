"""The rules of intake in one season: what is drawn, the window, the level, and the reasons for refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openh1b.law import Dated, Law, load_law

_LEVEL = "selection.level_rule"
_SINGLE_PETITION_SEASON = 2009  # 73 FR 15389 of 24 March 2008: the first petitions under it were of April 2008


@dataclass(frozen=True)
class Reason:
    """A ground of refusal. authority: where it is written; read: how that was read."""

    code: str
    meaning: str
    authority: str
    read: str


_COUNTED = "USCIS's description of eligible registrations, as copied in eiglaw"
_FORM = "8 CFR 214.2(h)(8)(iii)(A)"
_OWN = "none: without it the registration cannot be told from others"

REASONS = (
    Reason("deleted", "deleted by the employer", _COUNTED, "second-hand"),
    Reason("unpaid", "fee not paid, or the payment failed", _COUNTED, "second-hand"),
    Reason("outside_window", "submitted outside the registration window", _FORM, "memory"),
    Reason("unreadable", "submitted_on, paid or deleted cannot be read", "none", "assumption"),
    Reason("no_beneficiary", "no usable id of the person", f"{_COUNTED} (later years: passport data)", "second-hand"),
    Reason("no_employer", "no employer named", _OWN, "assumption"),
    Reason(
        "duplicate",
        "several by one employer for one person: all of them",
        "8 CFR 214.2(h)(8)(iii)(A)(2), as USCIS cites it in an answer copied at bashyamglobal.com (AILA Doc. "
        "20033136); petitions from FY2009: 73 FR 15389",
        "second-hand",
    ),
    Reason("missing_degree", "no answer on a US master's or higher", _FORM, "memory"),
    Reason("bad_level", "no usable wage level", f"{_FORM}(4)", "second-hand"),
)
"""Every reason, in the order in which it is looked for. A registration may be refused for several."""


@dataclass(frozen=True)
class LevelRules:
    """How one level is found for a registration, and one for a person.

    used: whether the season's law uses a level at all; if not, the rules are those of the newest law, and carry a level
    along for comparison only.
    """

    used: bool
    from_pay: bool
    lowest_pay: bool
    lowest_site: bool
    below_is_level_1: bool
    lowest_registrant: bool


@dataclass(frozen=True)
class IntakeRules:
    """The law of intake for one season. window: first and last day, None where it is not known or there was none.

    asks_degree: whether some stage is for those with a US master's. dated: the values of the law that were used.
    """

    season: int
    unit: str
    window: tuple[date, date] | None
    asks_degree: bool
    refuses_duplicates: bool
    levels: LevelRules
    dated: tuple[Dated, ...]


def intake_rules(season: int, *, known: date | None = None) -> IntakeRules:
    """The rules of a season, with the law as known on a day.

    Raises PolicyError or SeasonError for a season in which the law has no unit of selection.
    """
    law = load_law()
    unit = law.at("selection.unit", season=season, known=known)
    who = law.at("selection.who", season=season, known=known)
    window = law.find("registration.window", season=season, known=known)
    levels, used = _levels(law, season, known)
    return IntakeRules(
        season=season,
        unit=str(unit.value),
        window=(window.value["start"], window.value["end"]) if window is not None and window.value else None,
        asks_degree="us_masters_or_higher" in who.value.values(),
        refuses_duplicates=unit.value != "petition" or season >= _SINGLE_PETITION_SEASON,
        levels=levels,
        dated=(unit, who, *((window,) if window is not None else ()), *used),
    )


def _levels(law: Law, season: int, known: date | None) -> tuple[LevelRules, tuple[Dated, ...]]:
    basis = law.find(f"{_LEVEL}.basis", season=season, known=known)
    names = ("basis", "pay_range", "several_sites", "below_level_1", "several_registrants")
    if basis is not None:
        found = [law.at(f"{_LEVEL}.{name}", season=season, known=known) for name in names]
    else:
        found = [_newest(law, f"{_LEVEL}.{name}") for name in names]
    by_pay, pay, sites, below, registrants = (str(one.value) for one in found)
    rules = LevelRules(
        used=basis is not None,
        from_pay=by_pay == "highest_level_reached_by_pay",
        lowest_pay=pay == "lowest",
        lowest_site=sites == "lowest_level",
        below_is_level_1=below == "level_1",
        lowest_registrant=registrants == "lowest_level",
    )
    return rules, tuple(found)


def _newest(law: Law, path: str) -> Dated:
    start = law.spans(path)[-1].start
    return law.at(path, season=start) if isinstance(start, int) else law.at(path, on=start)
