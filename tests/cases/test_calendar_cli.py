"""`openh1b calendar` as a user has it: table, JSON, calendar file, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner

from openh1b.cases import DISCLAIMER
from openh1b.cli.app import app
from openh1b.errors import InputError

STAY = ("--start", "2021-10-01", "--on", "2026-11-22")
CASE = ("--labor-certification", "2026-03-02", "--i140", "2026-09-01", "--country", "IND", "--category", "eb-2")


@pytest.fixture(autouse=True)
def _no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def run(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, ["calendar", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: str) -> str:
    with pytest.raises(InputError) as error:
        run(*arguments)
    return str(error.value)


def events(path: Path) -> dict[str, icalendar.Event]:
    whole = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["SUMMARY"]): event for event in whole.walk("VEVENT")}


def test_the_table_says_what_it_is_and_what_each_date_rests_on():
    text = run(*STAY, *CASE)
    flat = " ".join(text.split())
    assert DISCLAIMER in flat
    assert "│ 2027-09-30 │ Six-year date" in flat
    assert "AC21 section 104(c), 3 years from 2027-10-01" in flat
    assert "8 CFR 214.1(l)(2)" in flat
    assert "Proposed instead: 0 days. Proposed (2026-09-11 proposed), checked 2026-11-21; read second-hand." in flat
    assert "from memory, sure 90%" in flat
    assert "values of the law were not read in the source itself" in flat


def test_json_holds_every_line_with_the_law_behind_it():
    found = json.loads(run(*STAY, *CASE, "--format", "json"))
    lines = {line["key"]: line for line in found["lines"]}
    law = {one["path"]: one for one in found["law"]}
    assert found["disclaimer"] == DISCLAIMER
    assert found["provisional"] is True
    assert lines["six_year_date"]["day"] == "2027-09-30"
    assert lines["ac21"]["first"] == "2027-10-01"
    assert {path for line in found["lines"] for path in line["law"]} == set(law)
    assert [one["value"] for one in law["stay.grace_days"]["proposals"]] == [0]


def test_the_calendar_file_reads_back_as_all_day_events(tmp_path: Path):
    out = tmp_path / "stay.ics"
    run(*STAY, *CASE, "--out", str(out))
    found = events(out)
    six = found["Six-year date: last day of H-1B time"]
    assert (six["DTSTART"].dt, six["DTEND"].dt) == (date(2027, 9, 30), date(2027, 10, 1))
    assert DISCLAIMER in six["DESCRIPTION"]
    assert all(type(event["DTSTART"].dt) is date for event in found.values())
    assert len({str(event["UID"]) for event in found.values()}) == len(found)
    assert not [title for title in found if title.startswith("Grace period")]


def test_days_in_the_calendar_file_are_those_of_the_json(tmp_path: Path):
    out = tmp_path / "stay.ics"
    student = ("--opt-end", "2027-06-30", "--stem")
    run(*STAY, *CASE, *student, "--out", str(out))
    found = json.loads(run(*STAY, *CASE, *student, "--format", "json"))
    lines = {line["label"]: line for line in found["lines"]}
    assert {f"Registration for FY{season}" for season in (2028, 2029, 2030)} <= events(out).keys()
    for title, event in events(out).items():
        line = lines[title]
        whole = line["key"].startswith("registration_")
        assert str(event["DTSTART"].dt) == line["first" if whole else "day"]
        assert (event["DTEND"].dt - date.fromisoformat(line["day"])).days == 1


def test_an_event_keeps_its_uid_when_its_day_moves_and_two_people_differ(tmp_path: Path):
    ways = {"a": (), "b": ("--abroad", "2022-01-01:2022-02-01"), "c": ("--name", "Ms. A; B, C")}
    for name, more in ways.items():
        run(*STAY, *more, "--out", str(tmp_path / f"{name}.ics"))
    title = "Six-year date: last day of H-1B time"
    first, moved = (events(tmp_path / f"{name}.ics")[title] for name in "ab")
    assert first["UID"] == moved["UID"]
    assert first["DTSTART"].dt < moved["DTSTART"].dt
    other = events(tmp_path / "c.ics")[f"Ms. A; B, C: {title}"]
    assert other["UID"] != first["UID"]


def test_the_same_question_gives_the_same_file():
    assert run(*STAY, "--format", "ics") == run(*STAY, "--format", "ics")


def test_lines_of_the_calendar_file_are_folded_and_end_as_the_standard_says(tmp_path: Path):
    out = tmp_path / "stay.ics"
    run(*STAY, *CASE, "--name", "名前" * 20, "--out", str(out))
    lines = out.read_bytes().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in out.read_bytes().replace(b"\r\n", b"")


def test_days_that_do_not_exist_are_told_all_at_once():
    text = refused(
        "--start", "2023-02-29", "--abroad", "2024-04-31:2024-05-02", "--i94-end", "1.5.2026", "--prior-l1", "x"
    )
    assert "--start: 2023-02-29 is a day that does not exist" in text
    assert "--abroad: 2024-04-31 is a day that does not exist" in text
    assert "--i94-end: '1.5.2026' is not a date as YYYY-MM-DD" in text
    assert "--prior-l1: 'x'; expected two days as FROM:TO" in text


def test_a_day_that_does_not_exist_hides_no_other_fault():
    text = refused(
        *("--start", "2021-10-01", "--abroad", "2022-12-31:2023-02-30", "--prior-l1", "2020-01-01:2021-12-31"),
        *("--i140", "2026-01-10", "--labor-certification", "2025-02-29", "--country", "India", "--category", "EB4"),
    )
    assert text.startswith("5 problems")
    assert "--prior-l1: 2020-01-01:2021-12-31 ends on or after --start" in text
    assert "--country: 'INDIA'; expected the country of birth" in text
    assert "--category: 'EB4'; expected EB1, EB2, EB3" in text
    assert "--priority-date" not in text  # the labor certification was given, if wrongly
    unread = refused("--start", "2021-13-01", "--validity-end", "2020-01-01", "--category", "EB4")
    assert unread.startswith("2 problems")  # nothing can be laid beside a start that is no day


def test_from_after_to_names_the_other_order():
    text = refused(*STAY, "--abroad", "2024-05-01:2024-04-01")
    assert "2024-05-01:2024-04-01 ends before it begins; expected 2024-04-01:2024-05-01" in text


def test_stem_without_the_end_of_opt_is_refused():
    assert "--stem: without --opt-end" in refused(*STAY, "--stem")


def test_a_name_that_a_calendar_file_cannot_hold_is_refused():
    assert "--name" in refused(*STAY, "--name", "A\x01B")


def test_years_that_are_slips_of_the_pen_are_refused():
    text = refused("--start", "0202-10-01", "--abroad", "0025-01-01:2025-02-01", "--validity-end", "9999-12-31")
    assert text.startswith("3 problems")


def test_a_file_that_is_there_already_is_left_as_it_is(tmp_path: Path):
    out = tmp_path / "stay.ics"
    out.write_text("mine", encoding="utf-8")
    assert "already exists" in refused(*STAY, "--out", str(out))
    assert out.read_text(encoding="utf-8") == "mine"


def test_bulletins_of_a_store_are_used(tmp_path: Path):
    bulletin = tmp_path / "bulletins.csv"
    rows = ["bulletin,table_type,category,area,raw,status,cutoff", "2026-11,final_action,2nd,india,C,C,"]
    bulletin.write_text("\n".join(rows) + "\n", encoding="utf-8")
    store = tmp_path / "store"
    added = CliRunner().invoke(app, ["data", "add", str(bulletin), "--store", str(store)])
    assert added.exit_code == 0, added.output
    without = json.loads(run(*STAY, *CASE, "--format", "json"))
    with_store = json.loads(run(*STAY, *CASE, "--format", "json", "--store", str(store)))
    days = [{line["key"]: line["day"] for line in found["lines"]}["ac21"] for found in (without, with_store)]
    assert days == ["2030-09-30", "2028-09-30"]


def test_an_error_is_one_message_with_exit_code_2(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "openh1b", "calendar", "--start", "2021-10-01", "--on", "2026-02-30"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
    )
    assert done.returncode == 2
    assert done.stderr.startswith("openh1b: --on: 2026-02-30 is a day that does not exist")
    assert "Traceback" not in done.stderr


def test_a_table_needs_neither_the_store_nor_a_calendar_library():
    code = (
        "import sys, io, contextlib\nfrom openh1b.cli.app import app\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n"
        "    app(['calendar', '--start', '2021-10-01'], standalone_mode=False)\n"
        "print(sorted({'polars', 'icalendar', 'numpy.polynomial'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
