"""An occupation by code, title or nearly its title."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openh1b.errors import Fault, InputError
from openh1b.season.code_hints import explain_soc
from openh1b.season.codes import retired, successors, titles
from openh1b.season.wages_names import by_name, folded, listed, near_codes, nearly
from openh1b.season.wages_table import FOLDER

EXPECTED = "a code of SOC 2018 such as 15-1252, or a title such as Software Developers"
_WHERE = "--soc"
_CODE = re.compile(r"([0-9]{2})[-\s\u2010-\u2015]?([0-9]{4})(?:\.([0-9]{2}))?")

Has = Callable[[str], bool]


@dataclass(frozen=True)
class Occupation:
    """An occupation of SOC 2018 (or a finer one, if the wage table has it). note: how what was typed was read."""

    soc_code: str
    title: str
    note: str = ""


def find_occupation(text: str, *, has: Has | None = None) -> Occupation:
    """The occupation that a text means.

    A code, a title, a beginning that only one title has, or a title with a slip of the pen; a code of SOC 2010 that has
    one successor; an O*NET code or title, which counts as the SOC code it lies in. has: whether a wage table has a
    code; a finer code (15-1299.08) that it has stands for itself.
    Raises InputError that names the candidates, or the nearest.
    """
    typed = text.strip()
    code = _CODE.fullmatch(typed)
    if code:
        return _by_code(f"{code[1]}-{code[2]}", code[3], has)
    found = by_name(typed, _names())
    if not found.codes and typed:
        found = nearly(typed, _names())
    if len(found.codes) == 1:
        return _named(found.codes[0], typed, has, exact=found.exact)
    if found.codes:
        raise InputError(Fault(_WHERE, f"{typed!r} is several occupations: {listed(found.codes, _titles())}"))
    said, explained = explain_soc(typed) if typed else ("", None)
    near = near_codes(typed, _names()) if typed and not said else []
    hint = f"Nearest: {listed(near, _titles())}" if near else explained
    raise InputError(Fault(_WHERE, f"{typed!r}{said or ' is no occupation'}", expected=EXPECTED, hint=hint))


def _by_code(code: str, ending: str | None, has: Has | None) -> Occupation:
    full = f"{code}.{ending}"
    if has and ending and has(full):
        return Occupation(full, _titles().get(full, full))
    if code in titles() and ending in {None, "00"}:
        return Occupation(code, titles()[code])
    if code in titles() and full in onet():
        return _within(full, "")
    if code in titles():
        finer = [one for one in onet() if one.startswith(code)]
        within = f"Within {code} it has {listed(finer, onet())}" if finer else f"{code} has no finer ones"
        raise InputError(Fault(_WHERE, f"{full} is no occupation of O*NET", hint=within))
    new = successors().get(code, ())
    if len(new) == 1:
        note = f"{code} {retired()[code]} is a code of SOC 2010 that was retired; SOC 2018 has it in {new[0]}"
        return Occupation(new[0], titles()[new[0]], note)
    said, hint = explain_soc(code)
    raise InputError(Fault(_WHERE, f"{code}{said or ' is no occupation'}", expected=EXPECTED, hint=hint))


def _named(code: str, typed: str, has: Has | None, *, exact: bool) -> Occupation:
    read = "" if exact else f"{typed!r} was read as {_titles()[code]}"
    if code in titles() or (has and has(code)):
        return Occupation(code, _titles()[code], read)
    return _within(code, read)


def _within(full: str, read: str) -> Occupation:
    code = full[:7]
    said = f"{full} {onet()[full]} is an occupation of O*NET within {code}; the wage table has no row of its own for it"
    return Occupation(code, titles()[code], "; ".join(filter(None, (read, said))))


@lru_cache
def onet() -> Mapping[str, str]:
    """O*NET's finer occupations: code with two digits behind a dot -> title."""
    text = (FOLDER / "onet.csv").read_text(encoding="utf-8")
    return {row["onet_code"]: row["title"] for row in csv.DictReader(text.splitlines())}


@lru_cache
def _titles() -> Mapping[str, str]:
    return {**onet(), **titles()}


@lru_cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Folded title -> codes; of a SOC code and an O*NET code with one title the SOC code."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, title in (*titles().items(), *onet().items()):
        if not any(code.startswith(one) for one in found[folded(title)]):
            found[folded(title)].append(code)
    return {name: tuple(codes) for name, codes in found.items()}
