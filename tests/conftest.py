"""For all tests: the folder of real files, where it is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """A real file by its path in the shared folder; the test is skipped, by that name, where it is absent."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("OPENH1B_SHARED_DATA", beside))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"{name} is not here; set OPENH1B_SHARED_DATA to the folder that holds it")
        return path

    return find
