"""Which sentences of an article touch which claims, by the phrases that each claim lists and by nothing else.

A phrase is words joined by `&`, all of which a sentence must hold in any order; `tech*` is a word that begins so.
No likeness is measured: what is not matched gets no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from openh1b.evidence.claim import Claim

NOT_HELD: Final = "not in the ledger"
_LEAST: Final = 3
"""Parts of a phrase from which on a sentence on the subject that lacks one of them is a near miss."""
_TOPIC: Final = re.compile(r"\bh-?1b|\bvisas?\b|\bimmigra|\bforeign workers?\b|\bamerican workers?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Matched:
    """One sentence: claims that it touches, each with the phrase, and near misses, each with what is lacking."""

    number: int
    sentence: str
    touches: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]

    @property
    def on_topic(self) -> bool:
        """Whether it speaks of visas, immigration or foreign workers at all."""
        return _TOPIC.search(self.sentence) is not None


def match(sentences: Iterable[str], claims: Iterable[Claim]) -> tuple[Matched, ...]:
    """Each sentence with what it touches, in order."""
    known = tuple(claims)
    return tuple(_matched(number, sentence, known) for number, sentence in enumerate(sentences, start=1))


def _matched(number: int, sentence: str, claims: tuple[Claim, ...]) -> Matched:
    text = plain(sentence)
    touches, near = [], []
    for claim in claims:
        hit = next((phrase for phrase in claim.phrases if not _lacking(phrase, text)), None)
        if hit is not None:
            touches.append((claim.id, hit))
        elif (why := _near(claim, text)) is not None:
            near.append((claim.id, why))
    return Matched(number, sentence, tuple(touches), tuple(near))


def _near(claim: Claim, text: str) -> str | None:
    for phrase in claim.near:
        if not _lacking(phrase, text):
            return f"near: {phrase}"
    for phrase in claim.phrases if _TOPIC.search(text) else ():
        lacking = _lacking(phrase, text)
        if len(lacking) == 1 and len(phrase.split("&")) >= _LEAST:
            return f"lacks {lacking[0]!r} of {phrase}"
    return None


def _lacking(phrase: str, text: str) -> list[str]:
    return [part.strip() for part in phrase.split("&") if not _pattern(part).search(text)]


@cache
def _pattern(part: str) -> re.Pattern[str]:
    """Whole words: 724 is not in 1,724, in 724,000 nor in $724."""
    text = plain(part.strip().removesuffix("*"))
    end = r"\w*" if part.strip().endswith("*") else ""
    return re.compile(rf"(?<![\w,.$\u20ac\u00a3]){re.escape(text)}{end}(?![\w]|[,.]\d)")


def plain(text: str) -> str:
    """Lower case with plain quotes and hyphens; H1B and H-1Bs are h-1b, percent is %."""
    text = text.casefold()
    for odd, usual in (("\u2019", "'"), ("\u2018", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u2013", "-")):
        text = text.replace(odd, usual)
    text = re.sub(r"\bh-?1-?bs?\b", "h-1b", text)
    text = re.sub(r"(\d)\s*(?:percent|per cent|%)", r"\1%", text)
    return " ".join(text.split())
