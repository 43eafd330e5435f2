"""Columns that are kept small and made when they are asked for: most questions read only a few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from openh1b.arrays import Ints
from openh1b.season.pool import Coded, Values

Part = Values | Coded
_DIGITS = 7


class Columns(Mapping[str, Part]):
    """Name -> column. Those given as a function are made when they are first read."""

    def __init__(self, parts: Mapping[str, Part | Callable[[], Part]]) -> None:
        self._parts = dict(parts)

    def __getitem__(self, name: str) -> Part:
        part = self._parts[name]
        if isinstance(part, Coded | np.ndarray):
            return part
        made = self._parts[name] = part()
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __contains__(self, name: object) -> bool:  # that of Mapping would make the column
        return name in self._parts


def coded(labels: Sequence[str], codes: Ints) -> Coded:
    """Row i holds labels[codes[i]]. Labels come in any order, need not all occur and are put as `Coded` wants them."""
    used = np.flatnonzero(np.bincount(codes, minlength=len(labels)))
    text = np.asarray(labels, dtype=np.str_)[used]
    order = np.argsort(text, kind="stable")
    place = np.zeros(len(labels), dtype=np.int64)
    place[used[order]] = np.arange(len(used))
    return Coded(text[order], place[codes])


def whole_numbers(values: Ints) -> Coded:
    """A column of small whole numbers, each row's own, without a sort."""
    used = np.flatnonzero(np.bincount(values))
    place = np.zeros(int(used[-1]) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return Coded(used.astype(np.int64), place[values])


def numbered(prefix: str, count: int) -> Values:
    """Labels `prefix0000001` and on. Written digit by digit: a Python string each would take half of all the time."""
    letters = np.empty((count, len(prefix) + _DIGITS), dtype=np.uint32)
    letters[:, : len(prefix)] = np.array([ord(letter) for letter in prefix], dtype=np.uint32)
    rest = np.arange(1, count + 1)
    for place in range(len(prefix) + _DIGITS - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, place] = digit + ord("0")
    return letters.view(f"<U{len(prefix) + _DIGITS}").reshape(count)
