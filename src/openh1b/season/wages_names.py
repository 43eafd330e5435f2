"""Names that people type, against names that exist: exact, a beginning that is one's only, or nearly spelled so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_DROPPED = str.maketrans("", "", ".'\u2019")
_LEAST_BEGINNING = 3  # letters of a beginning that is taken for a name
_SURE, _AHEAD = 90.0, 4.0  # likeness in percent from which one name is taken, and its lead over the next
_NEAR, _MOST = 70.0, 4


@dataclass(frozen=True)
class Found:
    """What a text may mean. codes: of the best kind of match only. exact: it is a name, not its beginning or near."""

    codes: tuple[str, ...]
    exact: bool


def folded(text: str) -> str:
    """A name for comparison: lower case, one blank between words, `saint` and `st` alike, no full stops."""
    words = text.casefold().translate(_DROPPED).split()
    return " ".join(["st" if word == "saint" else word for word in words])


def by_name(text: str, names: Mapping[str, Sequence[str]]) -> Found:
    """Codes of the names that a text is, else of those that it begins. names: folded name -> codes."""
    wanted = folded(text)
    if wanted in names:
        return Found(tuple(names[wanted]), exact=True)
    if len(wanted) < _LEAST_BEGINNING:
        return Found((), exact=False)
    begun = (code for name, codes in names.items() if name.startswith(wanted) for code in codes)
    return Found(tuple(dict.fromkeys(begun)), exact=False)


def nearly(text: str, names: Mapping[str, Sequence[str]]) -> Found:
    """The one code whose name is spelled almost so, as by a slip; else none. RapidFuzz is loaded only from here on."""
    from rapidfuzz import fuzz, process

    best = process.extract(folded(text), list(names), scorer=fuzz.ratio, limit=2)
    if not best or best[0][1] < _SURE or (len(best) > 1 and best[0][1] - best[1][1] < _AHEAD):
        return Found((), exact=False)
    return Found(tuple(names[best[0][0]]), exact=False)


def near_codes(text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes of the names most like a text, best first: for a hint, never to be taken."""
    from rapidfuzz import fuzz, process

    best = process.extract(folded(text), list(names), scorer=fuzz.ratio, limit=_MOST, score_cutoff=_NEAR)
    if len(best) < 2:
        best += process.extract(folded(text), list(names), scorer=fuzz.token_set_ratio, limit=_MOST, score_cutoff=_NEAR)
    return list(dict.fromkeys(code for name, _, _ in best for code in names[name]))[:_MOST]


def listed(codes: Iterable[str], names: Mapping[str, str], most: int = 12) -> str:
    """Codes with their names, as a list in words."""
    words = [f"{code} {names[code]}" for code in codes]
    shown = "; ".join(words[:most])
    return f"{shown}; and {len(words) - most} more" if len(words) > most else shown
