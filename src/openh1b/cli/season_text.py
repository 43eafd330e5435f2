"""The score of a season, its figures and its assumptions, as text: for a terminal and for docs/season.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from openh1b.law import load_law
from openh1b.season.published import Season
from openh1b.season.score import Score
from openh1b.season.seats import ADVANCED, REGULAR, total

HEADS = ("", "Published", "Pool", "Difference", "Fitted", "Whom the published number counts", "Source, and how read")
MOST = 6  # of one margin's values are shown; all are in JSON and CSV

Row = tuple[str, ...]


def score_rows(scores: Sequence[Score]) -> Iterator[Row]:
    """Rows of a table under HEADS: the largest values of each margin, and one row for the rest of them."""
    for label, group in groupby(scores, key=lambda one: one.label):
        found = list(group)
        if len(found) == 1:
            yield label, *_numbers(found[0]), *_paper_trail(found[0])
            continue
        yield label, "", "", "", *_paper_trail(found[0])
        shown = found if len(found) <= MOST else sorted(found, key=lambda one: -one.published)[:MOST]
        yield from ((f"- {one.group}", *_numbers(one), "", "", "") for one in shown)
        rest = [one for one in found if one not in shown]
        if rest:
            yield f"- {len(rest)} others", *_sums(rest), "", "", ""


def _numbers(one: Score) -> Row:
    return _value(one, one.published), _value(one, one.pool), _difference(one)


def _sums(rest: Sequence[Score]) -> Row:
    furthest = max(rest, key=lambda one: abs(one.difference))
    numbers = (sum(one.published for one in rest), sum(one.pool for one in rest))
    return *(_share(one) for one in numbers), f"each within {_difference(furthest).lstrip('+-')}"


def _paper_trail(one: Score) -> Row:
    return "yes" if one.used_to_fit else "no", one.base, f"{', '.join(one.source_ids) or 'given'} ({one.read})"


def _share(value: float) -> str:
    return f"{100 * value:.2f}%"


_WRITTEN: dict[str, Callable[[float], str]] = {
    "share": _share,
    "USD": lambda value: f"${value:,.0f}",
    "years": lambda value: f"{value:.2f}",
    "employers": lambda value: f"{value:,.0f}",
}


def _value(one: Score, value: float) -> str:
    return _WRITTEN[one.unit](value)


def _difference(one: Score) -> str:
    if one.unit == "share":
        return f"{100 * one.difference:+.2f} points"
    return f"{'-' if one.difference < 0 else '+'}{_value(one, abs(one.difference))}"


def score_summary(scores: Sequence[Score]) -> str:
    """What the table says, in two sentences."""
    fitted = [one for one in scores if one.used_to_fit]
    shares = [one for one in fitted if one.unit == "share"]
    worst = max(shares, key=lambda one: abs(one.difference))
    name = f"{worst.label}: {worst.group}" if worst.group else worst.label
    return (
        f"{len(fitted)} published or learned numbers were fitted and {len(scores) - len(fitted)} were not. "
        f"Of the shares fitted the furthest off is {name}, by {_difference(worst)}."
    )


def figures(one: Season) -> tuple[tuple[str, str], ...]:
    """What is known of a season, as pairs of name and value."""
    low, high = one.units_range
    units = f"{one.units:,}" + ("" if low == high else f" ({low:,} to {high:,})")
    few, many = one.selected_range
    selected = f"{total(one.seats):,}" + ("" if few == many else f" ({few:,} to {many:,})")
    rounds = "; ".join(
        f"{part.seats[REGULAR]:,} regular and {part.seats[ADVANCED]:,} advanced-degree" for part in one.seats
    )
    return (
        ("unit drawn", one.unit),
        ("registered", units),
        ("selected", selected),
        ("by stage and round", f"{rounds} (split: {one.split})"),
        ("weakest input", one.status),
    )


def source_lines(ids: Sequence[str]) -> tuple[str, ...]:
    """Each source with its title and where it can be found."""
    sources = load_law().sources
    found = [sources[name] for name in ids]
    return tuple("; ".join(filter(None, (f"{s.id}: {s.title}", s.where, s.reference, s.note))) for s in found)
