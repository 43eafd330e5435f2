"""One SELECT over the stored tables, in DuckDB, shut off from files, network, settings and Python's variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Any

from openh1b.data.kinds import KINDS
from openh1b.errors import DataError, Fault, did_you_mean

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from openh1b.data.store import Store

MOST_ROWS = 1_000_000
ALL = "_all"
SECONDS = 120.0
_MEMORY = "2GB"
_WHERE = "SQL"
_LOCKS = (
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET temp_directory = ''",
    f"SET memory_limit = '{_MEMORY}'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True)
class Rows:
    """The answer to a query: names of its columns and its rows. `cut` says that there were more."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool = False


@dataclass(frozen=True, eq=False)
class _Stream:
    """A frame as DuckDB can read it without a further library: by Arrow's C interface."""

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def query(store: Store, sql: str, most: int = MOST_ROWS) -> Rows:
    """Answer one SELECT.

    A table's name gives what `Store.table` gives; `<table>_all` has the rows of every vintage, parts of years and
    copies of one year included.

    Raises DataError for anything that is no SELECT, touches a file, takes more than two minutes, or DuckDB refuses.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection, _interrupted(connection, SECONDS):
        try:
            _check_one_select(connection, sql.encode().decode())  # a lone surrogate fails here
            for name, frame in _tables(store, sql).items():
                connection.register(name, _Stream(frame))
            for lock in _LOCKS:
                connection.execute(lock)
            answer = connection.execute(sql)
            names = tuple(str(column[0]) for column in answer.description or ())
            rows = answer.fetchmany(most + 1)
        except (duckdb.Error, UnicodeError, RuntimeError) as error:
            raise DataError(_fault(store, error)) from error
    return Rows(names, rows[:most], cut=len(rows) > most)


@contextmanager
def _interrupted(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _check_one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise DataError(Fault(_WHERE, f"has {len(statements)} statements", expected="one SELECT"))
    kind = statements[0].type
    if kind not in {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
        name = str(kind).rpartition(".")[2]
        raise DataError(Fault(_WHERE, f"is {name}", expected="a SELECT: the store is read, never changed"))


def _tables(store: Store, sql: str) -> dict[str, pl.DataFrame]:
    """The stored tables whose names stand in the query; only these are read."""
    import polars as pl

    held = {one.table for one in store.vintages()}
    words = {word.casefold() for word in re.findall(r"\w+", sql)}
    found = {name: store.table(name) for name in KINDS if name in held and name in words}
    for name in sorted(held):
        if name + ALL in words:
            every = [store.table(name, [one.vintage]) for one in store.vintages(name)]
            found[name + ALL] = pl.concat(every)
    return found


def _fault(store: Store, error: Exception) -> Fault:
    if type(error).__name__ == "InterruptException":
        return Fault(_WHERE, f"took more than {SECONDS:g} seconds", hint="Ask for fewer rows, or join on a column")
    lines = str(error).strip().splitlines()
    problem = lines[0] if lines else type(error).__name__
    missing = re.search(r"Table with name (\w+) does not exist", problem)
    if missing:
        held = sorted({one.table for one in store.vintages()})
        known = [*held, *(name + ALL for name in held)]
        return Fault(_WHERE, f"no stored table {missing[1]}", hint=did_you_mean(missing[1], known))
    near = next((line for line in lines[1:] if line.startswith(("Candidate bindings", "Did you mean"))), None)
    return Fault(_WHERE, problem.rstrip(".!"), hint=near)
