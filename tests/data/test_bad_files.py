"""Files that are damaged, hostile or something else: a clear message, and the store as it was (see `refused`)."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import polars as pl
import pytest

from openh1b.data import reading, sheets, unpacking
from openh1b.errors import DataError
from tests.data.made_files import HUB_HEADER, HUB_ROWS, LCA, csv_bytes, hub_csv, lca_csv, sheet, zipped

GOOD = hub_csv()


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_truncated_gzip(refused, kept):
    data = zipped(GOOD)
    assert "cut off" in refused(data[: int(len(data) * kept)])


def test_damaged_gzip(refused):
    data = bytearray(zipped(GOOD))
    data[-6] ^= 0xFF  # its checksum
    assert "damaged gzip" in refused(bytes(data))


def test_gzip_in_gzip(refused):
    assert "gzip within gzip" in refused(zipped(zipped(GOOD)))


def test_bytes_after_gzip(refused):
    assert "after the end of the gzip" in refused(zipped(GOOD) + b"more")


def test_gzip_of_several_parts_is_read_whole(store, made):
    half = len(GOOD) // 2
    (added,) = store.add([made(zipped(GOOD[:half]) + zipped(GOOD[half:]))])
    assert added.vintage.rows == len(HUB_ROWS)


def test_decompression_bomb(refused):
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(engine.compress(bytes(1024**2)) for _ in range(64)) + engine.flush()
    assert "unpacks to more than 16,777,216 bytes" in refused(bomb)


def test_workbook_that_swells(refused):
    buffer = io.BytesIO(sheet([HUB_HEADER, *HUB_ROWS]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(64 * 1024**2))
    assert "unpacks to more than" in refused(buffer.getvalue())


def test_workbook_whose_parts_lie_about_their_size(refused):
    data = bytearray(sheet([HUB_HEADER, *HUB_ROWS]))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "damaged ZIP archive or workbook" in refused(bytes(data))


def test_truncated_workbook(refused):
    data = sheet([HUB_HEADER, *HUB_ROWS])
    assert "damaged ZIP archive or workbook" in refused(data[: len(data) // 2])


def test_formula_errors_in_a_workbook_are_named_by_cell(refused):
    rows = [list(row) for row in HUB_ROWS]
    rows[0][2], rows[3][8] = "=NA()", "=NA()"
    message = refused(sheet([HUB_HEADER, *rows]))
    assert "cell C2 holds #N/A" in message
    assert "cell I5 holds #N/A" in message


def test_workbook_too_large_for_memory(refused, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_SHEET", 100)
    assert "Save it as CSV" in refused(sheet([HUB_HEADER, *HUB_ROWS]))


def test_html_as_csv(refused):
    page = b"<!DOCTYPE html><html><body>Access denied, request, Fiscal Year</body></html>"
    assert "is an HTML page" in refused(page, "hub.csv")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b'{"a": 1}', "JSON"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "Excel 97-2003"),
        (GOOD.replace(b"TESLA", b"TES\x00A"), "NUL byte"),
        (GOOD.replace(b"TESLA", b"TES\xe9A"), "not UTF-8"),
        (GOOD.decode().encode("utf-16")[:-1], "damaged UTF-16"),
        (b"\xff\xfe\x00\xd8a\x00", "damaged UTF-16"),
        (b"PAR1" + bytes(100), "Parquet"),
        (GOOD.splitlines(keepends=True)[0], "no rows"),
        (b"a,b,c\n1,2,3\n", "is no kind of file known here; its columns are a, b, c"),
    ],
)  # fmt: skip
def test_what_is_no_official_file(refused, data, message):
    assert message in refused(data)


def test_mixed_line_ends(refused):
    lines = GOOD.split(b"\n")
    message = refused(b"\r\n".join(lines[:3]) + b"\r\n" + b"\n".join(lines[3:]))
    assert "line 4: has mixed line ends (3 CR LF, 3 LF alone)" in message


def test_a_line_end_inside_quotes_is_no_mixed_line_end(store, made):
    data = csv_bytes(HUB_HEADER, [[*HUB_ROWS[0][:1], "TWO\nLINES", *HUB_ROWS[0][2:]]], end="\r\n")
    store.add([made(data)])
    assert store.table("hub")["employer"].to_list() == ["TWO\nLINES"]


def test_a_line_end_of_old_macs(refused):
    assert "carriage return" in refused(GOOD.replace(b"75082\n", b"75082\r"))


def test_a_row_with_a_field_too_many(refused):
    assert "line 3" in refused(GOOD.replace(b"TESLA INC,212", b"TESLA, INC,212"))


def test_a_stray_quotation_mark(refused):
    assert "quotation mark" in refused(GOOD.replace(b"TESLA INC,212", b'TESLA "INC,212'))


def test_ten_million_columns(refused):
    assert "has 10,000,001 columns" in refused(b"a" + b"," * 10_000_000 + b"\n1\n")


def test_a_thousand_columns_of_a_workbook(refused):
    assert "no kind of file known here" in refused(sheet([[f"c{n}" for n in range(2000)], ["1"] * 2000]))


def test_parquet_of_too_many_rows(refused, monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    pl.DataFrame({"Employer": ["a", "b", "c"]}).write_parquet(tmp_path / "made")
    assert "has 3 rows" in refused((tmp_path / "made").read_bytes())


def test_parquet_with_lists(refused, tmp_path):
    pl.DataFrame({"Employer": [["a"]]}).write_parquet(tmp_path / "made")
    assert "column Employer: holds List" in refused((tmp_path / "made").read_bytes())


def test_two_columns_of_one_meaning_that_differ(refused):
    base = {"NAICS_CODE": "541511", "NAIC_CODE": "611310", "CASE_NUMBER": "I", "CASE_STATUS": "Certified"}
    message = refused(lca_csv(base=base))
    assert "NAICS_CODE and NAIC_CODE are both filled and differ" in message


def test_a_nameless_column_that_holds_something(refused):
    assert "has values and no name" in refused(csv_bytes(["", *HUB_HEADER], [["x", *row] for row in HUB_ROWS]))


def test_a_nameless_column_that_numbers_the_rows_is_left_out(store, made):
    data = csv_bytes(["", *HUB_HEADER], [[str(at), *row] for at, row in enumerate(HUB_ROWS)])
    (added,) = store.add([made(data)])
    assert added.vintage.rows == len(HUB_ROWS)


def test_blank_rows_at_the_end_are_left_out(store, made):
    (added,) = store.add([made(GOOD + b",,,,,,,,,,\n" * 200)])
    assert added.vintage.rows == len(HUB_ROWS)
    assert "200 blank rows at the end left out" in store.record(added.vintage)["notes"]


def test_a_file_larger_than_the_limit(refused, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST", 100)
    assert "expected at most 100" in refused(GOOD)


def test_no_file_and_a_folder(store, tmp_path):
    for path, message in ((tmp_path / "none", "no such file"), (tmp_path, "is a directory")):
        with pytest.raises(DataError, match=message):
            store.add([path])


def test_gzip_made_by_a_tool_with_a_name_in_it(store, made, tmp_path):
    with gzip.open(tmp_path / "named.csv.gz", "wb") as file:
        file.write(GOOD)
    (added,) = store.add([tmp_path / "named.csv.gz"])
    assert store.record(added.vintage)["encoding"] == "gzip utf-8"


def test_damage_to_the_index_of_a_parquet_file_never_shows_its_readers_own_words(tmp_path, capfd):
    pl.DataFrame({name: [value, value] for name, value in LCA.items()}).write_parquet(tmp_path / "made")
    good = (tmp_path / "made").read_bytes()
    length = int.from_bytes(good[-8:-4], "little")
    outcomes = set()
    for at in range(len(good) - 8 - length, len(good) - 8, 7):
        data = good[:at] + bytes([good[at] ^ 0x15]) + good[at + 1 :]
        try:
            reading.read_cells(unpacking.Unpacked("file", "file", "", 0, data, "binary"))
            outcomes.add("read")
        except DataError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
    assert capfd.readouterr().err == ""


def test_a_last_row_that_holds_only_contact_persons_is_a_row_and_refused(refused):
    good = lca_csv({"PREPARER_EMAIL": "zz@example.org"})
    last = b"," * good.splitlines()[0].count(b",") + b"zz@example.org\n"
    assert "column case_number: is empty" in refused(good + last)


def test_a_file_without_headers_names_the_lines_as_they_are(refused):
    rows = [",".join(row[:1] + ["X"] + ["1"] * 4 + row[8:]).encode() for row in HUB_ROWS]
    assert "line 3, row 3: has 10 fields" in refused(b"\r\n".join([*rows[:2], rows[2] + b",x", *rows[3:]]) + b"\r\n")
    assert "line 3: has mixed line ends" in refused(b"\r\n".join(rows[:3]) + b"\n" + b"\r\n".join(rows[3:]) + b"\r\n")
