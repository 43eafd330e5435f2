"""The list of addresses, and the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from openh1b.cli.fetch import fetch as fetch_command
from openh1b.data.addresses import read_addresses
from openh1b.data.fetch import get
from openh1b.data.remote_file import find
from openh1b.errors import DataError
from tests.data.fetch import site as s
from tests.data.fetch.conftest import BODY

# The list of addresses

LIST = """\
hub:
  title: Hub
  publisher: Somebody
  page: https://publisher.example/page
  year_is: fiscal year
  limit_mb: 2
  files:
    - {{years: [2020, 2022], address: "{address}", read: source}}
    - {{years: [2024, 2024], quarters: [1, 2], address: "http://127.0.0.1/x-{{year}}-{{quarter}}.csv", read: memory}}
    - {{years: [2025, 2025], address: null, note: Not yet.}}
"""


@pytest.fixture
def own_list(site: s.Site, tmp_path: Path) -> Path:
    path = tmp_path / "addresses.yaml"
    path.write_text(LIST.format(address=site.url("/hub-{year}.csv")), encoding="utf-8")
    return path


def test_every_address_that_ships_is_https_and_says_how_it_was_read() -> None:
    addresses = read_addresses()
    assert set(addresses) == {"hub", "lca", "wages", "oews", "visa-bulletin"}
    for series in addresses.values():
        assert series.page.startswith("https://")
        for listing in series.files:
            assert listing.address is None or listing.address.startswith("https://")
            assert (listing.address is None) == (listing.read is None)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (("hub", 2022), "h1b_datahubexport-2022.csv"),
        (("lca", 2016), "H-1B_Disclosure_Data_FY16.xlsx"),
        (("lca", 2024, 3), "LCA_Disclosure_Data_FY2024_Q3.xlsx"),
        (("wages", 2025), "OFLC_Wages_2025-26.zip"),
        (("oews", 2024), "oesm24nat.zip"),
    ],
)
def test_a_year_fills_in_the_form_of_its_address(asked: tuple[str, int], name: str) -> None:
    assert find(*asked).name == name


def test_no_year_is_the_latest_whose_address_is_known(own_list: Path) -> None:
    addresses = read_addresses(own_list)
    assert find("hub", addresses=addresses).name == "x-2024-2.csv"
    assert find("hub", 2021, addresses=addresses).name == "hub-2021.csv"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("hubb", 2022), "Did you mean hub"),
        (("hub", 2019), r"expected a year of 2020 to 2022, 2024\. The year is the fiscal year"),
        (("hub", 2022, 1), "not published by quarter"),
        (("hub", 2024), "published by quarter; expected quarter 1 or 2"),
        (("hub", 2024, 4), "no such file; expected quarter 1 or 2"),
        (("hub", 2025), "no address of the file is known. Not yet. Download it in a browser from https://publisher"),
    ],
)
def test_what_is_not_listed_is_answered_with_what_is(own_list: Path, asked: tuple[str, int], said: str) -> None:
    with pytest.raises(DataError, match=said):
        find(*asked, addresses=read_addresses(own_list))


def test_a_kind_without_any_address_says_where_to_look() -> None:
    with pytest.raises(DataError, match=r"no address of the file is known.*travel\.state\.gov"):
        find("visa-bulletin")


def test_all_faults_of_a_list_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "addresses.yaml"
    text = (
        LIST.format(address="http://h/x-{yaer}.csv").replace("limit_mb: 2", "limit_mb: none").replace("page:", "pgae:")
    )
    path.write_text(text + "other: 1\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_addresses(path)
    told = {(fault.line, fault.problem) for fault in error.value.faults}
    assert (8, "hub.files[1].address: unknown blank {yaer}") in told
    assert (6, "hub.limit_mb: 'none' is not a whole number") in told
    assert any(line == 4 and "unknown key" in problem for line, problem in told)
    assert any("key page is missing" in problem for _, problem in told)
    assert any(line == 11 and "is not a mapping" in problem for line, problem in told)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/{year}.csv", "no web address"),
        ("https://user:word@host/{year}.csv", "no web address"),
        ("https://host/x-2020.csv", "the same for several years"),
        ("https://host/{year}/", "does not end in a file's name"),
        ("https://host/{year}/..%2F..%2Fx.csv", "does not end in a file's name"),
        ("https://host/{year}/.profile", "does not end in a file's name"),
        ("https://host/{year!r}.csv", "a brace that does not close"),
        ("https://host:port/{year}.csv", "no web address"),
    ],
)
def test_an_address_that_is_no_file_on_the_web_is_refused(tmp_path: Path, address: str, said: str) -> None:
    path = tmp_path / "addresses.yaml"
    path.write_text(LIST.format(address=address), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_addresses(path)


def test_a_year_listed_twice_is_refused(own_list: Path) -> None:
    text = own_list.read_text().replace("[2025, 2025]", "[2022, 2025]")
    own_list.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"hub\.files\[3\]: 2022 is listed before"):
        read_addresses(own_list)


def test_a_file_is_fetched_into_a_folder_that_is_made_for_it(site: s.Site, own_list: Path, tmp_path: Path) -> None:
    path = get(find("hub", 2021, addresses=read_addresses(own_list)), tmp_path / "new" / "folder").path
    assert path == tmp_path / "new" / "folder" / "hub-2021.csv"
    assert path.read_bytes() == BODY
    assert site.paths == ["/hub-2021.csv"]


# The command


def command(*arguments: str) -> tuple[int, str, str]:
    app = typer.Typer()
    app.command()(fetch_command)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_says_what_came_and_what_to_do_next(
    site: s.Site, own_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: None)
    asked = ("hub", "--year", "2022", "--folder", str(tmp_path), "--addresses", str(own_list))
    site.plan = [s.send(cut=1000)]
    code, out, err = command(*asked)
    assert code == 0
    assert f"openh1b data add {tmp_path}/hub-2022.csv --address {site.url('/hub-2022.csv')}" in out
    assert f"{len(BODY):,} bytes" in out
    assert site.url("/hub-2022.csv") in err
    assert "Trying again" in err
    code, out, _ = command(*asked)
    assert (code, out.startswith("Unchanged: ")) == (0, True)


def test_the_command_says_that_an_address_was_not_checked(site: s.Site, own_list: Path, tmp_path: Path) -> None:
    own_list.write_text(own_list.read_text().replace("read: source", "read: memory"), encoding="utf-8")
    _, _, err = command("hub", "--year", "2022", "--folder", str(tmp_path), "--addresses", str(own_list))
    assert "The address was read from memory; it was not checked with the publisher." in err


def test_the_command_line_loads_no_client_until_it_is_used() -> None:
    program = "import openh1b.cli.fetch, sys; sys.exit(any(n in sys.modules for n in ('httpx', 'stamina', 'yaml')))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
