"""A small law in a folder of its own, which tests spoil one fault at a time."""

from __future__ import annotations

from pathlib import Path

from openh1b.law import Law, load_law

SOURCES = """\
act: {title: An act, short: An act, kind: statute, published: 1990-11-29}
rule: {title: A rule, short: A rule, kind: federal_register}
"""

CAP = """\
caps.regular:
  label: Regular cap
  unit: visas
  clock: fiscal_year
  type: integer
  range: [0, 1000000]
  values:
    - {from: 1992, value: 65000, known: 1990-11-29, read: source, cite: {source: act}}
    - {from: 1999, value: 115000, known: 1998-10-21, read: source, cite: [{source: act, at: section 1}, {source: rule}]}
"""

OVERLAY = """\
name: more
title: More
author: A test
document: rule
date: 2020-01-01
status: hypothetical
read: source
summary: A higher cap.
sets: {caps.regular: 100000}
models: [the cap]
does_not_model: [all else]
"""


class Folder:
    """Writes law files and loads them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("sources.yaml", SOURCES)
        self.write("parameters/caps.yaml", CAP)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def load(self) -> Law:
        return load_law(self.root)
