import ast
import csv
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from openh1b.errors import DrawError
from openh1b.selection.draw import draw
from openh1b.selection.keys import message_prefix, minus_log, numerators
from openh1b.selection.race import GroupLimit, Race, make_stage, take
from openh1b.selection.receipt import Facts, verify_draw, write_draw
from openh1b.selection.rule import Expression, Lookup, Quota, Rule, Stage

TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"
NAMES = {"seed": "county fair 2026 ¶", "season": 2026}
UNITS = 300
AWKWARD = ['comma, "quoted"', " spaces ", "0042", "Ωmega", "null", "=1+1", "1e5", "\U00010000", "NaN", "'"]


def people():
    generator = np.random.default_rng(11)
    ids = AWKWARD + [f"p{i:04d}" for i in range(UNITS - len(AWKWARD))]
    return {
        "ids": [ids[i] for i in generator.permutation(UNITS)],
        "level": generator.integers(1, 5, UNITS).astype(float),
        "advanced": generator.random(UNITS) < 0.4,
        "employer": generator.integers(0, 4, UNITS),
        "pay": generator.integers(50_000, 50_040, UNITS) + 0.1,
    }


P = people()
EMPLOYERS = ("Acme, Inc.", "", 'the "B" Co.', "line\nfeed")


def quota(*seats):
    return (GroupLimit("employer", EMPLOYERS, P["employer"], np.array(seats)),)


def stage(name, seats, *, who=None, tier=None, weight=None, limits=()):
    ones = np.ones(UNITS)
    who = ones.astype(bool) if who is None else who
    return make_stage(
        name,
        seats,
        who=who,
        tier=ones if tier is None else tier,
        weight=ones if weight is None else weight,
        limits=limits,
    )


RACES = {
    "lottery": (stage("regular", 60), stage("advanced_degree", 20, who=P["advanced"])),
    "advanced first": (stage("advanced_degree", 20, who=P["advanced"]), stage("regular", 60)),
    "weighted": (
        stage("regular", 60, weight=P["level"]),
        stage("advanced_degree", 20, who=P["advanced"], weight=P["level"] / 3),
    ),
    "tiers": (stage("regular", 70, tier=-P["level"]), stage("advanced_degree", 20, who=P["advanced"], tier=-P["pay"])),
    "rounds and quotas": (
        stage("regular", 60, tier=P["level"] < 2, weight=P["pay"], limits=quota(5, 40, 0, 9)),
        stage("advanced_degree", 20, who=P["advanced"], weight=P["level"], limits=quota(3, 3, 3, 3)),
        stage("regular", 40, who=P["level"] > 1, tier=P["level"] < 2, weight=P["pay"], limits=quota(2, 50, 1, 50)),
    ),
    "no seats": (stage("regular", 0),),
    "all": (stage("regular", 10_000),),
    "nobody": (stage("regular", 10, who=np.zeros(UNITS, bool)),),
}


def rule_of(race):
    weight = Lookup("level", {"1": 1, "2": 2.5})
    return Rule(tuple(Stage(s.name, s.seats, Expression("level > 0"), weight=weight) for s in race.stages))


def write(folder, name="rounds and quotas"):
    race = Race(np.ones(UNITS), RACES[name])
    selection = draw(race, P["ids"], **NAMES)
    facts = Facts("made-up", rule_of(race), "pool.csv", "0" * 64, {"on": "2026-03-10"}, ("ids are random",))
    return write_draw(folder, race, P["ids"], selection, facts), selection


def standalone(folder):
    return subprocess.run([sys.executable, "-I", TOOL, folder], capture_output=True, text=True, check=False)


