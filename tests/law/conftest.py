"""Fixtures of the law tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from law_folder import Folder

from openh1b.law import Law, load_law


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()
