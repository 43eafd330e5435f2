import hashlib
import re
import shutil
import subprocess
from decimal import Context, Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from openh1b.errors import DrawError, PoolError
from openh1b.selection.keys import encode_ids, exact_key, message_prefix, minus_log, numerators, uniforms

DOCS = Path(__file__).parents[2] / "docs" / "draw.md"
SHA256SUM = shutil.which("sha256sum")
NAMES = {"seed": "S", "season": 2026, "purpose": "select/regular"}


def by_hand(unit, *, seed, season, purpose):
    """u * 2^54, spelled without the package."""
    message = f"openh1b-draw-1\n{season}\n{purpose}\n{seed}\n{unit}".encode()
    return 2 * (int(hashlib.sha256(message).hexdigest()[:16], 16) // 2**11) + 1


def test_uniforms_are_the_documented_bytes_of_sha256():
    ids = ["a1", "naïve Ωmega", " leading and trailing ", "0042", "x" * 200]
    names = {"seed": "12 March 2026 ¶", "season": 2028, "purpose": "select/advanced_degree"}
    expected = [by_hand(unit, **names) / 2**54 for unit in ids]
    assert uniforms(ids, **names).tolist() == expected
    assert uniforms(pl.Series(ids), **names).tolist() == expected
    assert uniforms(np.array(ids, dtype=object), **names).tolist() == expected


def test_a_constant_that_was_computed_once_with_sha256sum():
    digest = "9aab85a5ff9c6d92a05cec1906516868f5af2b546b521bb737b17cc91dbd7cc3"
    message = message_prefix(seed="S", season=2026, purpose="select/regular") + b"A"
    assert hashlib.sha256(message).hexdigest() == digest
    assert numerators(message[:-1], [b"A"]).tolist() == [2 * (int(digest[:16], 16) >> 11) + 1]


def test_the_worked_example_of_the_documentation():
    text = DOCS.read_text(encoding="utf-8")
    command = re.search(r"\$ (printf '.*' \| sha256sum)\n([0-9a-f]{64})  -\n", text)
    m = re.search(r"m = ([0-9]+)\n", text)
    key = re.search(r"key = ([0-9.]+)\n", text)
    printed = re.search(r"printf '(.*)' \|", command[1])[1].replace("\\n", "\n").encode()
    assert hashlib.sha256(printed).hexdigest() == command[2]
    prefix, unit = printed.rsplit(b"\n", 1)
    assert prefix + b"\n" == message_prefix(seed="county fair 2026", season=2026, purpose="select/regular")
    assert numerators(prefix + b"\n", [unit]).tolist() == [int(m[1])]
    assert float(key[1]) == (minus_log(np.array([int(m[1])])) / 4)[0]


def test_more_units_than_one_batch_are_hashed_alike():
    ids = [str(i) for i in range(3000)]
    prefix = message_prefix(**NAMES)
    assert numerators(prefix, encode_ids(ids)).tolist() == [by_hand(unit, **NAMES) for unit in ids]


def test_no_ids_no_uniforms():
    assert uniforms([], **NAMES).shape == (0,)


def test_every_part_of_the_message_matters():
    ids = [str(i) for i in range(50)]
    base = uniforms(ids, **NAMES)
    for change in ({"seed": "s"}, {"season": 2027}, {"purpose": "select/advanced_degree"}, {"purpose": "entry"}):
        assert not np.isin(uniforms(ids, **(NAMES | change)), base).any()


@pytest.mark.parametrize("seed", ["two\nlines", "tab\t", "\x00", "\x85", "", "\ud800"])
def test_a_seed_that_could_be_read_in_two_ways_is_refused(seed):
    with pytest.raises(DrawError, match="seed"):
        uniforms(["a"], seed=seed, season=2026, purpose="select/regular")


def test_a_stage_name_with_a_line_feed_is_refused():
    with pytest.raises(DrawError, match="purpose"):
        uniforms(["a"], seed="S", season=2026, purpose="select/regular\nS")


@pytest.mark.parametrize("bad", ["line\nfeed", "\x7f", "c1\x9b", "", None, 7, "\ud800"])
def test_an_id_that_cannot_be_hashed_is_named_with_its_row(bad):
    with pytest.raises(PoolError, match="row 2") as caught:
        uniforms(["fine", bad, "fine too"], **NAMES)
    assert [fault.row for fault in caught.value.faults] == [2]


def test_doubled_ids_are_all_named_with_the_row_of_the_first():
    with pytest.raises(PoolError, match="was given before, in row 1") as caught:
        encode_ids(["a", "b", "a", "b", "a"])
    assert [fault.row for fault in caught.value.faults] == [3, 4, 5]


def test_an_empty_cell_of_a_series_is_refused():
    with pytest.raises(PoolError, match="row 2"):
        uniforms(pl.Series(["a", None]), **NAMES)


def test_ids_that_look_alike_are_different():
    assert len(set(encode_ids(["a", "A", "a ", "\u00e9", "e\u0301"]))) == 5


def of_accuracy():
    """Odd numbers below 2^54: evenly spread, next to 1, next to 2^-54, on every power of two, and at the branch."""
    generator = np.random.default_rng(20260301)
    spread = 2 * generator.integers(0, 2**53, 14_000) + 1
    scales = 2 * (2 ** generator.uniform(0, 52.9, 3000)).astype(np.int64) + 1
    edges = 1 + 2 * np.arange(500)
    powers = np.array([2**p + d for p in range(1, 54) for d in (-1, 1)])
    branch = 2 * (np.round(2.0 ** np.arange(20, 53) * 0.7071067811865476).astype(np.int64)) + 1
    near_one = 2**54 - np.concatenate([scales, edges])
    return np.unique(np.concatenate([spread, scales, edges, near_one, powers, branch, [2**54 - 1]]))


def test_the_logarithm_is_within_one_unit_in_the_last_place():
    numbers = of_accuracy()
    assert len(numbers) >= 20_000
    exact = [exact_key(m, 1.0) for m in numbers.tolist()]
    context = Context(prec=60)
    spacing = np.spacing([float(key) for key in exact])
    errors = [
        context.divide(context.abs(context.subtract(Decimal(found), key)), Decimal(unit))
        for found, key, unit in zip(minus_log(numbers).tolist(), exact, spacing.tolist(), strict=True)
    ]
    assert max(errors) < 1


def test_the_logarithm_never_puts_two_numbers_in_the_wrong_order():
    numbers = of_accuracy()
    assert (np.diff(minus_log(numbers)) <= 0).all()


def test_the_logarithm_keeps_its_bits():
    numbers = np.array([by_hand(i, **NAMES) for i in range(10_000)])
    bits = hashlib.sha256(minus_log(numbers).astype("<f8").tobytes()).hexdigest()
    assert bits == "6d2c04a0dba3353c2d58ef9d67e3952326a0f78aee8fdc3941399fb15137bf69"


def test_exact_key_has_fifty_digits_of_the_exact_quotient():
    context = Context(prec=80)
    ln2 = context.ln(Decimal(2))
    assert exact_key(1, 1.0) == Context(prec=50).multiply(Decimal(54), ln2)
    tenth = Decimal.from_float(0.1)  # the double nearest to 0.1, not 0.1
    assert abs(exact_key(1, 0.1) * tenth / (54 * ln2) - 1) < Decimal("1e-27")
    assert len(exact_key(3, 7.0).as_tuple().digits) == 50


def test_uniforms_stay_inside_zero_and_one(monkeypatch):
    monkeypatch.setattr("openh1b.selection.keys.numerators", lambda *_: np.array([1, 2**54 - 1]))
    assert uniforms(["a", "b"], **NAMES).tolist() == [2.0**-54, 1 - 2.0**-53]


def test_uniforms_are_uniform_and_the_stages_independent():
    ids = [f"u{i}" for i in range(100_000)]
    first = uniforms(ids, **NAMES)
    second = uniforms(ids, **(NAMES | {"purpose": "select/advanced_degree"}))
    counts = np.histogram(first, bins=100, range=(0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 148.2  # chi-square, 99 degrees of freedom, 1 in 1,000
    pairs = np.histogram2d(first, second, bins=10, range=[(0, 1), (0, 1)])[0]
    assert ((pairs - 1000) ** 2 / 1000).sum() < 148.2
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.0104  # 3.3 standard errors


@pytest.mark.skipif(SHA256SUM is None, reason="no sha256sum on this machine")
def test_sha256sum_agrees(tmp_path):
    path = tmp_path / "message"
    path.write_bytes(message_prefix(**NAMES) + b"unit-7")
    told = subprocess.run([SHA256SUM, path], capture_output=True, text=True, check=True).stdout[:16]
    assert numerators(message_prefix(**NAMES), [b"unit-7"])[0] == 2 * (int(told, 16) >> 11) + 1
