"""Named policies: what they set, how they compose, what is refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from law_folder import OVERLAY, Folder

from openh1b.cited.sources import READS
from openh1b.errors import LawError, PolicyError
from openh1b.law import Law, policy, policy_names
from openh1b.law.overlay import OVERLAY_STATUSES
from openh1b.naming import SHORT_NAMES, in_full
from openh1b.scenario import Scenario

NAMES = (
    "current",
    "advanced-degree-first",
    "auction",
    "auction-small-firms",
    "cap-doubled",
    "cap-zero",
    "country-quota",
    "employer-quota",
    "fee-100000-consular",
    "fee-100000-everyone",
    "fee-103265",
    "first-come",
    "grassley-durbin",
    "hire-act",
    "hr-8443",
    "i-squared-2018",
    "i-squared-2018-base",
    "level-ranking",
    "lifetime-value-ranking",
    "lottery",
    "no-cap",
    "pause",
    "pay-ranking",
    "price-reform",
    "regional-pay-ranking",
    "s744-ceiling",
    "s744-first-year",
    "threshold-2020",
    "threshold-2021",
    "threshold-2026",
    "us-degree-priority",
    "wage-floor-110000",
    "wage-floor-2020",
    "wage-floor-2021",
    "wage-floor-2026",
    "weighted-levels",
)
RULES = ("first-come", "level-ranking", "lottery", "pay-ranking", "weighted-levels")


def test_the_named_policies():
    assert sorted(policy_names()) == sorted(NAMES)


def test_current_changes_nothing():
    assert policy(season=2026).selection == policy("current", season=2026).selection
    assert policy(season=2026).overlays == ()


@pytest.mark.parametrize("season", [1992, 2004, 2019, 2026, 2028])
@pytest.mark.parametrize("name", NAMES)
def test_every_policy_is_complete_in_every_season(name: str, season: int):
    found = policy(name, season=season)
    assert found.name == name
    assert found.selection.seats in ("published", "caps", "everyone")
    assert found.own_caps == policy(season=season).caps
    assert (found.caps != found.own_caps) <= any(path.startswith("caps.") for path in found.sets)


def test_the_weighted_policy_is_the_law_of_fy2027():
    assert policy("weighted-levels", season=2027).selection == policy(season=2027).selection


def test_the_lottery_is_the_law_of_fy2026():
    assert policy("lottery", season=2026).selection == policy(season=2026).selection


def test_the_level_ranking_is_the_rule_of_2021():
    tier = policy("level-ranking", season=2026).selection.tier
    assert tier == {"column": "selection_level", "first": "highest"}


def test_overlays_compose():
    found = policy("level-ranking+advanced-degree-first+no-cap", season=2026)
    assert found.overlays == ("level-ranking", "advanced-degree-first", "no-cap")
    assert found.selection.order == ("advanced_degree", "regular")
    assert found.selection.seats == "everyone"
    assert found.selection.weight == 1
    assert found.selection.unit == "beneficiary"


def test_an_overlay_value_cites_its_document():
    found = policy("weighted-levels", season=2026).dated["selection.weight"]
    assert [citation.source for citation in found.citations] == ["dhs-final-2025"]
    assert found.note == "set by the policy weighted-levels"


@pytest.mark.parametrize("first", RULES)
@pytest.mark.parametrize("second", RULES)
def test_two_rules_set_one_path_and_both_are_named(first: str, second: str):
    with pytest.raises(PolicyError) as caught:
        policy(f"{first}+{second}", season=2026)
    told = {str(fault) for fault in caught.value.faults}
    for path in ("selection.tier", "selection.weight"):
        assert f"policy: {path} is set by both {first} and {second}; expected one of them." in told


def test_all_unknown_names_are_told_with_the_nearest():
    with pytest.raises(PolicyError) as caught:
        policy("lotery+weigted-levels", season=2026)
    assert [str(fault) for fault in caught.value.faults] == [
        "policy: no policy 'lotery'. Did you mean lottery?",
        "policy: no policy 'weigted-levels'. Did you mean weighted-levels?",
    ]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("consular", "Did you mean fee-100000-consular?"),
        ("level", "Did you mean level-ranking or weighted-levels?"),
        ("quota", "Did you mean country-quota or employer-quota?"),
        ("Auction-Small", "Did you mean auction-small-firms?"),
        ("cap", "Did you mean cap-doubled, cap-zero or no-cap? (`cap` is cap-doubled with --factorial only.)"),
    ],
)
def test_a_part_of_a_name_points_to_all_policies_that_hold_it(word: str, hint: str):
    with pytest.raises(PolicyError) as caught:
        policy(word, season=2026)
    assert str(caught.value.faults[0]).split(". ", 1)[1].rstrip(".") == hint.rstrip(".")


def test_each_short_name_of_a_factor_stands_for_a_policy_and_is_none():
    assert set(SHORT_NAMES.values()) <= set(NAMES)
    assert not set(SHORT_NAMES) & set(NAMES)
    assert in_full("levels+caps.regular=1") == "weighted-levels+caps.regular=1"
    assert in_full("mine.yaml+fee-100000-consular") == "mine.yaml+fee-100000-consular"


def test_factors_by_their_short_names_are_the_same_question():
    short, long = (
        Scenario(policies=("current",), factorial=f) for f in (("fee", "cap"), ("fee-103265", "cap-doubled"))
    )
    assert short == long
    assert short.content_hash == long.content_hash
    assert Scenario.from_json(short.to_json()) == short


def test_an_empty_name_is_refused():
    with pytest.raises(PolicyError, match="no policy ''"):
        policy("lottery+", season=2026)


def test_status_is_that_of_the_weakest_value():
    assert policy(season=2026).status == "memory"
    assert policy(season=2019).status == "assumption"
    assert policy("no-cap+lottery", season=2019).status != "assumption"


def test_a_policy_cannot_be_changed():
    found = policy(season=2027)
    with pytest.raises(FrozenInstanceError):
        found.season = 2026
    with pytest.raises(TypeError):
        found.selection.weight["values"]["4"] = 100
    with pytest.raises(TypeError):
        found.dated["caps.regular"] = None


def test_a_published_count_cannot_be_set_by_a_policy(folder: Folder):
    text = (folder.root / "parameters/caps.yaml").read_text(encoding="utf-8")
    folder.write("parameters/caps.yaml", text.replace("  range:", "  annual: true\n  range:"))
    folder.write("policies/more.yaml", OVERLAY)
    with pytest.raises(LawError, match="a published count, which no policy can set"):
        folder.load()


def test_every_policy_says_what_it_does_not_model(law: Law):
    for overlay in law.overlays.values():
        assert overlay.models
        assert overlay.does_not_model
        assert overlay.summary.endswith(".")


def test_no_item_of_a_policy_is_the_broken_off_end_of_another(law: Law):
    """An item with a comma has to be quoted in a list on one line; else its tail stands as an item of its own."""
    for overlay in law.overlays.values():
        for item in (*overlay.models, *overlay.does_not_model):
            assert item.split()[0] not in {"and", "but", "in", "of", "or", "so", "which"}, f"{overlay.name}: {item!r}"


def test_every_policy_says_who_wrote_it_where_when_and_how_it_stands(law: Law):
    for overlay in law.overlays.values():
        assert overlay.author, overlay.name
        assert overlay.date is not None, overlay.name
        assert overlay.status in OVERLAY_STATUSES, overlay.name
        assert overlay.read in READS, overlay.name
        source = law.sources[overlay.document]
        assert source.reference or source.where or source.note, overlay.name


def test_the_escalators_of_s744_and_i_squared_have_both_ends():
    caps = {name: policy(name, season=2027).caps.regular for name in NAMES if name.startswith(("s744", "i-squared"))}
    assert caps == {
        "s744-first-year": 110_000,
        "s744-ceiling": 180_000,
        "i-squared-2018-base": 85_000,
        "i-squared-2018": 195_000,
    }


def test_a_slip_in_a_short_name_leads_to_its_policy():
    with pytest.raises(
        PolicyError, match=r"no policy 'levls'\. Did you mean weighted-levels, `levels` with --factorial\?"
    ):
        policy("levls", season=2026)
