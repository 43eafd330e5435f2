"""What a wrong cell of pay may be: pay an hour, thousands, an amount with its unit. Asked, never converted."""

from __future__ import annotations

import re

_LEAST = 1_000  # the limit of pay in tables.py
_AMOUNT = r"(?:usd|us\$|\$)?\s*([0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)"
_BARE = re.compile(_AMOUNT)
_MULTIPLE = re.compile(rf"{_AMOUNT}\s*(k|thousand|m|million)")
_TIME = re.compile(rf"{_AMOUNT}\s*(?:/|per\b|an?\b)\s*([a-z]+)\.?")
_YEAR = re.compile(rf"{_AMOUNT}\s*(?:usd|dollars)?\s*(?:(?:/|per\b|an?\b)\s*(?:yr|year|annum)\.?|annual(?:ly)?)?")
_TIMES = {"h": "hour", "hr": "hour", "hour": "hour", "d": "day", "day": "day", "w": "week", "wk": "week"}
_TIMES |= {"week": "week", "mo": "month", "mth": "month", "month": "month"}


def explain_pay(value: str) -> tuple[str, str | None]:
    """What is said of a wrong cell of pay behind it (nothing), and a hint in the form of a question."""
    text = value.strip().lower()
    if bare := _BARE.fullmatch(text):
        return "", _small(_number(bare[1]))
    if multiple := _MULTIPLE.fullmatch(text):
        times = 1_000 if multiple[2] in {"k", "thousand"} else 1_000_000
        return "", f"Does it stand for {_number(multiple[1]) * times:,.0f}? Write the number out"
    if (time := _TIME.fullmatch(text)) and time[2] in _TIMES:
        return "", f"Pay by the {_TIMES[time[2]]}? Give the pay of a year, as a number alone"
    return "", "Give the number alone" if _YEAR.fullmatch(text) else None


def _small(amount: float) -> str | None:
    thousands = amount * 1_000
    return f"Hourly pay, or thousands ({thousands:,.0f})?" if amount < _LEAST <= thousands else None


def _number(text: str) -> float:
    return float(text.replace(",", ""))
