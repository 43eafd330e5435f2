"""How to repeat what the page of an employer's list shows: the command, the Python, the curl line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

from openh1b.web.reproduce import Reproduce

_BARE = frozenset({"nonprofit", "acwia_exempt", "fifty_fifty", "premium"})


def reproduce(values: Mapping[str, str], origin: str) -> Reproduce:
    """The three forms. values: of the page's form, without the list. origin: where this server is."""
    words = ["openh1b", "employer", "candidates.csv"]
    for name, text in values.items():
        flag = f"--{name.replace('_', '-')}"
        words += [flag] if name in _BARE else [flag, text]
    lines = (
        "from datetime import date",
        "from pathlib import Path",
        "from openh1b.cases.employer import employer_case",
        "from openh1b.cases.employer_file import read_candidates",
        "from openh1b.season.wages_table import shipped",
        "from openh1b.web.pages.employer_question import question_of",
        f"question = question_of({dict(values)!r}, date.today())",
        'jobs = read_candidates(Path("candidates.csv"), shipped()).jobs',
        "employer_case(jobs, question, shipped())",
    )
    query = f"?{urlencode(values)}" if values else ""
    curl = f"curl {shlex.quote(f'{origin}/api/v1/employer{query}')} -F file=@candidates.csv"
    return Reproduce(shlex.join(words), "\n".join(lines), curl)
