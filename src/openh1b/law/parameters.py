"""The law: every dated value, on a day or for a season, as known on a day."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from openh1b.cited.modules import reading_modules
from openh1b.cited.reading import Document, read_document
from openh1b.cited.schema import check_sources, names_in
from openh1b.cited.sources import Source
from openh1b.errors import ArgumentError, Fault, LawError, PolicyError, did_you_mean, whole, wrong_kind
from openh1b.kept import kept_beside, kept_or_read
from openh1b.law.clock import Clock
from openh1b.law.entries import check_parameters
from openh1b.law.overlay import Overlay, check_overlay
from openh1b.law.timeline import Span, Standing, as_known, news, spans
from openh1b.law.values import LIVE, Dated, Parameter, When

HERE: Final = Path(__file__).parent
SOURCES: Final = HERE / "sources.yaml"
WINDOWS: Final = "registration.window"

_Stretch = tuple[str, int]
"""A path and a stretch of days on which as much was known of it: how many of its days of news had come."""


@dataclass(frozen=True)
class Change:
    """A parameter that differs between two days; None where it had no value on that day."""

    path: str
    before: Dated | None
    after: Dated | None


class Law:
    """All parameters with their entries, the sources they cite, and the named policies."""

    def __init__(
        self, parameters: Mapping[str, Parameter], sources: Mapping[str, Source], overlays: Mapping[str, Overlay]
    ) -> None:
        self.parameters = parameters
        self.sources = sources
        self.overlays = overlays
        self._news = {path: news(parameter) for path, parameter in parameters.items()}
        self._spans: dict[_Stretch, tuple[Span, ...]] = {}
        self._dated: dict[tuple[_Stretch, int], Dated] = {}
        self._clocks: dict[date | None, Clock] = {}

    def __repr__(self) -> str:
        held = (self.parameters, "parameters"), (self.overlays, "policies"), (self.sources, "sources")
        return f"<Law: {', '.join(f'{len(those):,} {name}' for those, name in held)}>"

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path of the law, in the order of the files."""
        return tuple(self.parameters)

    def under(self, prefix: str) -> tuple[str, ...]:
        """Paths equal to or below a prefix, such as `selection`. Raises PolicyError if there is none."""
        found = tuple(path for path in self.parameters if path == prefix or path.startswith(f"{prefix}."))
        if not found:
            heads = {path.rsplit(".", depth)[0] for path in self.parameters for depth in range(3)}
            raise PolicyError(Fault("law", f"no parameter {prefix!r}", hint=did_you_mean(prefix, heads)))
        return found

    def clock(self, known: date | None = None) -> Clock:
        """The way between days and seasons, with the registration windows known on a day."""
        known = _day(known, "known") if known is not None else None
        if known not in self._clocks:
            found = self.spans(WINDOWS, known) if WINDOWS in self.parameters else ()
            begun = ((span.start, span.standing.entry) for span in found)
            windows = {season: entry.value["start"] for season, entry in begun if isinstance(season, int)}
            self._clocks[known] = Clock(windows)
        return self._clocks[known]

    def spans(self, path: str, known: date | None = None) -> tuple[Span, ...]:
        """Which entry is the law when, in order of time, as known on a day. Raises PolicyError for an unknown path."""
        key = self._stretch(path, known)
        if key not in self._spans:
            self._spans[key] = spans(self.parameters[path], known)
        return self._spans[key]

    def _stretch(self, path: str, known: date | None) -> _Stretch:
        if path not in self.parameters:
            raise PolicyError(Fault("law", f"no parameter {path!r}", hint=did_you_mean(path, self.parameters)))
        days = self._news[path]
        return path, len(days) if known is None else bisect_right(days, _day(known, "known"))

    def work_out_spans(self) -> None:
        """Work out beforehand what is the law when, for every day of knowledge: the first policy costs no more then."""
        for path, days in self._news.items():
            stretches = () if self.parameters[path].annual and path != WINDOWS else days
            for known in (None, *stretches):
                self.spans(path, known)

    def at(self, path: str, *, on: date | None = None, season: int | None = None, known: date | None = None) -> Dated:
        """The value of a path on a filing day or for a season (give one), as known on a day (default: all of it).

        Raises PolicyError for an unknown path and for a day or season on which the path has no value.
        """
        found = self.find(path, on=on, season=season, known=known)
        if found is None:
            asked = f"on {on}" if on is not None else f"for season {season}"
            told = f" as known on {known}" if known is not None else ""
            held = self.spans(path, known)
            expected = f"{held[0].start} or later" if held and not self.parameters[path].annual else None
            if held and self.parameters[path].annual:
                expected = f"a season among {', '.join(str(span.start) for span in held)}"
            raise PolicyError(Fault("law", f"{path} has no value {asked}{told}", expected=expected))
        return found

    def find(
        self, path: str, *, on: date | None = None, season: int | None = None, known: date | None = None
    ) -> Dated | None:
        """As `at`, with None where the path has no value then.

        Raises ArgumentError, a TypeError, unless a day or a season is given, and for values of another type.
        """
        if (on is None) == (season is None):
            given = "neither is given" if on is None else "both are given"
            raise ArgumentError(Fault("on, season", given, expected="a day (on) or a season"))
        held = self.spans(path, known)
        when = self._when(self.parameters[path], on, season, known)
        for at, span in enumerate(held):
            if span.start <= when and (span.end is None or when <= span.end):  # type: ignore[operator]
                key = self._stretch(path, known), at
                if key not in self._dated:
                    self._dated[key] = _dated(self.parameters[path], span.standing, span.start, span.end)
                return self._dated[key]
        return None

    def _when(self, parameter: Parameter, on: date | None, season: int | None, known: date | None) -> When:
        if season is not None and whole(season) is None:
            raise ArgumentError(wrong_kind("season", season, "a whole number, such as 2026"))
        if parameter.clock == "fiscal_year":
            return season if season is not None else self.clock(known).season_of(_day(on))
        return _day(on) if season is None else self.clock(known).opens(season).day

    def others(self, path: str, known: date | None = None) -> tuple[Dated, ...]:
        """Entries of a path that are not in force as known on a day: proposed, withdrawn, vacated and the like.

        Raises PolicyError for an unknown path.
        """
        self.spans(path, known)  # names an unknown path
        parameter = self.parameters[path]
        folded = (as_known(entry, known, annual=parameter.annual) for entry in parameter.entries)
        left = [one for one in folded if one is not None and one.status not in LIVE]
        return tuple(_dated(parameter, one, one.start, one.end) for one in left)

    def diff(self, first: date, second: date, known: date | None = None) -> tuple[Change, ...]:
        """Parameters whose value differs between two days; annual counts are left out."""
        steady = [path for path, parameter in self.parameters.items() if not parameter.annual]
        pairs = [
            (path, self.find(path, on=first, known=known), self.find(path, on=second, known=known)) for path in steady
        ]
        return tuple(
            Change(path, one, two)
            for path, one, two in pairs
            if (one is None) != (two is None) or (one is not None and two is not None and one.value != two.value)
        )


