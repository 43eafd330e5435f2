"""The commands on claims as a user has them."""

from __future__ import annotations

import json
import re
import shlex
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from openh1b.charts.frame import svg
from openh1b.cli.app import build
from openh1b.errors import InputError
from openh1b.evidence.card import card_svg
from openh1b.evidence.claim_chart import claim_charts
from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.png import grey
from openh1b.evidence.positions_chart import positions_chart
from openh1b.evidence.verdict import check

LEDGER = load_ledger()
ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture
def run(tmp_path: Path):
    """Run a command on a store that holds nothing."""
    (tmp_path / "no-store").mkdir()

    def call(*arguments: str, text: str | None = None) -> str:
        store = [] if "positions" in arguments else ["--store", str(tmp_path / "no-store")]
        runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
        result = runner.invoke(build("claims"), ["claims", *arguments, *store], input=text, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def test_the_list_has_every_claim_with_its_verdict(run):
    rows = json.loads(run("--format", "json"))
    assert {row["id"] for row in rows} == set(LEDGER.claims)
    assert all(row["verdict"] for row in rows)


def test_the_list_can_be_cut_by_position_and_verdict(run):
    kept = json.loads(run("--position", "keep", "--format", "json"))
    assert {row["id"] for row in kept} == {name for name, one in LEDGER.claims.items() if one.position == "keep"}
    open_ = json.loads(run("--verdict", "depends on an unknown", "--format", "json"))
    assert {row["verdict"] for row in open_} == {"depends on an unknown"}


def test_one_claim_shows_numbers_inputs_changes_and_how_to_repeat_it(run):
    text = run("show", "tesla-724")
    for part in (
        "742 approvals",
        "724 visas",
        "What would change the verdict",
        "Inputs and how each was read",
        "To quote",
    ):
        assert part in text
    found = json.loads(run("show", "tesla-724", "--format", "json"))
    assert {row["number"] for row in found["definitions"]} == {742.0, 1767.0, 328.0, 337.0}
    assert found["changes"]


def test_a_claim_says_whose_thresholds_are_and_where_inputs_come_from(run):
    text = run("show", "tesla-724")
    assert "ours, set 2026-11-22" in text
    assert "[axe" in text or "[bankfin24" in text
    assert "FY2014: 2, FY2018: 1" in run("show", "trump-believer")


def test_check_says_what_makes_the_difference_and_what_would_change_it(run):
    text = run("check")
    for part in ("It holds by: by industry.", "Would change it: by industry", "the weakest was read as: memory"):
        assert part in text
    assert text.count("To see them: openh1b claims show") == sum(one.testable for one in LEDGER.claims.values())


def test_check_gives_a_row_for_every_definition(run):
    rows = run("check", "--format", "csv").splitlines()
    assert len(rows) == 1 + sum(len(one.definitions) for one in LEDGER.claims.values())


def test_an_unknown_claim_names_the_nearest(run):
    with pytest.raises(InputError, match="Did you mean tesla-724"):
        run("show", "tesla-742")


def test_an_article_from_standard_input(run):
    found = json.loads(run("match", "-", "--format", "json", text="Tesla obtained 724 H-1B visas. A bill was read."))
    assert [one["status"] for one in found] == ["touches", "not in the ledger"]
    assert "verdict" not in json.dumps(found[1])


def test_positions_of_one_speaker_in_order_of_time(run):
    rows = json.loads(run("positions", "--speaker", "Trump", "--format", "json"))
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert [row["position"] for row in rows if row["position"] != "none stated"] == [
        *("restrict", "restrict", "restrict", "keep", "restrict by price"),
    ]


def test_the_page_is_one_file_that_asks_for_nothing(run, tmp_path: Path):
    run("page", "--out", str(tmp_path / "out"))
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    addresses = Addresses()
    addresses.feed(text)
    assert not addresses.outside
    assert "<script" not in text
    assert {path.stem for path in (tmp_path / "out" / "cards").iterdir()} == set(LEDGER.claims)
    assert all(f'id="{name}"' in text for name in LEDGER.claims)
    assert (tmp_path / "out" / "cards" / "tesla-724.png").read_bytes().startswith(b"\x89PNG")
    assert len(text) < 2_500_000, "cards as four channels made it 6 MB"
    assert "742" in (tmp_path / "out" / "csv" / "tesla-724.csv").read_text(encoding="utf-8")


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"src", "href", "xlink:href"} and value and not value.startswith(("#", "data:")):
                self.outside.append(value)


