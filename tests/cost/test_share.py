"""Shares as people type them: read as stated, or refused with what they may be."""

from __future__ import annotations

import pytest

from openh1b.cost.share import read_share
from openh1b.errors import InputError


@pytest.mark.parametrize(("text", "share"), [("0.35", 0.35), ("35%", 0.35), ("9.4 %", 0.094), ("0", 0), ("100%", 1)])
def test_a_share(text: str, share: float):
    assert read_share(text, "--odds") == pytest.approx(share)


@pytest.mark.parametrize("text", ["35", "1.5", "350%", "x", "", "nan", "-0.1", "inf"])
def test_what_is_no_share_is_refused(text: str):
    with pytest.raises(InputError, match="is no share"):
        read_share(text, "--odds")


def test_a_bare_percentage_is_asked_about():
    with pytest.raises(InputError, match="Write 35% for a percentage"):
        read_share("35", "--odds")
