"""Small files in the layouts of the agencies, re-typed or made up: no real person is in them."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile

import xlsxwriter

HUB_HEADER = [
    *("Fiscal Year", "Employer", "Initial Approvals", "Initial Denials", "Continuing Approvals", "Continuing Denials"),
    *("NAICS", "Tax ID", "State", "City", "ZIP"),
]
HUB_ROWS = [
    ["2019", "INFOSYS LIMITED", "1,164", "12", "4,293", "7", "54", "0235", "TX", "RICHARDSON", "75082"],
    ["2019", "TESLA INC", "212", "3", "391", "0", "33", "7729", "CA", "PALO ALTO", "94304"],
    ["2019", "TESLA INC", "0", "1", "1", "0", "54", "1203", "VA", "RICHMOND", "23230"],
    ["2019", "", "0", "0", "1", "0", "52", "", "MA", "BOSTON", "2110"],
    ["2019", "MOM & POP DINER", "1", "0", "0", "0", "72", "533", "", "", ""],
]
TYPES = [
    "New Employment",
    "Continuation",
    "Change with Same Employer",
    "New Concurrent",
    "Change of Employer",
    "Amended",
]
EXPORT_START = [
    *("Line by line", "Fiscal Year   ", "Employer (Petitioner) Name", "Tax ID", "Industry (NAICS) Code"),
    *("Petitioner City", "Petitioner State", "Petitioner Zip Code"),
]
EXPORT_20 = [*EXPORT_START, *(f"{kind} {end}" for kind in TYPES for end in ("Approval", "Denial"))]
EXPORT_20_ROWS = [
    ["1", "2024", "ACME CORP", "0042", "31-33 - Manufacturing", "DETROIT", "MI", "48201"]
    + ["10", "1", "20", "2", "3", "0", "4", "1", "5", "3", "6", "0"],
    ["2", "2024", "BETA UNIVERSITY", "7", "61 - Educational Services", "AMHERST", "MA", "1002"]
    + ["1,000", "0", "7", "0", "0", "0", "0", "0", "2", "0", "0", "1"],
]
EXPORT_12 = [*EXPORT_START, "Initial Approval", "Initial Denial", "Continuing Approval", "Continuing Denial"]

PERSONAL = {
    "EMPLOYER_PHONE": "+15550100001",
    "EMPLOYER_POC_LAST_NAME": "ZZLASTNAME",
    "EMPLOYER_POC_FIRST_NAME": "ZZFIRSTNAME",
    "EMPLOYER_POC_PHONE": "+15550100002",
    "EMPLOYER_POC_EMAIL": "zzcontact@example.org",
    "AGENT_ATTORNEY_LAST_NAME": "ZZATTORNEY",
    "AGENT_ATTORNEY_EMAIL_ADDRESS": "zzattorney@example.org",
    "AGENT_ATTORNEY_PHONE": "+15550100003",
    "PREPARER_LAST_NAME": "ZZPREPARER",
    "PREPARER_EMAIL": "zzpreparer@example.org",
}
LCA = {
    "CASE_NUMBER": "I-200-19268-000001", "CASE_STATUS": "Certified", "RECEIVED_DATE": "9/25/2019",
    "DECISION_DATE": "10/1/2019", "VISA_CLASS": "H-1B", "JOB_TITLE": "ANALYST", "SOC_CODE": "15-1132",
    "SOC_TITLE": "SOFTWARE DEVELOPERS, APPLICATIONS", "FULL_TIME_POSITION": "Y", "BEGIN_DATE": "10/7/2019",
    "END_DATE": "10/7/2022", "TOTAL_WORKER_POSITIONS": "1", "NEW_EMPLOYMENT": "1", "EMPLOYER_NAME": "ACME, INC.",
    "EMPLOYER_STATE": "OH", "NAICS_CODE": "541511", "WORKSITE_STATE": "TX", "WAGE_RATE_OF_PAY_FROM": "100000",
    "WAGE_RATE_OF_PAY_TO": "", "WAGE_UNIT_OF_PAY": "Year", "PREVAILING_WAGE": "95,118.00", "PW_UNIT_OF_PAY": "Year",
    "PW_WAGE_LEVEL": "II", "H_1B_DEPENDENT": "N", "STATUTORY_BASIS": "",
}  # fmt: skip
LCA_2010 = {
    "LCA_CASE_NUMBER": "I-200-10001-000001", "STATUS": "CERTIFIED", "LCA_CASE_SUBMIT": "2012-02-01 00:00:00",
    "DECISION_DATE": "2012-02-08 00:00:00", "VISA_CLASS": "H-1B", "LCA_CASE_EMPLOYER_NAME": "ACME INC",
    "LCA_CASE_SOC_CODE": "151132", "LCA_CASE_WAGE_RATE_FROM": "30.5", "LCA_CASE_WAGE_RATE_UNIT": "Hour",
    "LCA_CASE_WORKLOC1_STATE": "NY", "LCA_CASE_WORKLOC2_STATE": "NJ", "PW_1": "28", "PW_UNIT_1": "Hour",
    "TOTAL_WORKERS": "2",
}  # fmt: skip
LCA_2019 = {
    "CASE_NUMBER": "I-200-18300-000001", "CASE_STATUS": "CERTIFIED-WITHDRAWN", "CASE_SUBMITTED": "10/27/2018",
    "DECISION_DATE": "11/02/2018", "VISA_CLASS": "H-1B", "EMPLOYER_NAME": "ACME INC", "SOC_CODE": "15-1199.08",
    "PERIOD_OF_EMPLOYMENT_START_DATE": "2019-01-01", "WORKSITE_STATE_1": "WA", "WORKSITE_STATE_2": "OR",
    "WAGE_RATE_OF_PAY_FROM_1": "$96,100.00 ", "WAGE_UNIT_OF_PAY_1": "Year", "WAGE_RATE_OF_PAY_FROM_10": "1",
    "PW_WAGE_LEVEL_1": "Level IV", "H-1B_DEPENDENT": "Y",
}  # fmt: skip


def csv_bytes(header: list[str], rows: list[list[str]], *, separator: str = ",", end: str = "\n") -> bytes:
    """A CSV in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows([header, *rows])
    return text.getvalue().encode()