def test_every_number_of_a_claim_is_in_a_chart_or_is_yes_or_no(tmp_path: Path):
    for claim in LEDGER.claims.values():
        checked = check(claim, store=tmp_path / "no-store")
        drawn = [row["definition"] for chart in claim_charts(checked, "2026-11-22") for row in chart.table]
        numbers = [one.definition.name for one in checked.findings
                   if one.number.value is not None and one.definition.unit != "yes or no"]  # fmt: skip
        assert sorted(drawn) == sorted(numbers)


def test_the_timeline_draws_at_both_widths():
    chart = positions_chart(LEDGER.positions, "2026-11-22")
    assert len(chart.table) == len(LEDGER.positions)
    for width in (720, 360):
        assert svg(chart, width).count("<path") > len(LEDGER.positions)


def commands() -> list[str]:
    found = [one.command for claim in LEDGER.claims.values() for one in claim.definitions if one.command]
    return sorted({*found, *(claim.command for claim in LEDGER.claims.values() if claim.command)})


def test_a_card_in_greys_has_the_picture_of_the_drawing(tmp_path: Path):
    """Decoded by the drawing library itself: the grey card and the one of four channels are the same picture."""
    import vl_convert

    drawing = card_svg(check(LEDGER.find("miller"), store=tmp_path), "2026-11-22")
    whole = bytes(vl_convert.svg_to_png(drawing))
    packed = grey(whole)
    assert len(packed) < len(whole) / 4
    assert grey(packed) == packed
    first, second = (bytes(vl_convert.svg_to_png(_shown(one))) for one in (whole, packed))
    assert first == second


def _shown(picture: bytes) -> str:
    data = b64encode(picture).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200">'
        f'<image width="640" height="200" href="data:image/png;base64,{data}"/></svg>'
    )


def test_a_statement_over_some_days_is_drawn_with_both_ends():
    chart = positions_chart(LEDGER.positions, "2026-11-22")
    assert "27 to 31 Dec 2024" in svg(chart, 720)


@pytest.mark.parametrize("command", [one for one in commands() if one.startswith("openh1b sponsors")])
def test_a_command_on_sponsors_answers_without_files(command: str, tmp_path: Path):
    runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
    words = [*shlex.split(command)[1:], "--store", str(tmp_path)]
    assert runner.invoke(build("sponsors"), words, catch_exceptions=False).exit_code == 0


def test_commands_in_the_text_of_claims_exist():
    told = " ".join(f"{one.measured} {one.file} {one.note}" for one in LEDGER.claims.values())
    for group, name in re.findall(r"openh1b (sponsors|data) (\w+)", told):
        assert name in typer.main.get_command(build(group)).commands[group].commands


@pytest.mark.parametrize("command", commands())
def test_a_command_that_a_claim_names_exists_with_its_flags(command: str):
    words = re.findall(r'"[^"]*"|\S+', command)[1:]
    group = typer.main.get_command(build(words[0]))
    found, used = group.commands[words[0]], 1
    if hasattr(found, "commands") and words[1] in found.commands:
        found, used = found.commands[words[1]], 2
    flags = {flag for parameter in found.params for flag in parameter.opts}
    assert {word for word in words[used:] if word.startswith("--")} <= flags
    assert not hasattr(found, "commands")


def test_inputs_are_in_words_with_all_their_digits_and_in_json_as_numbers(run):
    text = run("show", "tech-60-percent")
    assert "68.8%" in text
    assert "0.688 share" not in text
    found = json.loads(run("show", "sector-needs", "--format", "json"))
    people = next(one for one in found["inputs"] if one["key"] == "all_employment")
    assert (people["value"], people["number"], people["unit"]) == ("163,000,000 people", 163_000_000, "people")
