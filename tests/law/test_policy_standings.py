"""The standing of the policies of the shelf: in force once is said of rules that were in force, and of no bill."""

from __future__ import annotations

from openh1b.law import load_law


def named(status: str) -> set[str]:
    return {name for name, one in load_law().overlays.items() if one.status == status}


def test_only_rules_that_were_in_force_are_said_to_have_been():
    assert named("past") == {"advanced-degree-first", "first-come", "lottery"}


def test_bills_of_congresses_that_ended_are_lapsed():
    lapsed = named("lapsed")
    assert lapsed == {"i-squared-2018", "i-squared-2018-base", "s744-ceiling", "s744-first-year"}
    assert all(load_law().overlays[name].date.year < 2021 for name in lapsed)
