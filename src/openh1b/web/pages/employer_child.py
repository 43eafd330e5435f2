"""A process that reads one list of candidates and ends: `python -m openh1b.web.pages.employer_child FOLDER`.

The file is somebody's: a parser that it brings down brings down this process and no other. What came of it is plain
text and numbers (page.json) and the workbook; nothing of it is an object of this program.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openh1b.errors import Fault, InputError, OpenH1BError

if TYPE_CHECKING:
    from openh1b.cases.employer import EmployerCase

ASKED, PAGE, WORKBOOK = "asked.json", "page.json", "results.xlsx"
MEMORY: Final = 6 * 1024**3
"""Bytes of address space: a file that unpacks to more ends this process and no other."""
MOST_FAULTS: Final = 200
MOST_SHOWN: Final = 400
"""Candidates and raises on the page; the workbook has all."""


def main(folder: Path) -> None:
    """Do what the folder asks, and write what came of it."""
    asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    _limits(asked["seconds"])
    try:
        page = _answer(asked, folder)
    except InputError as error:
        page = {"faults": [vars(one) for one in error.faults[:MOST_FAULTS]], "number": len(error.faults)}
    except OpenH1BError as error:
        page = {"faults": [vars(Fault("file", str(error).rstrip(".")))], "number": 1}
    except MemoryError:
        page = {"faults": [vars(Fault("file", "takes more memory than may be used here"))], "number": 1}
    partial = folder / f"{PAGE}.partial"
    partial.write_text(json.dumps(page), encoding="utf-8")
    partial.replace(folder / PAGE)


def _limits(seconds: float) -> None:
    """Memory and time: it also ends by itself where nobody waits for it any more."""
    with contextlib.suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(int(seconds) + 5)


def _answer(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    from openh1b.cases.employer import check_question, employer_case
    from openh1b.cases.employer_file import read_candidates
    from openh1b.cases.employer_workbook import workbook
    from openh1b.season.wages_table import shipped
    from openh1b.web.api.tasks import check_size
    from openh1b.web.api.uploads import mapping
    from openh1b.web.pages.employer_question import question_of

    values, file, wages = asked["values"], folder / asked["file"], shipped()
    question = question_of(values, date.fromisoformat(asked["today"]))
    check_question(question)
    check_size(file, asked["rows"], asked["columns"])
    intake = read_candidates(file, wages, mapping([values["columns"]] if "columns" in values else None))
    case = employer_case(intake.jobs, question, wages)
    (folder / WORKBOOK).write_bytes(workbook(case))
    return _page(case, intake.notes)


def _page(case: EmployerCase, notes: tuple[str, ...]) -> dict[str, Any]:
    """The case in words, as the report of `openh1b employer` has them."""
    from openh1b.cases import employer_words as words
    from openh1b.cases.employer_notes import COUNTED, GENERAL, RAISES, SIMILAR
    from openh1b.cases.employer_page import bars
    from openh1b.cases.employer_sources import assumptions, sources

    tables = {
        "won": words.won_words(case),
        "season": words.season_words(case),
        "cost": words.cost_words(case),
        "exposure": words.exposure_words(case),
        "raises": words.raise_words(case.options[:MOST_SHOWN]),
        "chosen": words.raise_words(case.plan.chosen[:MOST_SHOWN] if case.plan else ()),
        "candidates": words.candidate_words(case),
        "assumptions": words.Words(("Input", "Taken", "Range", "Why"), assumptions(case), 0),
        "sources": words.Words(("Source", "Title", "Where", "How it was read"), sources(case), 0),
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
