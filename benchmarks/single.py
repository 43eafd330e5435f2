"""One draw by keyed hashes, exact odds, and what a user waits for: the law, a policy, a command."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

from benchmarks.field import SEASON, Field
from benchmarks.finding import Finding, Under
from benchmarks.many_draws import keyed
from benchmarks.size import Size
from benchmarks.timing import alternate
from openh1b import law
from openh1b.selection.draw import draw
from openh1b.selection.keys import encode_ids, message_prefix, numerators
from openh1b.selection.odds import odds
from openh1b.selection.race import Race

_LAW = Path(law.__file__).parent
_COMPARE = "import sys; sys.argv = ['openh1b', 'compare']; from openh1b.cli.app import main; main()"
_CALLS = 50


def by_draw(size: Size) -> list[Finding]:
    """`draw` of named people against the hashes that it cannot do without: one a person and stage raced in."""
    field = Field(size.units)
    ids = [f"unit-{k:09d}" for k in range(size.units)]
    race = field.by_person()

    def ours(number: int) -> None:
        draw(race, ids, seed=f"bench {number}", season=SEASON)

    encoded = encode_ids(ids)
    raced = (encoded, [encoded[row] for row in _left_for_second(race, ids)])

    def hashes(number: int) -> None:
        for name, those in zip(race.names, raced, strict=True):
            numerators(message_prefix(seed=f"bench {number}", season=SEASON, purpose=f"select/{name}"), those)

    name = f"a draw of {size.units:,} named units by keyed hashes, both stages"
    return [Finding(name, "the hashes alone", alternate(ours, hashes, size.rounds), Under(3.0))]


def _left_for_second(race: Race, ids: list[str]) -> list[int]:
    """Rows that race in the second stage of one draw; any other draw has about as many."""
    found = draw(race, ids, seed="bench", season=SEASON)
    return np.flatnonzero(race.stages[1].eligible & ~(found.selected & (found.stage == 0))).tolist()


def by_odds(size: Size) -> list[Finding]:
    """Exact odds of everyone against a single draw by keys, which gives no odds yet."""
    field = Field(size.odds_people)
    fresh = [field.by_class()] * _CALLS

    def closing(_: int) -> None:
        for race in fresh:
            odds(replace(race), method="closing")  # a copy: its classes are not found yet

    def integral(_: int) -> None:
        odds(field.by_class(stages=1), method="integral")

    def rival(number: int) -> None:
        keyed(field, 1, number)

    against = "a single draw by keys and a partition"
    people = f"{size.odds_people:,} people in 8 classes"
    rounds = 3 * size.rounds
    return [
        Finding(
            f"odds of {people}, both stages, closed form with its error",
            against,
            alternate(closing, rival, rounds).each(_CALLS, 1),
            Under(1e-3),
        ),
        Finding(
            f"odds of {people}, one stage, integral to 1e-12", against, alternate(integral, rival, rounds), Under(1.0)
        ),
    ]


def by_start(size: Size) -> list[Finding]:
    """What a user waits for. The other is what each cannot do without: reading YAML, starting Python."""
    loaded = law.load_law()
    names = law.policy_names(loaded)

    def policies(number: int) -> None:
        for name in names:
            law.policy(name, season=SEASON, known=_day(number), law=loaded)

    def first(number: int) -> None:
        law.policy("current", season=SEASON, known=_day(number + size.rounds), law=loaded)

    overlays = sorted((_LAW / "policies").glob("*.yaml"))
    every = sorted(_LAW.rglob("*.yaml"))
    load = "from openh1b.law import load_law; load_law()"
    check = "from openh1b.law.parameters import HERE, read_law; read_law(HERE)"
    built = alternate(policies, lambda _: _parse(overlays), size.rounds).each(len(names), len(overlays))
    alone = alternate(first, lambda _: _parse(overlays), size.rounds).each(1, len(overlays))
    bare, read = "Python that does nothing", "reading one policy file as YAML"
    return [
        Finding(f"each of {len(names)} named policies of a season not asked for before", read, built, Under(0.5e-3)),
        Finding("the first of them alone, on a day of knowledge not asked for before", read, alone, Under(0.5e-3)),
        Finding(
            "the law read and checked in a new process",
            f"Python that reads its {len(every)} files as YAML",
            alternate(lambda _: run(check), lambda _: run(_parsing(every)), size.rounds),
            None,
        ),
        Finding(
            "the law in a new process, as it was kept when it was last read",
            "the law read and checked",
            alternate(lambda _: run(load), lambda _: run(check), size.rounds),
            None,
        ),
        Finding(
            "import openh1b in a new process",
            bare,
            alternate(lambda _: run("import openh1b"), lambda _: run("pass"), size.rounds),
            Under(0.5),
        ),
        Finding(
            "openh1b compare in a new process",
            bare,
            alternate(lambda _: run(_COMPARE), lambda _: run("pass"), size.rounds),
            Under(1.5),
        ),
    ]


def _day(number: int) -> date:
    """A day of knowledge that no round before has asked for, so that the season's law is not at hand yet."""
    return date(2026, 3, 1) + timedelta(number)


def _parse(files: list[Path]) -> None:
    for path in files:
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _parsing(files: list[Path]) -> str:
    loads = (
        f"[yaml.load(Path(p).read_text(encoding='utf-8'), Loader=yaml.CSafeLoader) for p in {list(map(str, files))}]"
    )
    return f"import yaml; from pathlib import Path; {loads}"


def run(code: str) -> None:
    """Run Python code in a new process, its output unseen."""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
