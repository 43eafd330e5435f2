"""Articles made up for the test: what touches the ledger, what comes near, and what is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openh1b.errors import InputError
from openh1b.evidence.article import read_article, sentences, stripped
from openh1b.evidence.ledger import load_ledger
from openh1b.evidence.match import Matched, match

ARTICLES = Path(__file__).parent / "articles"
CLAIMS = load_ledger().claims


def matched(name: str) -> tuple[Matched, ...]:
    path = ARTICLES / name
    return match(read_article(path.read_bytes(), name), CLAIMS.values())


def touched(found: tuple[Matched, ...]) -> list[str]:
    return [name for one in found for name, _ in one.touches]


def test_sentences_touch_the_claims_that_they_make():
    assert touched(matched("plain.txt")) == ["cap-85000", "tech-60-percent", "tesla-724", "wages-undercut", "shortage"]


def test_a_near_miss_is_no_match_and_says_what_is_near():
    found = matched("plain.txt")
    near = [one for one in found if one.near and not one.touches]
    assert [(one.touches, one.near[0][0]) for one in near] == [((), "tesla-724")]
    assert "742" in near[0].sentence


def test_what_a_page_hides_touches_nothing():
    """The script names Amazon's rank and the style the cap; neither is text of the article."""
    found = matched("page.html")
    assert touched(found) == ["musk-broken", "musk-broken", "amazon-largest", "bannon", "three-years"]
    assert not any(
        "85,000" in one.sentence or "Subscribe" in one.sentence or "document" in one.sentence for one in found
    )


def test_an_article_on_another_subject_touches_nothing():
    found = matched("unrelated.txt")
    assert not touched(found)
    assert not any(one.near for one in found)
    assert not any(one.on_topic for one in found)


def test_a_number_inside_another_is_not_the_number():
    assert not touched(
        match(["Tesla sold 1,724 visas.", "Tesla sold 724,000 visas.", "Tesla sold 724.5 visas."], CLAIMS.values())
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "His visa came after he had paid $85,000.",
        "Tesla sold 724 cars.",
        "Of tech workers 60% commute by car.",
        "China beat America at table tennis.",
        "The diversity visa lottery was eliminated.",
        "Sriram Krishnan was at the game.",
        "Bannon defended the H-1B.",
    ],
)
def test_words_of_a_claim_in_another_matter_touch_nothing(sentence: str):
    assert not touched(match([sentence], CLAIMS.values()))


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_claim_in_our_own_words_touches_itself(name: str):
    claim = CLAIMS[name]
    assert name in touched(match([f"{claim.speaker.name} said that {claim.statement}."], CLAIMS.values()))


def test_a_part_that_is_lacking_is_near_only_on_the_subject():
    on, off = match(["Ramaswamy said that China would invade visas.", "China beat America."], CLAIMS.values())
    assert on.near
    assert not off.near


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_every_listed_phrase_is_found_in_its_own_words(name: str):
    for phrase in CLAIMS[name].phrases:
        text = " so ".join(part.strip().removesuffix("*") for part in phrase.split("&"))
        assert name in touched(match([text], CLAIMS.values()))


def test_abbreviations_end_no_sentence():
    text = 'Sen. J. D. Vance of the U.S. Senate spoke. "It is so." He left at 5 p.m. on Monday.'
    assert len(sentences(text)) == 3


def test_control_characters_of_a_file_reach_no_terminal():
    assert "\x1b" not in "".join(sentences("One \x1b[31mred\x1b[0m word. Two."))


@pytest.mark.parametrize(
    "broken", ["<p>a<script>x", "<p>a</script>b", "<<p>a", "<p>&#x1F600;&bogus;</p>", "<![CDATA[x]]>"]
)
def test_broken_pages_are_read_as_far_as_they_go(broken: str):
    assert "x" not in stripped(broken).replace("x]]", "")


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "no sentence"), (b"\0\1", "is no text"), (b"a" * 5_000_001, "at most")], ids=str
)
def test_what_is_no_article_is_refused(data: bytes, said: str):
    with pytest.raises(InputError, match=said):
        read_article(data, "file")


@pytest.mark.parametrize(
    "begins", [b"PK\x03\x04 a workbook", b"%PDF-1.7 a page", b"{\\rtf1 a letter"], ids=["zip", "pdf", "rtf"]
)
def test_a_file_that_is_no_text_whatever_its_name_is_refused(begins: bytes):
    with pytest.raises(InputError, match=r"a\.txt: is no text; expected plain text or HTML"):
        read_article(begins, "a.txt")
