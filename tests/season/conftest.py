"""Files made for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from openh1b.errors import PoolError
from openh1b.season.pool_file import read_pool


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes text or bytes to `pool.csv` (or another name) and returns the path."""

    def write(content: str | bytes, name: str = "pool.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def sheet_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows to the first sheet of `pool.xlsx`; text stays text, numbers numbers, `=` begins a formula."""

    def write(rows: list[list[object]], *, at: tuple[int, int] = (0, 0), error: str | None = None) -> Path:
        path = tmp_path / "pool.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet("units")
            for down, row in enumerate(rows):
                for across, value in enumerate(row):
                    place = (down + at[0], across + at[1])
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(*place, value, None, error)
                    elif value is not None:
                        sheet.write(*place, value)
        return path

    return write


@pytest.fixture
def problems() -> Callable[..., str]:
    """The message with which a file is refused."""

    def refuse(path: Path, **wanted: object) -> str:
        with pytest.raises(PoolError) as caught:
            read_pool(path, **{"season": 2026, "unit": "beneficiary", **wanted})
        return str(caught.value)

    return refuse
