"""`/sponsors`: search as one types, one group with its evidence, leaders, industries, denial rates, concentration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final, cast

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from openh1b.cases.employer_words import Words
from openh1b.charts.chart import Chart
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.sponsors.ranks import Count, Level
from openh1b.web.pages import sponsors_words as w
from openh1b.web.pages.case_files import chart_file, query_of
from openh1b.web.pages.case_form import Field, Form, Group, filled, flag, given
from openh1b.web.pages.sponsors_again import reproduce
from openh1b.web.pages.sponsors_held import Held, Question, held, matches, overview, years_held
from openh1b.web.part import Failed, part
from openh1b.web.pictures import Picture
from openh1b.web.render import Context, render
from openh1b.web.reproduce import Reproduce
from openh1b.web.settings import Settings

router = APIRouter()

COUNTS: Final = ("initial", "continuing", "all")
LEVELS: Final = ("group", "entity")
NAMES: Final = frozenset({"text", "name", "year", "count", "level", "part_years"})
LOAD: Final = "openh1b data fetch hub"


@dataclass(frozen=True)
class SponsorsContext(Context):
    """text: what is searched for. results: address and cells of each spelling found; unfound: why there are none.

    published: figures where no file is loaded, else None. profile: one group. leaders, industries, concentration:
    where no group is asked for. notes: what was left out. reproduce: the same by other ways.
    """

    template: ClassVar[str] = "sponsors.html.j2"

    form: Form
    text: str
    kept: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, tuple[str, ...]], ...]
    unfound: str
    published: Words | None
    profile: w.Profile | None
    leaders: tuple[w.Leader, ...]
    what: str
    files: tuple[tuple[str, str], ...]
    industries: Words | Failed | None
    concentration: Picture | Failed | None
    notes: tuple[str, ...]
    reproduce: Reproduce


@router.get("/sponsors")
def sponsors_page(request: Request) -> HTMLResponse:
    """The page: names are the flags of `openh1b sponsors`; `text` searches, `name` shows one."""
    asked = _Asked(request)
    context = asked.context()
    return render(request, context, 422 if asked.faults else 200)


@router.get("/sponsors/{name}.{form}")
def sponsors_file(request: Request, name: str, form: str) -> Response:
    """A chart of the page as a file. Raises InputError with every fault."""
    from openh1b.charts.sponsor_years import concentration_chart
    from openh1b.charts.sponsors import places_chart, top_chart

    asked = _Asked(request)
    of = asked.of
    if asked.faults or of is None:
        raise InputError(asked.faults or Fault("store", "holds no file of the Employer Data Hub", hint=f"`{LOAD}`"))
    if name == "sponsors-show":
        return chart_file(w.years_chart(asked.group(of), of, asked.question), form)
    found = overview(of, asked.question)
    makers = {
        "sponsors-top": partial(top_chart, found.leaders, found.asked, asked.question.level),
        "sponsors-title": partial(places_chart, found.industries, found.asked, "title"),
        "sponsors-concentration": partial(concentration_chart, found.concentration, found.asked, asked.question.level),
    }
    if name not in makers:
        raise InputError(Fault("chart", f"no chart {name[:40]!r}", hint=did_you_mean(name[:40], makers)))
    chart: Chart = makers[name]()
    return chart_file(chart, form)


class _Asked:
    """What an address asks, and what is wrong with it."""

    def __init__(self, request: Request) -> None:
        self.values, self.faults = given(request.query_params.multi_items(), NAMES)
        self.origin = str(request.base_url).rstrip("/")
        settings = request.app.state.settings
        self.of: Held | None = held(settings.store)
        self.store = _place(settings)
        self.question = Question()
        try:
            self.question = self._question()
        except InputError as error:
            self.faults += error.faults
        self.kept = {name: text for name, text in self.values.items() if name not in {"text", "name"}}

    def _question(self) -> Question:
        faults = []
        count, level = self.values.get("count", COUNTS[0]), self.values.get("level", LEVELS[0])
        for name, text, known in (("count", count, COUNTS), ("level", level, LEVELS)):
            if text not in known:
                faults.append(
                    Fault(name, repr(text[:30]), expected=", ".join(known), hint=did_you_mean(text[:30], known))
                )
        year = self.values.get("year", "")
        if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
            faults.append(Fault("year", repr(year[:20]), expected="a fiscal year such as 2022"))
        if faults:
            raise InputError(faults)
        years = (int(year),) if year else ()
        return Question(years, cast("Count", count), cast("Level", level), flag(self.values, "part_years"))

    def group(self, of: Held) -> str:
        """The group that the name means. Raises InputError with the nearest."""
        from openh1b.sponsors.profile import find_group

        return find_group(self.values.get("name", ""), of.lines)

    def context(self) -> SponsorsContext:
        """The page: search above, then one group, or the leaders."""
        profile = self._profile()
        table, unfound = self._matches()
        found = None
        if self.of is not None and profile is None:
            try:
                found = overview(self.of, self.question)
            except InputError as error:
                self.faults += error.faults
        files = f"/sponsors/{{chart}}.{{form}}{query_of(self.values)}"
        of_chart = files.replace("{chart}", "sponsors-concentration")
        return SponsorsContext(
            title=self._title(profile, None if found is None else w.headline(found)),
            lead=LEAD,
            form=filled(tuple(self._groups()), self.values, self.faults),
            text=self.values.get("text", ""),
            kept=tuple(self.kept.items()),
            results=table,
            unfound=unfound,
            published=w.published(self.values.get("text", "") or self.values.get("name", ""))
            if self.of is None
            else None,
            profile=profile,
            leaders=() if found is None else w.leaders(found, self.kept),
            what="" if found is None else f"{found.asked.what}, {found.asked.when}",
            files=_files(files, "sponsors-top"),
            industries=None
            if found is None
            else part("The industries", partial(w.places, found.industries, "title", "Industry")),
            concentration=None
            if found is None
            else part("The concentration", partial(w.concentration, found, self.question, of_chart)),
            notes=() if found is None else found.notes,
            reproduce=reproduce(self.values.get("name"), self.question, self.origin, self.store),
        )

    def _profile(self) -> w.Profile | None:
        if self.of is None or "name" not in self.values:
            return None
        try:
            files = f"/sponsors/sponsors-show.{{form}}{query_of(self.values)}"
            return w.profile(self.group(self.of), self.of, self.question, files)
        except InputError as error:
            self.faults += error.faults
            return None

    def _matches(self) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], str]:
        text = self.values.get("text", "")
        if self.of is None or not text:
            return (), ""
        try:
            return w.results(matches(self.of, text), self.kept), ""
        except InputError as error:
            return (), " ".join(str(one.hint or one.problem) for one in error.faults)

    def _title(self, profile: w.Profile | None, headline: str | None) -> str:
        return profile.picture.title if profile else headline or "Sponsors"

    def _groups(self) -> Iterator[Group]:
        years = () if self.of is None else tuple(reversed(years_held(self.of)))
        choices = (("", "All whole years"), *((str(year), f"FY{year}") for year in years))
        yield Group(
            "What is counted",
            (
                Field("year", "Fiscal year", "choice", choices=choices),
                Field("count", "Approvals", "choice", choices=tuple((one, one.capitalize()) for one in COUNTS)),
                Field("level", "Counted by", "choice", choices=(("group", "Group"), ("entity", "Legal entity"))),
                Field("part_years", "Also years held in part", "flag"),
            ),
        )


LEAD: Final = (
    "First decisions on H-1B petitions by fiscal year of the decision. An approval is not a person and not a visa."
)


def _place(settings: Settings) -> str:
    """The store's folder for who copies a command; its name only where others than this machine can ask."""
    if settings.store is None:
        return ""
    return str(settings.store) if settings.loopback else "STORE"


def _files(pattern: str, chart: str) -> tuple[tuple[str, str], ...]:
    address = pattern.replace("{chart}", chart)
    return tuple((form, address.replace("{form}", form)) for form in ("png", "svg", "csv", "xlsx"))
