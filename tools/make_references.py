"""Write the references of the documentation from the program: Python, law, policies, measures; and its pictures.

`python tools/make_references.py` writes them; with `--check` it writes nothing and ends with 1 where one is stale.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import python_reference
from openh1b.dhs_table import dhs_table
from openh1b.law import Dated, load_law
from openh1b.law.wording import how_read, since, standing, value_in_words
from openh1b.results import MEASURES
from openh1b.scenario import Scenario
from openh1b.simulate import compare
from openh1b.web.pages.law_context import TOPICS, over_time
from refresh_readme import markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "Made from the program by `tools/make_references.py`; not edited by hand."
LEVELS = ("Level I", "Level II", "Level III", "Level IV")
SHADES = ("#404040", "#0072b2", "#d55e00", "#007a59")


def law_page() -> str:
    """Every parameter with every value over time, and what was proposed or set aside."""
    law = load_law()
    lines = ["# Law", "", MADE, ""]
    lines += ["`openh1b law show PATH --on DATE --known DATE` prints one; `openh1b law sources` every document cited."]
    for topic, name in TOPICS.items():
        lines += ["", f"## {name}"]
        for path in law.under(topic):
            one = law.parameters[path]
            values = [*over_time(law, path, None), *law.others(path)]
            rows = [_law_row(each) for each in {id(each): each for each in values}.values()]
            lines += ["", f"### {path}", "", f"{one.label}. In {one.unit}.", ""]
            lines += [markdown(("Value", "Holds", "Standing", "Read", "Cited"), rows)]
    return "\n".join(lines) + "\n"


def _law_row(one: Dated) -> tuple[str, ...]:
    held = since(one) if one.start is not None else "no day set"
    cited = "; ".join(f"`{each.source}`{f' {each.at}' if each.at else ''}" for each in one.citations)
    return value_in_words(one), held, standing(one), how_read(one), cited


def policies_page() -> str:
    """Every policy of the shelf: what it sets, what it models and does not."""
    law = load_law()
    lines = ["# Policies", "", MADE, ""]
    lines += [
        "Named on the command line, in an address and in Python alike. Joined by `+`; `path=value` sets one value."
    ]
    for name, one in law.overlays.items():
        source = law.sources[one.document]
        lines += ["", f"## {name}", "", f"**{one.title}.** {one.summary}", ""]
        lines += [f"- Author: {one.author}; {one.date}; standing: {one.status.replace('_', ' ')}; read: {one.read}"]
        lines += [f"- Document: {source.title}{f' ({source.reference})' if source.reference else ''}"]
        lines += [f"- Sets: {', '.join(f'`{path}`' for path in one.sets)}"]
        lines += [f"- Models: {_listed(one.models)}", f"- Does not model: {_listed(one.does_not_model)}"]
    return "\n".join(lines) + "\n"


def _listed(value: object) -> str:
    return value if isinstance(value, str) else "; ".join(map(str, value))  # type: ignore[call-overload]


def measures_page() -> str:
    """Every measure of the table `result`."""
    rows = [(f"`{one.name}`", one.label, one.unit, one.kind, one.layer, one.formula) for one in MEASURES]
    head = "# Measures\n\n" + MADE + "\n\nOne list that the command line, REST and the charts read."
    return f"{head}\n\n{markdown(('Measure', 'Label', 'Unit', 'Kind', 'Layer', 'Formula'), rows)}\n"


def race_picture() -> str:
    """Shares selected by weight as the race of the regular stage goes on, to the moment when its seats are gone."""
    found = compare(Scenario(policies=("weighted-levels",)))
    stage = found.runs[0].outcome.stages[0]
    end = stage.closing_time
    most = end * 1.5
    lines = [_axes("Share selected", "How far the race has gone")]
    for k, name in enumerate(LEVELS):
        steps = [(end * i / 60, 1 - math.exp(-(k + 1) * end * i / 60)) for i in range(61)]
        points = " ".join(f"{_x(t / most):.1f},{_y(share):.1f}" for t, share in steps)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{SHADES[k]}" stroke-width="2"/>')
        last = 1 - math.exp(-(k + 1) * end)
        lines.append(f'<circle cx="{_x(end / most):.1f}" cy="{_y(last):.1f}" r="4" fill="{SHADES[k]}"/>')
        label = f"{name}, weight {k + 1}: {last:.1%}"
        lines.append(_text(_x(end / most) + 10, _y(last) + 4, label, SHADES[k]))
    at = _x(end / most)
    lines.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="30" y2="330" stroke="#1a1a1a" stroke-dasharray="4 3"/>')
    lines.append(_text(at - 8, 44, "all seats of the regular stage are taken", "#1a1a1a", "end"))
    return _svg("The regular stage of FY2026 under weights 1 to 4: a race that ends when its seats are gone", lines)


def dhs_picture() -> str:
    """DHS's printed odds, hollow, beside the exact draw on the same inputs, solid."""
    rows = dhs_table(compare(Scenario()).asked)
    lines = [_axes("Odds of selection", "")]
    for k, row in enumerate(rows):
        x = _x((k + 0.5) / 4)
        ends = (_y(float(row.printed)), _y(float(row.same_inputs)))
        lines.append(f'<line x1="{x}" x2="{x}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}" stroke="#595959"/>')
        lines.append(f'<circle cx="{x}" cy="{ends[0]:.1f}" r="6" fill="#ffffff" stroke="#1a1a1a" stroke-width="1.8"/>')
        lines.append(f'<circle cx="{x}" cy="{ends[1]:.1f}" r="6" fill="#0072b2"/>')
        lines.append(_text(x + 12, ends[0] + 4, f"{float(row.printed):.2%}", "#1a1a1a"))
        lines.append(_text(x - 12, ends[1] + 4, f"{float(row.same_inputs):.1%}", "#0072b2", "end"))
        lines.append(_text(x, 352, LEVELS[k], "#1a1a1a", "middle"))
    told = "Hollow: as DHS prints it, linear. Solid: the draw without replacement, same inputs."
    lines.append(_text(700, 16, told, "#595959", "end"))
    return _svg("Odds by wage level: DHS's linear table and the draw that the rule describes", lines)


def _x(share: float) -> float:
    return 60 + 640 * share


def _y(share: float) -> float:
    return 330 - 300 * share


def _axes(up: str, along: str) -> str:
    grid = ""
    for k in range(6):
        y = _y(k / 5)
        grid += f'<line x1="60" x2="700" y1="{y}" y2="{y}" stroke="#e3e3e3"/>'
        grid += _text(52, y + 4, f"{k * 20}%", "#595959", "end")
    return f"{grid}{_text(60, 16, up, '#595959')}{_text(700, 352, along, '#595959', 'end')}"


def _text(x: float, y: float, text: str, fill: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{fill}" text-anchor="{anchor}">{text}</text>'


def _svg(title: str, lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 366" role="img" font-family="Arial, Helvetica, '
        f'Liberation Sans, sans-serif"><title>{title}</title>'
        f'<rect width="760" height="366" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/python.md": lambda: python_reference.page(MADE),
    "reference/law.md": law_page,
    "reference/policies.md": policies_page,
    "reference/measures.md": measures_page,
    "race.svg": race_picture,
    "dhs.svg": dhs_picture,
}


def stale() -> list[str]:
    """Pages that are not what the program would write now."""
    return [name for name, make in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text() != make()]


def main(arguments: Sequence[str]) -> int:
    """Write, or with `--check` only look. Returns the exit code."""
    found = stale()
    if "--check" not in arguments:
        for name in found:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    print(f"stale: {', '.join(found)}" if found else "nothing to refresh")
    return int(bool(found) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
