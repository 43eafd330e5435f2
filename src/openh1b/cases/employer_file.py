"""A table of candidates from a user's file: every cell read or refused, every fault named at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openh1b.cases.employer_columns import ALIASES, CANDIDATES, needed
from openh1b.cases.employer_staff import Candidate, Job, jobs_of
from openh1b.cases.person_salary import read_salary
from openh1b.errors import Fault, InputError, NotComputable, PoolError, nearest
from openh1b.season.areas import find_area
from openh1b.season.file_reading import read_bytes, read_table
from openh1b.season.levels import Floors, standing
from openh1b.season.occupations import find_occupation
from openh1b.season.pool_checks import check_column, check_ids, in_order
from openh1b.season.pool_columns import assign_columns
from openh1b.season.raw_table import also_in, blank, shown
from openh1b.season.wages_table import WageTable, floors_of

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.raw_table import RawTable

_ID = "candidate_id"
MOST = 20_000
"""Candidates in one file; the work grows with their square."""


@dataclass(frozen=True)
class Intake:
    """What a file holds. jobs: candidates with the similar staff that were given. notes: how cells were read."""

    candidates: tuple[Candidate, ...]
    jobs: tuple[Job, ...]
    notes: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class _Columns:
    """Values by column, one a row, None where the cell is blank or could not be read. faults: by column."""

    values: dict[str, list[Any]]
    faults: list[list[Fault]]


def read_candidates(path: Path, table: WageTable, columns: Mapping[str, str] | None = None) -> Intake:
    """Read and check a file of candidates: CSV, XLSX (its first sheet) or Parquet.

    table: the wages by which levels are found. columns: ours -> theirs. Raises PoolError with every fault of the file.
    """
    data = read_bytes(path)
    mapping = {ours: theirs.strip() for ours, theirs in (columns or {}).items()}
    raw = read_table(path.name, data, {mapping.get(_ID, _ID)})
    raw = replace(raw, headers=tuple(_named(header, raw.headers, mapping) for header in raw.headers))
    positions, faults = assign_columns(raw.where, raw.headers, mapping)
    faults += [
        Fault(raw.where, f"has no column {name}", expected=CANDIDATES[name].meaning, hint=_template())
        for name in needed()
        if name not in positions
    ]
    unused, wrong_names = _unknown(raw, positions)
    found = _columns(raw, positions, table)
    floors, unpriced = _floors(raw.where, found.values, table)
    faults += [*wrong_names, *in_order([*found.faults, unpriced])]
    if raw.height > MOST:
        faults.append(Fault(raw.where, f"has {raw.height:,} rows", expected=f"at most {MOST:,} candidates"))
    if faults:
        raise PoolError(faults)
    candidates = _candidates(raw.height, found.values, floors)
    jobs = jobs_of(candidates, _staff(raw.where, candidates, found.values))
    notes = (*(f"{path.name}: {note}" for note in raw.notes), *unused, *_readings(found.values))
    return Intake(candidates, jobs, notes, hashlib.sha256(data).hexdigest())


def _template() -> str:
    return "`openh1b employer --template FILE.xlsx` writes a table with all columns"


def _named(header: str, headers: tuple[str, ...], mapping: Mapping[str, str]) -> str:
    """The name of a column, an alias turned into ours where that is not there itself."""
    ours = ALIASES.get(header, header)
    return header if ours in headers or ours in mapping or header in mapping.values() else ours


def _unknown(raw: RawTable, positions: Mapping[str, int]) -> tuple[list[str], list[Fault]]:
    """Columns that are none of ours: a fault where a name is nearly one that is missing, else a note."""
    spare = [name for name in CANDIDATES.names if name not in positions]
    others = [name for name in positions if name not in CANDIDATES]
    near = {name: nearest(name, spare) for name in others}
    faults = [
        Fault(raw.where, f"has a column {name!r}, which is none of these", hint=f"Did you mean {like}?")
        for name, like in near.items()
        if like is not None
    ]
    left = [name for name, like in near.items() if like is None]
    return ([f"columns not used: {', '.join(left)}"] if left else []), faults


def _columns(raw: RawTable, positions: Mapping[str, int], table: WageTable) -> _Columns:
    readers: dict[str, Callable[[str], Any]] = {
        "soc": lambda text: find_occupation(text, has=table.has_occupation),
        "area": find_area,
        "offered_wage_usd": read_salary,
        "peers_wage_usd": _pays,
    }
    found = _Columns({}, [])
    for name, position in positions.items():
        if name not in CANDIDATES:
            continue
        text = raw.columns[position]
        if name == _ID:
            found.values[name] = text.to_list()
            found.faults.append(check_ids(raw.where, text, name, unique=True))
        elif name in readers:
            values, faults = _each(raw.where, name, text, readers[name])
            found.values[name] = values
            found.faults.append(faults)
        else:
            series, faults = check_column(raw.where, text, CANDIDATES[name], name)
            found.values[name] = series.to_list()
            found.faults.append(faults)
    for name in CANDIDATES.names:
        found.values.setdefault(name, [None] * raw.height)
    found.faults.append(_together(raw, positions, found.values))
    return found


def _each(where: str, name: str, text: pl.Series, read: Callable[[str], Any]) -> tuple[list[Any], list[Fault]]:
    """Each distinct text read once; a fault for each that is wrong, with its rows."""
    rows: dict[str, list[int]] = {}
    cells = ["" if empty else str(cell).strip() for cell, empty in zip(text, blank(text), strict=True)]
    for row, cell in enumerate(cells, start=1):
        rows.setdefault(cell, []).append(row)
    values: dict[str, Any] = {"": None}
    faults = []
    for cell, at in rows.items():
        if not cell:
            if not CANDIDATES[name].nullable:
                faults.append(Fault(where, f"blank{also_in(at)}", at[0], None, name, CANDIDATES[name].meaning))
            continue
        try:
            values[cell] = read(cell)
        except InputError as error:
            one = error.faults[0]
            problem = one.problem if cell in one.problem else f"{shown(cell)}: {one.problem}"
            faults.append(Fault(where, problem + also_in(at), at[0], None, name, one.expected, one.hint))
    return [values.get(cell) for cell in cells], faults


def _pays(text: str) -> tuple[float, ...]:
    return tuple(read_salary(part, "peers_wage_usd").usd for part in text.split(";") if part.strip())


def _together(raw: RawTable, positions: Mapping[str, int], values: Mapping[str, list[Any]]) -> list[Fault]:
    """What does not fit within one row: a STEM extension of no OPT, staff without pay or pay of no staff."""
    names = ("opt_end", "stem", "peers", "peers_wage_usd")
    empty = {name: blank(raw.columns[positions[name]]).to_list() if name in positions else None for name in names}
    faults = []
    for row in range(raw.height):
        at = {name: values[name][row] for name in names}
        is_blank = {name: cells is None or cells[row] for name, cells in empty.items()}
        faults += [
            Fault(raw.where, problem, row + 1, None, name, wanted) for name, problem, wanted in _misfits(at, is_blank)
        ]
    return faults


def _misfits(at: Mapping[str, Any], is_blank: Mapping[str, bool]) -> Iterator[tuple[str, str, str]]:
    """Column, problem, expected. A cell that was filled and refused has its own fault already."""
    peers, pays = at["peers"], at["peers_wage_usd"]
    if at["stem"] and is_blank["opt_end"]:
        yield "stem", "yes without opt_end", "the last day of OPT as well"
    if (peers or 0) > 0 and is_blank["peers_wage_usd"]:
        yield "peers", f"{peers} without peers_wage_usd", "their pay as well"
    if pays is not None and is_blank["peers"] and len(pays) == 1:
        yield "peers_wage_usd", "pay of how many?", "their number in peers as well"
    if pays is not None and peers is not None and len(pays) not in {1, peers}:
        yield "peers_wage_usd", f"{len(pays)} figures for {peers} staff", "one figure for all, or one for each"


def _floors(
    where: str, values: Mapping[str, list[Any]], table: WageTable
) -> tuple[dict[tuple[str, str], Floors], list[Fault]]:
    """The wages of each pair of occupation and area, and a fault for each pair without."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, (occupation, area) in enumerate(zip(values["soc"], values["area"], strict=True), start=1):
        if occupation is not None and area is not None:
            rows.setdefault((occupation.soc_code, area.code), []).append(row)
    found: dict[tuple[str, str], Floors] = {}
    faults = []
    for pair, at in rows.items():
        try:
            found[pair] = floors_of(*pair, table)
        except NotComputable as error:
            hint = "Take the row out, and ask for it by other means"
            faults.append(Fault(where, f"{error}{also_in(at)}".rstrip("."), at[0], None, "soc", None, hint))
    return found, faults


