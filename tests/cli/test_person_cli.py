"""`openh1b person` as a user has it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from openh1b.cases import DISCLAIMER
from openh1b.cases.stored import wages_of
from openh1b.cli.app import app
from openh1b.errors import InputError, NotComputable

JOB = ("--soc", "15-1252", "--area", "Seattle")
OFFER = (*JOB, "--salary", "165000", "--us-masters", "--season", "2028", "--on", "2026-11-22")


def run(*arguments: str, width: int = 80) -> str:
    runner = CliRunner(env={"COLUMNS": str(width), "TERM": "dumb"})
    result = runner.invoke(app, ["person", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def flat(*arguments: str) -> str:
    return " ".join(run(*arguments).split())


def found(*arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(*arguments, "--format", "json"))
    return document


def refused(*arguments: str) -> str:
    with pytest.raises(InputError) as error:
        run(*arguments)
    return str(error.value)


def test_thresholds_of_seattle_are_those_of_the_oflc_table():
    """Golden: OFLC prevailing wages, July 2025 to June 2026, 15-1252 in 42660."""
    assert [one["usd_an_hour"] for one in found(*OFFER)["offer"]["levels"]] == [56.61, 71.75, 86.88, 102.02]


def test_the_page_says_what_it_is_what_was_read_and_the_range_first():
    text = flat(*OFFER)
    assert text.startswith(
        "Odds of selection for one person, FY2028 (registration March 2027, work from 1 October 2027)"
    )
    assert DISCLAIMER in text
    assert "'Seattle' was read as Seattle-Tacoma-Bellevue, WA" in text
    assert "Level II, $15,760 above where Level II begins" in text
    assert "Odds of selection: 44% to 75%" in text
    assert "None is a forecast, and they are not averaged" in text
    assert "at registration for FY2028 that of July 2026 to June 2027 applies" in text
    assert "The law for FY2028: in force, since 2026-02-27, checked" in text
    assert "Selected is not approved" in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal_but_those_of_the_table(width: int):
    lines = run(*OFFER, "--opt-end", "2027-06-30", "--stem", width=width).splitlines()
    assert max(map(len, lines)) <= max(width, 79)


def test_each_scenario_has_its_numbers_and_sources():
    answer = found(*OFFER)
    names = [one["name"] for one in answer["scenarios"]]
    assert len(names) == len(set(names)) == 6
    cited = {one["id"] for one in answer["sources"]}
    for one in answer["scenarios"]:
        assert one["odds"]["low"] <= one["odds"]["any"] <= one["odds"]["high"]
        assert sum(one["odds"]["by_stage"].values()) == pytest.approx(one["odds"]["any"])
        assert one["source_ids"]
        assert set(one["source_ids"]) <= cited
    assert answer["odds"]["low"] == min(one["odds"]["any"] for one in answer["scenarios"])
    assert answer["odds"]["wide_high"] == max(one["odds"]["high"] for one in answer["scenarios"])
    assert answer["provisional"]["splits by level"] == "assumption"


def test_exact_odds_stand_beside_dhs_linear_ones():
    """Golden: DHS's table; exact odds at Level II of mixes with its mean, 31.1 to 31.8%, worked out elsewhere."""
    answer = found(*OFFER)
    assert answer["dhs_table"]["printed"] == 0.3058
    assert 0.311 <= answer["dhs_table"]["same_inputs"] <= 0.318
    for one in answer["scenarios"]:
        linear, exact = one["dhs_linear_of_levels"], one["odds_of_levels"]
        assert linear[3] == pytest.approx(4 * linear[0])
        assert exact[0] > linear[0]
        assert exact[3] < min(1, linear[3])
    assert "which no odds can be" in flat(*OFFER)


def test_a_dollar_more_buys_nothing_until_it_reaches_the_next_level():
    before, short, there = (
        found(*JOB, "--season", "2028", "--salary", pay) for pay in ("165000", "180710.39", "180710.40")
    )
    assert before["odds"] == short["odds"]
    assert there["offer"]["selection_level"] == 3
    assert there["odds"] == before["next_level"]["odds"]
    step = before["next_level"]
    assert (step["usd"], step["short_usd"]) == (180_710.40, 15_710.40)
    assert step["per_1000"][0] == pytest.approx(step["gain"][0] / 15.71040)


def test_the_next_step_of_an_offer_below_level_i_is_level_ii():
    answer = found(*JOB, "--season", "2028", "--salary", "90000")
    assert answer["offer"]["below_level_1"]
    assert answer["offer"]["selection_level"] == 1
    assert answer["next_level"]["level"] == 2
    text = flat(*JOB, "--season", "2028", "--salary", "90000")
    assert "as a private survey of wages may allow, and counts as Level I" in text


