"""On the hub's own archive files, where they are."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from openh1b.sponsors import ranks
from openh1b.sponsors.aliases import load_aliases
from openh1b.sponsors.pairs import judged, precision_recall, read_pairs
from openh1b.sponsors.published import load_published
from openh1b.sponsors.resolve import resolve
from openh1b.sponsors.vintages import choose


@pytest.fixture
def real(real_hub: list[Path], monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "tools"))
    import propose_aliases

    frame = propose_aliases.read_hub(real_hub)
    sys.modules.pop("propose_aliases")
    return frame


def test_resolution_of_the_200_largest_groups_meets_its_targets(real: pl.DataFrame) -> None:
    scores = precision_recall(judged(read_pairs(), real).filter("large"))
    assert scores["held-out"].pairs > 150
    for score in scores.values():
        assert score.precision >= 0.99
        assert score.recall >= 0.9


def test_known_figures_of_fy2022(real: pl.DataFrame) -> None:
    chosen = choose(resolve(real), [2022])
    table = ranks.sponsors(chosen.lines)
    approvals = dict(zip(table["sponsor"], table["approvals"], strict=True))
    assert chosen.lines["initial_approvals"].sum() == 138_381
    assert (approvals["tesla"], approvals["TESLA [7149, VA]"]) == (336, 1)
    assert table["sponsor"][0] == "amazon"
    schools = ranks.industries(chosen.lines).filter(pl.col("sector") == "61")
    assert schools["approvals"].item() == 15_559


def test_published_figures_said_to_be_counted_from_the_hub_are_what_it_gives(real: pl.DataFrame) -> None:
    resolved = resolve(real)
    ours = [one for one in load_published() if one.read == "source" and one.who in load_aliases().labels]
    assert len(ours) >= 10
    for one in ours:
        lines = resolved.filter((pl.col("group") == one.who) & (pl.col("fiscal_year") == one.year))
        assert (one.who, lines[one.measure].sum()) == (one.who, one.value)


def test_every_alias_names_a_petitioner_of_the_hub(real: pl.DataFrame) -> None:
    why = set(resolve(real)["why"])
    assert {one.id for one in load_aliases().evidence} - why == set()