def hub_csv(rows: list[list[str]] | None = None) -> bytes:
    """The archive's layout, 11 columns."""
    return csv_bytes(HUB_HEADER, HUB_ROWS if rows is None else rows)


def export_20(*, encoding: str = "utf-16") -> bytes:
    """The newest export: 20 columns, UTF-16 with tabs."""
    return csv_bytes(EXPORT_20, EXPORT_20_ROWS, separator="\t", end="\r\n").decode().encode(encoding)


def lca_csv(*changes: dict[str, str], base: dict[str, str] | None = None) -> bytes:
    """LCA rows: one for each mapping of what differs from the base case."""
    rows = [{**(LCA if base is None else base), **change} for change in changes or ({},)]
    header = list(dict.fromkeys(name for row in rows for name in row))
    return csv_bytes(header, [[row.get(name, "") for name in header] for row in rows])


def sheet(rows: list[list[object]]) -> bytes:
    """An XLSX of one sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("data")
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    page.write_formula(down, across, value, None, "#N/A")
                elif value not in {None, ""}:
                    page.write(down, across, value)
    return buffer.getvalue()


def zipped(data: bytes) -> bytes:
    """The same as gzip, always the same bytes."""
    return gzip.compress(data, mtime=0)


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """An XLSX of several sheets, in their order."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for down, row in enumerate(rows):
                for across, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        page.write_formula(down, across, value, None, "#N/A")
                    elif value not in {None, ""}:
                        page.write(down, across, value)
    return buffer.getvalue()


