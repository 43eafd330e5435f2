from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from openh1b.errors import RuleError
from openh1b.selection.expression import columns, evaluate
from openh1b.selection.rule import Expression

FRAME = pl.DataFrame(
    {
        "selection_level": [1, 2, 3, 4],
        "offered_wage_usd": [70_000.0, 90_000.0, 120_000.0, 250_000.0],
        "l1_usd": [65_000.0, 95_000.0, 100_000.0, 0.0],
        "us_masters_or_higher": [True, False, True, False],
        "employer": ["Alpha", "beta", "O'Neil", "Δ"],
        "bonus": [None, 1.0, 2.0, None],
        "base pay": [1, 2, 3, 4],
    }
)

ALLOWED = {
    "selection_level": [1, 2, 3, 4],
    "selection_level * 2 + 1": [3, 5, 7, 9],
    "offered_wage_usd / l1_usd > 1": [True, False, True, True],
    "case when us_masters_or_higher then 2 else 1 end": [2, 1, 2, 1],
    "CASE WHEN selection_level IN (1, 4) THEN 0 ELSE 5.5 END": [0, 5.5, 5.5, 0],
    "not us_masters_or_higher and selection_level between 2 and 3": [False, True, False, False],
    "greatest(selection_level, 3)": [3, 3, 3, 4],
    "round(ln(offered_wage_usd) - log10(1000), 0)": [8, 8, 9, 9],
    "coalesce(bonus, 0)": [0, 1, 2, 0],
    "bonus is not null": [False, True, True, False],
    "length(employer) = 5": [True, False, False, False],
    "lower(employer) like 'b%'": [False, True, False, False],
    "employer = 'O''Neil'": [False, False, True, False],
    '"base pay" + 1': [2, 3, 4, 5],
    "cast(offered_wage_usd / 100000 as int)": [0, 0, 1, 2],
    "3": [3, 3, 3, 3],
    "true": [True] * 4,
    "1e2": [100] * 4,
}


@pytest.mark.parametrize("sql", ALLOWED)
def test_allowed_words_give_one_value_a_row(sql):
    np.testing.assert_allclose(evaluate(Expression(sql), FRAME), ALLOWED[sql])


REFUSED = [
    "random()",
    "rand()",
    "uuid()",
    "now()",
    "current_timestamp",
    "(select max(selection_level) from self)",
    "selection_level in (select 1)",
    "exists (select 1)",
    "read_csv('/etc/passwd')",
    "read_parquet('x')",
    "load_extension('x')",
    "sum(selection_level)",
    "max(offered_wage_usd)",
    "count(*)",
    "avg(offered_wage_usd) over (partition by employer)",
    "row_number() over (order by employer)",
    "rank()",
    "lag(selection_level)",
    "first(selection_level)",
    "selection_level; drop table pool",
    "selection_level::text",
    "cast(selection_level as text)",
    "employer[1]",
    "`selection_level`",
    "$1",
    "selection_level -- + 1",
    "selection_level /* + 1 */",
    "selection_level(1)",
    "abs",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_anything_but_scalar_functions_of_the_row_is_refused(sql):
    with pytest.raises(RuleError, match="expression"):
        evaluate(Expression(sql), FRAME)


@pytest.mark.parametrize(
    "sql", ["", "   ", "1" * 3_000, "selection_level +", "(selection_level", "case when end", "*", "1, 2"]
)
def test_what_cannot_be_read_is_an_error_of_the_caller(sql):
    with pytest.raises(RuleError, match="expression"):
        evaluate(Expression(sql), FRAME)


def test_every_unknown_word_is_named_with_the_nearest():
    with pytest.raises(RuleError) as caught:
        evaluate(Expression("selection_levle + offered_wage + selection_level"), FRAME)
    assert len(caught.value.faults) == 2
    assert "'selection_levle'" in str(caught.value)
    assert "Did you mean selection_level?" in str(caught.value)
    assert "Did you mean offered_wage_usd?" in str(caught.value)


def test_a_quoted_word_is_a_column_and_never_a_function_or_keyword():
    with pytest.raises(RuleError, match="no meaning for 'abs'"):
        columns(Expression('"abs"(1)'), {"selection_level"})
    assert columns(Expression('"case" + 1'), {"case"}) == ("case",)


def test_columns_are_listed_once_in_order_and_words_in_text_are_not_columns():
    sql = "case when employer = 'l1_usd' then l1_usd else offered_wage_usd + l1_usd end"
    assert columns(Expression(sql), set(FRAME.columns)) == ("employer", "l1_usd", "offered_wage_usd")


def test_a_row_without_a_value_is_named():
    with pytest.raises(RuleError, match="no value in 2 rows, the first of them row 1"):
        evaluate(Expression("bonus * 2"), FRAME)


@pytest.mark.parametrize("sql", ["employer", "lower(employer)", "'text'"])
def test_text_is_neither_a_number_nor_true_or_false(sql):
    with pytest.raises(RuleError, match="not a number or true and false"):
        evaluate(Expression(sql), FRAME)


@pytest.mark.parametrize("sql", ["sqrt(l1_usd - offered_wage_usd)", "ln(-1)", "l1_usd * 0 / (selection_level - 4)"])
def test_what_is_not_a_number_is_refused_with_its_row(sql):
    with pytest.raises(RuleError, match=r"not a number in .* row"):
        evaluate(Expression(sql), FRAME)


def test_the_table_is_left_as_it_was():
    before = FRAME.clone()
    evaluate(Expression("selection_level * 10"), FRAME)
    assert FRAME.equals(before)
