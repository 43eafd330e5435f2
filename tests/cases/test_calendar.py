"""The calendar of a stay: the day before and after each limit, as sentences with their source."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from openh1b.cases.calendar import Calendar, calendar_of
from openh1b.cases.calendar_days import Period, last_day, merged, months_after
from openh1b.cases.calendar_green_card import Cutoff, GreenCard, stored_cutoffs
from openh1b.cases.calendar_lines import proposals
from openh1b.cases.calendar_stay import Stay, Trip, joined, six_years
from openh1b.cases.calendar_student_lines import Student
from openh1b.errors import InputError
from openh1b.law import load_law

CASES = yaml.safe_load((Path(__file__).parent / "calendar.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)
CARD = {"i140": "i140_approved"} | {
    name: name for name in ("labor_certification", "i140_filed", "priority_date", "country", "category")
}


def spans(given: dict, name: str) -> list[tuple[date, date]]:
    return [tuple(date.fromisoformat(day) for day in text.split(":")) for text in given.get(name, ())]


KEYS = {*CARD, "start", "abroad", "prior_l1", "prior_h1b", "validity_end", "i94_end", "opt_end", "stem", "asked_on"}


def asked(given: dict, cutoffs: tuple[Cutoff, ...] = ()) -> Calendar:
    assert set(given) <= KEYS
    stay = Stay(
        start=given["start"],
        abroad=tuple(Trip(*span) for span in spans(given, "abroad")),
        prior_l1=tuple(Period(*span) for span in spans(given, "prior_l1")),
        prior_h1b=tuple(Period(*span) for span in spans(given, "prior_h1b")),
        validity_end=given.get("validity_end"),
        i94_end=given.get("i94_end"),
    )
    card = GreenCard(**{CARD[name]: value for name, value in given.items() if name in CARD})
    student = Student(given["opt_end"], given.get("stem", False)) if "opt_end" in given else None
    return calendar_of(stay, card, student=student, on=given.get("asked_on", TODAY), cutoffs=cutoffs)


def faults(given: dict) -> str:
    with pytest.raises(InputError) as error:
        asked({"start": date(2024, 10, 1), **given})
    return str(error.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_sentence_holds(case: dict):
    found = asked(case["given"])
    assert {key: found[key].day for key in case["expect"]} == case["expect"]


def test_the_cases_are_many_and_each_has_its_source():
    assert len(CASES) >= 30
    assert all(case["source"].strip() for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_line_but_a_window_rests_on_cited_law(case: dict):
    for line in asked(case["given"]).lines:
        assert line.dated or line.key.startswith("registration_")
        assert all(one.citations for one in line.dated)


def test_whole_days_abroad_are_told_and_what_was_read_is_stated():
    found = asked({"start": date(2024, 10, 1), "abroad": ["2025-05-01:2025-05-10", "2025-05-05:2025-05-20"]})
    assert found["recaptured"].text == "18 whole days abroad in 1 absence"
    assert "overlap: read as one, 2025-05-01:2025-05-20" in found.notes[0]


def test_an_absence_outside_the_stay_is_named():
    found = asked({"start": date(2024, 10, 1), "abroad": ["2024-05-01:2024-06-01", "2024-09-20:2024-10-04"]})
    assert "2024-05-01:2024-06-01 lies outside the stay" in found.notes[0]
    assert "3 of 13 whole days abroad lie in the stay" in found.notes[1]


def test_the_proposal_to_delete_the_grace_period_is_told_with_its_status():
    dated = asked({"start": date(2024, 10, 1)})["grace_end"].dated[0]
    (proposal,) = proposals(load_law(), dated)
    assert (proposal.value, proposal.status, proposal.known) == (0, "proposed", date(2026, 9, 11))
    assert dated.checked is not None


DAYS = st.integers(0, 3400).map(lambda step: date(2016, 1, 1) + timedelta(days=step))
TRIPS = st.lists(
    st.tuples(DAYS, st.integers(0, 300)).map(lambda t: Trip(t[0], t[0] + timedelta(days=t[1]))), max_size=6
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(trips=TRIPS, prior=st.lists(st.tuples(DAYS, st.integers(0, 500)), max_size=2), gap=st.integers(1, 900))
def test_the_six_year_date_is_that_of_counting_every_day(trips: list[Trip], prior: list, gap: int):
    spans = [Period(first, first + timedelta(days=length)) for first, length in prior]
    start = max([date(2016, 1, 1), *(span.last for span in spans)]) + timedelta(days=gap)
    found = six_years(Stay(start, tuple(trips), prior_l1=tuple(spans)), 6, 1)
    whole, _ = joined(trips)
    away = {trip.left + timedelta(days=k) for trip in whole for k in range(1, (trip.back - trip.left).days)}
    first = min([start, *(span.first for span in spans)])
    left, day = (last_day(first, 6) - first).days + 1, first - timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= day not in away and (day >= start or any(span.first <= day <= span.last for span in spans))
    assert found.used_up or found.last == day


def test_the_order_of_absences_does_not_matter():
    texts = ["2025-05-01:2025-05-10", "2025-05-05:2025-05-20", "2026-01-01:2026-02-01"]
    days = {asked({"start": date(2024, 10, 1), "abroad": order})["six_year_date"].day for order in permutations(texts)}
    assert len(days) == 1


def test_after_a_year_abroad_both_ways_are_told():
    line = asked({"start": date(2018, 10, 1), "abroad": ["2022-12-31:2024-01-01"]})["year_abroad"]
    assert "subject to the cap again" in line.text
    assert not line.event


def test_h4_and_l2_time_is_said_not_to_count():
    found = asked({"start": date(2024, 10, 1), "prior_l1": ["2019-01-01:2019-12-31"]})
    assert "H-4 or L-2 status does not count" in found["prior_time"].text
    assert found["prior_time"].text.startswith("365 days")


def test_all_faults_are_told_at_once():
    text = faults(
        {
            "abroad": ["2025-05-01:2025-04-01"],
            "prior_l1": ["2023-10-01:2024-10-01"],
            "validity_end": date(2024, 9, 30),
            "i140": date(2025, 1, 1),
            "category": "EB9",
            "country": "India",
        }
    )
    for part in (
        "6 problems",
        "--abroad",
        "--prior-l1",
        "--validity-end",
        "--category",
        "--country",
        "--priority-date",
    ):
        assert part in text


def test_the_day_before_the_start_may_end_an_earlier_stay():
    assert asked({"start": date(2024, 10, 1), "prior_l1": ["2023-10-01:2024-09-30"]})["prior_time"]


def test_steps_of_the_green_card_in_the_wrong_order():
    text = faults({"labor_certification": date(2025, 2, 1), "i140_filed": date(2025, 1, 1)})
    assert "--i140-filed: 2025-01-01 is before --labor-certification 2025-02-01" in text


def test_six_years_used_up_before_the_start():
    text = faults({"prior_h1b": ["2015-10-01:2021-10-01"]})
    assert "use up the six years on 2021-09-30" in text
    assert "AC21" in text


def test_a_start_before_there_was_h1b_status():
    assert "expected a day from 1991-04-01" in faults({"start": date(1980, 1, 1)})


def test_stored_bulletins_come_before_those_of_the_law_files():
    rows = [
        {
            "bulletin": date(2026, 11, 1),
            "chart": chart,
            "category": "2nd",
            "area": "india",
            "status": "date",
            "cutoff": cut,
        }
        for chart, cut in (("final_action", date(2014, 1, 1)), ("dates_for_filing", date(2015, 1, 15)))
    ]
    given = {"start": date(2021, 10, 1), "i140": date(2026, 1, 15), "country": "IND", "category": "EB2"}
    given["priority_date"] = date(2013, 12, 1)
    assert asked(given)["ac21"].day == date(2030, 9, 30)
    found = asked(given, stored_cutoffs(rows))["ac21"]
    assert found.day == date(2028, 9, 30)
    assert "bulletin of November 2026, store" in found.text


def test_a_bulletin_older_than_the_filing_is_said_to_be():
    given = {"start": date(2021, 10, 1), "i140": date(2026, 1, 15), "country": "IND", "category": "EB2"}
    text = asked({**given, "priority_date": date(2020, 1, 1)})["ac21"].text
    assert "bulletin of October 2026, r-vb1, r-vb2), the last read before the month of the filing" in text


@pytest.mark.parametrize("first", [date(2023, 1, 1) + timedelta(days=step) for step in range(0, 800, 7)], ids=str)
def test_years_are_the_days_up_to_the_same_day_of_a_later_year(first: date):
    last = last_day(first, 3)
    following = last + timedelta(days=1)
    assert (following.year, following.month, following.day) == (first.year + 3, first.month, first.day)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 8, 31), -6, date(2027, 2, 28)),
        (date(2028, 8, 31), -6, date(2028, 2, 29)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
    ],
)
def test_months_end_with_the_month_where_it_is_shorter(day: date, months: int, expected: date):
    assert months_after(day, months) == expected


def test_periods_that_touch_or_overlap_become_one():
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(10)]
    assert merged([Period(days[3], days[5]), Period(days[0], days[2]), Period(days[7], days[8])]) == (
        Period(days[0], days[5]),
        Period(days[7], days[8]),
    )
