"""The layout of a CSV, checked on its bytes at once: quotation marks, line ends, as many fields in every record.

A reader that fills a short row with nulls, or takes a stray quotation mark for an opening one, moves values into other
people's rows without a word. Separators are most of the marks of a file: they are counted as bits and never listed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openh1b.errors import Fault
from openh1b.season.raw_table import also_in

_QUOTE, _NEWLINE, _RETURN = b'"'[0], b"\n"[0], b"\r"[0]
_CHUNK = 2**19  # bytes looked at together, which stay in the processor's cache; a multiple of 64
_THREADS = 2  # NumPy leaves the interpreter alone while it compares; more would find nothing to do

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where records start and how many fields each has; record 0 is the header.

    raw: the bytes of `data` before the line ends at its end. newlines, quotes: positions in it, quoted newlines among
    them. before: how many quotation marks stand before each newline. returns: number of carriage returns.
    """

    data: bytes
    raw: NDArray[np.uint8]
    separator: int
    newlines: Positions
    quotes: Positions
    before: Positions
    returns: int
    starts: Positions
    fields: Positions

    def line(self, position: int) -> int:
        """The number of the line in which a byte is."""
        return self.data.count(b"\n", 0, position) + 1


@dataclass(frozen=True, eq=False)
class _Bits:
    """Positions of a mark as bits: bit `p % 64` of word `p // 64`. sums: bits set in all words before each."""

    words: NDArray[np.uint64]
    sums: Positions

    def before(self, positions: Positions) -> Positions:
        """How many of the marks stand before each of the positions."""
        below = (np.uint64(1) << (positions % 64).astype(np.uint64)) - np.uint64(1)
        return self.sums[positions // 64] + np.bitwise_count(self.words[positions // 64] & below)


def layout_of(data: bytes, end: int, separator: int) -> Layout:
    """The layout of the first `end` bytes; what is quoted is told by marks alone, in their order."""
    raw = np.frombuffer(data, dtype=np.uint8, count=end)
    marks, separators, returns = _marks(raw, separator)
    is_quote = raw[marks] == _QUOTE
    newlines, quotes = marks[~is_quote], marks[is_quote]
    before = np.cumsum(is_quote)[~is_quote]
    ends = np.append(newlines[before % 2 == 0], end)
    pairs = np.append(before[before % 2 == 0], len(quotes)) // 2
    inside = separators.before(quotes[1::2]) - separators.before(quotes[0::2][: len(quotes) // 2])
    fields = 1 + np.diff(separators.before(ends) - np.append(0, np.cumsum(inside))[pairs], prepend=0)
    starts = np.append(0, ends[:-1] + 1)
    return Layout(data, raw, separator, newlines, quotes, before, returns, starts, fields)


def _marks(raw: NDArray[np.uint8], separator: int) -> tuple[Positions, _Bits, int]:
    """Newlines and quotation marks together, separators, and the number of carriage returns."""

    def piece(start: int) -> tuple[Positions, NDArray[np.uint8], int]:
        part = raw[start : start + _CHUNK]
        marks = np.flatnonzero((part == _NEWLINE) | (part == _QUOTE)) + start
        return marks, np.packbits(part == separator, bitorder="little"), int(np.count_nonzero(part == _RETURN))

    starts = range(0, len(raw), _CHUNK)
    if len(starts) > 1:
        with ThreadPoolExecutor(_THREADS) as pool:
            pieces = list(pool.map(piece, starts))
    else:
        pieces = [piece(0)]
    marks, bits, returns = zip(*pieces, strict=True)
    rest = np.zeros(8 + -sum(map(len, bits)) % 8, dtype=np.uint8)  # a position may be the end of the file
    words = np.concatenate([*bits, rest]).view("<u8")
    sums = np.append(0, np.cumsum(np.bitwise_count(words), dtype=np.int64)[:-1])
    return np.concatenate(marks), _Bits(words, sums), sum(returns)


def end_faults(where: str, layout: Layout) -> list[Fault]:
    """Some lines that end in CR LF and some in LF: two files joined, or an editor's damage."""
    last = np.arange(len(layout.raw), len(layout.data))  # line ends at the end of the file
    newlines = np.append(layout.newlines, last[np.frombuffer(layout.data, np.uint8)[last] == _NEWLINE])
    quotes = np.append(layout.before, np.full(len(newlines) - len(layout.before), len(layout.quotes)))
    outside = newlines[(quotes % 2 == 0) | (quotes == len(layout.quotes))]  # after a mark that nothing closes, too
    has_return = _after_return(layout, outside)
    if has_return.all() or not has_return.any():
        return []
    returns, line = int(has_return.sum()), int(np.argmax(has_return != has_return[0])) + 1
    problem = f"has mixed line ends ({returns:,} CR LF, {len(outside) - returns:,} LF alone)"
    return [Fault(where, problem, line=line, expected="one kind of line end", hint="Save it again as CSV")]


def _after_return(layout: Layout, newlines: Positions) -> NDArray[np.bool_]:
    """Of each newline, whether a carriage return stands before it."""
    whole = np.frombuffer(layout.data, dtype=np.uint8)
    return np.asarray((whole[newlines - 1] == _RETURN) & (newlines > 0))


def quote_faults(where: str, layout: Layout) -> list[Fault]:
    """A mark may open a field, close it, or stand doubled inside a quoted one."""
    opening, closing = layout.quotes[0::2], layout.quotes[1::2]
    may_precede = _among(layout.separator, _NEWLINE, _QUOTE)
    may_follow = _among(layout.separator, _NEWLINE, _QUOTE, _RETURN)
    first, last = opening[opening > 0], closing[closing + 1 < len(layout.raw)]
    stray = np.append(first[~may_precede[layout.raw[first - 1]]], last[~may_follow[layout.raw[last + 1]]])
    expected = "a field with a quotation mark quoted, and the mark doubled"
    if stray.size:
        line = layout.line(int(stray.min()))
        return [Fault(where, "a quotation mark stands inside a field", line=line, expected=expected)]
    if len(layout.quotes) % 2:
        line = layout.line(int(opening[-1]))
        return [Fault(where, "a quoted field is never closed", line=line, expected=expected)]
    return []


def _among(*marks: int) -> NDArray[np.bool_]:
    found = np.zeros(256, dtype=np.bool_)
    found[list(marks)] = True
    return found


def return_faults(where: str, layout: Layout) -> list[Fault]:
    """A carriage return outside quotation marks belongs to a line end."""
    if layout.returns == np.count_nonzero(_after_return(layout, layout.newlines)):
        return []
    returns = np.flatnonzero(layout.raw == _RETURN)
    alone = returns[layout.raw[returns + 1] != _NEWLINE]  # none is the last byte: a file's last line end is cut off
    bare = alone[np.searchsorted(layout.quotes, alone) % 2 == 0]
    if not bare.size:
        return []
    problem = f"a carriage return stands without a line feed ({bare.size:,} in all)"
    return [Fault(where, problem, line=layout.line(int(bare[0])), expected="lines that end in a line feed")]


def ragged_faults(where: str, layout: Layout, width: int) -> list[Fault]:
    """Records with more or fewer fields than the header: one fault for each number of fields."""
    faults = []
    for count in np.unique(layout.fields[layout.fields != width]):
        rows = np.flatnonzero(layout.fields == count)
        what = f"has {count:,} field{'s' if count > 1 else ''}{also_in(rows.tolist())}"
        line = layout.line(int(layout.starts[rows[0]]))
        faults.append(Fault(where, what, row=int(rows[0]), line=line, expected=f"{width:,}, as the header has"))
    return sorted(faults, key=lambda fault: fault.line or 0)
