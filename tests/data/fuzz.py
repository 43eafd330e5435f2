"""Mutated files into a store: never a traceback, never a partial table. `python -m tests.data.fuzz 10000` runs long."""

from __future__ import annotations

import io
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from openh1b.data.cells import check
from openh1b.data.kinds import KINDS
from openh1b.data.store import Store
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import (
    HUB_HEADER,
    HUB_ROWS,
    ISSUED,
    LCA,
    LCA_2019,
    archive,
    export_20,
    foia_csv,
    hub_csv,
    lca_csv,
    sheet,
    workbook,
    zipped,
)

Random = np.random.Generator
Mutation = Callable[[bytes, Random], bytes]

_SPLICES = (
    b"\x00", b'"', b",", b"\n", b"\r", b"\r\n", b"\t", b";", b"\xff", b"\xef\xbb\xbf", b"=NA()", b"#REF!", b"-1",
    b"1e9", b"999999999999999999999", b"NaN", b"inf", b"2021", b"2023", b"\xe2\x80\x8b", "é".encode(), b"<html>",
    b"../../x", b"<c t=\"e\">", b"0000", b"$1,2,3", b"'; DROP TABLE hub", b"a" * 5000,
)  # fmt: skip


def _parquet(data: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame({name: [value, value] for name, value in data.items()}).write_parquet(buffer)
    return buffer.getvalue()


SEEDS = {
    "hub": hub_csv(),
    "hub-9": b"\r\n".join(",".join(row[:1] + ["X"] + ["1"] * 4 + row[8:]).encode() for row in HUB_ROWS),
    "hub-gz": zipped(hub_csv()),
    "hub-20": export_20(),
    "hub-xlsx": sheet([HUB_HEADER, *HUB_ROWS]),
    "lca": lca_csv({}, {"SOC_CODE": "Nov-21"}),
    "lca-2019": lca_csv(base=LCA_2019),
    "lca-xlsx": sheet([list(LCA), list(LCA.values())]),
    "lca-parquet": _parquet(LCA),
    "visas-xlsx": workbook(ISSUED),
    "foia": foia_csv({}, {"status_type": "ELIGIBLE"}),
    "zip": archive({"hub.csv": hub_csv(HUB_ROWS[:2]), "lca.csv": lca_csv({"CASE_NUMBER": "I"}), "notes.txt": b"a, b"}),
}


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for at in random.integers(0, len(data), random.integers(1, 9)):
        changed[at] = random.integers(256)
    return bytes(changed)


def _splice(data: bytes, random: Random) -> bytes:
    at = random.integers(len(data) + 1)
    return data[:at] + _SPLICES[random.integers(len(_SPLICES))] + data[at:]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.integers(len(data))]


def _drop(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.integers(0, len(data) + 1, 2))
    return data[:start] + data[end:]


def _repeat(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.integers(0, len(data) + 1, 2))
    return data[:end] + data[start:end] * int(random.integers(1, 5)) + data[end:]


def _cell(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    row = random.integers(len(lines))
    fields = lines[row].split(b",")
    fields[random.integers(len(fields))] = _SPLICES[random.integers(len(_SPLICES))]
    lines[row] = b",".join(fields)
    return b"\n".join(lines)


def _shuffle(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join(lines[at] for at in random.permutation(len(lines)))


def _zip(data: bytes, _: Random) -> bytes:
    return zipped(data)


MUTATIONS: tuple[Mutation, ...] = (_flip, _splice, _cut, _drop, _repeat, _cell, _cell, _cell, _shuffle, _zip)


def case(number: int) -> tuple[str, bytes]:
    """One mutated file: always the same for a number."""
    random = np.random.Generator(np.random.Philox(number))
    name = list(SEEDS)[number % len(SEEDS)]
    data = SEEDS[name]
    for _ in range(random.integers(1, 3)):
        if data:
            data = MUTATIONS[random.integers(len(MUTATIONS))](data, random)
    return name, data


def run(number: int, folder: Path) -> str:
    """Import one case into an empty store; what came of it. Raises where that is neither a table nor a message."""
    _, data = case(number)
    path = folder / "case"
    path.write_bytes(data)
    store = Store(folder / "store")
    try:
        vintages = [added.vintage for added in store.add([path])]
    except DataError:
        assert set(contents(store.root)) <= {"store.json"}, number
        return "refused"
    for one in vintages:
        frame = store.table(one.table, [one.vintage])
        check("case", frame, KINDS[one.table].table)
        assert frame.height == one.rows == store.record(one)["rows_out"], number
        assert not store.damaged(one), number
    store.remove(vintages)
    return "taken"


def main(cases: int) -> Counter[str]:
    """Run many cases; how many were taken in and how many refused."""
    with tempfile.TemporaryDirectory() as folder:
        return Counter(run(number, Path(folder)) for number in range(cases))


if __name__ == "__main__":
    sys.stdout.write(f"{dict(main(int(sys.argv[1])))}\n")