def test_at_the_highest_level_more_pay_changes_nothing():
    assert found(*JOB, "--season", "2028", "--salary", "300000")["next_level"] is None
    assert "Level IV is the highest" in flat(*JOB, "--season", "2028", "--salary", "300000")


def test_hourly_pay_is_read_and_said():
    text = flat(*JOB, "--salary", "80/hour", "--season", "2028")
    assert "$80.00 an hour was read as 2,080 hours a year, $166,400.00" in text


def test_without_a_us_masters_there_is_no_second_stage():
    answer = found(*JOB, "--salary", "165000", "--season", "2028")
    assert {one["odds"]["by_stage"]["advanced_degree"] for one in answer["scenarios"]} == {0.0}
    assert "no US master's (--us-masters if there is one)" in flat(*JOB, "--salary", "165000", "--season", "2028")


def test_tries_are_within_a_scenario_and_never_across():
    answer = found(*OFFER, "--opt-end", "2027-06-30", "--stem")
    assert [one["bridge"] for one in answer["tries"]["seasons"]] == ["none needed", "none needed", "cap-gap"]
    for one in answer["scenarios"]:
        assert one["odds_over_tries"]["any"] == pytest.approx(1 - (1 - one["odds"]["any"]) ** 3)
    over = [one["odds_over_tries"]["any"] for one in answer["scenarios"]]
    assert (answer["tries"]["at_least_one"]["low"], answer["tries"]["at_least_one"]["high"]) == (min(over), max(over))
    text = flat(*OFFER, "--opt-end", "2027-06-30", "--stem")
    assert "3 registrations left: FY2028 (OPT lasts), FY2029 (OPT lasts), FY2030 (cap-gap)" in text
    assert "are not independent" in text


def test_one_try_and_cap_gap_without_a_stem_degree():
    answer = found(*OFFER, "--opt-end", "2027-06-30")
    assert answer["tries"]["number"] == 1
    gap = {line["key"]: line for line in answer["days"]}["cap_gap"]
    assert gap["day"] == "2028-04-01"
    assert answer["tries"]["at_least_one"]["low"] == answer["odds"]["low"]


def test_opt_that_does_not_reach_the_season_leaves_no_try():
    answer = found(*OFFER, "--opt-end", "2026-12-01")
    assert (answer["tries"]["number"], answer["tries"]["at_least_one"]) == (0, None)
    assert "no registration for FY2028 falls within OPT" in flat(*OFFER, "--opt-end", "2026-12-01")


def test_a_later_season_does_not_count_the_tries_before_it():
    later = ("--season", "2029", "--on", "2026-11-22", "--salary", "165000", "--opt-end", "2027-06-30", "--stem")
    answer = found(*JOB, *later)
    assert [one["season"] for one in answer["tries"]["seasons"]] == [2029, 2030]
    assert answer["tries"]["not_counted"] == [2028]


def test_days_of_the_season_are_those_of_the_law():
    days = {line["key"]: line["day"] for line in found(*OFFER)["days"]}
    assert (days["selection"], days["petition"], days["work"]) == ("2027-03-31", "2027-04-01", "2027-10-01")
    assert "not announced; for FY2027 it was 2026-03-04 to 2026-03-19" in flat(*OFFER)


def test_under_a_lottery_the_level_does_not_matter_and_the_law_stands_beside():
    answer = found(*OFFER, "--policy", "lottery")
    assert answer["next_level"] is None
    assert answer["dhs_table"] is None
    assert answer["odds_by_law"] == found(*OFFER)["odds"]
    text = flat(*OFFER, "--policy", "lottery")
    assert "Policy lottery is a what-if: the law for FY2028 is weighted selection" in text
    assert "the wage level does not change the odds" in text


def test_a_season_that_is_over_is_refused_for_ones_own_case():
    text = refused(*JOB, "--salary", "165000", "--season", "2027", "--on", "2026-03-20")
    assert "closed on 2026-03-19; expected 2028" in text
    assert "--past" in text
    assert "FY2027" in run(*JOB, "--salary", "165000", "--season", "2027", "--on", "2026-03-19")


def test_the_past_has_its_own_figures_and_law():
    answer = found(*JOB, "--salary", "165000", "--season", "2026", "--past")
    assert {one["like_season"] for one in answer["scenarios"]} == {2026}
    assert {one["path"]: one["value"] for one in answer["rule"]["values"]}["selection.method"] == "lottery"
    assert answer["odds"]["low"] == pytest.approx(answer["odds"]["high"], abs=1e-5)


