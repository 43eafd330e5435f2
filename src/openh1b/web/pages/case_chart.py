"""One person's odds as a chart: a dot a season scenario at the level and at the next, with what is not published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from openh1b.cases.person import Case
from openh1b.cases.person_summary import next_step, odds_range, source_ids
from openh1b.cases.person_words import asked_of, between, pct
from openh1b.cases.scenarios import Odds
from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import NARROW, WIDE, Spec
from openh1b.cited.sources import source_line
from openh1b.law import load_law, season_name
from openh1b.naming import spoken
from openh1b.season.levels import ROMAN
from openh1b.version import __version__
from openh1b.web.pages.case_words import headline, scenario_name

NAME: Final = "odds-by-scenario"


def case_chart(found: Case) -> Chart:
    """The chart of a case."""
    records = tuple(_records(found))
    title = _title(found)
    return Chart(
        name=NAME,
        title=title,
        subtitle=(
            f"{asked_of(found)} by season scenario, {season_name(found.typed.season)}, under "
            f"{spoken(found.rule.name)}. Lines: over what is not published of the scenario. Scenarios are what-ifs; "
            "none is a forecast and they are not averaged."
        ),
        footer=(
            f"An estimate, not legal advice. People, selections and splits by level are partly assumed. Sources: "
            f"{source_line(source_ids(found), load_law().sources)}. OpenH1B {__version__}."
        ),
        spec=_spec(records, WIDE),
        narrow=_spec(records, NARROW),
        table=records,
        alt=f"{title}. {' '.join(map(_said, records))}",
    )


def _title(found: Case) -> str:
    step = next_step(found)
    if step is None:
        return headline(found)
    odds = odds_range(found)
    now, then = between(odds.low, odds.high), between(step.odds.low, step.odds.high)
    return f"Odds of {now} at Level {ROMAN[found.offer.level - 1]}, {then} at Level {ROMAN[step.level - 1]}"


def _records(found: Case) -> Iterator[Record]:
    """In the columns of a comparison's charts, so that pages and files read them alike."""
    for one in found.chances:
        name = scenario_name(one.all.scenario)
        yield _record(name, f"Level {ROMAN[found.offer.level - 1]}", one.now)
        if one.next is not None and found.levels_matter:
            yield _record(name, f"Level {ROMAN[found.offer.level]}", one.next)


def _record(scenario: str, level: str, odds: Odds) -> Record:
    return {
        "policy": level,
        "by": "scenario",
        "group": scenario,
        "measure": "odds",
        "value": odds.any,
        "low": odds.low,
        "high": odds.high,
        "unit_of_measure": "probability",
        "synthetic": False,
    }


def _said(one: Record) -> str:
    return f"{one['group']}, {one['policy']}: {pct(one['value'])}."


def _spec(records: tuple[Record, ...], width: int) -> Spec:
    names = tuple(dict.fromkeys(one["group"] for one in records))
    levels = tuple(dict.fromkeys(one["policy"] for one in records))
    rows = r.Rows(names, levels, r.by_policy(levels, first=1), within=width <= NARROW)
    y = rows.axis(width)
    values: list[dict[str, Any]] = [
        {
            "row": f"{names.index(one['group'])}.{levels.index(one['policy'])}",
            "colour": rows.shades[levels.index(one["policy"])],
            "zero": 0,
            "end": max(one["value"], one["high"]),
            "text": pct(one["value"]),
            **{name: one[name] for name in ("value", "low", "high")},
        }
        for one in records
    ]
    layers = [
        r.mark(values, "rule", y, ("zero", "value"), color="by row", strokeWidth=1.5, opacity=0.45),
        *r.whiskers([one for one in values if one["low"] != one["high"]], y),
        r.mark(values, "point", y, ("value",), filled=True, size=70, opacity=1, color="by row"),
        r.value_labels(values, y, "end"),
        *rows.headings(y),
    ]
    high = max((one["end"] for one in values), default=1.0) or 1.0
    end = r.widened(high, r.label_room(rows, width, [one["text"] for one in values]))
    r.scale(layers, "Odds of selection", (0.0, end), "format(datum.value, '.0%')", most=r.steps(width))
    return rows.document(width, layers)
