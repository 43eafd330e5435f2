"""A made LCA disclosure file in the layout from FY2020 on: 96 columns, invented rows, as CSV and as XLSX.

So many distinct rows come round again and again, each time with a case number of its own; shares of blank, text and
number cells are about those of the real files, and so is the size. The XLSX is as Excel saves it: texts shared by all
cells, dates as styled numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openh1b.data.maps import layouts

COLUMNS = 96
_DISTINCT = 1_000
_LAYOUT = "fy2020-on"
_CONTACT = ("LAST_NAME", "FIRST_NAME", "MIDDLE_NAME", "ADDRESS1", "ADDRESS2", "CITY", "STATE", "POSTAL_CODE") + (
    "COUNTRY",
    "PROVINCE",
    "PHONE",
    "PHONE_EXT",
    "EMAIL",
)
_CONTACTS = (
    *(f"EMPLOYER_POC_{part}" for part in _CONTACT),
    *(f"AGENT_ATTORNEY_{part}" for part in _CONTACT),
    *(f"PREPARER_{part}" for part in ("LAST_NAME", "FIRST_NAME", "BUSINESS_NAME", "EMAIL")),
    "LAWFIRM_NAME_BUSINESS_NAME",
)
_BLANK = (
    "ADDRESS2",
    "PROVINCE",
    "PHONE_EXT",
    "TRADE_NAME_DBA",
    "TRACKING",
    "SURVEY",
    "OTHER",
    "ORIGINAL_CERT_DATE",
) + (
    "SECONDARY_ENTITY_BUSINESS_NAME",
    "STATUTORY_BASIS",
    "MASTERS_EXEMPTION",
    "PREPARER",
    "PAY_TO",
)
_FLAGS = ("FULL_TIME_POSITION", "SECONDARY_ENTITY", "AGENT_REPRESENTING_EMPLOYER", "AGREE_TO_LC_STATEMENT") + (
    "H_1B_DEPENDENT",
    "WILLFUL_VIOLATOR",
    "SUPPORT_H1B",
    "APPENDIX_A_ATTACHED",
)
_SOC = (("15-1252.00", "Software Developers"), ("13-2011.00", "Accountants and Auditors"), ("17-2141.00", "Engineers"))
_PLACES = (("Dallas", "TX", "75201"), ("Newark", "NJ", "07102"), ("Boise", "ID", "83702"), ("Tampa", "FL", "33602"))
_EPOCH = date(1899, 12, 30)  # day 0 of a sheet

Value = str | int | date


@cache
def header() -> tuple[str, ...]:
    """The file's columns: those of the map, then contact persons."""
    layout = next(layout for layout in layouts("lca") if layout.name == _LAYOUT)
    return (*layout.printed.values(), *_CONTACTS)[:COLUMNS]


def write_csv(path: Path, rows: int) -> None:
    """The file as CSV, dates as month/day/year."""
    texts = [[_text(value) for value in row] for row in _distinct()]
    at = header().index("CASE_NUMBER")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header())
        for number in range(rows):
            row = texts[number % _DISTINCT]
            row[at] = _case(number)
            writer.writerow(row)


def write_xlsx(path: Path, rows: int) -> None:
    """The file as a workbook of one sheet."""
    shared: dict[str, int] = {}
    heads = _row_xml(header(), shared).replace("{row}", "1")
    templates = [_row_xml(row, shared) for row in _distinct()]
    first_case = len(shared)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, xml in _PARTS.items():
            book.writestr(name, xml)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{heads}'.encode())
            for number in range(rows):
                row = templates[number % _DISTINCT].replace("{row}", str(number + 2))
                sheet.write(row.replace("{case}", str(first_case + number)).encode())
            sheet.write(b"</sheetData></worksheet>")
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in (*shared, *map(_case, range(rows))))
        book.writestr("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}">{texts}</sst>')


def _case(number: int) -> str:
    return f"I-200-23001-{number:06d}"


@cache
def _distinct() -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(_value(name, k) for name in header()) for k in range(_DISTINCT))


def _value(name: str, k: int) -> Value:
    """The cell of a column in the k-th distinct row; the case number is put in later."""
    soc, title = _SOC[k % len(_SOC)]
    city, state, postal = _PLACES[k % len(_PLACES)]
    received = date(2023, 1, 3) + timedelta(k % 80)
    known: dict[str, Value] = {
        "CASE_NUMBER": "{case}", "CASE_STATUS": "Certified", "VISA_CLASS": "H-1B", "RECEIVED_DATE": received,
        "DECISION_DATE": received + timedelta(7), "BEGIN_DATE": received + timedelta(30),
        "END_DATE": received + timedelta(1_120), "EMPLOYER_NAME": f"Made Employer {k % 300} & Sons, Inc.",
        "EMPLOYER_FEIN": f"00-{k % 300:07d}", "JOB_TITLE": f"{title} {k % 40}", "SOC_CODE": soc, "SOC_TITLE": title,
        "NAICS_CODE": 541511, "PW_WAGE_LEVEL": ("I", "II", "III", "IV")[k % 4], "PW_OES_YEAR": "7/1/2022 - 6/30/2023",
        "WAGE_RATE_OF_PAY_FROM": 80_000 + 37 * k, "PREVAILING_WAGE": 78_000 + 31 * k, "WORKSITE_WORKERS": 1,
        "TOTAL_WORKER_POSITIONS": 1, "NEW_EMPLOYMENT": 1, "TOTAL_WORKSITE_LOCATIONS": 1,
        "PUBLIC_DISCLOSURE": "Disclose Business",
    }  # fmt: skip
    parts: dict[str, Value] = {
        "UNIT_OF_PAY": "Year", "PHONE": "+15550100000", "EMAIL": f"contact{k}@example.org", "ADDRESS1": f"{k} Main St",
        "POSTAL_CODE": postal, "COUNTY": f"{city} County", "CITY": city, "COUNTRY": "UNITED STATES OF AMERICA",
        "COURT": "Supreme Court", "STATE": state, "NAME": f"Person {k}",
    }  # fmt: skip
    if name in known:
        return known[name]
    if any(part in name for part in _BLANK):
        return ""
    if name in _FLAGS:
        return "No" if k % 3 else "Yes"
    return next((value for part, value in parts.items() if name.endswith(part)), 0)


def _text(value: Value) -> str:
    return f"{value.month}/{value.day}/{value.year}" if isinstance(value, date) else str(value)


def _row_xml(row: tuple[Value, ...], shared: dict[str, int]) -> str:
    cells = "".join(_cell(letters, value, shared) for letters, value in zip(_letters(), row, strict=False))
    return f'<row r="{{row}}">{cells}</row>'


def _cell(letters: str, value: Value, shared: dict[str, int]) -> str:
    place = f'<c r="{letters}{{row}}"'
    if value == "":
        return f'{place} s="0"/>'
    if value == "{case}":
        return f'{place} t="s"><v>{{case}}</v></c>'
    if isinstance(value, str):
        return f'{place} t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
    if isinstance(value, date):
        return f'{place} s="1"><v>{(value - _EPOCH).days}</v></c>'
    return f"{place}><v>{value}</v></c>"


def _letters() -> Iterator[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    yield from (first + second for first in alphabet for second in alphabet)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="LCA" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>',
}
