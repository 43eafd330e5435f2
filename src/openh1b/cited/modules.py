"""The modules of this package: what is kept of a file that they read is made anew when one of them changes."""

from __future__ import annotations

from pathlib import Path


def reading_modules() -> tuple[Path, ...]:
    """The modules that read and check files, of the law and of others."""
    return tuple(Path(__file__).parent.glob("*.py"))
