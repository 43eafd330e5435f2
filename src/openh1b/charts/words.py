"""Policies, groups and figures in the words of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from openh1b.results import MEASURES

EVERYONE = "Everyone"
MINUS = "\N{MINUS SIGN}"
COLUMNS = {
    "selection_level": "wage level",
    "us_masters_or_higher": "US master's",
    "employer_kind": "kind of employer",
    "employer_size": "size of employer",
    "country": "country of birth",
    "state": "state of work",
    "soc_code": "occupation",
    "area": "wage area",
    "degree": "highest degree",
    "prior_status": "prior status",
    "channel": "change of status or consular",
    "h1b_dependent": "H-1B-dependent employer",
}
_VALUES = {
    ("selection_level", "1"): "Level I",
    ("selection_level", "2"): "Level II",
    ("selection_level", "3"): "Level III",
    ("selection_level", "4"): "Level IV",
    ("us_masters_or_higher", "true"): "US master's",
    ("us_masters_or_higher", "false"): "No US master's",
    ("prior_status", "f1"): "F-1",
    ("prior_status", "none"): "Abroad",
    ("prior_status", "other_us"): "Other US status",
    ("channel", "in_us"): "In the US",
    ("employer_kind", "it_services"): "IT services",
    ("degree", "bachelors"): "Bachelor's",
    ("degree", "masters"): "Master's",
}
_OF_LISTS = {
    ("employer_kind", "outsourcer"): "On EIG's outsourcer list",
    ("employer_kind", "it_services"): "IT services (NAICS 5415)",
    ("employer_kind", "manufacturing"): "Manufacturing (NAICS 31-33)",
}
"""Kinds of employer in synthetic seasons, with the list or classification that they are taken from."""
_COUNTRIES = {
    "BGD": "Bangladesh", "BRA": "Brazil", "CAN": "Canada", "CHN": "China", "COL": "Colombia", "DEU": "Germany",
    "EGY": "Egypt", "ESP": "Spain", "FRA": "France", "GBR": "United Kingdom", "IND": "India", "IRN": "Iran",
    "ITA": "Italy", "JPN": "Japan", "KOR": "South Korea", "MEX": "Mexico", "MYS": "Malaysia", "NGA": "Nigeria",
    "NPL": "Nepal", "PAK": "Pakistan", "PHL": "Philippines", "RUS": "Russia", "SAU": "Saudi Arabia", "TUR": "Turkey",
    "TWN": "Taiwan", "UKR": "Ukraine", "VEN": "Venezuela", "VNM": "Vietnam",
}  # fmt: skip
"""ISO-3 codes of the countries that synthetic seasons name; any other code is printed as it is."""
METHODS = {
    "orders": "exact, by dynamic program",
    "integral": "exact, by integral over the time of the last seat",
    "closing": "by closing times",
    "draws": "by repeated draws",
}
_MOST = 5
_FREE = {"employer", "country", "state", "soc_code", "area", "employer_size", "age"}
"""Columns whose values are printed as they are."""


def column_label(by: str) -> str:
    """A grouping in words: `employer_kind*state` is `kind of employer and state of work`."""
    return " and ".join(COLUMNS.get(name, name.replace("_", " ")) for name in by.split("*"))


def group_label(by: str, group: str, *, synthetic: bool = False) -> str:
    """A group in words; characters that no document may hold are replaced. synthetic: kinds of employer name a list."""
    if by == "all":
        return EVERYONE
    if synthetic and (by, group) in _OF_LISTS:
        return _OF_LISTS[by, group]
    parts = zip(by.split("*"), group.split(","), strict=False) if "*" in by else [(by, group)]
    first, *others = (_value(column, value) for column, value in parts)
    return ", ".join([first, *(f"no {one[3:]}" if one.startswith("No ") else one for one in others)])


def _value(column: str, value: str) -> str:
    known = _VALUES.get((column, value))
    if known is not None:
        return known
    if value in {"true", "false"}:
        name = COLUMNS.get(column, column.replace("_", " "))
        return f"{name}: {'yes' if value == 'true' else 'no'}"
    if column == "country" and value in _COUNTRIES:
        return _COUNTRIES[value]
    if value == "other" or (column in COLUMNS and column not in _FREE):
        value = value.replace("_", " ")
        value = value[:1].upper() + value[1:]
    return clean(value) or "(blank)"


def clean(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def measure_label(name: str) -> str:
    """The label of a measure; one that names a stage says which."""
    for one in MEASURES:
        if one.name == name:
            return one.label
    measure, _, stage = name.partition("_")
    return f"{measure}, {stage.replace('_', ' ')} stage"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def some(parts: Sequence[str]) -> str:
    """The first few of a list, and how many more there are."""
    return listed(parts) if len(parts) <= _MOST + 1 else f"{', '.join(parts[:_MOST])} and {len(parts) - _MOST} more"


def percent(value: float) -> str:
    """A share in percent: whole from 10%, one digit below, and never 0% or 100% where it is not."""
    if 0 < value < 0.0005:
        return "<0.1%"
    if 0.9995 <= value < 1 - 1e-9:
        return ">99.9%"
    return f"{100 * value:.0f}%" if value >= 0.0995 and value < 0.995 else f"{100 * value:.1f}%".replace(".0%", "%")


def usd(value: float) -> str:
    """US dollars, to the hundred."""
    return f"${round(value, -2):,.0f}"


def signed(value: float) -> str:
    """A change with its sign and thousands separators; nothing is plain 0."""
    text = f"{abs(value):,.0f}"
    sign = "+" if value > 0 else MINUS
    return text if text == "0" else f"{sign}{text}"


def shown(value: float | None, unit: str) -> str:
    """A value with its unit, for a table that people read."""
    if value is None:
        return "not computed"
    if unit in {"probability", "share"}:
        return f"{100 * value:.2f}%"
    text = f"{abs(value):,.0f}"
    sign = MINUS if value < 0 and text != "0" else ""
    return f"{sign}${text}" if unit == "USD" else f"{sign}{text}"