def test_every_fault_is_told_at_once():
    text = refused(
        *("--soc", "15-1132", "--area", "King County", "--salary", "165", "--season", "2027"),
        *("--opt-end", "2027-02-30", "--policy", "lotery", "--on", "2026-11-22"),
    )
    assert text.startswith("6 problems")
    for part in (
        "SOC 2018 has 15-1252 Software Developers or 15-1253",
        "King County, TX",
        "165/hour",
        "2027-02-30 is a day that does not exist",
        "its registration closed",
        "Did you mean lottery?",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--stem",), "--stem: without --opt-end"),
        (("--opt-end", "0202-06-30"), "expected a day from 1990"),
        (("--on", "2026-02-30"), "--on: 2026-02-30 is a day that does not exist"),
        (("--season", "28"), "--season: 28; expected a cap fiscal year"),
        (("--season", "9999"), "--season: 9999; expected"),
        (("--season", "2019"), "expected a cap fiscal year with registration"),
        (("--area", "Seatle-"), "Seattle"),
        (("--area", "Atlantis"), "is no area"),
        (("--soc", "99-9999"), "--soc: 99-9999"),
        (("--soc", "softwar"), "several occupations"),
        (("--salary", "-1"), "Pay is above 0"),
    ],
)
def test_wrong_input_is_named(arguments: tuple[str, ...], words: str):
    assert words in refused(*OFFER, *arguments)


def test_no_wage_in_the_table_is_said_and_not_guessed():
    with pytest.raises(NotComputable, match="level is that of the job's requirements"):
        run("--soc", "29-1024", "--area", "Seattle", "--salary", "165000", "--season", "2028")


def test_a_rule_by_pay_is_not_guessed_at():
    with pytest.raises(NotComputable, match="offered_wage_usd"):
        run(*OFFER, "--policy", "pay-ranking")


def test_a_season_far_past_names_the_next():
    assert "expected 2028" in refused(*JOB, "--salary", "165000", "--season", "2022", "--on", "2026-11-22")


def test_a_county_stands_for_its_area_and_a_title_for_its_code():
    answer = found(
        "--soc", "Software Developers", "--area", "King County, WA", "--salary", "165000", "--season", "2028"
    )
    assert (answer["offer"]["soc_code"], answer["offer"]["area"]) == ("15-1252", "42660")


def test_it_never_names_another_job_or_place():
    text = run(*OFFER, "--format", "json") + run(*OFFER)
    assert set(re.findall(r"\b[0-9]{2}-[0-9]{4}\b", text)) == {"15-1252"}
    assert set(re.findall(r"\b[0-9]{5,7}\b(?= [A-Z])", text)) == {"42660"}


def test_wages_of_a_store_are_taken_and_the_wage_year_that_applies_is_preferred(tmp_path: Path):
    polars = pytest.importorskip("polars")
    from openh1b.data import store

    rows = [
        {"wage_year": year, "soc_code": "15-1252", "area": "42660", "unit": "year"}
        | {"l1_usd": base, "l2_usd": base + 30_000, "l3_usd": base + 60_000, "l4_usd": base + 90_000}
        for year, base in ((2025, 100_000.0), (2026, 120_000.0))
    ]
    table = polars.DataFrame(rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store.Store, "table", lambda *_: table)
        assert wages_of(tmp_path, 2028).wage_year == 2026
        assert wages_of(tmp_path, 2031).wage_year == 2026
        answer = found(*OFFER, "--store", str(tmp_path))
    assert answer["offer"]["levels"][0]["usd_a_year"] == 120_000
    assert answer["warning"] is None


def test_names_that_are_known_need_neither_polars_nor_rapidfuzz():
    code = (
        "import sys, io, contextlib\nfrom openh1b.cli.app import app\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n"
        f"    app(['person', *{OFFER!r}], standalone_mode=False)\n"
        "print(sorted({'polars', 'rapidfuzz', 'scipy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_an_error_is_one_message_with_exit_code_2():
    done = subprocess.run(
        [sys.executable, "-m", "openh1b", "person", *JOB, "--salary", "165", "--season", "2028"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("openh1b: --salary: '165' a year")
    assert "Traceback" not in done.stderr


def test_a_rule_that_ranks_by_an_expression_is_named_by_its_title() -> None:
    command = [sys.executable, "-m", "openh1b", "person", "--soc", "15-1252", "--area", "Seattle", "--salary", "165000"]
    done = subprocess.run(
        [*command, "--season", "2028", "--policy", "us-degree-priority"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
