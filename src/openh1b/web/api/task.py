"""What every task of a process of its own (tasks.py) is given, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Given = Mapping[str, Any]
"""What was asked, as the server wrote it down."""

Tell = Callable[..., None]
"""Says how far the task is: `text`, `done` and `all`, each where it is known."""


@dataclass(frozen=True)
class Made:
    """A file in the task's folder, its format, and the name under which it is saved. record: JSON beside it, if any."""

    file: str
    form: str
    name: str
    record: str | None = None
