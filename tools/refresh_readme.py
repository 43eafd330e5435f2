"""Write the generated blocks of README.md and docs/formats.md, and the README's chart, again from the program itself.

A block lies between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. `python tools/refresh_readme.py` writes the blocks;
with `--check` it writes nothing, names the files that are stale and ends with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from openh1b.charts import make_chart, svg
from openh1b.charts.words import group_label
from openh1b.cli.words import percent, percent_range
from openh1b.dhs_table import dhs_table
from openh1b.law import load_law
from openh1b.results import MEASURES
from openh1b.scenario import Scenario
from openh1b.season.mixes import load_mixes
from openh1b.season.seats import SPLITS, regular_share
from openh1b.simulate import Comparison, compare
from openh1b.tables import POOL, RESULT, Table

ROOT = Path(__file__).resolve().parent.parent
PICTURE = "docs/odds.svg"
GROUPS = (("selection_level", "1234"), ("us_masters_or_higher", ("false", "true")), ("all", ("all",)))


def compare_block() -> str:
    """The default comparison: odds by level, by degree and of everyone, with DHS's own figures beside them."""
    found = compare(Scenario())
    printed = {str(row.level): percent(row.printed, 2) for row in dhs_table(found.asked)}
    heads = ("", "In the pool", *(run.name for run in found.runs), "DHS, printed (linear)")
    rows = [_row(found, by, group, printed) for by, groups in GROUPS for group in groups]
    return f"{found.headline}\n\n{markdown(heads, rows, right=True)}"


def _row(found: Comparison, by: str, group: str, printed: Mapping[str, str]) -> tuple[str, ...]:
    units = found.result.find(found.runs[0].name, "units", by, group).value
    odds = (percent_range(found.result.find(run.name, "odds", by, group)) for run in found.runs)
    return group_label(by, group), f"{units:,.0f}", *odds, printed.get(group, "-")


def policies_block() -> str:
    """Every named policy: title, standing, document, and how its rule was read."""
    law = load_law()
    rows = [
        (f"`{name}`", one.title, one.status.replace("_", " "), law.sources[one.document].title, one.read)
        for name, one in law.overlays.items()
    ]
    return markdown(("Policy", "What it is", "Standing", "Document", "Read"), rows)


def topics_block() -> str:
    """The paths of the law by topic."""
    law = load_law()
    topics = dict.fromkeys(path.partition(".")[0] for path in law.paths)
    paths = {topic: [path for path in law.paths if path.startswith(f"{topic}.")] for topic in topics}
    rows = [(f"`{topic}`", ", ".join(f"`{p.partition('.')[2]}`" for p in found)) for topic, found in paths.items()]
    return markdown(("Topic", "Paths below it"), rows)


def inputs_block() -> str:
    """Every named split that `--level-mix`, `--us-masters` and `--split` take."""
    mixes, law = load_mixes(), load_law()
    rows = [("`--level-mix`", f"`{name}`", one.label, one.read) for name, one in mixes.level_mixes.items()]
    rows += [("`--us-masters`", f"`{name}`", one.label, one.read) for name, one in mixes.us_masters.items()]
    shares = {name: f"{regular_share(name, law):.1%} of the selected in the regular stage" for name in SPLITS}
    rows += [("`--split`", f"`{name}`", share, "assumption") for name, share in shares.items()]
    return markdown(("Flag", "Name", "What it is", "Read"), rows)


def columns_block(table: Table) -> Callable[[], str]:
    """A table of tables.py: what each column is."""
    rows = [
        (f"`{one.name}`", one.expected, one.unit or "", one.meaning, "may be empty" if one.nullable else "")
        for one in table.columns
    ]
    return lambda: markdown(("Column", "Values", "Unit", "Meaning", ""), rows)


def measures_block() -> str:
    """Every measure of the table `result`."""
    rows = [(f"`{one.name}`", one.label, one.unit, one.kind, one.layer, one.formula) for one in MEASURES]
    return markdown(("Measure", "Label", "Unit", "Kind", "Layer", "Formula"), rows)


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: bool = False) -> str:
    """A Markdown table; with `right` all columns but the first are set to the right."""
    marks = ("---", *("---:" if right else "---" for _ in heads[1:]))
    cells = ([cell.replace("|", "\\|") for cell in row] for row in (heads, marks, *rows))
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


BLOCKS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"compare": compare_block, "policies": policies_block},
    "docs/formats.md": {
        "result": columns_block(RESULT),
        "measures": measures_block,
        "pool": columns_block(POOL),
        "inputs": inputs_block,
        "topics": topics_block,
    },
}


def refreshed(text: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """The text with every block made again. Raises ValueError where the marks of one are missing."""
    for name, make in blocks.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        head, begun, rest = text.partition(begin)
        _, ended, tail = rest.partition(end)
        if not (begun and ended):
            msg = f"no block between {begin} and {end}"
            raise ValueError(msg)
        text = f"{head}{begin}\n{make()}\n{end}{tail}"
    return text


def picture() -> str:
    """The README's chart: odds by wage level under the default policies."""
    return svg(make_chart(compare(Scenario()), "odds"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Refresh, or with `--check` only look. Returns the exit code."""
    stale = []
    for name, blocks in BLOCKS.items():
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = refreshed(before, blocks)
        if after != before:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(after, encoding="utf-8")
    if picture() != _text(ROOT / PICTURE):
        stale.append(PICTURE)
        if "--check" not in arguments:
            (ROOT / PICTURE).write_text(picture(), encoding="utf-8")
    print(f"stale: {', '.join(stale)}" if stale else "nothing to refresh")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
