"""The columns of the stored tables that are of persons: registrations with their petitions, and visas issued."""

from __future__ import annotations

from openh1b.tables import Column, Table

_FIRST_YEAR, _LAST_YEAR = 1990, 2040
_PAY_CEILING = 1_000_000_000


def _text(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning, nullable=True)


def _day(name: str, meaning: str) -> Column:
    return Column(name, "date", meaning, nullable=True)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, "flag", meaning, nullable=True)


FOIA_REGISTRATIONS = Table(
    "foia_registrations",
    "one registration of a person by one employer for a season, with the petition that followed if one did (USCIS, "
    "released under FOIA); empty too where the release withholds a cell",
    (
        Column("season", "integer", "cap fiscal year (`lottery_year`)", "fiscal year", _FIRST_YEAR, _LAST_YEAR),
        Column(
            "status",
            "text",
            "status of the registration: created and eligible were not selected",
            allowed=("selected", "eligible", "created"),
            nullable=True,
        ),
        _flag("selected", "whether the registration was selected"),
        _flag("several_registrations", "the person was registered by several employers"),
        _text("country_of_birth", "country of birth, three letters"),
        _text("country_of_nationality", "country of nationality, three letters"),
        Column("year_of_birth", "integer", "year of birth", "year", 1900, _LAST_YEAR, nullable=True),
        _text("gender", "gender, as registered"),
        _text("employer", "employer, as registered"),
        _text("fein", "tax number of the employer"),
        _text("employer_city", "city of the employer, as registered"),
        _text("employer_state", "state of the employer, as registered"),
        _text("employer_zip", "postal code of the employer, as registered"),
        _day("received_on", "day on which the petition was received"),
        _text("first_decision", "first decision on the petition, in lower case"),
        _day("decided_on", "day of that decision"),
        _text("petitioner", "employer, as on the petition"),
        _text("petitioner_city", "city of the petitioner"),
        _text("petitioner_state", "state of the petitioner"),
        _text("petitioner_zip", "postal code of the petitioner"),
        _text("requested_class", "class asked for: H1B, 1B1, 1B2 (DOD), 1B3 (fashion models), HSC (Singapore, Chile)"),
        _text("basis", "basis of the classification, I-129 part 2 question 2; in words where the dictionary has it"),
        _text("requested_action", "action asked for, I-129 part 2 question 4; in words where the dictionary has it"),
        Column("beneficiaries", "integer", "persons on the petition", "persons", 0, nullable=True),
        _text("sex", "sex, as on the petition"),
        _text("petition_country_of_birth", "country of birth, as on the petition: five letters of USCIS"),
        _text("current_class", "class of the person before, as on the petition"),
        _text("job_title", "title of the job"),
        _text("lca_case_number", "number of the LCA behind the petition, as `case_number` of `lca` has it"),
        _text("worksite_city", "city of the worksite"),
        _text("worksite_state", "state of the worksite"),
        _text("worksite_zip", "postal code of the worksite"),
        _flag("full_time", "full-time position"),
        Column("wage", "number", "wage, per `wage_unit`", "USD", 0, _PAY_CEILING, nullable=True),
        _text("wage_unit", "unit of the wage as filed, in lower case"),
        _day("valid_from", "first day of validity"),
        _day("valid_to", "last day of validity"),
        Column("employees_in_us", "integer", "employees of the petitioner in the US", "employees", 0, nullable=True),
        _flag("h1b_dependent", "H-1B-dependent employer, H-1B supplement section 1 question 1a"),
        _flag("willful_violator", "employer ever found a willful violator, question 1b"),
        _text("education", "highest education, in words where the dictionary has the letter"),
        _text("field_of_study", "field of study"),
        Column("pay_usd", "number", "rate of pay a year, as filed", "USD a year", 0, _PAY_CEILING, nullable=True),
        _text("dot_code", "three-digit occupational group of the petition"),
        _text("naics", "industry code as filed"),
        _text("petition_type", "type of H-1B petition, H-1B supplement section 3 question 1, the letter as filed"),
        _flag("off_site", "to work at an off-site location, H-1B supplement section 4 question 1"),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)

VISAS_ISSUED = Table(
    "visas_issued",
    "one nonimmigrant class and nationality in a fiscal year (visas issued at posts abroad, State Department); none "
    "issued is 0",
    (
        Column("fiscal_year", "integer", "fiscal year of issuance", "fiscal year", _FIRST_YEAR, _LAST_YEAR),
        Column("class", "text", "visa class with its hyphen: H-1B, though FY2022 and later print H1B; BCC is no visa"),
        Column("nationality", "text", "nationality as printed: names change over the years"),
        Column("region", "text", "region of the world as printed"),
        Column("issued", "integer", "visas issued: no approvals, and no admissions", "visas", 0, nullable=True),
        Column("printed", "text", "the cell where it is no count: a few are below zero or a fraction", nullable=True),
        Column("vintage", "text", "the stored file that the row is from"),
    ),
)
