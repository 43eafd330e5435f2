"""A draw's folder: what is written, and how it is checked without asking whoever wrote it.

selection.csv and selection.parquet are the outcome, entries.csv is what went into the draw, manifest.json says how the
one follows from the other. `verify_draw` recomputes it with this package; tools/verify_draw.py does without it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import DrawError, Fault, InputError
from openh1b.selection.draw import Selection, draw
from openh1b.selection.entrants import response_differences
from openh1b.selection.entries import ENTRIES, entries_frame, read_csv, read_entries
from openh1b.selection.manifest import Facts, Manifest, counts_by_list, make_manifest, read_manifest
from openh1b.whole import whole_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from openh1b.selection.race import Race
    from openh1b.selection.rule import Rule

__all__ = ["Difference", "Facts", "refuse_used", "selection_frame", "verify_draw", "write_draw"]

MANIFEST = "manifest.json"
OUTCOMES = ("selection.csv", "selection.parquet")
COLUMNS = ("unit_id", "selected", "stage", "rank", "key")


@dataclass(frozen=True)
class Difference:
    """One thing that does not verify. `unit` is None where a whole file or a figure of the manifest differs."""

    file: str
    unit: str | None
    column: str
    written: object
    recomputed: object

    def __str__(self) -> str:
        unit = "" if self.unit is None else f"unit {self.unit}, "
        return f"{self.file}: {unit}{self.column}: written {self.written}, recomputed {self.recomputed}"


def write_draw(
    folder: Path | str, race: Race, ids: Sequence[str] | pl.Series, selection: Selection, facts: Facts
) -> Path:
    """Write `selection`, the draw of `race` whose rows are named by `ids`, into `folder`; all of it or nothing.

    Raises DrawError where the folder holds something already or cannot be written, and where the rule is not
    that of the race.
    """
    folder = Path(folder).resolve()
    refuse_used(folder)
    _check_rule(race, facts.rule)
    try:
        with whole_folder(folder) as partial:
            entries_frame(race, ids).write_csv(partial / ENTRIES)
            outcome = selection_frame(selection, ids)
            outcome.write_csv(partial / OUTCOMES[0])
            outcome.write_parquet(partial / OUTCOMES[1])
            for name, table in facts.tables.items():
                table.write_csv(partial / name)
            hashes = {name: _sha256(partial / name) for name in (ENTRIES, *OUTCOMES, *facts.tables)}
            (partial / MANIFEST).write_bytes(make_manifest(race, selection, facts, hashes).to_json())
    except OSError as error:
        raise DrawError(Fault(str(folder), f"cannot be written: {error.strerror}")) from error
    return folder


def refuse_used(folder: Path) -> None:
    """Raise DrawError if `folder` is a file or holds anything: a draw never overwrites another."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        problem = "holds files already" if folder.is_dir() else "is a file"
        raise DrawError(Fault(str(folder), problem, expected="a new or empty folder"))


def selection_frame(selection: Selection, ids: Sequence[str] | pl.Series) -> pl.DataFrame:
    """The outcome as table `selection`: one row a unit, in the order of its id."""
    import polars as pl

    raced = pl.Series(selection.stage >= 0)
    names = np.array([*selection.names, ""], dtype=object)
    frame = pl.DataFrame(
        {
            "unit_id": pl.Series("unit_id", ids, dtype=pl.String),
            "selected": selection.selected,
            "stage": pl.Series(names[selection.stage], dtype=pl.String),
            "rank": selection.rank,
            "key": selection.key,
        }
    )
    return frame.with_columns(pl.when(raced).then(pl.col("stage", "rank", "key"))).sort("unit_id")


