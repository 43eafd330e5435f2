"""What was typed of a cost, as values: the same reading for flags and for a query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from openh1b.cited.reading import read_day
from openh1b.cost.assumptions import inputs
from openh1b.cost.break_even import wage_gaps
from openh1b.cost.horizon import Horizon
from openh1b.cost.revenue import filing_day
from openh1b.cost.share import read_share
from openh1b.errors import Fault, InputError
from openh1b.scenario import DEFAULT_SEASON

_AMOUNT = re.compile(r"\$?\s*([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,2})?")
_LONGEST = 16
_SIZE = re.compile(r"(?:([0-9,]+)\s*-\s*)?([0-9,]+)(\+)?")


def amount(text: str, where: str) -> float:
    """US dollars as 250000, 250,000 or $250,000. where: the flag or field. Raises InputError for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or len(text) > _LONGEST:
        raise InputError(Fault(where, f"{text[:40]!r} is no amount", expected="US dollars, 0 or more, such as 250000"))
    return float(found[1].replace(",", "") + (found[2] or ""))


def employer_size(text: str) -> int:
    """Full-time equivalents: `26+` is 26, `1-25` is 25, a number is itself. Raises InputError."""
    found = _SIZE.fullmatch(text.strip())
    if not found or (found[1] and found[3]):
        raise InputError(
            Fault("--employer-size", f"{text!r}", expected="26+, 1-25 or a number of full-time equivalents")
        )
    return int(found[2].replace(",", ""))


def wage_gap(text: str | None) -> tuple[float, ...]:
    """`-16%:30%` as its two ends, or one number; the published ones where nothing is given. Raises InputError."""
    if text is None:
        return wage_gaps()
    parts = text.split(":")
    if len(parts) > 2:
        raise InputError(Fault("--wage-gap", f"{text!r}", expected="LOW:HIGH, such as -16%:30%"))
    ends = [_gap(part.strip()) for part in parts]
    if ends != sorted(ends):
        raise InputError(Fault("--wage-gap", f"{parts[0]} is above {parts[1]}", expected="LOW:HIGH, such as -16%:30%"))
    return tuple(dict.fromkeys(ends))


def _gap(text: str) -> float:
    sign = -1 if text.startswith("-") else 1
    return sign * read_share(text.lstrip("+-"), "--wage-gap")


def shares_of(texts: Sequence[str] | None) -> dict[str, float]:
    """`--share small=0.3` and the like, by the full name of the input. Raises InputError."""
    found: dict[str, float] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(Fault("--share", f"{text!r}", expected="NAME=SHARE, such as share_small=0.3"))
        found[name.strip()] = read_share(value, f"--share {name.strip()}")
    return found


def day_of(on: str | None, season: int | None, *, revenue: bool) -> date:
    """The day of filing: as given, that of a season, or today. Raises InputError for a day beside --revenue."""
    given_day = None if on is None else read_day(on, "--on")
    if revenue and given_day is not None:
        raise InputError(Fault("--on", "a season's revenue is at the fees of 1 April", hint="Leave --on out."))
    if given_day is None and (season is not None or revenue):
        return filing_day(DEFAULT_SEASON if season is None else season)
    return given_day or datetime.now(tz=UTC).date()


def horizon_of(years: int, discount: str | None, separation: str | None) -> Horizon:
    """Years, discount and separation a year as typed, else as cost/assumptions.yaml has them. Raises InputError."""
    return Horizon(
        years=years,
        discount=inputs()["discount"].value if discount is None else read_share(discount, "--discount"),
        separation=inputs()["separation"].value if separation is None else read_share(separation, "--separation"),
    )


def odds_of(
    odds: str | None, of: tuple[int | None, int | None, int | None], policy: str, known: date | None, *, counts: bool
) -> tuple[float | None, str]:
    """Odds as given, or of a season and level from the engine, and how they were come by.

    of: season, level, registrations. counts: whether the petition counts against the cap. Raises InputError.
    """
    season, level, registrations = of
    if odds is not None and season is not None:
        raise InputError(Fault("--odds", "given beside --season", expected="one of them"))
    if level is not None and season is None:
        raise InputError(Fault("--level", "serves to look up odds", expected="--season N as well"))
    if odds is not None:
        return read_share(odds, "--odds"), ""
    if season is None or not counts:
        return None, ""
    from openh1b.scenario import Scenario
    from openh1b.simulate import compare

    by = "all" if level is None else "selection_level"
    groups = () if level is None else (by,)
    scenario = Scenario(season=season, registrations=registrations, policies=(policy,), by=groups, known=known)
    found = compare(scenario)
    figure = found.result.find(found.runs[0].name, "odds", by, "all" if level is None else str(level))
    where = "everyone" if level is None else f"wage level {level}"
    return (
        figure.value,
        f"Odds of {where} in FY{season} under {policy}: {100 * (figure.value or 0):.1f}%; nobody reacted.",
    )
