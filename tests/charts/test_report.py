"""The page: one file that asks for nothing, takes no name for code and holds every figure; and how it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from drawn_policies import SEVEN

from openh1b.charts import make_charts, report
from openh1b.cli.charts import check_files, write_charts, write_report
from openh1b.errors import InputError
from openh1b.scenario import PoolFile, Scenario
from openh1b.simulate import Comparison, compare


class Reader(HTMLParser):
    """Elements with their attributes, and what lies open at the end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "img", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def page(published: Comparison) -> Reader:
    return Reader(report(published, make_charts(published), "openh1b compare lottery"))


def test_the_page_asks_for_nothing_from_elsewhere(page: Reader):
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.found}
    addresses = [
        value
        for _, attributes in page.found
        for name, value in attributes.items()
        if name in {"src", "href", "xlink:href"}
    ]
    assert addresses
    assert all(address.startswith(("data:text/csv", "#")) for address in addresses)
    assert not [a for _, a in page.found if any(name.startswith("on") for name in a)]


def test_no_style_loads_anything(published: Comparison):
    assert not re.search(r"@import|url\((?!#)", report(published, make_charts(published), "x"))


def test_every_element_is_closed_and_ids_are_used_once(page: Reader):
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids)) > 4


def test_the_page_says_what_was_compared_assumed_and_how_to_repeat_it(page: Reader, published: Comparison):
    for words in (
        published.headline,
        "openh1b compare lottery",
        "DHS printed (linear)",
        "15.29%",
        published.scenario.content_hash,
        *(one.reason for one in published.pool.assumptions),
        *(run.policy.title for run in published.runs),
        "2025 alert on the FY2026 cap",
    ):
        assert words in page.text


def test_every_picture_has_both_sizes_its_table_and_its_csv(page: Reader, published: Comparison):
    charts = make_charts(published)
    assert sum(a.get("class") == "drawing wide" for _, a in page.found) == len(charts)
    assert sum(a.get("class") == "drawing narrow" for _, a in page.found) == len(charts)
    links = [a["href"] for tag, a in page.found if tag == "a"]
    for one, link in zip(charts, links, strict=True):
        rows = list(csv.DictReader(io.StringIO(unquote(link.partition(",")[2]))))
        assert [float(row["value"]) for row in rows] == [record["value"] for record in one.table]


def test_names_from_a_file_are_not_taken_for_code(with_pay: Callable[..., Comparison]):
    found = with_pay("lottery", "weighted-levels", by=("employer_kind",))
    page = Reader(report(found, make_charts(found), "openh1b compare '<script>x</script>'"))
    assert "script" not in {tag for tag, _ in page.found}
    assert page.text.count("<script>alert(1)</script>") > 4
    assert "<script>x</script>" in page.text
    assert any("%27%3DHYPERLINK" in (a.get("href") or "") for _, a in page.found)


@pytest.mark.parametrize("policies", [("lottery",), SEVEN], ids=["one policy", "seven policies"])
def test_the_page_of_a_pool_with_pay(with_pay: Callable[..., Comparison], policies: tuple[str, ...]):
    found = with_pay(*policies)
    page = Reader(report(found, make_charts(found), "x"))
    shown = {a.get("id") for tag, a in page.found if tag == "figure"}
    assert {"odds", "composition", "pay", "distribution"} <= shown
    assert ("changes" in shown) == (len(policies) > 1)
    assert "DHS printed" not in page.text
    assert "as given" in page.text


def test_files_are_replaced_whole_and_nothing_else_is_left(published: Comparison, tmp_path: Path):
    (tmp_path / "odds.svg").write_text("old", encoding="utf-8")
    write_charts(published, [tmp_path / "odds.svg", tmp_path / "changes.png"])
    write_report(published, tmp_path / "new" / "page.html", "x")
    assert (tmp_path / "odds.svg").read_text(encoding="utf-8").startswith("<svg")
    assert sorted(p.name for p in tmp_path.rglob("*.*")) == ["changes.png", "odds.svg", "page.html"]


def test_a_fault_in_one_file_name_writes_none_and_names_all_faults(published: Comparison, tmp_path: Path):
    with pytest.raises(InputError) as caught:
        write_charts(published, [tmp_path / "odds.svg", tmp_path / "composition.jpg", tmp_path / "chnges.svg"])
    assert "'composition.jpg'" in str(caught.value)
    assert "Did you mean changes?" in str(caught.value)
    with pytest.raises(InputError, match="was not computed"):
        write_charts(published, [tmp_path / "odds.svg", tmp_path / "pay.svg"])
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_an_error_and_leaves_the_others(published: Comparison, tmp_path: Path):
    (tmp_path / "changes.svg").mkdir()
    (tmp_path / "odds.svg").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="is a folder"):
        write_charts(published, [tmp_path / "odds.svg", tmp_path / "changes.svg"])
    assert (tmp_path / "odds.svg").read_text(encoding="utf-8") == "old"
    with pytest.raises(InputError, match="cannot be written"):
        write_report(published, tmp_path / "odds.svg" / "page.html", "x")


def test_a_page_that_is_not_html_is_refused_before_anything_is_computed():
    with pytest.raises(InputError, match=r"ends in \.html"):
        check_files((), Path("page.pdf"))


def test_the_page_has_the_figures_of_a_reaction_and_says_which_they_are(published: Comparison, pool_file: Path):
    scenario = Scenario(
        season=2026,
        policies=("lottery", "fee-103265"),
        pool=PoolFile(str(pool_file)),
        seats="regular=60,advanced_degree=20",
        by=("selection_level",),
        response="central",
    )
    found = compare(scenario)
    page = Reader(report(found, make_charts(found), "x"))
    assert found.result.find("fee-103265", "response_entrants").value != found.pool.units
    for words in ("If employers react, by assumption", "Registered after all", "accounting with estimated behaviour"):
        assert words in page.text
    assert f"{found.result.find('fee-103265', 'response_entrants').value:,.0f}" in page.text
    assert "All figures are arithmetic" not in page.text
    nobody = Reader(report(published, make_charts(published), "x")).text
    assert "All figures are arithmetic" in nobody
    assert "If employers react" not in nobody
