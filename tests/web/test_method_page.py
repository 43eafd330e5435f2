"""/data and /law: what is loaded with its hash, the dictionary, and the law on a day as known on a day."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest

import openh1b
from openh1b.data.corrections import corrections
from openh1b.data.kinds import KINDS
from openh1b.data.store import Store
from openh1b.law import load_law
from openh1b.web.app import create_app
from openh1b.web.settings import Settings
from tests.data import made_files
from tests.web.apart import run_apart


def test_what_comes_with_the_program_stands_with_its_hash(get):
    text = get("/data").text
    data = (Path(openh1b.__file__).parent / "season" / "mixes.yaml").read_bytes()
    assert hashlib.sha256(data).hexdigest() in text


def test_every_correction_and_every_table_is_listed(get):
    text = unescape(get("/data").text)
    assert all(name in text for name in corrections())
    assert all(f'href="/data/{name}"' in text for name in KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_each_table_has_a_page_with_its_columns(get, name):
    text = unescape(get(f"/data/{name}").text)
    assert all(f"<code>{one.name}</code>" in text for one in KINDS[name].table.columns)


def test_a_loaded_file_stands_with_its_name_rows_and_hash(tmp_path):
    file, store = tmp_path / "Employer Information.csv", tmp_path / "store"
    file.write_bytes(made_files.hub_csv())
    added = Store(store).add([file])
    app = create_app(Settings(store=store))

    async def ask():
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8017"
        ) as client:
            return await client.get("/data")

    text = run_apart(ask).text
    one = added[0].vintage
    assert one.source == hashlib.sha256(file.read_bytes()).hexdigest()
    assert one.source in text
    assert one.file in text
    assert "None. What is shown" not in text


@pytest.mark.parametrize("path", ["/data/hubb", "/law/caps.regluar"])
def test_what_there_is_not_is_404_with_the_nearest(get, path):
    answer = get(path)
    assert answer.status_code == 404
    assert "Did you mean" in answer.text


@pytest.mark.parametrize("path", load_law().paths)
def test_each_parameter_has_its_page(get, path):
    text = unescape(get(f"/law/{path}").text)
    assert load_law().parameters[path].label in text
    assert f"openh1b law show {path}" in text


def test_the_law_is_as_known_on_a_day(get):
    path = "/law/price.consular_fee_usd?on=2026-06-20"
    before, after = get(f"{path}&known=2026-03-01").text, get(path).text
    lead = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
    law = load_law()
    for text, known in ((before, date(2026, 3, 1)), (after, None)):
        value = law.find("price.consular_fee_usd", on=date(2026, 6, 20), known=known).value
        assert f": ${value:,} a petition" in lead.search(text)[1]
    assert lead.search(before)[1] != lead.search(after)[1]


def test_each_value_over_time_stands_with_its_sources(get):
    text = unescape(get("/law/caps.regular").text)
    law = load_law()
    for span in law.spans("caps.regular"):
        one = law.at("caps.regular", season=span.start)
        assert f"{one.value:,}" in text
        assert all(law.sources[each.source].title in text for each in one.citations)


@pytest.mark.parametrize("query", ["on=2026-02-30", "known=soon", "topic=cap"])
def test_a_day_or_topic_that_there_is_not_is_refused(get, query):
    answer = get(f"/law?{query}")
    assert answer.status_code == 422
    assert "Expected" in answer.text


@pytest.mark.parametrize("topic", ["caps", "selection", "fees", "seasons", "green_card"])
def test_each_topic_lists_its_parameters(get, topic):
    text = get(f"/law?topic={topic}&on=2026-03-10").text
    assert all(f"/law/{path}?on=2026-03-10" in text for path in load_law().under(topic))


def test_the_law_is_said_in_words_of_readers(get):
    text = get("/law?topic=selection").text
    assert "us masters or higher" not in text
    assert "dol guidance" not in text
    assert "guidance of the Department of Labor" in text
    labels = re.findall('aria-label="([^"]*)"', get("/law/selection.method").text)
    assert any(", in force" in one or "; in force" in one for one in labels)
    assert not any("in_force" in one for one in labels)
