"""A petitioner's name as the hub prints it, reduced to a key that survives spelling. Each cut can be explained.

One list of steps serves a whole column and a single name. The key says which rows *may* be one legal entity; whether
they are is decided with the tax id and the place (resolve.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

HUB_CUT: Final = 34
"""Names longer than this are cut by the hub to FY2021; the newer export cuts later years too."""
_PART = 20_000
"""Names that one thread takes at the least; the regular expressions of one column run on one thread."""

_TRADE: Final = (
    r"D ?/ ?B ?/? ?A|D ?\. ?B ?\. ?A|D B A|DBA|DOING BUSI?N?E?S?S?(?: AS)?|"
    r"A ?/ ?K ?/ ?A|AKA|A K A|ALSO KNOWN AS|T/A|TRADING AS"
)
_FORMER: Final = (
    r"F ?/ ?K ?/ ?A|FKA|F K A|FORMERLY(?: KNOWN| K| KN| KNO| KNOW)?(?: AS)?|PREVIOUSLY KNOWN AS|SUCCESSOR TO"
)
_OTHER: Final = r"N ?/ ?K ?/ ?A|NKA|ON BEHALF OF"
OTHER_NAME: Final = rf"[ (,;-]+(?:{_TRADE}|{_FORMER}|{_OTHER})(?:[ .:/)-].*|$)"
"""A second name in the same field: doing business as, formerly and so on. What stands before it is the legal name."""

FORMER: Final = rf"[ (,;-](?:{_FORMER})[ .:/)-]+(.*)$"
TRADE: Final = rf"[ (,;-](?:{_TRADE})[ .:/)-]+(.*)$"

_FORMS: Final = (
    "INC|INCORPORATED|INCORPORATION|INCORPORATE|LLC|LLP|LLLP|LP|PLLC|PLC|PC|CORP|CORPORATION|CORPORATIO|CO|COMPANY|"
    "LTD|LIMITED|LIMITED PARTNERSHIP|LIMITED LIABILITY COMPANY|PVT|PRIVATE|PTE|GMBH|PBC|NATIONAL ASSOCIATION"
)


@dataclass(frozen=True)
class Step:
    """One cut or replacement: what it is for, the pattern (Rust regular expressions), what is put in its place."""

    name: str
    pattern: str
    put: str = " "


SPELLING: Final = (
    Step("apostrophes closed up", r"['`\u2019]", ""),
    Step("punctuation to blanks", r"[^A-Z0-9&+]+"),
    Step("ampersand and AND dropped", r"(?: *[&+] *| AND )+"),
    Step("article dropped", r"^THE | THE$", ""),
)
"""Steps before legal forms. A name cut at 34 characters is compared with whole names after these."""

WORDS: Final = {
    "L L C": "LLC", "L L P": "LLP", "P L L C": "PLLC", "L P": "LP", "P C": "PC", "U S A": "USA", "U S": "US",
    "N A": "NA",
    "UNIV": "UNIVERSITY", "SVCS": "SERVICES", "SVC": "SERVICE", "TECHS": "TECHNOLOGIES", "SOLNS": "SOLUTIONS",
    "SYSS": "SYSTEMS", "INTL": "INTERNATIONAL", "NATL": "NATIONAL", "CTR": "CENTER", "HOSP": "HOSPITAL",
    "INST": "INSTITUTE", "DEPT": "DEPARTMENT", "MGMT": "MANAGEMENT", "ASSOCS": "ASSOCIATES", "DEV": "DEVELOPMENT",
    "LAB": "LABORATORY", "LABS": "LABORATORIES", "DIST": "DISTRICT", "SCH": "SCHOOL", "COLL": "COLLEGE",
    "MED": "MEDICAL", "HLTH": "HEALTH", "INS": "INSURANCE", "INSUR": "INSURANCE", "GR": "GROUP", "GRP": "GROUP",
    "ENGRG": "ENGINEERING", "MGT": "MANAGEMENT", "SYS": "SYSTEMS", "DIV": "DIVISION", "FDN": "FOUNDATION",
    "COMMS": "COMMUNICATIONS", "FIN": "FINANCIAL", "RES": "RESEARCH", "INFO": "INFORMATION", "ASSN": "ASSOCIATION",
    "IL": "ILLINOIS", "WI": "WISCONSIN", "NC": "NORTH CAROLINA", "OF CA": "OF CALIFORNIA", "OF TX": "OF TEXAS",
    "OF FL": "OF FLORIDA", "OF GA": "OF GEORGIA", "OF AL": "OF ALABAMA", "OF MO": "OF MISSOURI", "OF MI": "OF MICHIGAN",
    "OF MD": "OF MARYLAND", "OF NE": "OF NEBRASKA", "OF NJ": "OF NEW JERSEY", "OF SC": "OF SOUTH CAROLINA",
    "OF TN": "OF TENNESSEE", "OF VA": "OF VIRGINIA", "OF KY": "OF KENTUCKY", "OF PA": "OF PENNSYLVANIA",
}  # fmt: skip
"""Words that the hub writes in two ways. TECH, which is technology, technologies and technical, stays as it is."""

FORMS: Final = (
    Step("words on the owner dropped", r" (INC|LLC|CORP|LTD|LP|CO) AN? .*$", " $1"),
    Step("legal form dropped", rf"(?: (?:{_FORMS}))+$", ""),
    Step("a bank's NA dropped", r"\b(BANK|BANK USA|CITIBANK|BANK OF AMERICA) NA$", "$1"),
)
"""USA and US stay: the American company of a foreign firm is often another legal entity than the firm's."""


