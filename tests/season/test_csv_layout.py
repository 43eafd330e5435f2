"""The layout of CSV bytes against the standard library's reader, on files of every size round a word and a chunk."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from openh1b.errors import PoolError
from openh1b.season import csv_layout
from openh1b.season.csv_layout import layout_of
from openh1b.season.csv_reading import read_csv

CELLS = ("", "a", "a,b", 'say "x"', "two\nlines", "é", "x" * 70, " , ", '"', "1")


def written(rows: list[list[str]], end: str = "\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("chunk", [64, 128, 2**18])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fields_and_starts_are_those_of_a_reader_cell_by_cell(chunk, end, monkeypatch):
    monkeypatch.setattr(csv_layout, "_CHUNK", chunk)
    random = np.random.default_rng(7)
    for _ in range(150):
        widths = random.integers(2, 90, random.integers(1, 9))
        rows = [[CELLS[at] for at in random.integers(0, len(CELLS), width)] for width in widths]
        data = written(rows, end)
        layout = layout_of(data, len(data) - len(end), ord(","))
        assert layout.fields.tolist() == widths.tolist()
        for row, start in zip(rows, layout.starts.tolist(), strict=True):
            assert data[start:].startswith(written([row], end))


@pytest.mark.parametrize("size", [63, 64, 65, 127, 128, 129, 2**18 - 1, 2**18, 2**18 + 1])
def test_a_separator_at_the_edge_of_a_word_or_chunk_is_counted_once(size):
    data = b"a,b\n" + b"x" * (size - 4) + b",y"
    assert layout_of(data, len(data), ord(",")).fields.tolist() == [2, 2]
    assert layout_of(data[:-1], len(data) - 1, ord(",")).fields.tolist() == [2, 2]
    with pytest.raises(PoolError, match="has 3 fields"):
        read_csv("file", data + b",")


def test_a_column_that_is_left_out_is_null_and_its_quotation_marks_are_checked_all_the_same():
    def secret(name: str) -> bool:
        return name == "secret"

    table = read_csv("file", b'a,secret,b\r\n1,"x, y",2\r\n3,z,4\r\n', secret)
    assert [column.to_list() for column in table.columns] == [["1", "3"], [None, None], ["2", "4"]]
    with pytest.raises(PoolError, match=r"line 2: a quotation mark stands inside a field"):
        read_csv("file", b'a,secret,b\n1,x"y,2\n', secret)
    with pytest.raises(PoolError, match=r"line 3, row 2: has 4 fields"):
        read_csv("file", b"a,secret,b\n1,x,2\n1,x,y,2\n", secret)


def test_a_table_of_which_every_column_is_left_out_keeps_its_rows():
    table = read_csv("file", b"a,b\n1,2\n3,4\n", lambda _: True)
    assert [column.to_list() for column in table.columns] == [[None, None], [None, None]]


def test_line_ends_at_the_end_are_no_rows():
    for end in (b"", b"\n", b"\r\n", b"\n\n\n", b"\r\n\r\n", b"\r"):
        assert read_csv("file", b"a,b\n1,2" + end).height == 1
    assert read_csv("file", b'"a\nb",c\n1,2\n').headers == ("a\nb", "c")


def test_mixed_line_ends_are_refused_where_they_are_to_be_one():
    mixed = b'a,b\r\n"x\ny",2\r\n3,4\n5,6\r\n'
    assert read_csv("file", mixed).height == 3
    with pytest.raises(PoolError, match=r"line 3: has mixed line ends \(3 CR LF, 1 LF alone\)"):
        read_csv("file", mixed, one_end=True)
    with pytest.raises(PoolError, match="mixed"):  # the last line end counts too
        read_csv("file", b"a,b\r\n1,2\n", one_end=True)
    assert read_csv("file", b'a,b\r\n"x\ny",2\r\n', one_end=True).height == 1
