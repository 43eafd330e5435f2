"""Which columns of the resolved lines a question reads (stored.py): of a store no others are loaded."""

from __future__ import annotations

from typing import Final

COUNTED: Final = (
    "fiscal_year", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials", "naics",
    "vintage", "part_year",
)  # fmt: skip
"""What every count needs; naics also tells a file of one industry from a whole one."""

SHOWN: Final = (*COUNTED, "group", "entity", "key")
SEARCHED: Final = (
    "fiscal_year", "employer", "state", "initial_approvals", "continuing_approvals", "key", "group", "entity", "why",
)  # fmt: skip
EXPLAINED: Final = (*SEARCHED, "tax_id")
