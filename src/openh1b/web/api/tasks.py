"""What a process of its own may be asked to do. Each task writes one file and says what it is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.errors import Fault, InputError
from openh1b.web.api.children import UPLOADED
from openh1b.web.api.task import Given, Made, Tell
from openh1b.web.api.writing import as_json, table

if TYPE_CHECKING:
    from openh1b.cases.employer import Question
    from openh1b.scenario import Scenario
    from openh1b.simulate import Comparison


def _compare(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.web.api.made import comparison

    found = _compared(_scenario(given, folder), tell)
    return _kept(folder, comparison(found, given["form"]), given["form"], "result")


def _compared(scenario: Scenario, tell: Tell) -> Comparison:
    """The comparison, telling how far it is where employers react."""
    from openh1b.reaction import RANGE
    from openh1b.response.assumptions import corners
    from openh1b.simulate import compare, with_response

    if scenario.response == "off":
        return compare(scenario)
    numbers = count()
    found = replace(compare(replace(scenario, response="off")), scenario=scenario)
    every = len(found.runs) * (len(corners()) if scenario.response == RANGE else 1)

    def told(policy: str, corner: str) -> None:
        tell(text=f"Employers react to {policy}: {corner}", done=min(next(numbers), every), all=every)

    return with_response(found, told=told)


def _page(given: Given, folder: Path, tell: Tell) -> Made:
    """A page as the server would answer it, with its comparison computed here."""
    import asyncio

    from openh1b.web.app import create_app
    from openh1b.web.compared import keep
    from openh1b.web.pages.waiting import HEAD, NOW
    from openh1b.web.passing import ask, scope_in, settings_in

    keep(_compared(_scenario(given, folder), tell))
    tell(text="Drawing the page")
    answer = asyncio.run(ask(create_app(settings_in(given["settings"])), {**scope_in(given["request"]), NOW: True}))
    (folder / HEAD).write_text(json.dumps({"status": answer.status, "headers": answer.headers}), encoding="utf-8")
    return _kept(folder, answer.body, "html", "page")


def _odds(given: Given, folder: Path, _tell: Tell) -> Made:
    from openh1b.documents.odds import odds_document
    from openh1b.simulate import compare

    return _kept(folder, as_json(odds_document(compare(_scenario(given, folder)))), "json", "odds")


def _employer(given: Given, folder: Path, _tell: Tell) -> Made:
    from openh1b.cases.employer import check_question, employer_case
    from openh1b.cases.employer_file import read_candidates
    from openh1b.cases.stored import wages_of
    from openh1b.web.api.made import employer

    question = _question(given["question"])
    check_question(question)
    wages = wages_of(Path(given["store"]) if given["store"] else None, question.season)
    intake = read_candidates(_upload(given, folder), wages, given.get("columns") or {})
    case = employer_case(intake.jobs, question, wages)
    return _kept(folder, employer(case, intake, given["form"]), given["form"], "employer")


def _employer_page(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.web.pages.employer_child import answer

    return answer(given, _upload(given, folder), folder / "answer", tell)


def _question(raw: Given) -> Question:
    from openh1b.cases.employer import Question
    from openh1b.cases.employer_costs import Filer
    from openh1b.cost.filing import Employer

    filer = raw["filer"]
    return Question(
        **{
            **raw,
            "on": date.fromisoformat(raw["on"]),
            "filer": Filer(Employer(**filer["tests"]), filer["premium"], filer["attorney_usd"]),
        }
    )


def _draw(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.documents.draw import draw_facts
    from openh1b.selection.receipt import write_draw
    from openh1b.simulate import draw

    tell(text="Reading the pool and drawing", done=0, all=2)
    found = draw(_scenario(given, folder))
    tell(text=f"Writing {len(found.ids):,} rows and the manifest", done=1, all=2)
    written = write_draw(folder / "draw", found.race, found.ids, found.selection, draw_facts(found))
    return _kept(folder, _zipped(written), "zip", "draw")


def _verify(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.selection.receipt import verify_draw
    from openh1b.web.api.unzipping import unzip

    tell(text="Recomputing keys, ranks and the outcome")
    found = verify_draw(unzip(_upload(given, folder, check=False), folder / "draw"))
    rows = [
        {**vars(one), "written": _text(one.written), "recomputed": _text(one.recomputed)} for one in found[:_MOST_SHOWN]
    ]
    document = {"verifies": not found, "number_of_differences": len(found), "differences": rows}
    return _kept(folder, as_json(document), "json", "verify")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _intake(given: Given, folder: Path, tell: Tell) -> Made:
    import hashlib

    from openh1b.documents.intake import intake_record
    from openh1b.season.intake import take_in

    columns = given.get("columns") or {}
    known = None if given["known"] is None else date.fromisoformat(given["known"])
    tell(text="Taking registrations in", done=0, all=2)
    found = take_in(_upload(given, folder), season=given["season"], columns=columns, known=known)
    tell(text="Writing pool, refusals and counts", done=1, all=2)
    out = folder / "intake"
    out.mkdir()
    frames = {"units": found.units, "refusals": found.refusals, "counts": found.counts}
    for name, frame in frames.items():
        (out / f"{name}.csv").write_bytes(table(frame.to_dicts(), "csv", frame.columns))
    found.units.write_parquet(out / "units.parquet", compression="lz4")
    hashes = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(out.iterdir())}
    record = {**intake_record(found, hashes, ""), "headline": found.headline}
    if given["form"] == "json":
        return _kept(
            folder, as_json({**record, "refusals": found.refusals.head(_MOST_SHOWN).to_dicts()}), "json", "intake"
        )
    (out / "intake.json").write_bytes(as_json(record))
    return _kept(folder, _zipped(out), "zip", "intake")


def _sweep(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.sweep.run import How, sweep
    from openh1b.web.api.sweeps import plan

    made, form = plan(given["sweep"]), given["form"]
    out = folder / "answer" / f"table.{form}"
    sweep(made, out, How(workers=1), lambda done, every: tell(done=done, all=every))
    return Made(str(out.relative_to(folder)), form, "sweep")


def _tornado(given: Given, folder: Path, _tell: Tell) -> Made:
    from openh1b.sweep.reading_tornado import question, vary_of
    from openh1b.sweep.tornado import tornado

    asked = question(_scenario(given, folder), given["measure"], given["group"], vary_of(given["vary"]))
    return _kept(folder, table(tornado(asked).records(), given["form"]), given["form"], "tornado")


def _people(given: Given, folder: Path, tell: Tell) -> Made:
    from openh1b.web.api.people_task import make

    return make(given, folder, tell)


def _fail(given: Given, _folder: Path, _tell: Tell) -> Made:
    """End without a word, as a parser does that is brought down: for the tests of those who wait."""
    import os
    import time

    time.sleep(given.get("seconds", 0))
    os.abort()


TASKS: Final[Mapping[str, Callable[[Given, Path, Tell], Made]]] = {
    "compare": _compare,
    "page": _page,
    "odds": _odds,
    "employer": _employer,
    "employer_page": _employer_page,
    "draw": _draw,
    "verify": _verify,
    "intake": _intake,
    "sweep": _sweep,
    "tornado": _tornado,
    "people": _people,
    "fail": _fail,
}
_MOST_SHOWN: Final = 1_000


def _scenario(given: Given, folder: Path) -> Scenario:
    """The scenario, on the upload where there is one."""
    from openh1b.scenario import PoolFile, Scenario

    found = Scenario.from_json(given["scenario"])
    if not given.get("file"):
        return found
    return replace(found, pool=PoolFile(str(_upload(given, folder)), given.get("columns") or {}))


def _upload(given: Given, folder: Path, *, check: bool = True) -> Path:
    """The uploaded file, no larger than may be. Raises InputError."""
    path = folder / UPLOADED / str(given["file"])
    if check:
        check_size(path, given["rows"], given["most_columns"])
    return path


def check_size(path: Path, rows: int, columns: int) -> None:
    """Refuse a table of more rows or columns than may be. Raises InputError, also for what is no table."""
    from openh1b.season.file_kind import PARQUET, file_kind
    from openh1b.season.file_reading import read_table

    data = path.read_bytes()
    if file_kind(path.name, data) == PARQUET:
        height, width = _parquet_size(data, path.name)
    else:
        raw = read_table(path.name, data, ())
        height, width = raw.height, len(raw.headers)
    faults = []
    if height > rows:
        faults.append(Fault(path.name, f"has {height:,} rows", expected=f"at most {rows:,}"))
    if width > columns:
        faults.append(Fault(path.name, f"has {width:,} columns", expected=f"at most {columns:,}"))
    if faults:
        raise InputError(faults)


def _parquet_size(data: bytes, name: str) -> tuple[int, int]:
    """Rows and columns as the file says them, before anything is unpacked."""
    import polars as pl

    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        return int(lazy.select(pl.len()).collect().item()), len(lazy.collect_schema())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise InputError(Fault(name, f"cannot be read as Parquet ({type(error).__name__})")) from error


def _kept(folder: Path, data: bytes, form: str, name: str) -> Made:
    file = f"answer/{name}.{form}"
    (folder / file).write_bytes(data)
    return Made(file, form, name)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return buffer.getvalue()
