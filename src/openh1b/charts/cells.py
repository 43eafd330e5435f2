"""Figures in the cells of a table that people read, in a terminal or on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openh1b.results import Figure

LEVEL = {"1": "Level I", "2": "Level II", "3": "Level III", "4": "Level IV"}
_FEW = 10  # units below which a tenth of one is shown: of a pool of four, 0.7 are expected, not 1
_WHOLE = 0.01
_STAGES = {"regular": "Regular", "advanced_degree": "Advanced degree"}


def stage_label(name: str) -> str:
    """A stage's name for a heading."""
    return _STAGES.get(name, name.replace("_", " ").capitalize())


def percent(value: float | None, digits: int = 1) -> str:
    """A probability or share in percent; nothing computed is a dash."""
    return "-" if value is None else f"{100 * value:.{digits}f}%"


def percent_range(figure: Figure) -> str:
    """A probability with its range, where there is one that shows."""
    text = percent(figure.value)
    if figure.low is None or figure.high is None or percent(figure.low) == percent(figure.high):
        return text
    return f"{text} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def number(figure: Figure, *, sign: bool = False) -> str:
    """A number of units with half the width of its 90% interval."""
    if figure.value is None:
        return "-"
    half = None if figure.low is None or figure.high is None else (figure.high - figure.low) / 2
    text = units(figure.value, sign=sign)
    return text if half is None else f"{text} ± {half:,.{_digits(figure.value)}f}"


def units(value: float, *, sign: bool = False) -> str:
    """A number of units; no change has no sign."""
    text = f"{value:+,.{_digits(value)}f}" if sign else f"{value:,.{_digits(value)}f}"
    return text if text.strip("+-0.") else text.lstrip("+-")


def _digits(value: float) -> int:
    return 1 if 0.05 <= abs(value) < _FEW and abs(value - round(value)) > _WHOLE else 0


def dollars(figure: Figure) -> str:
    """Whole US dollars; nobody selected has no pay."""
    return "-" if figure.value is None else f"{figure.value:,.0f}"


def dollars_with_luck(figure: Figure) -> str:
    """Whole US dollars with half the width of the 90% interval, where there is one."""
    if figure.low is None or figure.high is None:
        return dollars(figure)
    return f"{dollars(figure)} ± {(figure.high - figure.low) / 2:,.0f}"


def millions(figure: Figure) -> str:
    """Millions of US dollars with half the width of the 90% interval, where there is one."""
    if figure.value is None:
        return "-"
    text = f"{figure.value / 1e6:,.1f}"
    return text if figure.low is None or figure.high is None else f"{text} ± {(figure.high - figure.low) / 2e6:,.1f}"


def wage_level(level: int) -> str:
    """A wage level as a Roman numeral."""
    return LEVEL[str(level)]
