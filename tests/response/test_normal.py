"""The normal law beside an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from openh1b.response.normal import cdf, quantile


def test_the_law_agrees_to_1e14_everywhere():
    x = np.concatenate([np.linspace(-40, 40, 200_001), [-np.inf, np.inf, 0.0, -0.0]])
    assert np.abs(cdf(x) - ndtr(x)).max() <= 1e-15


def test_its_tail_keeps_its_digits():
    x = np.linspace(-37, -0.1, 5_001)
    assert np.abs(cdf(x) / ndtr(x) - 1).max() <= 2e-12


def test_few_numbers_and_many_give_the_same():
    x = np.linspace(-9, 9, 200)
    assert cdf(x) == pytest.approx(cdf(np.tile(x, 10))[:200], rel=1e-13)


def test_the_quantile_agrees_to_1e13():
    p = np.concatenate(
        [np.linspace(1e-6, 1 - 1e-6, 100_001), 10.0 ** -np.arange(1, 300), 1 - 10.0 ** -np.arange(1, 16)]
    )
    assert np.abs(quantile(p) - ndtri(p)).max() <= 1e-13
