"""Declared corrections: known errors in the files themselves, what is done about them, and guards on both."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openh1b.cited.kinds import Kind
from openh1b.cited.reading import Document, Place, read_document
from openh1b.cited.schema import TEXT, Fields, checked_fields, top_level
from openh1b.data.schemas import TABLES
from openh1b.errors import DataError, Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

FILE = Path(__file__).parent / "corrections.yaml"
FLAGS = ("part_year", "unfit")

_MAPPING: Final = None
_FIELDS: Final[Fields] = {
    "table": Kind("choice", choices=tuple(TABLES)),
    "when?": _MAPPING,
    "where?": TEXT,
    "twin?": _MAPPING,
    "action": Kind("choice", choices=("drop", "set", "flag")),
    "set?": _MAPPING,
    "flag?": Kind("choice", choices=FLAGS),
    "reason": TEXT,
    "evidence": TEXT,
    "read": Kind("choice", choices=("source", "second-hand", "memory", "assumption")),
    "status": Kind("choice", choices=("open", "mended")),
    "expect?": _MAPPING,
}
_NEEDED: Final = frozenset(name for name in _FIELDS if not name.endswith("?"))
_WHEN: Final[Fields] = {
    "layouts?": Kind("list", of="text"),
    "fiscal_year?": Kind("integer"),
    "some?": TEXT,
    "none?": TEXT,
}
_TWIN: Final[Fields] = {"same": Kind("list", of="text"), "zeros": _MAPPING}
_EXPECT: Final[Fields] = {"rows": Kind("integer", low=0), "before?": _MAPPING, "after?": _MAPPING}


@dataclass(frozen=True)
class Correction:
    """One known error. What the fields mean is written at the top of corrections.yaml."""

    id: str
    table: str
    action: str
    reason: str
    evidence: str
    read: str
    status: str
    where: str | None = None
    flag: str | None = None
    when: dict[str, Any] = field(default_factory=dict)
    twin: dict[str, Any] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)

    def applies(self, frame: pl.DataFrame, layout: str) -> bool:
        """Whether a table from a file of this layout is one that the correction is for."""
        import polars as pl

        when = self.when
        if layout not in when.get("layouts", (layout,)):
            return False
        if "fiscal_year" in when and not (frame["fiscal_year"] == when["fiscal_year"]).any():
            return False
        if "some" in when and not frame.select(pl.sql_expr(when["some"]).any()).item():
            return False
        return not ("none" in when and frame.select(pl.sql_expr(when["none"]).any()).item())


@dataclass(frozen=True)
class Applied:
    """What a correction did to one file: rows found, and the fiscal years they are of where it flags them."""

    id: str
    action: str
    rows: int
    reason: str
    flag: str | None = None
    years: tuple[int, ...] = ()


def check_names(without: Sequence[str]) -> None:
    """Raises DataError for every id of a correction that there is not."""
    known = corrections()
    unknown = [name for name in without if name not in known]
    if unknown:
        raise DataError(
            [Fault("--without", f"no correction {name}", hint=did_you_mean(name, known)) for name in unknown]
        )


def correct(
    where: str, frame: pl.DataFrame, table: str, layout: str, without: tuple[str, ...] = ()
) -> tuple[pl.DataFrame, tuple[Applied, ...]]:
    """The table with every correction that is for it, in their order, and what each did.

    without: ids to leave out. Raises DataError for an id that there is not, and where a guard does not hold.
    """
    check_names(without)
    known = corrections()
    waiting = [one for one in known.values() if one.table == table and one.id not in without and one.status == "open"]
    done: list[Applied] = []
    found: dict[str, pl.Series] = {}
    for at, one in enumerate(waiting):
        if not one.applies(frame, layout):
            continue
        if one.where is not None and one.id not in found:
            found = _rows(frame, waiting[at:])
        rows = _twins(frame, one.twin["same"], one.twin["zeros"]) if one.twin else found[one.id]
        after = _acted(frame, one, rows)
        _check_guard(where, one, int(rows.sum()), (frame, after))
        if rows.any():
            done.append(_applied(one, frame.filter(rows)))
        if after is not frame:
            frame, found = after, {}
    return frame, tuple(done)


def _rows(frame: pl.DataFrame, waiting: list[Correction]) -> dict[str, pl.Series]:
    """By correction with a `where`, true for each row that has its error; at once, as most of the cost is starting."""
    import polars as pl

    wheres = {one.id: pl.sql_expr(one.where) for one in waiting if one.where is not None}
    return frame.select(where.fill_null(value=False).alias(name) for name, where in wheres.items()).to_dict()


def _applied(one: Correction, rows: pl.DataFrame) -> Applied:
    years = tuple(sorted(rows["fiscal_year"].drop_nulls().unique().to_list())) if one.flag else ()
    return Applied(one.id, one.action, rows.height, one.reason, one.flag, years)


def _acted(frame: pl.DataFrame, one: Correction, rows: pl.Series) -> pl.DataFrame:
    import polars as pl

    if not rows.any():
        return frame
    if one.action == "drop":
        return frame.filter(~rows)
    changes = {"part_year": "TRUE"} if one.flag == "part_year" else one.set
    return frame.with_columns(
        pl.when(rows).then(pl.sql_expr(text)).otherwise(pl.col(name)).cast(frame.schema[name]).alias(name)
        for name, text in changes.items()
    )


def _check_guard(where: str, one: Correction, rows: int, frames: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    if not one.expect:
        return
    found = [("rows", rows, one.expect["rows"])]
    for word, frame in zip(("before", "after"), frames, strict=True):
        for name, total in one.expect.get(word, {}).items():
            found.append((f"{name} {word}", int(frame[name].sum()), total))
    wrong = [f"{name} {value:,}, not {expected:,}" for name, value, expected in found if value != expected]
    if wrong:
        problem = f"the correction {one.id} does not find what it expects ({'; '.join(wrong)})"
        hint = f"The source has been mended, or the file is another edition: --without {one.id} leaves it out"
        raise DataError(Fault(where, problem, hint=hint))


def _twins(frame: pl.DataFrame, same: list[str], zeros: dict[str, int]) -> pl.Series:
    import polars as pl

    numbered = frame.select(same).with_row_index("row_")
    short = pl.any_horizontal(
        pl.col(name).str.contains(f"^[0-9]{{1,{digits - 1}}}$").fill_null(value=False) for name, digits in zeros.items()
    )
    padded = numbered.filter(short).with_columns(pl.col(name).str.zfill(digits) for name, digits in zeros.items())
    found = padded.join(numbered.filter(~short), on=same, how="semi", nulls_equal=True)["row_"]
    return numbered["row_"].is_in(found.implode()).alias("rows")


@cache
def corrections(path: Path = FILE) -> dict[str, Correction]:
    """All corrections by id, in their order. Raises DataError listing every fault of the file."""
    document = read_document(path, path.name)
    found = {name: _correction(document, name, raw) for name, raw in top_level(document).items()}
    if document.faults:
        raise DataError(document.faults)
    return {name: one for name, one in found.items() if one is not None}


def _correction(document: Document, name: str, raw: object) -> Correction | None:
    fields = checked_fields(document, (name,), raw, _FIELDS)
    if fields is None:
        return None
    before = len(document.faults)
    for key, wanted in (("when", _WHEN), ("twin", _TWIN), ("expect", _EXPECT)):
        if key in fields:
            fields[key] = checked_fields(document, (name, key), fields[key], wanted)
    _check_columns(document, (name,), fields)
    needs = {"set": "set", "flag": "flag"}.get(fields.get("action", ""))
    if needs and needs not in fields:
        document.fault((name,), f"key {needs} is missing", expected=f"it, as the action is {needs}")
    if ("where" in fields) == ("twin" in fields):
        document.fault((name,), "one of where and twin is needed")
    if len(document.faults) > before or not fields.keys() >= _NEEDED:
        return None
    return Correction(id=name, **fields)


def _check_columns(document: Document, place: Place, fields: dict[str, Any]) -> None:
    if "table" not in fields:
        return
    table = TABLES[fields["table"]]
    expect, twin = fields.get("expect") or {}, fields.get("twin") or {}
    parts = {"set": fields.get("set"), "zeros": twin.get("zeros"), **{k: expect.get(k) for k in ("before", "after")}}
    used = {part: list(value) if isinstance(value, dict) else [] for part, value in parts.items()}
    used["same"] = [name for name in twin.get("same", ()) if isinstance(name, str)]
    for part, names in used.items():
        for name in names:
            if name not in table:
                hint = did_you_mean(name, table.names)
                document.fault((*place, part), f"{name} is no column of {table.name}", hint=hint)
