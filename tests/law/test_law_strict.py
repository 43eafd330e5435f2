"""A law file with anything wrong in it is refused: each fault with its file, line and path, all of them at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from law_folder import CAP, OVERLAY, SOURCES, Folder

from openh1b.errors import LawError

FIRST = "{from: 1992, value: 65000, known: 1990-11-29, read: source, cite: {source: act}}"


def cap(first: str) -> str:
    assert FIRST in CAP
    return CAP.replace(FIRST, first)


def faults_of(folder: Folder) -> list[str]:
    with pytest.raises(LawError) as caught:
        folder.load()
    return [str(fault) for fault in caught.value.faults]


def test_a_sound_folder_loads(folder: Folder):
    folder.write("policies/more.yaml", OVERLAY)
    assert folder.load().at("caps.regular", season=1999).value == 115000


AT = "parameters/caps.yaml, line 8: caps.regular"
BAD_VALUES = {
    "unknown_key": (FIRST.replace("known:", "knwon:"), "values[1].knwon: unknown key. Did you mean known?"),
    "duplicate_key": (FIRST.replace("{from", "{value: 1, from"), "values[1].value: key given twice, first on line 8"),
    "missing_citation": (FIRST.replace(", cite: {source: act}", ""), "values[1]: key cite is missing"),
    "empty_citation": (FIRST.replace("{source: act}", "[]"), "values[1].cite: no citation"),
    "unknown_source": (FIRST.replace("act", "atc"), "no source atc in sources.yaml. Did you mean act?"),
    "above_range": (FIRST.replace("65000", "2000000"), "values[1].value: 2,000,000 is above 1,000,000"),
    "below_range": (FIRST.replace("65000", "-1"), "values[1].value: -1 is below 0"),
    "wrong_type": (FIRST.replace("65000", "65000.5"), "values[1].value: 65000.5 is not a whole number"),
    "flag_for_number": (FIRST.replace("65000", "true"), "values[1].value: True is not a whole number"),
    "yaml_no": (FIRST.replace("65000", "NO"), "NO would be read as true or false"),
    "octal": (FIRST.replace("65000", "0777"), "0777 is no decimal whole number"),
    "sexagesimal": (FIRST.replace("65000", "1:30"), "1:30 is no decimal whole number"),
    "nan": (FIRST.replace("65000", ".nan"), ".nan is no plain decimal number"),
    "nothing": (FIRST.replace("65000", ""), "nothing would be read as null"),
    "null_without_note": (FIRST.replace("65000", "null"), "values[1]: null without a note"),
    "assumption_without_note": (FIRST.replace("read: source", "read: assumption"), "an assumption without a note"),
    "thirtieth_of_february": (FIRST.replace("1990-11-29", "1990-02-30"), "1990-02-30 is a day that does not exist"),
    "short_date": (FIRST.replace("1990-11-29", "1990-2-3"), "'1990-2-3' is not a date as YYYY-MM-DD"),
    "text_for_date": (FIRST.replace("1990-11-29", "soon"), "values[1].known: 'soon' is not a date"),
    "year_for_clock": (FIRST.replace("1992", "1992-01-01"), "values[1].from: datetime.date(1992, 1, 1) is not a whole"),
    "unknown_read": (FIRST.replace("read: source", "read: seen"), "values[1].read: 'seen' is not one of source"),
    "unknown_status": (FIRST.replace("{from", "{status: vacatd, from"), "Did you mean vacated?"),
    "sure_over_hundred": (FIRST.replace("{from", "{sure: 101, from"), "values[1].sure: 101 is above 100"),
    "not_known": (FIRST.replace("known: 1990-11-29, ", ""), "values[1]: key known is missing"),
    "no_start": (FIRST.replace("from: 1992, ", ""), "values[1]: key from is missing"),
    "ends_before_it_starts": (FIRST.replace("{from", "{to: 1991, from"), "values[1].to: 1991 is before from, 1992"),
    "overlap_by_end": (FIRST.replace("{from", "{to: 1999, from"), "to 1999 reaches past the next value, from 1999"),
    "doubt_without_value": (FIRST.replace("{from", "{range: [1, 2], from"), "does not hold the value 65,000"),
    "doubt_reversed": (FIRST.replace("{from", "{range: [9, 2], from"), "9 is above 2; expected low, then high"),
    "alias": (FIRST.replace("{source: act}", "[&x {source: act}, *x]"), "values[1].cite[2]: an alias (*name)"),
    "number_as_key": (FIRST.replace("{from", "{1: 2, from"), 'key 1 is not text. Quote it: "1"'),
    "tag": (FIRST.replace("65000", "!!python/name:os.system 1"), "a plain value"),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_bad_value_is_refused_with_line_and_path(folder: Folder, name: str):
    text, told = BAD_VALUES[name]
    folder.write("parameters/caps.yaml", cap(text))
    faults = [fault for fault in faults_of(folder) if told in fault]
    assert len(faults) == 1, faults_of(folder)
    assert faults[0].startswith(AT)


def test_values_out_of_order_are_refused(folder: Folder):
    folder.write("parameters/caps.yaml", cap(FIRST.replace("1992", "2005")))
    assert faults_of(folder) == ["parameters/caps.yaml, line 9: caps.regular: values out of order: 1999 after 2005."]


def test_two_live_values_from_one_year_are_refused(folder: Folder):
    folder.write("parameters/caps.yaml", cap(FIRST.replace("1992", "1999")))
    assert "line 9: caps.regular: overlap: two live values from 1999, the other on line 8" in faults_of(folder)[0]


def test_a_gap_after_the_last_value_is_refused(folder: Folder):
    folder.write(
        "parameters/caps.yaml", CAP.replace("{from: 1999,", "{from: 1999, to: 2003,").replace(f"    - {FIRST}\n", "")
    )
    assert "gap: no value from 2004 on" in faults_of(folder)[0]


def test_a_gap_between_two_values_is_refused(folder: Folder):
    folder.write("parameters/caps.yaml", cap(FIRST.replace("{from", "{to: 1996, from")))
    assert "line 8: caps.regular: gap: no value from 1997 on" in faults_of(folder)[0]


def test_a_history_that_runs_backwards_is_refused(folder: Folder):
    event = "{history: [{known: 1980-01-01, status: final, cite: {source: act}}], from"
    folder.write("parameters/caps.yaml", cap(FIRST.replace("{from", event)))
    assert "history out of order" in faults_of(folder)[0]


def test_a_value_ended_in_effect_must_say_when(folder: Folder):
    dated = (
        CAP.replace("fiscal_year", "filing_date")
        .replace("from: 1992", "from: 1992-01-01")
        .replace("1999,", "1999-01-01,")
    )
    event = "{history: [{known: 2000-01-01, status: vacated, cite: {source: act}}], from: 1999-01-01"
    folder.write("parameters/caps.yaml", dated.replace("{from: 1999-01-01", event))
    assert "vacated on 2000-01-01, after it had taken effect on 1999-01-01, without to" in faults_of(folder)[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CAP.replace("    - {from: 1999", "\t- {from: 1999"), "line 9: a tab; expected spaces"),
        (CAP + "  - ]", "not YAML"),
        ("", "empty"),
        ("- a list", "is not a mapping"),
        (CAP.replace("unit:", "units:"), "line 3: caps.regular.units: unknown key. Did you mean unit?"),
        (CAP.replace("  type: integer\n", ""), "key type is missing"),
        (CAP.replace("type: integer", "type: int"), "'int' is not one of"),
        (CAP.replace("type: integer", "type: choice"), "key choices is missing for type choice"),
        (CAP + CAP, "caps.regular: key given twice, first on line 1"),
    ],
)
def test_a_bad_file_is_refused(folder: Folder, text: str, told: str):
    folder.write("parameters/caps.yaml", text)
    assert any(told in fault and fault.startswith("parameters/caps.yaml") for fault in faults_of(folder))


def test_one_path_in_two_files_is_refused(folder: Folder):
    folder.write("parameters/more.yaml", CAP)
    assert "parameters/more.yaml, line 1: caps.regular: already in parameters/caps.yaml." in faults_of(folder)


def test_a_file_in_utf16_is_refused(folder: Folder):
    (folder.root / "parameters/caps.yaml").write_bytes(CAP.encode("utf-16"))
    assert "cannot be read as UTF-8 text" in faults_of(folder)[0]


def test_a_missing_source_list_is_one_fault_and_not_one_a_citation(folder: Folder):
    (folder.root / "sources.yaml").unlink()
    assert len(faults_of(folder)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            OVERLAY.replace("caps.regular", "caps.regluar"),
            "line 9: sets.caps.regluar: no such parameter. Did you mean caps.regular?",
        ),
        (OVERLAY.replace("100000", "2000000"), "line 9: sets.caps.regular: 2,000,000 is above 1,000,000"),
        (OVERLAY.replace("100000", "many"), "'many' is not a whole number"),
        (OVERLAY.replace("document: rule", "document: rul"), "no source rul in sources.yaml. Did you mean rule?"),
        (OVERLAY.replace("name: more", "name: current"), "'current' cannot be the name of an overlay"),
        (OVERLAY.replace("name: more", "name: less"), "less is not the name of the file"),
        (OVERLAY.replace("summary: A higher cap.\n", ""), "key summary is missing"),
        (OVERLAY.replace("2020-01-01", "2020-02-30"), "2020-02-30 is a day that does not exist"),
    ],
)
def test_a_bad_policy_file_is_refused(folder: Folder, text: str, told: str):
    folder.write("policies/more.yaml", text)
    faults = faults_of(folder)
    assert len(faults) == 1
    assert told in faults[0]
    assert faults[0].startswith("policies/more.yaml")


def test_every_fault_of_every_file_is_listed_at_once(folder: Folder):
    folder.write("sources.yaml", SOURCES.replace("kind: statute", "kind: statue"))
    folder.write(
        "parameters/caps.yaml", cap(FIRST.replace("65000", "-1").replace("known: 1990-11-29", "known: 1990-02-30"))
    )
    folder.write("policies/more.yaml", OVERLAY.replace("caps.regular", "caps.regluar"))
    places = [re.split(r", line \d+", fault)[0] for fault in faults_of(folder)]
    assert places == ["sources.yaml", "parameters/caps.yaml", "parameters/caps.yaml", "policies/more.yaml"]


@pytest.mark.parametrize("name", ["sources.yaml", "parameters/caps.yaml", "policies/more.yaml"])
def test_a_file_with_a_character_missing_is_sound_or_refused_and_never_a_crash(tmp_path: Path, name: str):
    whole = {"sources.yaml": SOURCES, "parameters/caps.yaml": CAP, "policies/more.yaml": OVERLAY}[name]
    refused = 0
    for index in range(len(whole)):
        folder = Folder(tmp_path / str(index))
        folder.write("policies/more.yaml", OVERLAY)
        folder.write(name, whole[:index] + whole[index + 1 :])
        try:
            folder.load()
        except LawError:
            refused += 1
    assert refused > len(whole) / 3
