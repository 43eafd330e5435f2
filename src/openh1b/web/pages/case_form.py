"""The form of a page about one case: a field a flag of the commands, what was typed, and what is wrong beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.web.spelling import spelled

Kind = Literal["text", "date", "flag", "choice", "pay"]
"""pay: a text that shows a plain amount with its thousands apart."""
YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})
MOST_LETTERS: Final = 2_000
_PLAIN: Final = re.compile(r"([0-9]{4,12})(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Field:
    """One flag. choices: value and words of each. value: as typed. faults: what is wrong with it."""

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def on(self) -> bool:
        """Whether a flag is set."""
        return self.value.lower() in YES

    @property
    def shown(self) -> str:
        """What stands in the field: 165,000 of 165000 dollars, else what was typed, which is read alike."""
        plain = _PLAIN.fullmatch(self.value) if self.kind == "pay" else None
        return self.value if plain is None else f"{int(plain[1]):,}{plain[2] or ''}"


@dataclass(frozen=True)
class Group:
    """Fields that belong together. folded: behind a summary until one of them is filled or wrong."""

    title: str
    fields: tuple[Field, ...]
    folded: bool = False

    @property
    def open(self) -> bool:
        """Whether a folded group is shown unfolded."""
        return any(one.faults or one.value not in {"", _default(one)} for one in self.fields)


@dataclass(frozen=True)
class Form:
    """All fields, and the faults that belong to none of them."""

    groups: tuple[Group, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.faults) or any(one.faults for group in self.groups for one in group.fields)


def _default(one: Field) -> str:
    return one.choices[0][0] if one.kind == "choice" else ""


def given(pairs: Iterable[tuple[str, str]], known: Collection[str]) -> tuple[dict[str, str], list[Fault]]:
    """What an address gives by name, the last of each, and the names that are none of these.

    A name may be written with hyphens, as the flag is. Blank values are left out.
    """
    values: dict[str, str] = {}
    faults = []
    for key, text in pairs:
        name = key.replace("-", "_")
        if name not in known:
            faults.append(Fault(key[:60], "no such name on this page", hint=did_you_mean(name[:60], known)))
        elif len(text) > MOST_LETTERS:
            faults.append(Fault(name, f"{len(text):,} letters", expected=f"at most {MOST_LETTERS:,}"))
        elif text.strip():
            values[name] = text.strip()
    return values, faults


def flag(values: Mapping[str, str], name: str) -> bool:
    """A flag of an address. Raises InputError for what is neither yes nor no."""
    text = values.get(name, "false").lower()
    if text not in YES | _NO:
        raise InputError(Fault(name, repr(text[:40]), expected="true or false"))
    return text in YES


def labels(groups: Sequence[Group]) -> dict[str, str]:
    """The label of each field, by its name."""
    return {one.name: one.label for group in groups for one in group.fields}


def filled(groups: Sequence[Group], values: Mapping[str, str], faults: Iterable[Fault]) -> Form:
    """The form with what was typed, each fault at its field, in the form's own words; it comes as of a flag."""
    names = labels(groups)
    by_name: dict[str, list[Fault]] = {}
    others = []
    for fault in faults:
        name = fault.where.removeprefix("--").replace("-", "_")
        if name in names:
            by_name.setdefault(name, []).append(spelled(fault, labels=names))
        else:
            others.append(spelled(fault, labels=names))
    done = tuple(
        replace(
            group,
            fields=tuple(
                replace(one, value=values.get(one.name, one.value), faults=tuple(by_name.get(one.name, ())))
                for one in group.fields
            ),
        )
        for group in groups
    )
    return Form(done, tuple(others))
