"""What is answered: measures, and figures in one tidy table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Literal

from openh1b.errors import Fault, FigureError, did_you_mean, wrong_kind
from openh1b.tables import POOL, RESULT

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["total", "share", "mean", "quantile"]
Layer = Literal["arithmetic", "accounting", "causal"]
Spread = Literal["luck", "range", "definition"]


@dataclass(frozen=True)
class Measure:
    """A thing that is measured: one list that commands, documentation and charts read."""

    name: str
    label: str
    unit: str
    kind: Kind
    formula: str
    layer: Layer = "arithmetic"


MEASURES = (
    Measure(
        "odds",
        "odds of selection",
        "probability",
        "share",
        "probability that a unit of the group is selected in any stage; its range is over unpublished inputs",
    ),
    Measure("odds_in_stage", "odds in a stage", "probability", "share", "the same for one stage, named `odds_<stage>`"),
    Measure("selected", "selected", "units", "total", "expected number of the group selected in any stage"),
    Measure(
        "selected_in_stage", "selected in a stage", "units", "total", "the same for one stage, named `selected_<stage>`"
    ),
    Measure("share_of_selected", "share of the selected", "share", "share", "selected of the group / selected of all"),
    Measure(
        "change_in_selected",
        "change in the number selected",
        "units",
        "total",
        "selected under the policy less selected under the base policy, the luck of each unit being the same",
    ),
    Measure(
        "gain",
        "gain",
        "units",
        "total",
        "expected number selected under the policy and not under the base, the luck of each unit being the same",
    ),
    Measure(
        "lose",
        "lose",
        "units",
        "total",
        "expected number selected under the base and not under the policy, the luck of each unit being the same",
    ),
    Measure("pay_mean", "mean pay of the selected", "USD", "mean", "mean offered base pay a year of the selected"),
    Measure("pay_p10", "10th percentile of pay", "USD", "quantile", "pay below which 10% of the selected lie"),
    Measure("pay_median", "median pay", "USD", "quantile", "pay below which half of the selected lie"),
    Measure("pay_p90", "90th percentile of pay", "USD", "quantile", "pay below which 90% of the selected lie"),
    Measure(
        "response_entrants",
        "registered after all",
        "units",
        "total",
        "units that register once employers have reacted, by what they are then",
        layer="accounting",
    ),
    Measure(
        "response_selected",
        "selected, employers reacting",
        "units",
        "total",
        "expected number selected of those who register",
        layer="accounting",
    ),
    Measure(
        "response_odds",
        "odds, employers reacting",
        "probability",
        "share",
        "selected / registered, once employers have reacted",
        layer="accounting",
    ),
    Measure(
        "response_change_in_selected",
        "change in the number selected, employers reacting",
        "units",
        "total",
        "the same less that under the base policy, at the same assumptions",
        layer="accounting",
    ),
    Measure(
        "response_action",
        "what employers do",
        "units",
        "total",
        "units by action, named `response_<action>`: stay, raise, relabel, reroute, out",
        layer="accounting",
    ),
    Measure(
        "response_fees",
        "fees of the policy, employers reacting",
        "USD",
        "total",
        "one-time, consular and one year's fee of all selected, if all file",
        layer="accounting",
    ),
    Measure(
        "response_raises",
        "raises paid",
        "USD",
        "total",
        "pay a year above that observed, of the selected",
        layer="accounting",
    ),
    Measure(
        "response_pay",
        "pay of the selected, employers reacting",
        "USD",
        "mean",
        "`response_pay_mean` and `response_pay_median`: offered base pay a year of the selected, raises included",
        layer="accounting",
    ),
    Measure("units", "in the pool", "units", "total", "units of the group in the pool"),
    Measure(
        "units_at_level",
        "in the pool at a level by the policy's own thresholds",
        "units",
        "total",
        "units of the pool at the selection level k that the policy's own thresholds give, named `units_at_level_<k>`",
    ),
    Measure(
        "fees_first_year",
        "charges on the selected, first year",
        "USD",
        "total",
        "one-time charges and one yearly charge on each of the selected, if all were to file; filing fees left out",
        layer="accounting",
    ),
)


def plural(unit: str) -> str:
    """Units drawn, as a unit of measure: beneficiaries, registrations, petitions."""
    return "beneficiaries" if unit == "beneficiary" else f"{unit}s"


@dataclass(frozen=True)
class Figure:
    """One row of the table `result` (tables.py says what each column is)."""

    season: int
    unit: str
    policy: str
    measure: str
    by: str
    group: str
    value: float | None
    unit_of_measure: str
    low: float | None = None
    high: float | None = None
    spread: Spread | None = None
    low_at: str | None = None
    high_at: str | None = None
    base_policy: str | None = None
    level_mix: str | None = None
    year: int | None = None
    stream: str = "cap_subject"
    layer: Layer = "arithmetic"
    status: str = "source"
    synthetic: bool = False
    source_ids: str = ""

    def __post_init__(self) -> None:
        if (self.spread is None) != (self.low is None or self.high is None):
            msg = f"{self.measure} of {self.group}: ends without a spread, or a spread without ends"
            raise ValueError(msg)

    def within(self, low: float, high: float, spread: Spread) -> Figure:
        """The figure with its ends and what they are."""
        return replace(self, low=low, high=high, spread=spread)

    def record(self) -> dict[str, Any]:
        """The figure as a mapping in the order of the table's columns."""
        values = asdict(self)
        return {name: values[name] for name in RESULT.names}


