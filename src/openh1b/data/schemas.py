"""The columns of every stored table, written once: checks, `data show` and the data dictionary read this module."""

from __future__ import annotations

from openh1b.data.schemas_persons import FOIA_REGISTRATIONS, VISAS_ISSUED
from openh1b.tables import Column, Table

_TYPES = {
    "new_employment": "new employment",
    "continuation": "continuation of previously approved employment",
    "change_same_employer": "change with the same employer",
    "new_concurrent": "new concurrent employment",
    "change_of_employer": "change of employer",
    "amended": "amended petition",
}
_FIRST_YEAR, _LAST_YEAR = 2000, 2040  # the program's files begin with FY2009; beyond is a slip
_PAY_CEILING = 1_000_000_000  # filings hold slips of every size: a limit of type, not of sense


def _count(name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, "integer", meaning, unit="decisions", low=0, high=1_000_000, nullable=nullable)


HUB = Table(
    "hub",
    "first decisions of USCIS in a fiscal year on petitions of one employer at one address (H-1B Employer Data Hub)",
    (
        Column(
            "fiscal_year",
            "integer",
            "fiscal year of the decision, not the season",
            unit="fiscal year",
            low=_FIRST_YEAR,
            high=_LAST_YEAR,
        ),
        Column("employer", "text", "petitioner as printed; cut at 34 characters to FY2021", nullable=True),
        _count("initial_approvals", "approved: new employment and new concurrent employment"),
        _count("initial_denials", "denied: new employment and new concurrent employment"),
        _count("continuing_approvals", "approved: all else, change of employer and amendments included"),
        _count("continuing_denials", "denied: all else, change of employer and amendments included"),
        *(
            _count(f"{name}_{end}", f"{verb}: {words}; only in the 20-column export", nullable=True)
            for name, words in _TYPES.items()
            for end, verb in (("approvals", "approved"), ("denials", "denied"))
        ),
        Column("naics", "text", "industry: two digits or a range as printed; 99 is unknown", nullable=True),
        Column("naics_label", "text", "name of the industry where the file prints it", nullable=True),
        Column("tax_id", "text", "last four digits of the employer's tax id: no key", nullable=True),
        Column("state", "text", "state of the petitioner, two letters; XX is unknown", nullable=True),
        Column("city", "text", "city of the petitioner", nullable=True),
        Column("zip", "text", "ZIP of the petitioner, five digits", nullable=True),
        Column("vintage", "text", "the stored file that the row is from"),
        Column("part_year", "flag", "the file holds only a part of the fiscal year"),
    ),
)
HUB_TYPES = tuple(_TYPES)
INITIAL_TYPES = ("new_employment", "new_concurrent")

