"""A YAML file as plain values that remember their lines. Nothing is guessed and nothing is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

Place = tuple[str | int, ...]
Raw = Any  # what a file holds, before it is checked

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = "tag:yaml.org,2002:"
_DAY, _LONGEST = "2026-03-10", 120


class _Unreadable:
    """Stands where a scalar could not be read, so that its fault is reported once and not again by every check."""

    def __repr__(self) -> str:
        return "what could not be read"


UNREADABLE: Final = _Unreadable()


@dataclass
class Document:
    """One file: its values, the line of each place in it, and the faults found so far."""

    name: str
    data: Any = UNREADABLE
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, problem: str, *, expected: str | None = None, hint: str | None = None) -> None:
        """Note a fault at a place; the line is that of the nearest enclosing place which has one."""
        text = f"{spelled(place)}: {problem}" if place else problem
        self.faults.append(Fault(self.name, text, line=self.line(place), expected=expected, hint=hint))

    def line(self, place: Place) -> int | None:
        """Line on which a place begins, counted from 1."""
        for size in range(len(place), 0, -1):
            if place[:size] in self.lines:
                return self.lines[place[:size]]
        return self.lines.get(())


def spelled(place: Place) -> str:
    """A place in words: `caps.regular.values[3].from`; items of a list are counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_date(text: str) -> date:
    """A date written as YYYY-MM-DD. Raises ValueError for anything else, 30 February included."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not a date as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text} is a day that does not exist") from error


def read_day(text: str, where: str) -> date:
    """A day as a person types it. where: the flag or field. Raises InputError for whatever `read_date` refuses."""
    try:
        return read_date(text.strip())
    except ValueError as error:
        raise InputError(Fault(where, str(error)[:_LONGEST], expected=f"a day as YYYY-MM-DD, such as {_DAY}")) from None


def read_document(path: Path, name: str) -> Document:
    """Read one file. A file that is no YAML gives a document whose `data` is UNREADABLE, and a fault."""
    document = Document(name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        document.faults.append(Fault(name, "no such file" if str(path) == name else f"no such file: {path}"))
        return document
    except (OSError, UnicodeDecodeError) as error:
        document.faults.append(Fault(name, f"cannot be read as UTF-8 text ({error})"))
        return document
    for number, line in enumerate(text.splitlines(), start=1):
        if "\t" in line:
            document.faults.append(Fault(name, "a tab", line=number, expected="spaces"))
    if not document.faults:
        _parse(text, document)
    return document


def read_text(text: str, name: str) -> Document:
    """A text that is no file, such as one value typed on a command line, under the same rules."""
    document = Document(name)
    _parse(text, document)
    return document


def _parse(text: str, document: Document) -> None:
    import yaml  # a fifth of what a start has, and not needed where the law was kept

    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not YAML: {error.problem or error.context}"
        document.faults.append(Fault(document.name, problem, line=mark.line + 1 if mark else None))
        return
    except yaml.YAMLError as error:
        document.faults.append(Fault(document.name, f"not YAML: {error}"))
        return
    finally:
        loader.dispose()
    if node is None:
        document.faults.append(Fault(document.name, "empty"))
        return
    document.data = _Builder(document).build(node, ())


class _Builder:
    """Turns nodes into values, noting lines and refusing what YAML 1.1 would quietly change."""

    def __init__(self, document: Document) -> None:
        import yaml

        self.yaml = yaml
        self.document = document
        self.seen: set[int] = set()
        self.scalars = {"null": self._null, "bool": self._flag, "int": self._integer, "float": self._number}

    def build(self, node: yaml.Node, place: Place) -> Raw:
        """Value of a node, with all below it."""
        if id(node) in self.seen:
            self.document.fault(place, "an alias (*name)", expected="the value written out")
            return UNREADABLE
        self.seen.add(id(node))
        self.document.lines[place] = node.start_mark.line + 1
        if isinstance(node, self.yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, self.yaml.SequenceNode):
            return [self.build(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*place, key)
            line = key_node.start_mark.line + 1
            if key_node.tag != f"{_TAG}str":
                self._key_fault(place, line, f"key {key} is not text", hint=f'Quote it: "{key}"')
            elif key in result:
                first = self.document.lines[here]
                self._key_fault(here, line, f"key given twice, first on line {first}")
            else:
                result[key] = self.build(value_node, here)
                self.document.lines[here] = line
        return result

    def _key_fault(self, place: Place, line: int, problem: str, hint: str | None = None) -> None:
        self.document.faults.append(Fault(self.document.name, f"{spelled(place)}: {problem}", line=line, hint=hint))

    def _scalar(self, node: yaml.Node, place: Place) -> Raw:
        text = str(node.value)
        kind = node.tag.removeprefix(_TAG)
        try:
            if kind == "str":
                return text
            if kind == "timestamp":
                return read_date(text)
            if kind in self.scalars:
                return self.scalars[kind](text)
        except ValueError as error:
            self.document.fault(place, str(error))
            return UNREADABLE
        self.document.fault(place, f"{text!r} carries the tag {node.tag}", expected="a plain value")
        return UNREADABLE

    @staticmethod
    def _null(text: str) -> None:
        if text != "null":
            raise ValueError(f"{text or 'nothing'} would be read as null; write null, or quote it")

    @staticmethod
    def _flag(text: str) -> bool:
        if text not in ("true", "false"):
            raise ValueError(f"{text} would be read as true or false; write true or false, or quote it")
        return text == "true"

    @staticmethod
    def _integer(text: str) -> int:
        if not _INTEGER.fullmatch(text):
            raise ValueError(f"{text} is no decimal whole number (YAML 1.1 reads it otherwise); quote it if it is text")
        return int(text)

    @staticmethod
    def _number(text: str) -> float:
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"{text} is no plain decimal number; quote it if it is text")
        return float(text)
