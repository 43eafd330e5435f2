"""Which charts there are, by name."""

from __future__ import annotations

from collections.abc import Callable

from openh1b.charts import changes, composition, distribution, odds, pay
from openh1b.charts.chart import Chart
from openh1b.charts.view import View, view, views
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.simulate import Comparison

_BY_GROUP: dict[str, Callable[[View, str], Chart]] = {
    odds.NAME: odds.odds_chart,
    composition.NAME: composition.composition_chart,
    changes.NAME: changes.changes_chart,
}
_OF_PAY: dict[str, Callable[[pay.Paid, str], Chart]] = {
    pay.NAME: pay.pay_chart,
    distribution.NAME: distribution.distribution_chart,
}
NAMES = (odds.NAME, composition.NAME, pay.NAME, distribution.NAME, changes.NAME)
"""Names of the charts, in the order of the page."""

MOST_FURTHER = 4
"""Further groupings of which the page has a chart of changes."""


def check_name(name: str) -> str | None:
    """The column that a chart's name asks for, as in `changes-by-country`. Raises InputError for an unknown chart."""
    kind, _, column = name.partition("-by-")
    known = NAMES if not column else tuple(_BY_GROUP)
    if kind not in known:
        expected = f"one of {', '.join(known)}" if column else f"one of {', '.join(NAMES)}, or such as odds-by-COLUMN"
        raise InputError(Fault("--chart", f"no chart {kind!r}", expected=expected, hint=did_you_mean(kind, known)))
    return column or None


def make_chart(found: Comparison, name: str) -> Chart:
    """One chart by its name: odds, composition, pay, distribution or changes; `odds-by-COLUMN` takes that grouping.

    Without a column, the first grouping by one column. Raises InputError where the name is unknown, the comparison was
    not grouped by the column, the pool has no pay, or one policy alone has nothing to be compared with.
    """
    return _made(found, name, pay.Paid(found))


def make_charts(found: Comparison) -> tuple[Chart, ...]:
    """The charts of the page, by `chart_names`."""
    paid = pay.Paid(found)
    return tuple(_made(found, name, paid) for name in chart_names(found))


def chart_names(found: Comparison) -> tuple[str, ...]:
    """All kinds that the comparison has figures for, and changes by each further grouping."""
    paid, several = pay.Paid(found), len(found.runs) > 1
    names = [name for name in NAMES if name not in _OF_PAY or paid.known]
    names = [name for name in names if several or name != changes.NAME]
    further = [one.by for one in views(found)[1 : 1 + MOST_FURTHER]]
    kind = changes.NAME if several else odds.NAME
    return (*names, *(f"{kind}-by-{by}" for by in further))


def _made(found: Comparison, name: str, paid: pay.Paid) -> Chart:
    column = check_name(name)
    kind = name.partition("-by-")[0]
    if kind in _OF_PAY:
        if not paid.known:
            hint = "Use --people, or a pool with the column offered_wage_usd."
            raise InputError(Fault("--chart", f"{name}: the pay of the selected was not computed", hint=hint))
        return _OF_PAY[kind](paid, name)
    if kind == changes.NAME and len(found.runs) < 2:
        raise InputError(Fault("--chart", f"{name}: one policy has no changes", expected="two policies or more"))
    return _BY_GROUP[kind](view(found, column), name)
