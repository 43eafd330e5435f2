import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import polars as pl
import pytest

from openh1b.data.importing import import_file
from openh1b.data.unpacking import unpack
from openh1b.selection.counts import counts

ROOT = Path(__file__).parent.parent
COMMITTED = ("benchmarks.md", "benchmarks-size.svg")


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: import_module(f"benchmarks.{name}")


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """The harness at tiny sizes, as a user starts it; its table and the folder it wrote."""
    folder = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-W", "error", "-m", "benchmarks", "--quick", "--out", str(folder)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout, folder


TARGETS = ("of at least 4,000", "of at least 500", "no slower", "at most 1.5 times", "under 1 GB", "under 3 s")
WAITS = ("under 3 s", "under 10 s", "under 1 ms", "under 1 s", "under 500 µs", "under 500 ms", "under 1.5 s")
SEASON = ("under 2 s", "under 15 s", "under 1.5 GB", "under 10 s")
FILES = ("of at least 12", "of at least 3 |", "under 2.5 GB", "under 6 s")
WEB = ("under 2 s", "under 300 ms", "under 400 ms")


def test_a_quick_run_prints_and_writes_a_line_for_every_target_and_judges_none(quick):
    table, folder = quick
    page = (folder / "benchmarks.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.endswith("| not judged |")]
    assert table.count("not judged") == len(lines) == 33
    for target in TARGETS + WAITS + SEASON + FILES + WEB:
        assert any(target in line for line in lines), target
        assert target.removesuffix(" |").split()[-1] in table


def test_a_quick_run_writes_a_page_whose_plot_and_sizes_are_there(quick):
    _, folder = quick
    page = (folder / "benchmarks.md").read_text(encoding="utf-8")
    assert "(benchmarks-size.svg)" in page
    assert "python -m benchmarks --quick" in page
    drawn = "".join(ET.parse(folder / "benchmarks-size.svg").getroot().itertext())  # noqa: S314 - our own file
    for method in ("counts: a draw of how many", "numpy choice: a draw of who", "odds by the integral, one stage"):
        assert method in drawn
        assert f"| {method} |" in page


def test_the_page_tells_neither_a_path_nor_a_name_of_the_machine(quick):
    _, folder = quick
    page = (folder / "benchmarks.md").read_text(encoding="utf-8")
    assert str(ROOT) not in page
    assert str(Path.home()) not in page
    assert import_module("platform").node() not in page


def test_a_quick_run_without_a_folder_leaves_the_committed_page_alone(bench, monkeypatch, capsys):
    before = {name: (ROOT / "docs" / name).read_bytes() for name in COMMITTED}
    main = bench("__main__")
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick"])
    monkeypatch.setattr(main, "_findings", lambda _: [])
    main.main()
    assert "Ratio" in capsys.readouterr().out
    assert {name: (ROOT / "docs" / name).read_bytes() for name in COMMITTED} == before


@pytest.mark.parametrize("rival", ["key_and_partition", "choice"])
def test_the_rival_selects_the_same_numbers_of_each_class_as_ours(bench, rival):
    field, draws = bench("field").Field(2_000), 400
    generator = np.random.default_rng(11)
    select = getattr(bench("rivals"), rival)
    theirs = np.array([np.bincount(field.of_person[select(field, generator)], minlength=8) for _ in range(draws)])
    made = counts(field.by_class(), draws, seed="rivals", season=2026)
    ours = made.selected[:, made.of_row]
    assert (theirs.sum(axis=1) == field.regular + field.advanced_seats).all()
    assert (ours.sum(axis=1) == field.regular + field.advanced_seats).all()
    error = np.sqrt((ours.var(axis=0) + theirs.var(axis=0)) / draws)
    assert (np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) < 4 * error).all()


def test_measures_of_the_selected_are_those_of_the_rows_selected(bench):
    field, many = bench("field").Field(1_000), bench("many_draws")
    found = many.measured(field, 50, 3)
    assert found.level_shares.sum(axis=1) == pytest.approx(1)
    assert (np.diff(found.quantiles, axis=1) > 0).all()
    assert (found.quantiles[:, 0] < found.mean_pay).all()
    assert (found.mean_pay < found.quantiles[:, 2]).all()
    assert found.mean_pay.mean() > field.pay.mean()  # higher levels are paid more and weigh more


