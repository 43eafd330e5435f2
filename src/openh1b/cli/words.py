"""Values in words, for tables that people read: the same as on pages."""

from __future__ import annotations

from openh1b.charts.cells import LEVEL, dollars, number, percent, percent_range, stage_label, wage_level

__all__ = ["LEVEL", "dollars", "number", "percent", "percent_range", "stage_label", "wage_level"]
