"""Write the generated blocks of docs/replications.md, and its chart, again from the program itself.

`python tools/refresh_replications.py` writes all but the counts of official files, which need a store:
`--store DIR` writes those and nothing else. With `--check` nothing is written; the exit code is 1 where one is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openh1b.charts import svg
from openh1b.evidence.replications.chart import replications_chart
from openh1b.evidence.replications.compute import COMPUTE, FROM_STORE, replicate
from openh1b.evidence.replications.published import load_replications
from openh1b.evidence.replications.row import OUTCOMES, Row
from openh1b.evidence.replications.wording import HEADS, sheets, summary
from refresh_readme import markdown, refreshed

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURE = DOCS / "replications.md", DOCS / "replications.svg"


def page_blocks(rows: Sequence[Row]) -> Mapping[str, Callable[[], str]]:
    """Blocks of what needs no file."""
    return {"results": lambda: tables(rows), "outcomes": outcomes}


def tables(rows: Sequence[Row]) -> str:
    """One table a replication, with how ours are computed and the sources."""
    parts = [f"**{summary(rows)}**"]
    for sheet in sheets(rows):
        one = sheet.of
        parts += [
            f"### {one.title}",
            f"`openh1b replicate {one.name}`. Published: {one.by}; {sheet.sources}. Ours: {one.method}.",
            markdown(HEADS, sheet.rows),
            *sheet.notes,
        ]
    return "\n\n".join(parts)


def outcomes() -> str:
    """What each outcome means."""
    return markdown(("Outcome", "Meaning"), [(name, meaning) for name, meaning in OUTCOMES.items()])


def without_files() -> tuple[Row, ...]:
    """Rows of every replication that needs no file."""
    return replicate([name for name in load_replications() if name in COMPUTE or name not in FROM_STORE])


def main(arguments: Sequence[str]) -> int:
    """Refresh, or with `--check` only look. Returns the exit code."""
    before = PAGE.read_text(encoding="utf-8")
    pictures = {}
    if "--store" in arguments:
        store = Path(arguments[list(arguments).index("--store") + 1])
        after = refreshed(before, {"hub": lambda: tables(replicate(FROM_STORE, store=store))})
    else:
        rows = without_files()
        after = refreshed(before, page_blocks(rows))
        pictures = {PICTURE: svg(replications_chart(rows)) + "\n"}
    stale = [PAGE.name] if after != before else []
    stale += [path.name for path, text in pictures.items() if not path.exists() or path.read_text() != text]
    if stale and "--check" not in arguments:
        PAGE.write_text(after, encoding="utf-8")
        for path, text in pictures.items():
            path.write_text(text, encoding="utf-8")
    print(f"stale: {', '.join(stale)}" if stale else "nothing to refresh")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
