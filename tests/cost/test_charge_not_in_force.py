"""A proposal is not given as the source of what is in force."""

from __future__ import annotations

from openh1b.law import load_law


def test_a_rule_that_is_only_proposed_says_so_where_it_is_cited_for_no_charge() -> None:
    found = load_law().at("price.one_time_fee_usd", season=2027)
    assert found.value == 0
    cited = {one.source: one.at for one in found.citations}
    assert cited["dhs-fee-nprm-2026"] == "proposed only"
    assert "no law in force charges one" in (found.note or "")