@dataclass(frozen=True)
class Name:
    """A name with what was made of it. `trade` and `former` are the petitioner's own words after DBA or F/K/A."""

    raw: str
    legal: str
    key: str
    trade: str | None
    former: str | None
    may_be_cut: bool
    steps: tuple[str, ...]


def with_keys(names: pl.Series) -> pl.DataFrame:
    """One row a name: `employer` as given, `spelled` (before legal forms go), `key`, `cut` (may be cut at 34).

    A missing name has an empty key and stands for nobody.
    """
    import polars as pl

    frame = pl.DataFrame({"employer": names})
    size = max(_PART, -(-frame.height // pl.thread_pool_size()))
    parts = [_keyed(frame.slice(start, size).lazy()) for start in range(0, max(frame.height, 1), size)]
    return pl.concat(pl.collect_all(parts))


def _keyed(frame: pl.LazyFrame) -> pl.LazyFrame:
    import polars as pl

    raw = pl.col("employer").fill_null("").str.to_uppercase().str.strip_chars()
    frame = frame.with_columns(raw=raw).with_columns(legal=pl.col("raw").str.replace(OTHER_NAME, ""))
    legal = pl.when(pl.col("legal") == "").then("raw").otherwise("legal")
    short = pl.col("raw").str.len_chars().is_between(HUB_CUT - 1, HUB_CUT)
    frame = frame.with_columns(
        spelled=_written_out(_after(legal, SPELLING)), cut=short & (pl.col("legal") == pl.col("raw"))
    )
    frame = frame.with_columns(key=_after(pl.col("spelled"), FORMS))
    return frame.with_columns(key=pl.when(pl.col("key") == "").then("spelled").otherwise("key")).drop("raw", "legal")


def read_name(raw: str) -> Name:
    """One name, step by step: every step that changed something is named with what it left."""
    import polars as pl

    upper = raw.upper().strip()
    found = pl.select(
        legal=pl.lit(upper).str.replace(OTHER_NAME, ""),
        trade=pl.lit(upper).str.extract(TRADE),
        former=pl.lit(upper).str.extract(FORMER),
    ).row(0, named=True)
    legal = found["legal"] or upper
    said = [f"other name set aside: {legal}"] if legal != upper else []
    text = legal
    for name, change in _changes():
        after = pl.select(change(pl.lit(text))).item()
        if after not in {"", text}:
            said.append(f"{name}: {after}")
            text = after
    cut = HUB_CUT - 1 <= len(upper) <= HUB_CUT and legal == upper
    return Name(raw, legal, text, found["trade"], found["former"], cut, tuple(said))


def _changes() -> list[tuple[str, Callable[[pl.Expr], pl.Expr]]]:
    before, after = ([(step.name, partial(_after, steps=(step,))) for step in steps] for steps in (SPELLING, FORMS))
    return [*before, ("words written out", _written_out), *after]


def _written_out(text: pl.Expr) -> pl.Expr:
    import polars as pl

    padded = pl.concat_str(pl.lit(" "), text, pl.lit(" "))
    words, full = [f" {word} " for word in WORDS], [f" {word} " for word in WORDS.values()]
    for _ in range(2):  # neighbours share a blank, which one pass uses up
        padded = padded.str.replace_many(words, full, leftmost=True)
    return padded.str.strip_chars()


def _after(text: pl.Expr, steps: tuple[Step, ...]) -> pl.Expr:
    for step in steps:
        text = text.str.replace_all(step.pattern, step.put)
        text = text.str.strip_chars()
    return text