LCA = Table(
    "lca",
    "one labor condition application as decided (DOL OFLC disclosure data); a case may be for several workers",
    (
        Column("case_number", "text", "OFLC's number of the case"),
        Column("visa_class", "text", "H-1B, E-3 Australian, H-1B1 Chile or H-1B1 Singapore", nullable=True),
        Column(
            "status",
            "text",
            "certified is no visa",
            allowed=("certified", "certified_withdrawn", "withdrawn", "denied", "invalidated", "other"),
        ),
        Column("received_on", "date", "day on which the case was received", nullable=True),
        Column("decided_on", "date", "day of the decision", nullable=True),
        Column("begins_on", "date", "first day of the employment asked for", nullable=True),
        Column("ends_on", "date", "last day of the employment asked for", nullable=True),
        Column("employer", "text", "legal name of the employer", nullable=True),
        Column("trade_name", "text", "name the employer trades under", nullable=True),
        Column("employer_city", "text", "city of the employer", nullable=True),
        Column("employer_state", "text", "state of the employer", nullable=True),
        Column("employer_zip", "text", "postal code of the employer", nullable=True),
        Column("naics", "text", "industry code as filed, two to six digits", nullable=True),
        Column("job_title", "text", "title of the job", nullable=True),
        Column("soc_code", "text", "occupation, seven characters", nullable=True),
        Column("soc_title", "text", "name of the occupation as filed", nullable=True),
        Column("onet_code", "text", "the ten-character code where the case gives one", nullable=True),
        Column(
            "soc_vintage",
            "integer",
            "edition of SOC: of the code itself where only one edition has it, else of the file",
            allowed=("2010", "2018"),
            nullable=True,
        ),
        Column("full_time", "flag", "full-time position", nullable=True),
        Column("total_workers", "integer", "workers asked for", unit="workers", low=0, nullable=True),
        Column("new_employment", "integer", "of these, new employment", unit="workers", low=0, nullable=True),
        Column("continued_employment", "integer", "of these, continuation", unit="workers", low=0, nullable=True),
        Column("change_previous_employment", "integer", "of these, a change", unit="workers", low=0, nullable=True),
        Column("new_concurrent", "integer", "of these, concurrent employment", unit="workers", low=0, nullable=True),
        Column("change_employer", "integer", "of these, change of employer", unit="workers", low=0, nullable=True),
        Column("amended", "integer", "of these, an amended petition", unit="workers", low=0, nullable=True),
        Column("worksites", "integer", "places of work, where the file counts them", low=0, nullable=True),
        Column("worksite_city", "text", "city of the first worksite", nullable=True),
        Column("worksite_county", "text", "county of the first worksite", nullable=True),
        Column("worksite_state", "text", "state of the first worksite", nullable=True),
        Column("worksite_zip", "text", "postal code of the first worksite", nullable=True),
        Column(
            "wage_from", "number", "offered wage or low end, per `wage_unit`", "USD", 0, _PAY_CEILING, nullable=True
        ),
        Column("wage_to", "number", "high end; 0 in the file is none", "USD", 0, _PAY_CEILING, nullable=True),
        Column(
            "wage_unit",
            "text",
            "hour, week, two_weeks, half_month, month or year",
            allowed=("hour", "week", "two_weeks", "half_month", "month", "year"),
            nullable=True,
        ),
        Column(
            "wage_usd",
            "number",
            "wage_from a year: an hour x 2,080, a week x 52, two weeks x 26, half a month x 24, a month x 12; hours of "
            "a part-time job are not in the file, so that its hourly pay counts as if full-time; empty where flagged",
            unit="USD a year",
            low=0,
            nullable=True,
        ),
        Column("wage_flag", "text", "why wage_usd is not to be had from amount and unit", nullable=True),
        Column("prevailing_wage", "number", "prevailing wage, per `pw_unit`", "USD", 0, _PAY_CEILING, nullable=True),
        Column(
            "pw_unit",
            "text",
            "unit of the prevailing wage",
            allowed=("hour", "week", "two_weeks", "half_month", "month", "year"),
            nullable=True,
        ),
        Column("pw_usd", "number", "prevailing wage a year, by the rule of wage_usd", "USD a year", 0, nullable=True),
        Column(
            "wage_level",
            "integer",
            "OEWS level of the prevailing wage as filed, not the selection level; blank, N/A and V are empty",
            low=1,
            high=4,
            nullable=True,
        ),
        Column("pw_source", "text", "where the prevailing wage is from, as filed", nullable=True),
        Column("pw_year", "text", "year of that source, as filed", nullable=True),
        Column("h1b_dependent", "flag", "H-1B-dependent employer; asked of H-1B cases only", nullable=True),
        Column("willful_violator", "flag", "employer found a willful violator", nullable=True),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)

OFLC_WAGES = Table(
    "oflc_wages",
    "the prevailing wage of one occupation in one area (DOL OFLC, all industries), by level",
    (
        Column("wage_year", "integer", "the wage year begins in July of this year", unit="year", low=2000, high=2040),
        Column("soc_code", "text", "occupation, as the file has it"),
        Column("area", "text", "OFLC wage area, five to seven digits"),
        Column(
            "unit", "text", "unit of l1 to l4; empty where no wage is given", allowed=("hour", "year"), nullable=True
        ),
        *(Column(f"l{n}", "number", f"wage of level {n}, per `unit`", "USD", 0, nullable=True) for n in range(1, 5)),
        *(
            Column(f"l{n}_usd", "number", f"wage of level {n} a year; an hour x 2,080", "USD a year", 0, nullable=True)
            for n in range(1, 5)
        ),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)

OFLC_WAGES_EDC = Table(
    "oflc_wages_edc",
    "the prevailing wage of one occupation in one area at institutions of higher education and research (DOL OFLC, "
    "INA 212(p)(1)), by level",
    OFLC_WAGES.columns,
)

OFLC_AREAS = Table(
    "oflc_areas",
    "one county or town of an OFLC wage area",
    (
        Column("wage_year", "integer", "the wage year begins in July of this year", unit="year", low=2000, high=2040),
        Column("area", "text", "OFLC wage area, five to seven digits"),
        Column("area_name", "text", "name of the area"),
        Column("state", "text", "state of the county, two letters"),
        Column("state_name", "text", "name of the state", nullable=True),
        Column("county", "text", "county or town: a county and a city may have one name"),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)


def _wage(name: str, meaning: str, unit: str) -> Column:
    return Column(name, "number", meaning, unit, 0, _PAY_CEILING, nullable=True)


_POINTS = {"p10": "10th percentile", "p25": "25th percentile", "median": "median", "p75": "75th percentile"}
_POINTS["p90"] = "90th percentile"

OEWS = Table(
    "oews_national",
    "one occupation, or group of them, in the whole US (BLS OEWS)",
    (
        Column("year", "integer", "estimates are for May of this year", unit="year", low=2000, high=2040),
        Column("soc_code", "text", "occupation or group, SOC 2018"),
        Column("title", "text", "name of the occupation"),
        Column("detail", "text", "total, major, minor, broad or detailed"),
        Column("employment", "integer", "jobs", unit="jobs", low=0, nullable=True),
        _wage("hourly_mean", "mean wage an hour", "USD"),
        _wage("annual_mean_usd", "mean wage a year", "USD a year"),
        *(_wage(f"hourly_{name}", f"{words} of the wage an hour", "USD") for name, words in _POINTS.items()),
        *(_wage(f"annual_{name}_usd", f"{words} of the wage a year", "USD a year") for name, words in _POINTS.items()),
        Column(
            "top_coded",
            "text",
            "columns printed as #: at or above the highest wage printed. In use to May 2024, not in May 2025: no trend "
            "of upper percentiles across it",
            nullable=True,
        ),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)

VISA_BULLETIN = Table(
    "visa_bulletin",
    "the cut-off date of one employment-based category and area in one chart of one month's bulletin",
    (
        Column("bulletin", "date", "first day of the bulletin's month"),
        Column("fiscal_year", "integer", "fiscal year of the bulletin", "fiscal year", _FIRST_YEAR, _LAST_YEAR),
        Column("chart", "text", "which of the two charts", allowed=("final_action", "dates_for_filing")),
        Column("category", "text", "preference category as printed: its name changes over the years"),
        Column("area", "text", "area of chargeability, which is by country of birth"),
        Column("printed", "text", "the cell as printed"),
        Column("status", "text", "whether there is a cut-off date", allowed=("current", "unavailable", "date")),
        Column("cutoff", "date", "priority dates before this day are current", nullable=True),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)

_ALL = (HUB, LCA, OFLC_WAGES, OFLC_WAGES_EDC, OFLC_AREAS, OEWS, VISA_BULLETIN, VISAS_ISSUED, FOIA_REGISTRATIONS)
TABLES = {table.name: table for table in _ALL}
