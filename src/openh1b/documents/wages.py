"""Wages of an occupation in an area as a document, and as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openh1b.season import levels
from openh1b.season.areas import Area
from openh1b.season.occupations import Occupation
from openh1b.season.wages_percentiles import Estimates


@dataclass(frozen=True)
class WageAnswer:
    """What was asked, as it was read and answered. wage_usd: an offer, US dollars a year; None without one."""

    occupation: Occupation
    area: Area
    floors: levels.Floors
    wage_usd: float | None
    estimates: Estimates | None
    notes: tuple[str, ...]


def wage_document(found: WageAnswer) -> dict[str, Any]:
    """What `openh1b season wage` answers: what was asked as it was read, a row of `wages` a wage, the offer, notes."""
    floors = found.floors
    standing = None
    if found.wage_usd is not None:
        standing = {"wage_usd": found.wage_usd, **vars(levels.standing(found.wage_usd, floors))}
    return {
        "soc_code": floors.soc_code,
        "title": found.occupation.title,
        "area": floors.area,
        "area_name": found.area.name,
        "wage_year": floors.wage_year,
        "table": floors.table,
        "unit_of_table": "hour" if floors.hourly else "year",
        "wages": wage_rows(found),
        "offer": standing,
        "notes": list(found.notes),
    }


def wage_rows(found: WageAnswer) -> list[dict[str, Any]]:
    """A row for each level and each percentile: US dollars a year and an hour, errors as shares of the wage."""
    both = zip(levels.ROMAN, found.floors.usd, found.floors.an_hour, strict=True)
    empty = {"error_share": None, "error_p90": None, "as_stated_usd": None}
    rows = [{"wage": f"Level {name}", "usd_a_year": usd, "usd_an_hour": hour, **empty} for name, usd, hour in both]
    one = found.estimates
    if one is not None:
        for k, percentile in enumerate(one.percentiles):
            rows.append(
                {
                    "wage": f"Percentile {percentile:g}",
                    "usd_a_year": round(float(one.usd[k]), 2),
                    "usd_an_hour": round(float(one.usd[k]) / levels.HOURS_A_YEAR, 2),
                    "error_share": round(float(one.error_share[k]), 4),
                    "error_p90": round(float(one.error_p90[k]), 4),
                    "as_stated_usd": round(float(one.as_stated_usd[k]), 2),
                }
            )
    return rows
