"""Write the generated blocks of docs/season.md again, from the program itself; as refresh_readme.py does for others.

`python tools/refresh_season.py` writes the blocks; with `--check` it writes nothing and ends with 1 where one is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openh1b.cli.season_text import HEADS, score_rows, score_summary
from openh1b.season.published import Splits, season
from openh1b.season.score import FITTED_MIX, score
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.synthetic_learned import load_learned
from refresh_readme import markdown, refreshed

PAGE = Path(__file__).resolve().parent.parent / "docs" / "season.md"
YEAR = 2026


def score_block() -> str:
    """The score of the default season under the mix that was fitted."""
    one, splits = season(YEAR), Splits(level_mix=FITTED_MIX)
    pool = synthetic_pool(one, splits)
    found = score(pool, one, splits)
    said = f"FY{YEAR}: {len(pool):,} synthetic people, level mix {FITTED_MIX}, seed 1. {score_summary(found)}"
    return f"{said}\n\n{markdown(HEADS, score_rows(found))}"


def assumptions_block() -> str:
    """Everything that is assumed of the people, with the default splits."""
    pool = synthetic_pool(season(YEAR), Splits(), size=1)
    rows = [(a.name, a.value, a.range, a.reason, " ".join(a.source_ids)) for a in pool.assumptions]
    return markdown(("Assumed", "Value", "Range", "Why", "Source"), rows)


def learned_block() -> str:
    """The learned tables."""
    rows = [
        (
            f"`{name}`",
            one.label,
            one.method,
            ", ".join(f"{key.replace('_', ' ')} {count:,}" for key, count in one.counts.items()),
            " ".join(one.sources),
        )
        for name, one in load_learned().items()
    ]
    return markdown(("Table", "What it is", "How it was made", "Counts", "Source"), rows)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "score": score_block,
    "assumptions": assumptions_block,
    "learned": learned_block,
}


def main(arguments: Sequence[str]) -> int:
    """Refresh, or with `--check` only look. Returns the exit code."""
    before = PAGE.read_text(encoding="utf-8")
    after = refreshed(before, BLOCKS)
    if after != before and "--check" not in arguments:
        PAGE.write_text(after, encoding="utf-8")
    print("stale: docs/season.md" if after != before else "nothing to refresh")
    return int(after != before and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