def _candidates(
    height: int, values: Mapping[str, list[Any]], floors: Mapping[tuple[str, str], Floors]
) -> tuple[Candidate, ...]:
    found = []
    for row in range(height):
        at = {name: cells[row] for name, cells in values.items()}
        wages, pay = floors[at["soc"].soc_code, at["area"].code], at["offered_wage_usd"]
        found.append(
            Candidate(
                row=row + 1,
                id=at[_ID],
                occupation=at["soc"],
                area=at["area"],
                job=_one_line(at["job"] or ""),
                wage_usd=pay.usd,
                us_masters=bool(at["us_masters_or_higher"]),
                abroad=at["channel"] == "consular",
                opt_end=at["opt_end"],
                stem=bool(at["stem"]),
                floors=wages,
                standing=standing(pay.usd, wages),
                readings=tuple(filter(None, (at["soc"].note, at["area"].note, pay.note))),
            )
        )
    return tuple(found)


def _one_line(text: str) -> str:
    """A job's name as two rows of one job share it: line feeds and the like are spaces, and spaces are single."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())


def _staff(
    where: str, candidates: tuple[Candidate, ...], values: Mapping[str, list[Any]]
) -> dict[Any, tuple[float, ...]]:
    """Pay of present staff by job. Raises PoolError where two rows of one job say it differently."""
    found: dict[Any, tuple[float, ...]] = {}
    first: dict[Any, int] = {}
    faults = []
    for one, count, pays in zip(candidates, values["peers"], values["peers_wage_usd"], strict=True):
        if pays is None and count is None:
            continue
        each = () if pays is None else tuple(sorted(pays * count if len(pays) == 1 and count is not None else pays))
        if found.setdefault(one.job_key, each) != each:
            problem = f"differs from row {first[one.job_key]}, which has the same occupation, area and job"
            faults.append(
                Fault(where, problem, one.row, None, "peers", "the same staff, or given once, or another job")
            )
        first.setdefault(one.job_key, one.row)
    if faults:
        raise PoolError(faults)
    return found


def _readings(values: Mapping[str, list[Any]]) -> list[str]:
    """How cells were read where they were not plain, each once."""
    notes = [one.note for name in ("soc", "area") for one in values[name]]
    notes += [one.note for one in values["offered_wage_usd"]]
    return list(dict.fromkeys(note for note in notes if note))
