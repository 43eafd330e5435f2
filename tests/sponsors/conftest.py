from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

COLUMNS = (
    "fiscal_year", "employer", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials",
    "naics", "tax_id", "state", "city", "zip", "vintage", "part_year",
)  # fmt: skip


def hub(*rows: tuple[object, ...], part_year: bool = False, vintage: str | None = None) -> pl.DataFrame:
    """Lines of the hub: year, employer, initial and continuing approvals, tax id, state, ZIP; then denials, NAICS."""
    full = []
    for year, employer, initial, continuing, tax_id, state, zip_, *rest in rows:
        denials, naics = (*rest, 0, "54")[:2] if len(rest) < 2 else rest
        label = vintage or f"FY{year}"
        full.append(
            (year, employer, initial, denials, continuing, 0, naics, tax_id, state, None, zip_, label, part_year)
        )
    types = [pl.Int64, pl.String, *[pl.Int64] * 4, *[pl.String] * 6, pl.Boolean]
    return pl.DataFrame(full, schema=dict(zip(COLUMNS, types, strict=True)), orient="row")


@pytest.fixture
def tesla_and_others() -> pl.DataFrame:
    """Lines re-typed from the hub."""
    return hub(
        (2014, "TESLA MOTORS INC", 64, 81, "7729", "CA", "94304"),
        (2018, "TESLA INC", 127, 271, None, "CA", "94304"),
        (2022, "TESLA INC", 80, 299, "7729", "CA", "94304"),
        (2022, "TESLA INC", 256, 470, "7729", "TX", "78725"),
        (2022, "TESLA INC", 1, 0, "7149", "VA", "23236"),
        (2022, "FACEBOOK INC", 10, 5, "5019", "CA", "94025"),
        (2022, "META PLATFORMS INC", 3, 2, "5019", "CA", "94025"),
        (2022, "TRUMPF INC", 2, 1, "4599", "CT", "06032"),
        (2022, None, 0, 1, "1389", "TX", "78746"),
    )


@pytest.fixture
def real_hub() -> list[Path]:
    """The hub's archive files in the shared folder; the test is skipped, by that name, where they are absent."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("OPENH1B_SHARED_DATA", beside)) / "hub"
    files = sorted(folder.glob("h1b_datahubexport-*.csv"))
    if not files:
        pytest.skip(f"hub files are not in {folder.name}; set OPENH1B_SHARED_DATA to the folder that holds hub/")
    return files


HEADER = (
    "Fiscal Year,Employer,Initial Approvals,Initial Denials,Continuing Approvals,Continuing Denials,"
    "NAICS,Tax ID,State,City,ZIP"
)
LINES_2015 = (
    "2015,TESLA INC,80,1,299,2,33,7729,CA,PALO ALTO,94304",
    "2015,FACEBOOK INC,10,0,5,0,51,5019,CA,MENLO PARK,94025",
    "2015,BIRCH STATE COLLEGE,4,0,0,0,61,2222,WA,SEATTLE,98101",
)
LINES_2016 = (
    "2016,TESLA INC,256,2,470,9,33,7729,TX,AUSTIN,78725",
    "2016,TESLA INC,1,0,0,0,54,7149,VA,RICHMOND,23236",
    "2016,META PLATFORMS INC,3,0,2,0,51,5019,CA,MENLO PARK,94025",
    "2016,TRUMPF INC,2,0,1,0,33,4599,CT,FARMINGTON,06032",
    "2016,,0,0,1,0,52,1389,TX,AUSTIN,78746",
)


def hub_file(path: Path, lines: tuple[str, ...]) -> Path:
    """A file of the hub in its archive layout."""
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path):
    """A store with two years."""
    from openh1b.data.store import Store

    place = Store(tmp_path / "store")
    place.add([hub_file(tmp_path / "2015.csv", LINES_2015), hub_file(tmp_path / "2016.csv", LINES_2016)])
    return place
