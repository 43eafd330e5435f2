"""ZIP archives: every known member is a file of its own, the rest is named, what is not to be trusted is refused."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from openh1b.cli.data import app
from openh1b.data import archives
from tests.data.made_files import HUB_HEADER, HUB_ROWS, archive, hub_csv, lca_csv, sheet, zipped
from tests.data.test_other_tables import ALC, ALC_ROWS, GEOGRAPHY, GEOGRAPHY_ROWS, OEWS, OEWS_ROWS, csv_bytes

LINK = 0o120777 << 16
WAGES = {
    "ALC_Export.csv": csv_bytes(ALC, ALC_ROWS),
    "EDC_Export.csv": csv_bytes(ALC, [[*row[:8], "High Wage"] for row in ALC_ROWS]),
    "Geography.csv": csv_bytes(GEOGRAPHY, GEOGRAPHY_ROWS),
    "oes_soc_occs.csv": csv_bytes(["soccode", "Title", "Description"], [["15-1252", "a", "b"]]),
    "readme.txt": b"Wages, by area, and occupation\nas of July",
    "notes.pdf": b"%PDF-1.7",
}


def test_every_known_member_is_taken_and_the_others_are_named(store, made):
    added = store.add([made(archive(WAGES), "OFLC_Wages_2025-26.zip")])
    assert [one.vintage.table for one in added] == ["oflc_wages", "oflc_wages_edc", "oflc_areas"]
    assert all(one.vintage.vintage.startswith("wage-year-2025-26-") for one in added)
    assert [name for name, _ in added[0].left_out] == ["notes.pdf", "oes_soc_occs.csv", "readme.txt"]
    record = store.record(added[1].vintage)
    assert record["file"] == "OFLC_Wages_2025-26.zip/EDC_Export.csv"
    assert record["archive"] == "OFLC_Wages_2025-26.zip"
    assert len(record["archive_sha256"]) == 64


def test_a_member_is_the_same_file_as_one_that_lies_loose(store, made):
    (loose,) = store.add([made(hub_csv(), "hub.csv")])
    (member,) = store.add([made(archive({"folder/hub.csv": hub_csv()}), "hub.zip")])
    assert (member.is_new, member.vintage) == (False, loose.vintage)


def test_a_workbook_in_a_folder_of_an_archive_with_one_that_describes_it(store, made):
    members = {
        "oesm24nat/national_M2024_dl.xlsx": sheet([OEWS, *OEWS_ROWS]),
        "oesm24nat/field_descriptions.xlsx": sheet([["About"], [], ["Field", "", "Means"], ["a", "b", "c"]]),
        "__MACOSX/oesm24nat/._national_M2024_dl.xlsx": b"\x00\x05\x16\x07",
    }  # fmt: skip
    (added,) = store.add([made(archive(members), "oesm24nat.zip")])
    assert added.vintage.vintage.startswith("may2024-")
    assert len(added.left_out) == 2


def test_the_command_says_what_was_left_out(store, made):
    path = str(made(archive(WAGES), "OFLC_Wages_2025-26.zip"))
    shown = CliRunner().invoke(app, ["add", path, "--store", str(store.root)]).output
    assert "OFLC_Wages_2025-26.zip: left out oes_soc_occs.csv: is no kind of file known here" in shown
    asked = ["add", path, "--store", str(store.root / "other"), "--format", "json"]
    first, *_ = json.loads(CliRunner().invoke(app, asked).output)
    assert set(first["left_out"]) == {"notes.pdf", "oes_soc_occs.csv", "readme.txt"}


def encrypted(data):
    changed = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.find(mark) + flags] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"../hub.csv": hub_csv()}), "'../hub.csv' leaves the archive"),
        (archive({"a/../../hub.csv": hub_csv()}), "leaves the archive"),
        (archive({"/etc/hub.csv": hub_csv()}), "'/etc/hub.csv' leaves the archive"),
        (archive({"..\\hub.csv": hub_csv()}), "leaves the archive"),
        (archive({"C:hub.csv": hub_csv()}), "leaves the archive"),
        (archive({"hub.csv": hub_csv(), "HUB.csv": hub_csv()}), "'HUB.csv' is there twice"),
        (archive({"hub.csv": b"/etc/passwd"}, external_attr=LINK, create_system=3), "is a link"),
        (encrypted(archive({"hub.csv": hub_csv()})), "is encrypted"),
        (archive({"inner.zip": archive({"hub.csv": hub_csv()})}), "'inner.zip' is an archive within the archive"),
        (archive({"inner.csv": archive({"hub.csv": hub_csv()})}), "is an archive within the archive"),
        (archive({"hub.csv.gz": zipped(hub_csv())}), "is an archive within the archive"),
        (zipped(archive({"hub.csv": hub_csv()})), "is a ZIP archive"),
        (archive({}), "is an empty ZIP archive"),
        (archive({"readme.txt": b"nothing"}), "without a file of a kind known here (readme.txt"),
        (archive({"hub.csv": hub_csv()})[:-60], "damaged ZIP archive"),
        (archive({"a.csv": hub_csv(), "b.csv": lca_csv({"END_DATE": "soon"})}), "file/b.csv, row 1, column ends_on"),
        (archive({"hub.csv": hub_csv().replace(b"TESLA", b"TES\x00A")}), "file/hub.csv, line 3: holds a NUL byte"),
        (archive({"hub.csv": hub_csv().replace(b"ZIP", b"ZAP", 1)}), "no map of hub, layout archive knows it"),
        (archive({"hub.xlsx": sheet([HUB_HEADER, *HUB_ROWS])[:-30]}), "hub.xlsx: is a damaged ZIP archive or workbook"),
    ],
)  # fmt: skip
def test_an_archive_that_is_not_to_be_trusted_is_refused_whole(refused, data, message):
    assert message in refused(data)


def test_a_bomb_in_one_member_or_spread_over_many(refused):
    assert "unpacks to more than" in refused(archive({"hub.csv": bytes(64 * 1024**2)}))
    assert "unpacks to more than" in refused(archive({f"{n}.pdf": bytes(4 * 1024**2) for n in range(16)}))


def test_more_members_than_any_official_archive_has(refused, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    assert "holds 2 files" in refused(archive({"a.csv": hub_csv(), "b.csv": lca_csv()}))


def test_a_refused_file_leaves_no_folder_of_a_store_that_was_not_there(store, made, refused):
    refused(b"a,b\n1,2\n")
    assert not store.root.exists()
