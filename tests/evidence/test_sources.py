"""Names under which sources are printed: short enough for a line, told apart, true to the day of publication."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openh1b.cited.reading import Document, read_document, read_text
from openh1b.cited.schema import check_sources
from openh1b.cited.sources import BETWEEN, Citation, Source, citation_line, source_line, source_row
from openh1b.evidence.sources import load_sources
from openh1b.sponsors import published

MOST = 36
_YEAR = re.compile(r"(?<![\w.-])(?:19|20)[0-9]{2}(?![\w-])")


def _every() -> list[Source]:
    """Of all three lists; where the sponsors' list repeats a source of the law, both."""
    document = read_document(Path(published.__file__).with_name("published.yaml"), "published.yaml")
    of_sponsors = check_sources(_under(document, "sources"))
    assert of_sponsors
    assert not document.faults
    return [*load_sources().values(), *of_sponsors.values()]


def _under(document: Document, key: str) -> Document:
    document.data = document.data[key]
    return document


def test_short_names_fit_a_line_and_are_no_sentence():
    for one in _every():
        assert 0 < len(one.short) <= MOST, one.id
        assert one.short == one.short.strip(), one.id
        assert not one.short.endswith("."), one.id
        assert BETWEEN.strip() not in one.short, f"{one.id}: would be read as two"


def test_no_two_sources_share_a_short_name_and_no_source_has_two():
    names: dict[str, str] = {}
    for one in _every():
        assert names.setdefault(one.short, one.id) == one.id, one.short
    assert len(names) == len({one.id for one in _every()})


def test_no_short_name_is_the_id_of_another_source():
    ids = {one.id for one in _every()}
    assert not {one.short for one in _every()} & ids


def test_a_year_in_a_short_name_is_that_of_publication():
    dated = [(one, _YEAR.findall(one.short)) for one in _every() if one.published]
    assert sum(bool(years) for _, years in dated) > 40
    for one, years in dated:
        assert set(years) <= {str(one.published.year)}, one.id


def test_a_source_without_a_short_name_is_refused():
    document = read_text("act: {title: An act, kind: statute}", "sources.yaml")
    assert check_sources(document) == {}
    assert "key short is missing" in str(document.faults[0])


_KNOWN = {k: Source(k, f"Title {k}", f"Short, {k}", "agency") for k in "abcdefg"}


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ("ab", "Short, a; Short, b"),
        ("aba", "Short, a; Short, b"),
        ("abcd", "Short, a; Short, b; Short, c; Short, d"),
        ("abcde", "Short, a; Short, b; Short, c; and 2 more"),
        ("az", "Short, a; z"),
        ("", ""),
    ],
)
def test_a_line_names_each_source_once_and_counts_what_it_leaves_out(names: str, line: str):
    assert source_line(names, _KNOWN, 3) == line


def test_a_place_follows_the_short_name():
    assert citation_line((Citation("a", "table 1"), Citation("z")), _KNOWN) == "Short, a, table 1; z"


def test_a_row_keeps_the_id_beside_the_title():
    assert source_row("a", _KNOWN) == ("Short, a", "a", "Title a", "", "")
    assert source_row("z", _KNOWN) == ("z", "z", "", "", "")
