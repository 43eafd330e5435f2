"""/seasons, /mixes, /measures: what is known of each season, and what is assumed of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import InputError
from openh1b.web.api.answering import TABLES, Form, TableFormat, answer, as_json, document_or_rows, table, tag
from openh1b.web.api.asked import Season
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import Assumption, Shape

router = new_router("Seasons")

MOST_PEOPLE: Final = 20_000


class Inputs(BaseModel):
    """What is assumed of a season."""

    registrations: int | None = Field(None, ge=1, le=100_000_000, description="of a projected season")
    level_mix: str = Field("dhs-implied", max_length=80, description="split by wage level, by name")
    us_masters: str = Field("uscis-57", max_length=80, description="share with a US master's, by name or as a number")
    split: str = Field("caps", max_length=80, description="split of selections between stages, by name")


class Wanted(Inputs):
    """Synthetic people."""

    people: int = Field(1_000, description="how many", ge=1, le=MOST_PEOPLE, examples=[5])
    seed: str = Field("1", max_length=200, description="seed of the people")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class SeasonShape(Shape):
    """A season: what was drawn, from how many, how many were selected."""

    season: int
    season_name: str
    unit: str
    units: int | float
    units_range: list[float]
    selected: int | float
    selected_range: list[float]
    rounds: list[dict[str, int | float]]
    status: str


class SeasonInFull(SeasonShape):
    """The same, with all that is assumed of its synthetic people."""

    assumptions: list[Assumption]
    source_ids: list[str]


class Scored(BaseModel):
    """What is asked of a score."""

    seed: str = Field("1", max_length=200, description="seed of the people")
    registrations: int | None = Field(None, ge=1, le=100_000_000, description="of a projected season")
    level_mix: str | None = Field(None, max_length=80, description="split by wage level, by name; the one fitted to")
    us_masters: str = Field("uscis-57", max_length=80, description="share with a US master's, by name or as a number")
    split: str = Field("caps", max_length=80, description="split of selections between stages, by name")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class Score(Shape):
    """A published margin or pair beside that of the synthetic people."""

    scores: list[dict[str, Any]] = Field(description="a margin each: published, ours, difference, whether fitted")
    pool: str
    seed: str
    splits: dict[str, str]


class Mixes(Shape):
    """Named splits that no agency publishes, each with its source."""

    level_mixes: dict[str, dict[str, Any]]
    us_masters: dict[str, dict[str, Any]]
    splits: list[str] = Field(description="splits of selections between stages")


class MeasureShape(Shape):
    """A thing that is measured."""

    name: str
    label: str
    unit: str
    kind: str
    formula: str
    layer: str


@router.get("/seasons", responses=answers(of=list[SeasonShape], media=TABLES))
def seasons(request: Request, form: Form = "json") -> Response:
    """Every season with published registrations."""
    etag = tag(request)
    from openh1b.documents.season import season_row
    from openh1b.season.published import FIRST, LAST
    from openh1b.season.published import season as season_of

    rows = [season_row(season_of(number)) for number in range(FIRST, LAST + 1)]
    return answer(table(rows, form), form, "seasons", etag)


@router.get("/seasons/{season}", responses=answers(404, of=SeasonInFull))
def season(request: Request, season: Season, asked: Annotated[Inputs, Query()]) -> Response:
    """A season's figures, and everything that is assumed of its synthetic people, with sources."""
    etag = tag(request)
    from openh1b.documents.season import season_document
    from openh1b.season.published import Splits
    from openh1b.season.synthetic import synthetic_pool

    one = _season(season, asked.registrations, asked.split)
    pool = synthetic_pool(one, Splits(asked.level_mix, asked.us_masters, asked.split), size=1)
    return answer(as_json(season_document(one, pool)), "json", etag=etag)


@router.get("/seasons/{season}/people", responses=answers(404, of=list[dict[str, Any]], media=TABLES))
def people(request: Request, season: Season, asked: Annotated[Wanted, Query()]) -> Response:
    """Synthetic people of a season: none of them exists. All of a season's: POST /jobs/people."""
    etag = tag(request)
    import polars.selectors as cs

    from openh1b.season.published import Splits
    from openh1b.season.synthetic import synthetic_pool

    one = _season(season, asked.registrations, asked.split)
    splits = Splits(asked.level_mix, asked.us_masters, asked.split)
    pool = synthetic_pool(one, splits, seed=asked.seed, size=asked.people)
    frame = pool.frame().with_columns(cs.ends_with("_usd").cast(int))
    return answer(table(frame.to_dicts(), asked.form, frame.columns), asked.form, "people", etag)


@router.get("/seasons/{season}/score", responses=answers(404, of=Score, media=TABLES))
def score(request: Request, season: Season, asked: Annotated[Scored, Query()]) -> Response:
    """Each published margin and pair beside that of the season's synthetic people, fitted or not."""
    etag = tag(request)
    from openh1b.documents.season import score_document
    from openh1b.season.published import Splits
    from openh1b.season.score import FITTED_MIX
    from openh1b.season.score import score as scored
    from openh1b.season.synthetic import synthetic_pool

    one = _season(season, asked.registrations, asked.split)
    splits = Splits(asked.level_mix or FITTED_MIX, asked.us_masters, asked.split)
    pool = synthetic_pool(one, splits, seed=asked.seed)
    document = score_document(scored(pool, one, splits), pool, asked.seed, splits)
    return answer(document_or_rows(document, document["scores"], asked.form), asked.form, "score", etag)


@router.get("/mixes", responses=answers(of=Mixes))
def mixes(request: Request) -> Response:
    """Splits by wage level and by US master's that can be named, with their sources; and splits between stages."""
    etag = tag(request)
    from openh1b.season.mixes import load_mixes
    from openh1b.season.seats import SPLITS

    found = load_mixes()
    document = {
        "level_mixes": {
            name: {**asdict(one), "mean_entries": one.mean_entries} for name, one in found.level_mixes.items()
        },
        "us_masters": {name: asdict(one) for name, one in found.us_masters.items()},
        "splits": list(SPLITS),
    }
    return answer(as_json(document), "json", etag=etag)


@router.get("/measures", responses=answers(of=list[MeasureShape], media=TABLES))
def measures(request: Request, form: Form = "json") -> Response:
    """Everything that is measured: label, unit, formula, and the layer to which it belongs."""
    etag = tag(request)
    from openh1b.results import MEASURES

    return answer(table([asdict(one) for one in MEASURES], form), form, "measures", etag)


def _season(number: int, registrations: int | None, split: str) -> Any:  # noqa: ANN401 - loaded only here
    from openh1b.season.published import FIRST, LAST
    from openh1b.season.published import season as season_of

    try:
        return season_of(number, registrations=registrations, stages=split)
    except InputError as error:
        if registrations is None and not FIRST <= number <= LAST:
            raise missing(error) from None
        raise
