"""Every cell of the fee matrix on the day before and the day of every change, against the record written down here.

The record: INA 214(c)(9) and (12); Pub. L. 105-277, 106-311, 108-447, 111-230, 114-113; 84 FR 60307; 89 FR 6194;
Proclamations 10973 and 11069 and the rulings on them; fees as listed by USCIS at the time, all in others' copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from openh1b.law import Law, load_law

KINDS = ("initial", "change_of_employer", "first_extension", "later_extension", "amendment", "concurrent")
EACH = frozenset(KINDS)
NEW = frozenset({"initial", "change_of_employer", "concurrent"})
TRAINING = NEW | {"first_extension"}

# path -> the filing types that are charged, and the amount from each day on
RECORD: dict[str, tuple[frozenset[str], dict[str, int | None]]] = {
    "fees.i129.standard": (
        EACH,
        {"1991-04-01": None, "2007-07-30": 320, "2010-11-23": 325, "2016-12-23": 460, "2024-04-01": 780},
    ),
    "fees.i129.small": (EACH, {"1991-04-01": None, "2007-07-30": 320, "2010-11-23": 325, "2016-12-23": 460}),
    "fees.i129.nonprofit": (EACH, {"1991-04-01": None, "2007-07-30": 320, "2010-11-23": 325, "2016-12-23": 460}),
    "fees.acwia.large": (
        TRAINING,
        {"1991-04-01": 0, "1998-12-01": 500, "2000-12-17": 1000, "2003-10-01": 0, "2004-12-08": 1500},
    ),
    "fees.acwia.small": (
        TRAINING,
        {"1991-04-01": 0, "1998-12-01": 500, "2000-12-17": 1000, "2003-10-01": 0, "2004-12-08": 750},
    ),
    "fees.acwia.exempt": (EACH, {"1991-04-01": 0}),
    "fees.fraud": (NEW, {"1991-04-01": 0, "2005-03-08": 500}),
    "fees.asylum.standard": (EACH, {"1991-04-01": 0, "2024-04-01": 600}),
    "fees.asylum.small": (EACH, {"1991-04-01": 0, "2024-04-01": 300}),
    "fees.asylum.nonprofit": (EACH, {"1991-04-01": 0}),
    "fees.fifty_fifty": (
        NEW,
        {"1991-04-01": 0, "2010-08-14": 2000, "2015-10-01": 0, "2015-12-18": 4000, "2027-10-01": 0},
    ),
}
NUMBERS: dict[str, dict[str, int | None]] = {
    "fees.registration": {"1991-04-01": 0, "2019-12-09": 10, "2024-04-01": 215},
    "fees.premium": {
        "1991-04-01": None, "2001-06-01": 1000, "2010-11-23": 1225, "2018-10-01": 1410, "2019-12-02": 1440,
        "2020-10-19": 2500, "2024-02-26": 2805, "2026-03-01": 2965,
    },
    "fees.worker.mrv": {"1991-04-01": None, "2023-06-17": 205},
    "fees.worker.visa_integrity": {"1991-04-01": 0},
    "price.yearly_fee_usd": {"1991-04-01": 0},
    "price.one_time_fee_usd": {"1991-04-01": 0},
    "price.consular_fee_usd": {
        "1991-04-01": 0, "2025-09-21": 100_000, "2026-06-08": 0, "2026-06-12": 100_000, "2026-07-24": 0,
    },
}  # fmt: skip

LAW = load_law()
PATHS = tuple(path for path in LAW.paths if path.startswith(("fees.", "price.")))
CHANGES = sorted({span.start for path in PATHS for span in LAW.spans(path) if isinstance(span.start, date)})
AROUND = sorted({day for change in CHANGES[1:] for day in (change - timedelta(days=1), change)} | {CHANGES[0]})


def on_record(amounts: Mapping[str, int | None], day: date) -> int | None:
    return amounts[max(start for start in amounts if date.fromisoformat(start) <= day)]


def test_there_are_many_changes_to_walk_through():
    recorded = {start for _, amounts in RECORD.values() for start in amounts}
    recorded |= {start for amounts in NUMBERS.values() for start in amounts}
    assert recorded <= {str(day) for day in CHANGES}
    assert len(CHANGES) >= 25


@pytest.mark.parametrize("day", AROUND, ids=str)
def test_every_cell_is_that_of_the_record(law: Law, day: date):
    for path, (charged, amounts) in RECORD.items():
        found, usd = law.at(path, on=day), on_record(amounts, day)
        expected = None if usd is None else {kind: usd if kind in charged else 0 for kind in KINDS}
        assert found.value == expected, path
        assert found.citations, path
    for path, amounts in NUMBERS.items():
        found = law.at(path, on=day)
        assert found.value == on_record(amounts, day), path
        assert found.citations, path


@pytest.mark.parametrize("day", AROUND, ids=str)
def test_every_path_has_an_entry_on_every_day(law: Law, day: date):
    assert all(law.find(path, on=day) is not None for path in PATHS)


# What a filer knew: the vacatur of 8 June, the stay of 12 June, its refusal on 24 July 2026
@pytest.mark.parametrize(
    ("day", "known", "usd"),
    [
        ("2025-09-20", "2025-09-20", 0),
        ("2025-09-21", "2025-09-20", 100_000),
        ("2025-12-24", "2025-12-24", 100_000),
        ("2026-06-07", "2026-06-07", 100_000),
        ("2026-06-10", "2026-06-07", 100_000),
        ("2026-06-10", "2026-06-08", 0),
        ("2026-08-01", "2026-06-11", 0),
        ("2026-08-01", "2026-06-12", 100_000),
        ("2026-08-01", "2026-07-23", 100_000),
        ("2026-08-01", "2026-07-24", 0),
        ("2026-10-10", "2026-07-23", 0),
        ("2026-10-10", "2026-09-20", 0),
        ("2026-10-10", "2026-10-06", 0),
        ("2025-09-21", "2025-09-18", 0),
    ],
)
def test_the_proclamation_as_known(law: Law, day: str, known: str, usd: int):
    found = law.at("price.consular_fee_usd", on=date.fromisoformat(day), known=date.fromisoformat(known))
    assert found.value == usd


def test_the_extension_on_paper_is_listed_and_not_in_force(law: Law):
    last = law.others("price.consular_fee_usd")[-1]
    assert (last.value, last.status, last.citations[0].source) == (100_000, "not_applied", "proc-11069")
    assert [event.known for event in last.events] == [date(2026, 9, 18), date(2026, 9, 30)]


def test_the_proposed_charge_is_a_proposal_from_the_day_of_its_notice(law: Law):
    assert law.others("price.one_time_fee_usd", date(2026, 8, 24)) == ()
    (proposed,) = law.others("price.one_time_fee_usd", date(2026, 8, 25))
    assert (proposed.value, proposed.status) == (103_265, "proposed")


def test_a_charge_on_extensions_under_pub_l_114_113_was_enjoined_once_and_is_proposed(law: Law):
    others = {one.status: one.value for one in law.others("fees.fifty_fifty")}
    assert set(others) == {"enjoined", "proposed"}
    assert all(row["later_extension"] == 4_000 and row["amendment"] == 0 for row in others.values())


def test_no_law_had_a_salary_floor_or_a_percentile_regime_beside_the_law(law: Law):
    for path, nothing in (("floor_usd", 0), ("floor_percentiles", None), ("threshold_percentiles", None)):
        assert {entry.value for entry in law.parameters[f"wages.{path}"].entries} == {nothing}


# Pub. L. 114-113 as enacted ran to 30 September 2025; Pub. L. 115-123 of 9 February 2018 prolonged it to 2027
@pytest.mark.parametrize(
    ("day", "known", "usd"),
    [("2026-01-01", "2018-02-08", 0), ("2026-01-01", "2018-02-09", 4_000), ("2027-10-01", "2018-02-09", 0)],
)
def test_the_end_of_the_fee_of_pub_l_114_113_as_known(law: Law, day: str, known: str, usd: int):
    found = law.at("fees.fifty_fifty", on=date.fromisoformat(day), known=date.fromisoformat(known))
    assert found.value["initial"] == usd
