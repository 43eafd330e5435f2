"""What a process of its own makes of a list of candidates, for the page.

The file is somebody's: a parser that it brings down brings down that process and no other. What came of it is plain
text and numbers (page.json) and the workbook; nothing of it is an object of this program.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openh1b.web.api.task import Given, Made, Tell

if TYPE_CHECKING:
    from openh1b.cases.employer import EmployerCase

PAGE, WORKBOOK = "page.json", "results.xlsx"
MOST_SHOWN: Final = 400
"""Candidates and raises on the page; the workbook has all."""


def answer(given: Given, file: Path, out: Path, tell: Tell) -> Made:
    """Page and workbook of a list in the folder `out`. Raises InputError with every fault of list and question."""
    from openh1b.cases.employer import check_question, employer_case
    from openh1b.cases.employer_file import read_candidates
    from openh1b.cases.employer_workbook import workbook
    from openh1b.season.wages_table import shipped
    from openh1b.web.pages.employer_question import question_of

    tell(text="Reading the list", done=0, all=3)
    wages = shipped()
    question = question_of(given["values"], date.fromisoformat(given["today"]))
    check_question(question)
    intake = read_candidates(file, wages, given["columns"] or None)
    tell(text=f"Odds and raises of {len(intake.jobs):,} candidates", done=1, all=3)
    case = employer_case(intake.jobs, question, wages)
    tell(text="Writing the workbook", done=2, all=3)
    (out / WORKBOOK).write_bytes(workbook(case))
    (out / PAGE).write_text(json.dumps(_page(case, intake.notes)), encoding="utf-8")
    return Made(f"{out.name}/{PAGE}", "json", "employer")


def _page(case: EmployerCase, notes: tuple[str, ...]) -> dict[str, Any]:
    """The case in words, as the report of `openh1b employer` has them."""
    from openh1b.cases import employer_words as words
    from openh1b.cases.employer_notes import COUNTED, GENERAL, RAISES, SIMILAR
    from openh1b.cases.employer_page import bars
    from openh1b.cases.employer_sources import assumptions, sources
    from openh1b.cited.sources import HEAD

    tables = {
        "won": words.won_words(case),
        "season": words.season_words(case),
        "cost": words.cost_words(case),
        "exposure": words.exposure_words(case),
        "raises": words.raise_words(case.options[:MOST_SHOWN]),
        "chosen": words.raise_words(case.plan.chosen[:MOST_SHOWN] if case.plan else ()),
        "candidates": words.candidate_words(case),
        "assumptions": words.Words(("Input", "Taken", "Range", "Why"), assumptions(case), 0),
        "sources": words.Words(HEAD, sources(case), 0),
    }
    shown = {name: asdict(table) | {"rows": table.rows[:MOST_SHOWN]} for name, table in tables.items()}
    return {
        "headline": _headline(case),
        "notes": case.notes,
        "readings": notes,
        "general": [*GENERAL, words.independence(case)],
        "bars": [asdict(one) for one in bars(case)],
        "most": len(case.chances),
        "rates": words.rates_words(case),
        "counted": COUNTED,
        "plan": words.plan_words(case),
        "raise_notes": [RAISES, SIMILAR],
        "raises_left_out": max(0, len(case.options) - MOST_SHOWN),
        "candidates_left_out": max(0, len(case.chances) - MOST_SHOWN),
        "tables": shown,
    }


def _headline(case: EmployerCase) -> str:
    expected, number = [one.selected.expected for one in case.won], len(case.chances)
    who = f"{number:,} candidate{'s' if number != 1 else ''} for FY{case.question.season}"
    return f"{who}: {min(expected):,.1f} to {max(expected):,.1f} expected to be selected"