ISSUED = {
    "FY21": [
        ["Fiscal Year 2021", "B-1,2", "H-1B", "S-5", "Total Visas", "BCC", "Grand Total"],
        ["Africa"],
        ["Algeria", 10, 1, 0, 11, 0, 11],
        ["Benin ", 5, 0, 0, 5, 0, 5],
        ["Totals for Africa", 15, 1, 0, 16, 0, 16],
        [],
        ["Asia"],
        ["India", 1000, 200, 0, 1200, 0, 1200],
        [],
        ["Totals for Asia", 1000, 200, 0, 1200, 0, 1200],
        [],
        ["Grand Totals", 1015, 201, 0, 1216, 0, 1216],
        ["Source: made up for a test"],
    ],
    "FY22": [
        ["Fiscal Year 2022", "B1/B2", "C4/D3", "H1B", "Grand Total"],
        ["Algeria", 20, 1, 2, 23],
        ["Totals for Africa", 20, 1, 2, 23],
        ["Asia", 0, 0, 0, None],
        ["India", "2,000", -1, 300, 2299],
        ["Nepal", None, 0.5, 40, 40.5],
        ["Totals for Asia", 2000, -0.5, 340, 2339.5],
        ["Grand Total", 2020, 0.5, 342, 2362.5],
    ],
}
WITHHELD = "(b)(3) (b)(6) (b)(7)(c)"
FOIA = {
    "bcn": "(b)(6)", "country_of_birth": "IND", "country_of_nationality": "IND", "ben_date_of_birth": "(b)(6)",
    "ben_year_of_birth": "1991", "gender": "female", "employer_name": "Acme, Inc.", "FEIN": "000000001",
    "mail_addr": "1 Main St", "city": "Columbus", "state": "OH", "zip": "43004", "agent_first_name": "ZZAGENT",
    "agent_last_name": "ZZAGENTLAST", "lottery_year": "2024", "status_type": "SELECTED", "ben_multi_reg_ind": "0",
    "RECEIPT_NUMBER": "ZZRECEIPT", "rec_date": "6/22/2023", "FIRST_DECISION": "Approved",
    "first_decision_date": "8/1/2023", "i129_employer_name": "ACME INC", "PET_STREET": "1 MAIN ST",
    "PET_CITY": "COLUMBUS", "PET_STATE": "OH", "PET_ZIP": "43004", "REQUESTED_CLASS": "H1B",
    "BASIS_FOR_CLASSIFICATION": "A", "REQUESTED_ACTION": "B", "NUMBER_OF_BENEFICIARIES": "1", "BEN_SEX": "F",
    "BEN_COUNTRY_OF_BIRTH": "INDIA", "BEN_CURRENT_CLASS": "F1", "JOB_TITLE": "ANALYST",
    "DOL_ETA_CASE_NUMBER": "I20023001000001", "WORKSITE_STREET": "ZZHOMESTREET 2", "WORKSITE_CITY": "COLUMBUS",
    "WORKSITE_STATE": "OH", "WORKSITE_ZIP": "43004", "FULL_TIME_IND": "Y", "WAGE_AMT": "50", "WAGE_UNIT": "HOUR",
    "valid_from": "10/1/2023", "valid_to": "9/30/2026", "NUM_OF_EMP_IN_US": "1,200", "S1Q1A": "N", "S1Q1B": "N",
    "BEN_EDUCATION_CODE": "G", "ED_LEVEL_DEFINITION": "MASTER'S DEGREE", "BEN_PFIELD_OF_STUDY": "STATISTICS",
    "BEN_COMP_PAID": "104000", "DOT_CODE": "030", "NAICS_CODE": "541511", "S3Q1": "M", "S4Q1": "N",
    "T_U_VAWA_FLAG": "",
}  # fmt: skip


def foia_csv(*changes: dict[str, str]) -> bytes:
    """Registrations: one for each mapping of what differs from the one above."""
    return csv_bytes(list(FOIA), [list({**FOIA, **change}.values()) for change in changes or ({},)])


def archive(members: dict[str, bytes], **attributes: int) -> bytes:
    """A ZIP archive. attributes: of each member's entry, such as external_attr."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            for key, value in attributes.items():
                setattr(info, key, value)
            made.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
