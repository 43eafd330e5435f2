"""The pictures of the documentation: each shown with words for those who cannot see it, and none too large."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = re.findall(r"!\[([^\]]+)\]\(screenshots/([^)]+)\)", (DOCS / "pages.md").read_text(encoding="utf-8"))


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    assert {name for _, name in SHOWN} == {one.name for one in (DOCS / "screenshots").iterdir()}


def test_every_picture_is_told_in_words_and_small_enough():
    for words, name in SHOWN:
        assert len(words) > 15, name
        assert (DOCS / "screenshots" / name).stat().st_size <= 150_000, name
