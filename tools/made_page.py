"""A page of the documentation that is made from the program: written, or with `--check` only looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_page(page: Path, made: str, arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` among the arguments say whether it is stale. Returns the exit code."""
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    stale = not page.exists() or page.read_text(encoding="utf-8") != made
    if stale:
        print(f"{page.name} is stale: run the tool that its head names")
    return int(stale)
