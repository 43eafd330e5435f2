"""Words around a chart: what is measured, how to read it, sources and conditions, each in its place."""

from __future__ import annotations

import re

import pytest

from openh1b.web.captions import conditions, how_to_read, measured, source_line, without_season_words
from openh1b.web.pages.sponsors_columns import Bar, Year, columns

FOOTER = "An estimate. Sources: A v. B, 2025; DHS rule, Dec. 2025. Weakest input: memory. OpenH1B 0.1.0."


class _Table:
    rows = tuple((f"S. {k}, 2025", f"s{k}", "title") for k in range(9))


def test_the_first_sentence_says_what_is_measured_and_the_rest_how_to_read_it():
    assert measured("Odds by level. Dot: expected. Whiskers: luck.") == "Odds by level."
    assert how_to_read("Odds by level. Dot: expected. Whiskers: luck.") == "Dot: expected. Whiskers: luck."
    assert (measured("Odds by level."), how_to_read("Odds by level.")) == ("Odds by level.", "")
    assert measured("") == ""


def test_no_word_of_a_footer_is_lost_or_said_twice():
    both = f"{source_line(FOOTER, None)} {conditions(FOOTER)}"
    assert sorted(both.split()) == sorted(FOOTER.split())
    assert conditions("Without any.") == "Without any."
    assert conditions(FOOTER) == "An estimate. Weakest input: memory. OpenH1B 0.1.0."
    assert source_line("Source: one office. More.", None) == "Source: one office."
    assert source_line("Sources: S. 1, 2025.", _Table()) == 'Sources: <a href="#source-s1">S. 1, 2025</a>.'


def test_of_many_sources_a_few_are_named_and_the_others_counted_and_led_to():
    line = source_line(f"Sources: {'; '.join(one[0] for one in _Table.rows)}. OpenH1B.", _Table())
    assert line.count('href="#source-') == 5
    assert line.endswith('; and <a href="#sources">4 more</a>.')


def test_a_name_in_a_footer_stays_escaped():
    assert "&lt;b&gt;" in source_line("Sources: <b>; a.", _Table())


def test_months_of_a_season_leave_its_name():
    text = "Odds, FY2026 (registration March 2025, work from 1 October 2025). Luck (5th to 95th)."
    assert without_season_words(text) == "Odds, FY2026. Luck (5th to 95th)."


@pytest.mark.parametrize("high", [0.4, 0.41, 0.049, 0.33])
def test_no_column_is_higher_than_the_scale_beside_it(high):
    years = [Year("2020", "FY2020", (Bar("t1", high),)), Year("2021", "FY2021: no figures here", ())]
    wide, _ = columns(years, "Shares", share=True)
    grid = [float(y) for y in re.findall(r'class="grid"[^>]* y1="([\d.]+)"', wide)]
    bar = float(re.search(r'<rect class="t1" x="[\d.]+" y="([\d.]+)"', wide)[1])
    assert min(grid) <= bar
    assert "no figures" in wide
