"""The data dictionary is what the program says, and the maps are what the schemas can hold."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from openh1b.data.issuances import CLASS
from openh1b.data.kinds import KINDS, publishers
from openh1b.data.maps import DROPPED, FOLDER, PERSONAL, layouts
from openh1b.data.schemas import HUB_TYPES, TABLES

ROOT = Path(__file__).resolve().parents[2]
READ_ON_THE_WAY = {"l1_cents", "l2_cents", "l3_cents", "l4_cents", "label", "sheet"}  # turned into others, or used up
LAYOUTS = [layout for table in TABLES for layout in layouts(table)]


def test_the_page_is_what_the_tool_writes():
    tool = ROOT / "tools" / "make_data_dictionary.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_table_has_a_map_a_publisher_and_steps():
    assert set(TABLES) == set(KINDS) == set(publishers()) == {path.stem for path in FOLDER.glob("*.csv")}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.table}-{layout.name}")
def test_a_map_names_columns_of_its_table_and_no_header_twice(layout):
    columns = {*layout.headers, *layout.positions, *layout.fates.values()}
    columns = {name for name in columns if not (layout.table == "visas_issued" and name.startswith(CLASS))}
    assert columns <= {*TABLES[layout.table].names, *READ_ON_THE_WAY, DROPPED, PERSONAL}
    held = [text for headers in layout.headers.values() for text in headers]
    assert [text for text, times in Counter(held).items() if times > 1] == []


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.year is not None])
def test_layouts_of_a_table_of_years_have_their_rank(name):
    assert set(KINDS[name].ranked) == {layout.name for layout in layouts(name)}


def test_the_six_types_are_columns_of_the_hub():
    assert all(f"{kind}_{end}" in TABLES["hub"] for kind in HUB_TYPES for end in ("approvals", "denials"))


def test_contact_persons_have_no_column_in_any_table():
    words = (
        "phone",
        "email",
        "poc",
        "attorney",
        "preparer",
        "agent",
        "bcn",
        "receipt",
        "street",
        "vawa",
        "date_of_birth",
    )
    assert not [name for table in TABLES.values() for name in table.names if any(word in name for word in words)]