def verify_draw(folder: Path | str) -> list[Difference]:
    """Everything in `folder` that does not follow from its entries.csv and manifest; empty if all of it does.

    Raises DrawError where there is no readable manifest.

        >>> import openh1b
        >>> openh1b.verify_draw("drawn")  # written by: openh1b draw --pool people.csv --out drawn
        []
    """
    folder = Path(folder)
    manifest = read_manifest(folder / MANIFEST)
    differences = _hash_differences(folder, manifest)
    try:
        race, ids = read_entries(folder / ENTRIES, manifest)
        selection = draw(race, ids, seed=manifest.seed, season=manifest.season)
    except InputError as error:
        return [*differences, Difference(ENTRIES, None, "entries", str(error), "none: no draw can be made of them")]
    differences += _manifest_differences(manifest, race, selection)
    differences += [Difference(*one) for one in response_differences(folder, manifest, ids)]
    expected = selection_frame(selection, ids)
    for name in OUTCOMES:
        differences += _outcome_differences(folder / name, expected)
    return differences


def _check_rule(race: Race, rule: Rule) -> None:
    drawn = [(stage.name, stage.seats) for stage in race.stages]
    told = [(stage.name, stage.seats) for stage in rule.stages]
    if drawn != told:
        raise DrawError(Fault("rule", f"its stages and seats are {told}", expected=f"those of the draw, {drawn}"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_differences(folder: Path, manifest: Manifest) -> list[Difference]:
    differences = []
    for name in dict.fromkeys((ENTRIES, *OUTCOMES, *(Path(one).name for one in manifest.files))):
        written = manifest.files.get(name, "no hash")
        found = _sha256(folder / name) if (folder / name).is_file() else "no such file"
        if found != written:
            differences.append(Difference(name, None, "sha256", written, found))
    return differences


def _manifest_differences(manifest: Manifest, race: Race, selection: Selection) -> list[Difference]:
    rule = manifest.rule.get("stages")
    listed = rule if isinstance(rule, list) else []
    told = [(one.get("name"), one.get("seats")) for one in listed if isinstance(one, dict)]
    figures = {
        "units": (manifest.units, len(race.n)),
        "selected": (manifest.selected, counts_by_list(selection)),
        "rule": (told, [(stage.name, stage.seats) for stage in race.stages]),
    }
    return [Difference(MANIFEST, None, name, *pair) for name, pair in figures.items() if pair[0] != pair[1]]


def _outcome_differences(path: Path, expected: pl.DataFrame) -> list[Difference]:
    import polars as pl

    try:
        written = read_csv(path) if path.suffix == ".csv" else pl.read_parquet(path)
        missing = [name for name in COLUMNS if name not in written.columns]
        if missing:
            return [Difference(path.name, None, name, "no such column", "a column") for name in missing]
        return _row_differences(path.name, _comparable(written), _comparable(expected))
    except (OSError, DrawError, pl.exceptions.PolarsError) as error:
        return [Difference(path.name, None, "contents", f"unreadable ({error})", f"{expected.height} rows")]


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    """All as text but the key, which is a number; what is no number becomes NaN, which no key is."""
    import polars as pl

    key = pl.col("key")
    number = key if frame.schema["key"] == pl.Float64 else key.cast(pl.String).cast(pl.Float64, strict=False)
    return frame.select(
        pl.col(COLUMNS[:-1]).cast(pl.String),
        pl.when(key.is_not_null()).then(number.fill_null(np.nan)).alias("key"),
        pl.lit(value=True).alias("here"),
    )


def _row_differences(file: str, written: pl.DataFrame, expected: pl.DataFrame) -> list[Difference]:
    import polars as pl

    differences = []
    if written.height != expected.height:
        differences.append(Difference(file, None, "rows", written.height, expected.height))
    joined = written.join(expected, on="unit_id", how="full", coalesce=True, suffix=" recomputed").sort("unit_id")
    alone = joined.filter(pl.any_horizontal(pl.col("here", "here recomputed").is_null()))
    for unit, here in alone.select("unit_id", "here").iter_rows():
        found = ("a row", "no row") if here else ("no row", "a row")
        differences.append(Difference(file, unit, "unit_id", *found))
    both = joined.drop_nulls(["here", "here recomputed"])
    for name in COLUMNS[1:]:
        pair = [name, f"{name} recomputed"]
        unlike = both.filter(pl.col(pair[0]).ne_missing(pl.col(pair[1]))).select("unit_id", *pair)
        differences += [Difference(file, unit, name, was, now) for unit, was, now in unlike.iter_rows()]
    return differences
