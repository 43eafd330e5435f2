"""From selected to filed to approved: the employer's own shares, or published ones with their range."""

from __future__ import annotations

from dataclasses import dataclass

from openh1b.cost.assumptions import Input, inputs
from openh1b.errors import Fault, InputError

_APPROVED = Input(
    name="approved_rate",
    label="Petitions approved, of those filed",
    value=0.954,
    low=0.899,
    high=0.954,
    read="second-hand",
    cite=("eig-fee-2026",),
    note="rates of approval of FY2022 (0.899), FY2023 (0.927) and FY2024 (0.954, taken), as EIG uses them",
)


@dataclass(frozen=True)
class Rates:
    """filed: petitions filed, of those selected. approved: petitions approved, of those filed.

    low, high: ends of approved petitions for each selection. own: which of the two the employer gave.
    """

    filed: Input
    approved: Input
    low: float
    high: float
    own: tuple[str, ...]

    @property
    def both(self) -> float:
        """Approved petitions for each selection."""
        return self.filed.value * self.approved.value


def rates(filed: float | None = None, approved: float | None = None) -> Rates:
    """The two rates: own ones as given, without a range; else published ones.

    No count of petitions filed is published: its share is derived from visas used for each selection of FY2026 (0.72,
    0.65 to 0.78) and the rate of approval. Raises InputError for a number that is no share.
    """
    faults = [
        Fault(flag, f"{value:g}", expected="a share from 0 to 1, or a percentage")
        for flag, value in (("--filed-rate", filed), ("--approved-rate", approved))
        if value is not None and not 0 <= value <= 1
    ]
    if faults:
        raise InputError(faults)
    used = inputs()["petitions_per_selection"]
    sent = _derived(used) if filed is None else _own("filed_rate", "Petitions filed, of those selected", filed)
    granted = _APPROVED if approved is None else _own("approved_rate", _APPROVED.label, approved)
    ends = (used.low, used.high) if filed is None and approved is None else _ends(sent, granted)
    own = tuple(name for name, value in (("filed", filed), ("approved", approved)) if value is not None)
    return Rates(sent, granted, *ends, own)


def _derived(used: Input) -> Input:
    return Input(
        name="filed_rate",
        label="Petitions filed, of those selected",
        value=round(used.value / _APPROVED.value, 4),
        low=round(used.low / _APPROVED.high, 4),
        high=round(used.high / _APPROVED.low, 4),
        read="assumption",
        cite=(*used.cite, *_APPROVED.cite),
        note=f"not published; visas used for each selection ({used.value:g}, {used.low:g} to {used.high:g}) over the "
        "rate of approval. All employers together: one that files for everyone selected has 1",
    )


def _own(name: str, label: str, value: float) -> Input:
    return Input(name, label, value, value, value, "given", ("user",), "the employer's own")


def _ends(filed: Input, approved: Input) -> tuple[float, float]:
    return filed.low * approved.low, filed.high * approved.high