def test_two_races_of_one_field_put_everyone_in_the_same_class(bench):
    field = bench("field").Field(777)
    by_class, by_person = field.by_class().classes, field.by_person().classes
    assert np.array_equal(by_class.race.n, by_person.race.n)
    assert np.array_equal(by_class.of_row[field.of_person], by_person.of_row)
    assert field.members.sum() == 777


def test_both_are_timed_in_every_round_and_take_turns_to_go_first(bench):
    calls = []
    pair = bench("timing").alternate(lambda k: calls.append(("ours", k)), lambda k: calls.append(("other", k)), 3)
    assert calls == [("ours", 0), ("other", 0), ("other", 1), ("ours", 1), ("ours", 2), ("other", 2)]
    assert len(pair.ours) == len(pair.other) == 3


def test_a_missed_target_reads_no_and_a_reached_one_yes(bench):
    finding, pair = bench("finding"), bench("timing").Pair
    cost = pair((2.0, 2.0, 2.0), (6.0, 8.0, 100.0))

    def verdict(target):
        return finding.Finding("ours", "other", cost, target).cells(judged=True)[-1]

    assert verdict(finding.AtLeast(4)) == "yes"
    assert verdict(finding.AtLeast(4.1)) == "no"
    assert verdict(finding.Under(2.1)) == "yes"
    assert verdict(finding.Under(2.0)) == "no"
    assert verdict(None) == "no target"


def test_what_lacks_its_files_is_named_and_never_met(bench):
    skipped = bench("finding").Skipped("hub files", bench("finding").Under(6.0), "no folder")
    assert skipped.cells(judged=True) == ("hub files", "not run", "no folder", "none", "under 6 s", "skipped")


def test_the_made_lca_file_is_one_table_as_csv_and_as_xlsx(bench, tmp_path):
    made = bench("made_lca")
    made.write_csv(tmp_path / "made.csv", 30)
    made.write_xlsx(tmp_path / "made.xlsx", 30)
    found = [import_file(unpack(tmp_path / name)) for name in ("made.csv", "made.xlsx")]
    csv, book = (one.frame.drop("vintage") for one in found)
    assert len(made.header()) == 96
    assert [one.layout for one in found] == ["fy2020-on", "fy2020-on"]
    assert csv.equals(book)
    assert csv["case_number"].n_unique() == csv.height == 30
    assert csv["wage_usd"].null_count() == 0


def test_what_pandas_makes_of_the_made_lca_file_is_what_ours_makes(bench, tmp_path):
    bench("made_lca").write_csv(tmp_path / "made.csv", 60)
    ours = import_file(unpack(tmp_path / "made.csv"))
    theirs, raw, digest = bench("pandas_lca").table(tmp_path / "made.csv")
    assert digest == ours.source.sha256
    assert list(raw.columns) == ours.raw.columns
    added = {"vintage", "soc_vintage", "wage_flag"}
    assert set(ours.frame.columns) - set(theirs.columns) <= added
    for name in theirs.columns:
        values = ours.frame[name].to_list()
        found = [None if pd.isna(value) else value for value in theirs[name]]
        if ours.frame.schema[name] == pl.Date:
            found = [value.date() for value in found]
        assert found == values, name


def test_the_ratio_is_the_median_with_its_ends(bench):
    finding, pair = bench("finding"), bench("timing").Pair
    cells = finding.Finding("x", "y", pair((2.0, 2.0, 2.0), (6.0, 8.0, 100.0)), None).cells(judged=True)
    assert cells[1:4] == ("2 s", "8 s: y", "4 (3 to 50)")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (9.824e-6, "s", "9.82 µs"),
        (0.5e-3, "s", "500 µs"),
        (1.5, "s", "1.5 s"),
        (1e9, "B", "1 GB"),
        (3e-8, "s", "0.03 µs"),
    ],
)
def test_an_amount_has_three_digits_and_a_unit_of_its_size(bench, value, unit, text):
    assert bench("finding").amount(value, unit) == text


def test_the_memory_told_is_that_of_the_process_itself(bench):
    parent = np.ones(40_000_000)  # 320 MB, which a child must not count as its own
    code = "from benchmarks.many_draws import peak_bytes; print(peak_bytes())"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 1e6 < json.loads(told) < parent.nbytes / 2


def test_an_answer_that_is_an_error_ends_the_measurement_of_the_pages(bench):
    with bench("web").served(0.0) as server, pytest.raises(RuntimeError, match="422"):
        server.together([server.new("/compare"), "/compare?season=1492"])
