"""What pages say is wrong names labels of forms and names of addresses, not flags of the command."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html import unescape
from typing import Any, Final

import httpx
import pytest

from openh1b.data.store import Store
from openh1b.errors import Fault
from openh1b.web.app import create_app
from openh1b.web.settings import Settings
from openh1b.web.spelling import in_fields, spelled
from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file

FLAG: Final = re.compile(r"--[a-z]")
COMMAND: Final = re.compile(r"`openh1b [^`]*`|<code>openh1b [^<]*</code>")
OFFER: Final = "soc=15-1252&area=Seattle&salary=165000"
PAGES: Final = (
    ("/?season=1800", "season"),
    ("/?level_mix=dhs", "level_mix: no level mix"),
    ("/?season=2028&registrations=0", "registrations"),
    ("/compare?level_mix=dhs", "level_mix: no level mix"),
    ("/compare?us_masters=2", "us_masters: 2 is no share"),
    ("/compare?split=thirds", "split: no split"),
    ("/compare?seats=regulr%3D5", "seats: no stage"),
    ("/compare?by=colour", "by: the pool has no column"),
    ("/compare?factorial=fee", "factorial: "),
    ("/compare?policies=fee", "with factorial"),
    ("/compare?season=2031", "For a projection give registrations=N."),
    ("/case?soc=Softwear&area=Seatle&salary=many", "'Softwear' is no occupation"),
    (f"/case?{OFFER}&stem=true", 'without "Last day of OPT"'),
    (f"/case?{OFFER}&opt_end=1927-01-01", "1927-01-01"),
    (f"/case?{OFFER}&season=1995", "1995"),
    (f"/case?{OFFER}&start=2027-10-01&validity_end=2026-01-01", 'is before "First day in H-1B status" 2027-10-01'),
    (f"/case?{OFFER}&start=2027-10-01&i140=2028-01-01", 'is missing beside "I-140 approved"'),
    (f"/case?{OFFER}&start=2027-10-01&prior_h1b=2027-01-01:2028-01-01", 'an end before "First day in H-1B status"'),
    (f"/case?{OFFER}&fifty_fifty=true&employer_size=1-25", "50"),
    ("/sponsors?year=1999", "FY1999 is not held"),
    ("/sponsors?name=Amazzon", '"Search a sponsor"'),
    ("/sponsors/sponsors-show.svg?name=Amazzon", "no sponsor is called"),
    ("/employer?season=x&bugdet=5", "bugdet"),
    ("/law?topic=capz", "topic: 'capz'"),
    ("/claims?verdict=maybe", "verdict: 'maybe'"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application on a store with two years of the hub."""
    folder = tmp_path_factory.mktemp("hub")
    hub = [hub_file(folder / "2015.csv", LINES_2015), hub_file(folder / "2016.csv", LINES_2016)]
    Store(folder / "store").add(hub)
    return create_app(Settings(store=folder / "store"))


def said(answer: httpx.Response) -> str:
    """The text of all that a page says is wrong, commands to be run left out."""
    html = COMMAND.sub("", answer.text)
    found = re.findall(r'<(div|p|section) [^>]*class="(?:fault|wrongs|error)"[^>]*>(.*?)</\1>', html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", inner)) for _, inner in found)


@pytest.mark.parametrize(("address", "words"), PAGES, ids=[address for address, _ in PAGES])
def test_a_page_names_its_own_fields(get: Callable[..., httpx.Response], address: str, words: str) -> None:
    answer = get(address)
    text = said(answer)
    assert words in text, (answer.status_code, text)
    assert not FLAG.search(text)


@pytest.mark.parametrize(
    ("address", "fields", "words"),
    [
        ("/draw/draw", {"seed": "x", "seats": "regulr=5"}, "Seats: no stage 'regulr'"),
        ("/draw/draw", {"seed": "x", "season": "2031"}, '"Seats" regular=N'),
        ("/draw/draw", {"seed": "x", "response": "range"}, "Response of employers: 'range'"),
        ("/draw/draw", {"seed": "x", "policy": "lotery"}, "Rule: no policy 'lotery'"),
        ("/draw/draw", {"seed": "x", "columns": ""}, '"Columns with other names" us_masters_or_higher=THEIRS'),
        ("/draw/intake", {"season": "2026"}, "sent.csv"),
        ("/employer", {"scenario": "as FY26"}, "no scenario 'as FY26'"),
        ("/employer", {"season": "1995"}, "FY1995"),
        ("/employer", {}, "has no column candidate_id"),
    ],
)
def test_a_form_that_is_sent_is_answered_with_its_labels(
    get: Callable[..., httpx.Response], address: str, fields: dict[str, Any], words: str
) -> None:
    answer = get(address, "POST", data=fields, files={"file": ("sent.csv", b"a,b\n1,2\n")})
    text = said(answer)
    assert words in text, (answer.status_code, text)
    assert not FLAG.search(text)


@pytest.mark.parametrize(
    ("address", "words"),
    [("/", "switch with level_mix"), ("/compare", 'switch with "Share with a US master\'s"')],
)
def test_what_is_assumed_is_switched_by_a_field(get: Callable[..., httpx.Response], address: str, words: str) -> None:
    text = unescape(get(address).text)
    assert words in text
    assert "switch with --" not in text


@pytest.mark.parametrize(
    ("text", "by_rest", "on_a_form"),
    [
        ("--season N as well", "season=N as well", '"Season" N as well'),
        ("2028, or --past", "2028, or past=true", "2028, or past=true"),
        ("name it: --columns ours=THEIRS", "name it: columns=ours=THEIRS", "name it: columns=ours=THEIRS"),
        ("'--season' is no day", "'--season' is no day", "'--season' is no day"),
        ("'--season with no end", "'--season with no end", "'--season with no end"),
        ("a season's --season, not a year's", "a season's season, not a year's", "a season's \"Season\", not a year's"),
        ("`openh1b sweep --season 5`", "`openh1b sweep --season 5`", "`openh1b sweep --season 5`"),
        ("the file --season.csv", "the file --season.csv", "the file --season.csv"),
    ],
)
def test_flags_become_fields_and_what_was_typed_stays(text: str, by_rest: str, on_a_form: str) -> None:
    assert in_fields(text) == by_rest
    assert in_fields(text, {"season": "Season"}) == on_a_form


@pytest.mark.parametrize(
    ("where", "names", "place"),
    [
        ("--wage-gap", {"wage_gap"}, "wage_gap"),
        ("--share small", (), "share small"),
        ("employer size", {"employer_size"}, "employer_size"),
        ("--chart", {"name", "season"}, "name"),
        ("policy", {"policies"}, "policies"),
        ("--salary.csv", {"salary"}, "--salary.csv"),
        ("price.floor_usd", {"season"}, "price.floor_usd"),
    ],
)
def test_a_place_is_a_name_that_can_be_sent(where: str, names: Collection[str], place: str) -> None:
    assert spelled(Fault(where, "x"), names).where == place
