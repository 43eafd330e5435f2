from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sponsors.pairs import Score, judged, precision_recall, read_pairs


def test_the_labelled_set_is_large_and_half_of_it_hard_negatives() -> None:
    pairs = read_pairs()
    assert pairs.height >= 400
    assert pairs["same"].mean() == pytest.approx(0.5, abs=0.02)
    assert pairs.filter(pl.col("split") == "held-out").height > pairs.height * 0.4


def test_no_pair_is_given_twice() -> None:
    sides = [("employer_a", "tax_id_a", "state_a"), ("employer_b", "tax_id_b", "state_b")]
    keys = [frozenset((row[:3], row[3:])) for row in read_pairs().select(*sides[0], *sides[1]).rows()]
    assert len(keys) == len(set(keys))


def test_precision_and_recall_hold_on_both_halves_without_any_other_line() -> None:
    for score in precision_recall(judged(read_pairs())).values():
        assert score.precision >= 0.99
        assert score.recall >= 0.85


def test_scores_count_each_kind_of_answer() -> None:
    answers = pl.DataFrame(
        {"same": [True, True, False, False], "said": [True, False, True, False], "split": ["rules"] * 4}
    )
    score = precision_recall(answers)["rules"]
    assert score == Score(right=1, wrong=1, missed=1, apart=1)
    assert (score.precision, score.recall) == (0.5, 0.5)


def test_an_answer_other_than_yes_or_no_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    read_pairs().head(2).drop("same").with_columns(same_group=pl.Series(["yes", "maybe"])).write_csv(path)
    with pytest.raises(InputError, match="row 2, column same_group: 'maybe'"):
        read_pairs(path)
