"""Uploads: limits, files that bring a parser down, nothing left behind."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.web.api.children import new_folder
from openh1b.web.api.route import Refused
from openh1b.web.api.uploads import begun, result, safe_name
from openh1b.web.settings import Limits
from tests.web.api_client import Client, client_on

POOL = "beneficiary_id,selection_level,us_masters_or_higher\nB1,1,no\nB2,2,yes\nB3,3,no\nB4,4,yes\n"
ASKED = "/compare?policies=lottery&seats=regular%3D2"
DRAW = "/draws?policy=weighted-levels&seed=2026&seats=regular%3D2"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server puts what is uploaded, empty again when the test ends."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def api(tmp_path: Path) -> Client:
    return client_on(tmp_path / "store", limits=Limits(body_bytes=1_000_000, rows=5, columns=4, seconds=60))


def parquet() -> bytes:
    buffer = io.BytesIO()
    pl.read_csv(POOL.encode()).with_columns(pl.col("us_masters_or_higher") == "yes").write_parquet(buffer)
    return buffer.getvalue()


def test_a_pool_of_ones_own_is_compared_and_deleted(api: Client, temporary: Path) -> None:
    by_csv, by_parquet = (api.upload(ASKED, *file) for file in (("pool.csv", POOL), ("pool.parquet", parquet())))
    assert by_csv.status_code == by_parquet.status_code == 200
    assert by_csv.json()["result"] == by_parquet.json()["result"]
    assert [one["value"] for one in by_csv.json()["result"] if one["measure"] == "selected" and one["by"] == "all"] == [
        2
    ]
    assert list(temporary.iterdir()) == []


def test_columns_of_another_name_are_mapped(api: Client) -> None:
    theirs = POOL.replace("selection_level", "PW_WAGE_LEVEL")
    assert "selection_level" in api.upload("/compare?policies=weighted-levels&seats=regular%3D2", "p.csv", theirs).text
    assert api.upload(f"{ASKED}&columns=selection_level%3DPW_WAGE_LEVEL", "p.csv", theirs).status_code == 200


@pytest.mark.parametrize("at", [4, 30, 200, -30, -9])
def test_a_damaged_parquet_is_refused_and_the_server_goes_on(api: Client, temporary: Path, at: int) -> None:
    damaged = bytearray(parquet())
    damaged[at : at + 4] = b"\xff\xff\xff\xff"
    found = api.upload(ASKED, "pool.parquet", bytes(damaged))
    assert found.status_code in {200, 422}  # 200 where no page that is read was hit
    assert api.upload(ASKED, "pool.csv", POOL).status_code == 200
    assert list(temporary.iterdir()) == []


def test_a_reader_that_is_brought_down_brings_down_nothing_else(api: Client) -> None:
    child = begun("fail", {}, new_folder())
    assert child.wait(60)
    assert child.process.returncode < 0
    with pytest.raises(InputError, match="was brought down"):
        result(child, "pool.parquet")
    child.remove()
    assert api.get("/measures").status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("p.csv", "", 400, "is empty"),
        ("p.csv", POOL + "B5,1,no\nB6,1,no\n", 422, "has 6 rows"),
        ("p.csv", "a,b,c,d,e\n1,2,3,4,5\n", 422, "has 5 columns"),
        ("p.csv", "x" * 1_100_000, 413, "too large"),
        ("p.parquet", POOL, 422, "p.parquet"),
        ("p.xlsx", b"PK\x03\x04not a workbook", 422, "p.xlsx"),
        ("p.exe", b"MZ\x00\x01", 422, "p.exe"),
        ("p.csv", b"\xff\xfe\x00\x00\x01", 422, "p.csv"),
    ],
)
def test_a_file_beyond_the_limits_or_of_no_kind_is_refused(
    api: Client, temporary: Path, name: str, data: str | bytes, status: int, said: str
) -> None:
    found = api.upload(ASKED, name, data)
    assert found.status_code == status
    assert said in found.text
    assert str(temporary) not in found.text
    assert list(temporary.iterdir()) == []


def test_every_fault_of_a_file_comes_with_its_row_and_column(api: Client) -> None:
    wrong = POOL.replace("B1,1,no", "B1,9,perhaps").replace("B3,3", "B3,x")
    faults = api.upload("/compare?policies=weighted-levels&seats=regular%3D2", "p.csv", wrong).json()["faults"]
    assert {one.get("column") for one in faults} == {"selection_level", "us_masters_or_higher"}
    assert all(one["place"] == "p.csv" and "row" in one for one in faults)


def test_a_parquet_that_says_it_is_huge_is_refused_before_it_is_unpacked(api: Client) -> None:
    buffer = io.BytesIO()
    pl.select(selection_level=pl.repeat(1, 20_000_000, dtype=pl.Int8)).write_parquet(buffer)
    found = api.upload(ASKED, "pool.parquet", buffer.getvalue())
    assert (found.status_code, "has 20,000,000 rows" in found.text) == (422, True)


def test_a_draw_verifies_and_a_changed_one_does_not(api: Client) -> None:
    drawn = api.upload(DRAW, "pool.csv", POOL)
    assert drawn.headers["content-type"] == "application/zip"
    assert api.upload("/draws/verify", "draw.zip", drawn.content).json()["verifies"]
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(drawn.content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"true", b"false", 1) if name == "selection.csv" else data)
    found = api.upload("/draws/verify", "draw.zip", changed.getvalue()).json()
    assert not found["verifies"]
    assert {one["file"] for one in found["differences"]} == {"selection.csv"}


def test_an_archive_cannot_write_outside_its_folder(api: Client, temporary: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("../manifest.json", "/entries.csv", "a/../../selection.csv", "selection.parquet", "../../evil.py"):
            archive.writestr(name, "x")
    found = api.upload("/draws/verify", "draw.zip", packed.getvalue())
    assert found.status_code == 422
    assert not [path for path in temporary.parent.rglob("*") if path.name in {"evil.py", "manifest.json"}]
    assert api.upload("/draws/verify", "draw.zip", POOL).json()["faults"][0]["place"] == "draw.zip"


def test_the_same_pool_seed_and_rule_give_the_same_draw_by_command_and_by_address(api: Client, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from openh1b.cli.app import build

    (tmp_path / "pool.csv").write_text(POOL, encoding="utf-8")
    out = tmp_path / "draw"
    flags = ["--policy", "weighted-levels", "--seed", "2026", "--seats", "regular=2", "--out", str(out)]
    CliRunner().invoke(build("draw"), ["draw", "--pool", str(tmp_path / "pool.csv"), *flags])
    with zipfile.ZipFile(io.BytesIO(api.upload(DRAW, "pool.csv", POOL).content)) as archive:
        for name in ("selection.csv", "entries.csv", "manifest.json"):
            assert archive.read(name) == (out / name).read_bytes()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\pool.csv", "pool.csv"),
        ("a;rm -rf.csv", "a_rm -rf.csv"),
        ("<b>.xlsx", "_b_.xlsx"),
        ("..", "upload"),
        (f"{'a' * 300}.csv", f"{'a' * 60}.csv"),
    ],
)
def test_a_name_keeps_its_ending_and_no_path(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_more_at_once_than_may_be_is_refused_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    from openh1b.web.api import children

    monkeypatch.setattr(children, "MOST", 0)
    with pytest.raises(Refused) as refused:
        begun("fail", {}, new_folder())
    assert refused.value.status == 429
    assert list(temporary.iterdir()) == []
