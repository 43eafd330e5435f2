"""What pandas needs for the same table of an LCA file: columns by the map, text as text, days, numbers, pay a year.

Written as fast as the idea allows for a file whose cells are all plain, which is less than ours does: no check of the
layout, no form of a cell but the usual one, no limits, no corrections.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]

from openh1b.data.lca import UNITS_A_YEAR
from openh1b.data.maps import DROPPED, PERSONAL, layouts
from openh1b.data.schemas import TABLES

_DAY = "%m/%d/%Y"
_LEVELS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PAY = {"wage_usd": ("wage_from", "wage_unit"), "pw_usd": ("prevailing_wage", "pw_unit")}


def table(path: Path) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """The columns of our table that the file has, with pay a year; all cells but contact persons'; and the hash."""
    data = path.read_bytes()
    layout = next(layout for layout in layouts("lca") if layout.name == "fy2020-on")
    headers = pd.read_csv(io.BytesIO(data), nrows=0).columns
    fates = {header: layout.fate(header) for header in headers if layout.fate(header) != PERSONAL}
    ours = {header: fate for header, fate in fates.items() if fate not in {DROPPED, None}}
    raw = pd.read_csv(io.BytesIO(data), usecols=list(fates), dtype=str, keep_default_na=False, na_values=[""])
    frame = raw[list(ours)].rename(columns=ours)
    return _typed(frame), raw, hashlib.sha256(data).hexdigest()


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    schema = TABLES["lca"]
    made = {}
    for name in frame.columns:
        kind = schema[name].kind
        if kind == "date":
            made[name] = pd.to_datetime(frame[name], format=_DAY)
        elif kind == "flag":
            made[name] = frame[name].map({"Yes": True, "No": False})
        elif name == "wage_level":
            made[name] = frame[name].map(_LEVELS)
        elif kind in {"integer", "number"}:
            made[name] = pd.to_numeric(frame[name])
        else:
            made[name] = frame[name].str.strip()
    made |= {name: made[name].str.lower() for name in ("status", "wage_unit", "pw_unit")}
    frame = frame.assign(**made)
    pay = {name: frame[amount] * frame[unit].map(UNITS_A_YEAR) for name, (amount, unit) in _PAY.items()}
    code = frame["soc_code"].str
    return frame.assign(**pay, soc_code=code[:7], onet_code=frame["soc_code"].where(code.len() == 10))
