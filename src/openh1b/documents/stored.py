"""What a store holds as rows: its vintages, and which of them stand for a table if nothing else is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openh1b.data.choosing import Choice


def stored_rows(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """One row a vintage, as `openh1b data list` has it. corrected: rows; sha256: of the file as it came."""
    return [
        {
            "table": one.vintage.table,
            "vintage": one.vintage.vintage,
            "layout": one.vintage.layout,
            "rows": one.vintage.rows,
            "corrected": one.vintage.corrected,
            "flags": " ".join(one.vintage.flags),
            "read": one.taken,
            "why": one.why,
            "file": one.vintage.file,
            "sha256": one.vintage.source,
            "added": one.vintage.added,
        }
        for one in choices
    ]