def rehash(folder):
    """What someone who changes a file would do next: put its new hash into the manifest."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in manifest["files"]}
    path.write_text(json.dumps(manifest), encoding="utf-8")


def change_cell(path, unit, column, value):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = value if row["unit_id"] == unit else row[column]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def a_unit(folder, *, selected):
    frame = pl.read_csv(folder / "selection.csv", infer_schema=False)
    return frame.filter(pl.col("selected") == selected, pl.col("stage") == "regular")["unit_id"][3]


@pytest.mark.parametrize("name", list(RACES))
def test_both_verifiers_confirm_what_was_written(tmp_path, name):
    folder, selection = write(tmp_path / "draw", name)
    assert verify_draw(folder) == []
    told = standalone(folder)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("verified: 300 units")
    assert sum(json.loads((folder / "manifest.json").read_bytes())["selected"].values()) == selection.selected.sum()


def test_both_verifiers_decide_near_ties_by_decimals(tmp_path):
    prefix = message_prefix(**NAMES, purpose="select/regular")
    logs = minus_log(numerators(prefix, [unit.encode() for unit in P["ids"]]))
    noise = np.random.default_rng(2).uniform(-2e-15, 2e-15, UNITS)
    race = Race(np.ones(UNITS), (stage("regular", 60, weight=logs * (1 + noise)),))  # every key is 1, nearly
    selection = draw(race, P["ids"], **NAMES)
    assert np.ptp(selection.key) < 1e-14
    write_draw(tmp_path / "draw", race, P["ids"], selection, Facts("p", rule_of(race), "pool.csv", "0" * 64))
    assert verify_draw(tmp_path / "draw") == []
    assert standalone(tmp_path / "draw").returncode == 0


def test_the_tables_say_what_the_draw_said(tmp_path):
    folder, selection = write(tmp_path / "draw")
    table = pl.read_parquet(folder / "selection.parquet")
    assert table["unit_id"].to_list() == sorted(P["ids"], key=str.encode)
    index = {unit: i for i, unit in enumerate(P["ids"])}
    order = [index[unit] for unit in table["unit_id"]]
    assert table["selected"].to_list() == selection.selected[order].tolist()
    assert table["key"].to_list() == selection.key[order].tolist()
    assert table["rank"].to_list() == selection.rank[order].tolist()
    with (folder / "selection.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["unit_id"] for row in rows] == table["unit_id"].to_list()
    assert [float(row["key"]) for row in rows] == table["key"].to_list()


def test_who_raced_in_nothing_has_empty_cells(tmp_path):
    folder, _ = write(tmp_path / "draw", "nobody")
    table = pl.read_parquet(folder / "selection.parquet")
    assert table.select("stage", "rank", "key").null_count().row(0) == (UNITS,) * 3
    assert (folder / "selection.csv").read_text(encoding="utf-8").splitlines()[-1].endswith(",false,,,")


def test_the_same_draw_from_other_rows_writes_the_same_bytes(tmp_path):
    folder, _ = write(tmp_path / "one")
    index = np.random.default_rng(5).permutation(UNITS)
    race = Race(np.ones(UNITS), tuple(take(one, index) for one in RACES["rounds and quotas"]))
    ids = pl.Series([P["ids"][i] for i in index])
    facts = Facts("made-up", rule_of(race), "pool.csv", "0" * 64, {"on": "2026-03-10"}, ("ids are random",))
    write_draw(tmp_path / "other", race, ids, draw(race, ids, **NAMES), facts)
    for name in ("manifest.json", "entries.csv", "selection.csv", "selection.parquet"):
        assert (folder / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_the_manifest_says_what_was_drawn_and_what_it_does_not_establish(tmp_path):
    folder, _ = write(tmp_path / "draw")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "simulation, not an official selection" in manifest["what"]
    assert "never passport numbers" in manifest["ids"]
    assert manifest["seed"] == NAMES["seed"]
    assert manifest["pool"] == {"file": "pool.csv", "sha256": "0" * 64}
    assert manifest["rule"]["stages"][0]["weight"] == {"column": "level", "values": {"1": 1, "2": 2.5}}
    assert manifest["rule"]["stages"][0]["who"] == {"sql": "level > 0"}
    assert [(one["name"], one["seats"]) for one in manifest["stages"]] == [
        ("regular", 60),
        ("advanced_degree", 20),
        ("regular", 40),
    ]
    assert manifest["stages"][0]["quotas"][0]["seats"] == dict(zip(EMPLOYERS, (5, 40, 0, 9), strict=True))
    assert any("seed was fixed" in line for line in manifest["does_not_establish"])
    assert sorted(path.name for path in folder.iterdir()) == sorted(["manifest.json", *manifest["files"]])


@pytest.mark.parametrize(
    ("column", "value"),
    [("selected", "true"), ("stage", "advanced_degree"), ("rank", "1"), ("rank", ""), ("key", "0.5"), ("key", "soon")],
)
def test_a_changed_outcome_is_named_even_with_a_new_hash(tmp_path, column, value):
    folder, _ = write(tmp_path / "draw", "lottery")
    frame = pl.read_csv(folder / "selection.csv", infer_schema=False)
    unit = frame.filter(pl.col("selected") == "false", pl.col("stage") == "regular")["unit_id"][5]
    change_cell(folder / "selection.csv", unit, column, value)
    assert [(d.file, d.column) for d in verify_draw(folder)] == [("selection.csv", "sha256"), ("selection.csv", column)]
    rehash(folder)
    (difference,) = verify_draw(folder)
    assert (difference.file, difference.unit, difference.column) == ("selection.csv", unit, column)
    told = standalone(folder)
    assert told.returncode != 0
    assert value == "soon" or f"unit {unit}: {column}" in told.stdout


def test_the_last_bit_of_a_key_is_noticed(tmp_path):
    folder, _ = write(tmp_path / "draw", "lottery")
    table = pl.read_parquet(folder / "selection.parquet")
    key = table["key"].to_numpy().copy()
    key[7] = np.nextafter(key[7], 1)
    table.with_columns(key=key).write_parquet(folder / "selection.parquet")
    rehash(folder)
    assert [(d.file, d.unit, d.column) for d in verify_draw(folder)] == [
        ("selection.parquet", table["unit_id"][7], "key")
    ]


@pytest.mark.parametrize(("column", "value"), [("1.weight", "9999999"), ("1.eligible", "false"), ("1.tier", "-5")])
def test_changed_entries_are_named_even_with_a_new_hash(tmp_path, column, value):
    folder, _ = write(tmp_path / "draw", "weighted")
    unit = a_unit(folder, selected="true")
    change_cell(folder / "entries.csv", unit, column, value)
    rehash(folder)
    assert any(d.unit == unit and d.file == "selection.csv" for d in verify_draw(folder))
    told = standalone(folder)
    assert told.returncode == 1
    assert f"unit {unit}: " in told.stdout


@pytest.mark.parametrize(
    ("column", "value"), [("1.weight", "heavy"), ("1.weight", "0"), ("1.eligible", "yes"), ("1.tier", "")]
)
def test_entries_no_draw_can_be_made_of_are_a_difference(tmp_path, column, value):
    folder, _ = write(tmp_path / "draw", "weighted")
    change_cell(folder / "entries.csv", a_unit(folder, selected="true"), column, value)
    assert [d.column for d in verify_draw(folder)] == ["sha256", "entries"]
    assert standalone(folder).returncode != 0


def change(manifest, path, value):
    *steps, last = path
    for step in steps:
        manifest = manifest[step]
    manifest[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("seed",), "county fair 2027"),
        (("season",), 2027),
        (("stages", 0, "seats"), 30),
        (("stages", 0, "name"), "Regular"),
        (("stages", 0, "first"), "highest"),
        (("stages", 0, "quotas", 0, "seats", "Acme, Inc."), 50),
        (("units",), 299),
        (("selected", "regular"), 7),
        (("files", "selection.parquet"), "0" * 64),
    ],
)
def test_a_changed_manifest_is_noticed(tmp_path, path, value):
    folder, _ = write(tmp_path / "draw")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    change(manifest, path, value)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert verify_draw(folder)
    assert standalone(folder).returncode == 1


@pytest.mark.parametrize("name", ["entries.csv", "selection.csv", "selection.parquet"])
def test_a_lost_file_is_named(tmp_path, name):
    folder, _ = write(tmp_path / "draw", "lottery")
    (folder / name).unlink()
    assert (name, "no such file") in {(d.file, d.recomputed) for d in verify_draw(folder)}
    assert standalone(folder).returncode != 0


@pytest.mark.parametrize("edit", ["left out", "twice", "made up"])
def test_rows_that_are_missing_or_too_many_are_named(tmp_path, edit):
    folder, _ = write(tmp_path / "draw", "lottery")
    path = folder / "selection.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    last = {"left out": [], "twice": [lines[-1]] * 2, "made up": [lines[-1], "zz,false,,,\n"]}[edit]
    path.write_text("".join(lines[:-1] + last), encoding="utf-8")
    rehash(folder)
    assert "rows" in {d.column for d in verify_draw(folder)}
    assert standalone(folder).returncode != 0


@pytest.mark.parametrize("text", ["", "<html>", '{"seed": 1}', "[]"])
def test_a_manifest_that_is_none_is_refused(tmp_path, text):
    folder, _ = write(tmp_path / "draw", "lottery")
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(DrawError, match=r"manifest\.json"):
        verify_draw(folder)
    assert standalone(folder).returncode == 2


def test_a_folder_without_a_draw_is_refused(tmp_path):
    with pytest.raises(DrawError, match=r"manifest\.json"):
        verify_draw(tmp_path / "nothing")
    assert standalone(tmp_path / "nothing").returncode == 2


def test_a_draw_of_another_format_is_refused(tmp_path):
    folder, _ = write(tmp_path / "draw", "lottery")
    path = folder / "manifest.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"format": "openh1b-draw-1"', '"format": "x"'), encoding="utf-8"
    )
    with pytest.raises(DrawError, match="openh1b-draw-1"):
        verify_draw(folder)


def test_a_draw_never_overwrites(tmp_path):
    folder, _ = write(tmp_path / "draw")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DrawError, match="holds files already"):
        write(folder, "lottery")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(DrawError, match="is a file"):
        write(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_and_missing_parents_are_used(tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "a/b/c"):
        assert verify_draw(write(tmp_path / name)[0]) == []


def test_nothing_is_left_when_writing_fails(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(DrawError, match="No space left"):
        write(tmp_path / "draw")
    assert list(tmp_path.iterdir()) == []


def test_a_rule_that_is_not_the_draws_is_refused(tmp_path):
    race = Race(np.ones(UNITS), RACES["lottery"])
    facts = Facts("p", Rule((Stage("regular", 61),)), "pool.csv", "0" * 64)
    with pytest.raises(DrawError, match="rule"):
        write_draw(tmp_path / "draw", race, P["ids"], draw(race, P["ids"], **NAMES), facts)
    assert not (tmp_path / "draw").exists()


def test_a_rule_with_quotas_becomes_data(tmp_path):
    race = Race(np.ones(UNITS), RACES["no seats"])
    rule = Rule((Stage("regular", 0, quotas=(Quota("employer", 3, {"Acme": np.int64(2)}),)),))
    write_draw(tmp_path / "draw", race, P["ids"], draw(race, P["ids"], **NAMES), Facts("p", rule, "pool.csv", "0" * 64))
    manifest = json.loads((tmp_path / "draw" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rule"]["stages"][0]["quotas"] == [{"column": "employer", "seats": 3, "by_group": {"Acme": 2}}]


def test_the_standalone_verifier_is_short_and_needs_only_the_standard_library(tmp_path):
    text = TOOL.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert imported <= sys.stdlib_module_names
    shutil.copy(TOOL, tmp_path / "alone.py")
    folder, _ = write(tmp_path / "draw")
    command = [sys.executable, "-I", "-S", tmp_path / "alone.py", folder]  # -S: no installed package can be found
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