class Result:
    """Figures in order. Immutable; `find` reads one of them, `groups` what there is to find, `frame` all of them."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = tuple(figures)
        self._index = {(f.policy, f.measure, f.by, f.group): f for f in self.figures}

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __repr__(self) -> str:
        held = f"{len(self):,} figures; policies: {', '.join(self.policies)}; by: {', '.join(self.groupings)}"
        return f"<Result: {held}>" if self.figures else "<Result: no figures>"

    def find(self, policy: str, measure: str, by: str = "all", group: str = "all") -> Figure:
        """One figure. Raises FigureError, a KeyError, that says which name is wrong or what was not computed."""
        try:
            return self._index[policy, measure, by, group]
        except (KeyError, TypeError):  # a list cannot be looked up
            raise FigureError(partial(_missing, self, policy, measure, by, group)) from None

    def groups(self, by: str) -> tuple[str, ...]:
        """Groups of a grouping, in the order in which they were reported. Raises FigureError for any other grouping."""
        found = tuple(dict.fromkeys(f.group for f in self.figures if f.by == by))
        if not found:
            raise FigureError(lambda: [_unknown("by", by, self.groupings)])
        return found

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """Policies with a figure, in their order."""
        return tuple(dict.fromkeys(f.policy for f in self.figures))

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures with a figure."""
        return tuple(dict.fromkeys(f.measure for f in self.figures))

    @cached_property
    def groupings(self) -> tuple[str, ...]:
        """Groupings with a figure; `all` is everyone."""
        return tuple(dict.fromkeys(f.by for f in self.figures))

    def records(self) -> list[dict[str, Any]]:
        """All figures as mappings."""
        return [figure.record() for figure in self.figures]

    @property
    def frame(self) -> pl.DataFrame:
        """The table `result`. Loads Polars."""
        import polars as pl

        kinds = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "flag": pl.Boolean}
        return pl.DataFrame(self.records(), schema={c.name: kinds[c.kind] for c in RESULT.columns})


_LEVELS: Final = ("I", "II", "III", "IV")
_ASK: Final = {"pay_": "Scenario(people=True)", "response_": 'Scenario(response="range")'}


def _missing(result: Result, policy: str, measure: str, by: str, group: str) -> list[Fault]:
    """What is wrong with the names of a figure that is not there."""
    faults = []
    if policy not in result.policies:
        faults.append(_unknown("policy", policy, result.policies))
    if measure not in result.measures:
        faults.append(_unknown("measure", measure, result.measures))
    if by not in result.groupings:
        faults.append(_unknown("by", by, result.groupings))
    elif group not in (groups := result.groups(by)):
        faults.append(_unknown("group", group, groups))
    if not faults:
        there = dict.fromkeys(f.measure for f in result if (f.policy, f.by, f.group) == (policy, by, group))
        place = "everyone" if by == "all" else f"{by} {group}"
        problem = f"{measure!r} was not computed under {policy} for {place}"
        faults.append(Fault("measure", problem, hint=f"Computed: {', '.join(there)}." if there else None))
    return faults


def _unknown(where: str, given: object, known: tuple[str, ...]) -> Fault:
    meant = _said(given)
    hint = f"Write {where}={meant!r}." if meant in known else did_you_mean(f"{given}", known)
    if not isinstance(given, str):
        return wrong_kind(where, given, "text", hint)
    if where == "by" and all(name in POOL for name in given.split("*")):
        hint = f"Ask for it with Scenario(by=({given!r},))."
    if where == "measure":
        hint = next((f"Ask for it with {ask}." for start, ask in _ASK.items() if given.startswith(start)), hint)
    return Fault(where, f"{given!r} is not in this result", hint=hint)


def _said(given: object) -> str:
    """A group as the result has it, of a number, a flag or a level in words: `Level IV` is 4."""
    text = str(given).removeprefix("Level ").strip()
    return str(_LEVELS.index(text) + 1) if text in _LEVELS else text.lower() if isinstance(given, bool) else text
