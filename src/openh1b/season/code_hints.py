"""What a wrong code may have been: retired, damaged by a spreadsheet, written otherwise, a name, or near another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from openh1b.season.codes import areas, retired, successors, titles
from openh1b.season.spreadsheet_dates import codes_of_date

Said = tuple[str, str | None]  # what is said of a wrong value behind it, and a hint

_MOST_NAMES = 3
_MOST_DIFFERING = 2  # digits
_MOST_DISTANT = 100
_ANOTHER_YEAR = "An area of another wage year can be kept as a group: --columns area_then=area"


def explain_soc(value: str) -> Said:
    """What a value may be that is no code of SOC 2018.

    A code that was retired, made a date by a spreadsheet or written otherwise, a group of occupations, a title; else
    the nearest codes.
    """
    text = value.strip()
    code = _hyphenated(text) or ""
    if code in titles():
        return "", f"Write it as {code}, {titles()[code]}"
    if code in retired():
        said = f" is a code of SOC 2010 that was retired ({retired()[code]})"
        return said, f"SOC 2018 has {_listed(successors()[code], titles())}"
    dates = [one for one in codes_of_date(text) or () if one in titles() or one in retired()]
    if dates:
        return " is a date, which a spreadsheet makes of some codes", f"It may have been {_listed(dates, titles())}"
    return _explain_number(code) if code else _explain_title(text)


def _explain_number(code: str) -> Said:
    inside = [known for known in titles() if code.endswith("0") and known.startswith(code.rstrip("0"))]
    if inside:
        hint = f"Say which of them, such as {_listed(inside[:2], titles())}"
        return f" is a group of {len(inside)} occupations", hint
    return "", _did_you_mean(_near_codes(code, titles()), titles())


def _explain_title(text: str) -> Said:
    codes = {title.casefold(): code for code, title in titles().items()}
    if text.casefold() in codes:
        return " is a title", f"Its code is {codes[text.casefold()]}"
    return "", _did_you_mean((codes[title] for title in _near_names(text, codes)), titles())


def explain_area(value: str) -> Said:
    """What a value may be that is no code of an area: a code written otherwise, a name; else the nearest."""
    text = " ".join(value.split())
    digits = re.fullmatch(r"0*([1-9][0-9]{4,6})(\.0*)?", text)
    if digits and digits[1] in areas():
        return "", f"Write it as {digits[1]}, {areas()[digits[1]]}"
    if digits:
        near = _did_you_mean(_near_codes(digits[1], areas()), areas())
        return "", _ANOTHER_YEAR if near is None else f"{near} {_ANOTHER_YEAR}"
    codes = {name.casefold(): code for code, name in areas().items()}
    if text.casefold() in codes:
        return " is a name", f"Its code is {codes[text.casefold()]}"
    near_names = _holding(text.casefold(), codes) or _near_names(text, codes)
    return "", _did_you_mean((codes[name] for name in near_names), areas())


def _hyphenated(text: str) -> str | None:
    """15-1252 from 15-1252.00, 151252, 15 1252, 15.1252 or with a dash of another kind; else None."""
    found = re.fullmatch(r"([0-9]{2})[\s.\u2010-\u2015\u2212-]*([0-9]{4})(\.[0-9]+)?", text)
    return f"{found[1]}-{found[2]}" if found else None


def _holding(text: str, names: Iterable[str]) -> list[str]:
    """Names with every word of the text: those that begin as it does first, then the shortest."""
    words = set(re.findall(r"\w+", text))
    found = [name for name in names if words and words <= set(re.findall(r"\w+", name))]
    start = text.partition(",")[0]
    return sorted(found, key=lambda name: (not name.startswith(start), len(name)))[:_MOST_NAMES]


def _near_names(word: str, known: Iterable[str]) -> list[str]:
    """The known names, in lower case, most like `word`, best first."""
    import difflib  # only where something is wrong

    return difflib.get_close_matches(word.casefold(), list(known), n=_MOST_NAMES, cutoff=0.6)


def _near_codes(code: str, known: Iterable[str]) -> list[str]:
    """Two codes that differ least from this one in their digits, and the nearest in number: lists are in some order."""
    alike = [(_differing(code, one), _distance(code, one), one) for one in known if len(one) == len(code)]
    by_digits = [one for digits, _, one in sorted(alike)[:2] if digits <= _MOST_DIFFERING]
    by_number = [one for _, distance, one in sorted(alike, key=lambda it: it[1])[:1] if distance <= _MOST_DISTANT]
    return list(dict.fromkeys((*by_digits, *by_number)))


def _differing(code: str, other: str) -> int:
    """Digits that differ; none where two changed places, the slip that is least likely by chance."""
    differing = sum(a != b for a, b in zip(code, other, strict=True))
    return 0 if differing == 2 and sorted(code) == sorted(other) else differing


def _distance(code: str, other: str) -> int:
    return abs(int(code.replace("-", "")) - int(other.replace("-", "")))


def _did_you_mean(codes: Iterable[str], names: Mapping[str, str]) -> str | None:
    listed = _listed(codes, names)
    return f"Did you mean {listed}?" if listed else None


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Codes with their names in words."""
    words = [f"{code} {names[code]}" if code in names else f"{code} of SOC 2010" for code in codes]
    return " or ".join(words) if len(words) < 3 else f"{'; '.join(words[:-1])}; or {words[-1]}"
