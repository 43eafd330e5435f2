"""Wage floors and selection thresholds of a policy, written beside the people of a pool: see season/wage_rules.py."""

from openh1b.season.wage_rules import REQUIRED, THRESHOLD_LEVEL, THRESHOLDS, with_wages, without_wages

__all__ = ["REQUIRED", "THRESHOLDS", "THRESHOLD_LEVEL", "with_wages", "without_wages"]