def _day(day: date | None, where: str = "on") -> date:
    if isinstance(day, datetime) or not isinstance(day, date):
        raise ArgumentError(wrong_kind(where, day, "a datetime.date"))
    return day


def _dated(parameter: Parameter, one: Standing, start: When | None, end: When | None) -> Dated:
    entry = one.entry
    return Dated(
        path=parameter.path,
        value=entry.value,
        label=parameter.label,
        unit=parameter.unit,
        start=start,
        end=end,
        status=one.status,
        citations=entry.citations,
        read=entry.read,
        sure=entry.sure,
        note=entry.note,
        range=entry.range,
        known=entry.known,
        checked=entry.checked,
        events=one.events,
        annual=parameter.annual,
    )


def load_law(folder: Path | str | None = None) -> Law:
    """The law of the package, or of a folder with `sources.yaml`, `parameters/*.yaml` and `policies/*.yaml`; read once.

    Raises LawError with every fault of every file: file, line, path, what was expected.
    """
    with _no_collection():
        return _load(HERE if folder is None else Path(folder))


@cache
def _load(folder: Path) -> Law:
    if folder != HERE:
        return read_law(folder)
    return kept_or_read(lambda: read_law(folder), kept_beside(__file__, "law"), law_files())


def law_files() -> tuple[Path, ...]:
    """Every file of the package's law, and the modules that read them."""
    return (*reading_modules(), *HERE.glob("*.py"), SOURCES, *HERE.glob("*/*.yaml"))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage is not looked for while so many objects are made that all stay: that took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_law(folder: Path) -> Law:
    """The law of a folder, read and checked, whatever was read before. Raises LawError as `load_law`."""
    listed = read_document(folder / "sources.yaml", "sources.yaml")
    sources = check_sources(listed)
    ids = names_in(listed)
    files = [read_document(path, f"parameters/{path.name}") for path in sorted((folder / "parameters").glob("*.yaml"))]
    parameters: dict[str, Parameter] = {}
    for document in files:
        for parameter in check_parameters(document, ids):
            if parameter.path in parameters:
                document.fault((parameter.path,), f"already in {parameters[parameter.path].file}")
            parameters[parameter.path] = parameter
    policies = [read_document(path, f"policies/{path.name}") for path in sorted((folder / "policies").glob("*.yaml"))]
    paths = names_in(*files)
    laid = [(document, check_overlay(document, parameters, paths, ids)) for document in policies]
    for document, overlay in laid:
        _check_name(document, overlay)
    _raise([listed, *files, *policies])
    law = Law(parameters, sources, {overlay.name: overlay for _, overlay in laid if overlay is not None})
    law.work_out_spans()
    return law


def _check_name(document: Document, overlay: Overlay | None) -> None:
    if overlay is not None and document.name != f"policies/{overlay.name}.yaml":
        document.fault(("name",), f"{overlay.name} is not the name of the file")


def _raise(documents: list[Document]) -> None:
    found = [fault for document in documents for fault in sorted(document.faults, key=lambda fault: fault.line or 0)]
    if found:
        raise LawError(found)
