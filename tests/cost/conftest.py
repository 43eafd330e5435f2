"""Fixtures of the cost tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.cost.fee_law import FeeLaw, fee_law

TODAY = date(2026, 11, 21)  # the day on which the fees were last looked up

POLICY = """\
name: mine
title: Mine
author: A test
document: user
date: 2026-11-21
status: hypothetical
read: assumption
summary: A price.
sets:
{sets}
models: [a price]
does_not_model: [all else]
"""


@pytest.fixture
def now() -> FeeLaw:
    return fee_law(TODAY)


@pytest.fixture
def policy_file(tmp_path: Path) -> Callable[..., str]:
    """Write a policy file that sets some paths; gives its name."""

    def write(**sets: str) -> str:
        lines = "\n".join(f"  {name.replace('__', '.')}: {value}" for name, value in sets.items())
        path = tmp_path / "mine.yaml"
        path.write_text(POLICY.format(sets=lines), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def cost() -> Callable[..., str]:
    """`openh1b cost` on a wide terminal; errors are raised."""

    def run(*arguments: str) -> str:
        result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, ["cost", *arguments])
        if result.exception is not None:
            raise result.exception
        return result.stdout

    return run
