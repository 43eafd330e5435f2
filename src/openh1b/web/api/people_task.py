"""What a process of its own makes of /jobs/people: a file of people, and the record that says what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openh1b.documents.formats import framed
from openh1b.errors import InputError
from openh1b.web.api.people import PeopleJob
from openh1b.web.api.task import Given, Made, Tell
from openh1b.web.api.writing import as_json

if TYPE_CHECKING:
    import polars as pl

Told = Callable[[str], None]
RecordOf = Callable[[str, bytes], dict[str, Any]]

NAME: Final = "people"
_FORMULA: Final = r"^([=+\-@\t\r])"


def make(given: Given, folder: Path, tell: Tell) -> Made:
    """The people in `answer/people.FORMAT`, the record in `answer/people.FORMAT.json`. Raises InputError."""
    body, form = PeopleJob.model_validate(given["asked"]), given["form"]
    numbers, parts = count(), 2 if body.source is None else 4

    def told(text: str) -> None:
        tell(text=text, done=next(numbers), all=parts)

    if body.source is None:
        frame, record = _synthetic(body, told)
    else:
        frame, record = _of_filings(body, given["store"], told)
    told(f"Writing {frame.height:,} rows")
    file = f"{NAME}.{form}"
    data = as_file(frame, form)
    (folder / "answer" / file).write_bytes(data)
    (folder / "answer" / f"{file}.json").write_bytes(as_json(record(file, data)))
    return Made(f"answer/{file}", form, NAME, record=f"answer/{file}.json")


def _of_filings(body: PeopleJob, store: str | None, told: Told) -> tuple[pl.DataFrame, RecordOf]:
    from openh1b.data.store import Store
    from openh1b.documents.people import filings_people_record
    from openh1b.sponsors.filings_people import people_of_filings
    from openh1b.web.api.stored import without_folder

    place = Store(None if store is None else Path(store))
    try:
        made = people_of_filings(place, body.wanted, body.season_of(), body.weights, told)
    except InputError as error:
        raise without_folder(error) from None
    return made.pool.frame, lambda file, data: filings_people_record(made, body.command(file), file, data)


def _synthetic(body: PeopleJob, told: Told) -> tuple[pl.DataFrame, RecordOf]:
    import polars.selectors as cs

    from openh1b.documents.people import synthetic_people_record
    from openh1b.documents.season import season_row
    from openh1b.season.synthetic import synthetic_pool

    told("Making people")
    one = body.season_of()
    pool = synthetic_pool(one, body.splits, seed=body.seed, size=body.people)
    asked = {"seed": body.seed, "splits": asdict(body.splits), **season_row(one)}
    frame = pool.frame().with_columns(cs.ends_with("_usd").cast(int))
    return frame, lambda file, data: synthetic_people_record(pool, asked, body.command(file), file, data)


def as_file(frame: pl.DataFrame, form: str) -> bytes:
    """Rows as CSV, in which a spreadsheet finds no formula, Parquet or XLSX. Raises InputError for too many rows."""
    import polars as pl

    if form == "csv":
        return frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'${1}")).write_csv().encode()
    return framed(frame, form)
